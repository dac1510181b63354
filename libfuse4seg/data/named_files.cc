#include "libfuse4seg/data/named_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/image/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

struct NamedPath {
  std::string name;
  fs::path path;
};

NamedPath ParseWord(const std::string& word) {
  if (!IsNamedFile(word))
    throw Error(ErrorKind::kUsage, "cases.word",
                Cat(Quoted(word), ": NAME=FILE words go together with their like only"));
  const auto equals = word.find('=');
  NamedPath named = {word.substr(0, equals), word.substr(equals + 1)};
  if (!fs::exists(named.path))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder").InFile(named.path);
  return named;
}

bool IsRole(const std::string& name) {
  static const std::set<std::string> roles = {"label", "mask", "fused", "latent", "prediction"};
  return roles.count(name) > 0;
}

void SetNamed(Case& record, const std::string& name, const fs::path& file) {
  const fs::path absolute = fs::absolute(file).lexically_normal();
  if (IsRole(name))
    record.SetFile(name, absolute);
  else
    record.SetImage(name, absolute);
}

/// A folder's images by stem; what is no image is passed over.
std::map<std::string, fs::path> ImagesIn(const fs::path& folder) {
  std::map<std::string, fs::path> images;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.front() == '.' || entry.is_directory() || !KindByName(entry.path())) continue;
    const auto [other, is_new] = images.emplace(Stem(entry.path()), entry.path());
    if (!is_new)
      throw Error(ErrorKind::kBadInput, "cases.twins",
                  Cat("stands beside ", other->second.filename().string(), ": which of the two is meant?"))
          .InFile(entry.path());
  }
  return images;
}

SourcedCase CaseOfFiles(const std::vector<NamedPath>& named) {
  Case record(Stem(named.front().path));
  for (const auto& [name, path] : named) SetNamed(record, name, path);
  return {std::move(record), std::nullopt};
}

std::vector<SourcedCase> CasesOfFolders(const std::vector<NamedPath>& named) {
  std::vector<std::map<std::string, fs::path>> folders;
  std::set<std::string> stems;
  for (const NamedPath& folder : named) {
    folders.push_back(ImagesIn(folder.path));
    for (const auto& [stem, file] : folders.back()) stems.insert(stem);
  }
  if (stems.empty())
    throw Error(ErrorKind::kBadInput, "cases.none", "holds no image").InFile(named.front().path);
  std::vector<SourcedCase> cases;
  for (const std::string& stem : stems) {
    SourcedCase sourced = {Case(stem), std::nullopt};
    for (size_t i = 0; i < named.size(); ++i) {
      const auto file = folders[i].find(stem);
      if (file != folders[i].end())
        SetNamed(sourced.record, named[i].name, file->second);
      else if (!sourced.error)
        sourced.error = Error(ErrorKind::kBadInput, "cases.unpaired",
                              Cat("has no image named ", Quoted(stem), ", which others have"))
                            .InFile(named[i].path)
                            .InCase(stem);
    }
    cases.push_back(std::move(sourced));
  }
  return cases;
}

/// All files without partner in one message, for a run that stops at the first.
void NameAllUnpaired(std::vector<SourcedCase>& cases) {
  std::string ids;
  int64_t count = 0;
  for (const SourcedCase& sourced : cases)
    if (sourced.error && ++count <= 20) ids += " " + sourced.record.id();
  if (count < 2) return;
  const auto first =
      std::find_if(cases.begin(), cases.end(), [](const auto& sourced) { return sourced.error.has_value(); });
  const std::string more = count > 20 ? " ..." : "";
  first->error = Error(ErrorKind::kBadInput, "cases.unpaired",
                       Cat(first->error->reason(), "; ", count, " files have no partner:", ids, more))
                     .InFile(first->error->file())
                     .InCase(first->record.id());
}

}  // namespace

bool IsNamedFile(const std::string& word) {
  const auto equals = word.find('=');
  return equals != std::string::npos && equals > 0 && equals + 1 < word.size() &&
         word.substr(0, equals).find('/') == std::string::npos;
}

std::string Stem(const fs::path& file) {
  fs::path name = file.filename();
  if (name.extension() == ".gz") name = name.stem();
  return name.stem().string();
}

std::vector<SourcedCase> CasesOfNamedFiles(const std::vector<std::string>& words) {
  std::vector<NamedPath> named;
  for (const std::string& word : words) {
    named.push_back(ParseWord(word));
    const auto same_name = [&](const NamedPath& other) { return other.name == named.back().name; };
    if (std::count_if(named.begin(), named.end(), same_name) > 1)
      throw Error(ErrorKind::kUsage, "cases.word", Cat(Quoted(named.back().name), " is given twice"));
  }
  const auto folders =
      std::count_if(named.begin(), named.end(), [](const NamedPath& n) { return fs::is_directory(n.path); });
  if (folders == 0) return {CaseOfFiles(named)};
  if (folders != static_cast<long>(named.size()))
    throw Error(ErrorKind::kUsage, "cases.word", "NAME=FILE and NAME=FOLDER words do not go together");
  std::vector<SourcedCase> cases = CasesOfFolders(named);
  NameAllUnpaired(cases);
  return cases;
}

}  // namespace f4s
