#include "libfuse4seg/cases/named_files.h"

#include <algorithm>

#include "libfuse4seg/cases/anonymous_name.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/image/dicom/dicom_folder.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

NamedPath ParseWord(const std::string& word) {
  if (!IsNamedFile(word))
    throw Error(ErrorKind::kUsage, "cases.word",
                Cat(Quoted(word), ": NAME=FILE words cannot be mixed with other kinds"));
  const auto equals = word.find('=');
  NamedPath named = {word.substr(0, equals), word.substr(equals + 1)};
  if (!fs::exists(named.path))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder").InFile(named.path);
  return named;
}

SourcedCase CaseOfFiles(const std::vector<NamedPath>& named) {
  const fs::path& first = named.front().path;
  Case record(fs::is_directory(first) ? CaseNameOf(first) : Stem(first));
  for (const auto& [name, path] : named) SetNamed(record, name, path);
  return {std::move(record), std::nullopt};
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

std::unique_ptr<CaseSource> CasesOfNamedFiles(const std::vector<std::string>& words) {
  std::vector<NamedPath> named;
  for (const std::string& word : words) {
    named.push_back(ParseWord(word));
    const auto same_name = [&](const NamedPath& other) { return other.name == named.back().name; };
    if (std::count_if(named.begin(), named.end(), same_name) > 1)
      throw Error(ErrorKind::kUsage, "cases.word", Cat(Quoted(named.back().name), " is given twice"));
  }
  // A folder that is a DICOM series stands for one image.
  const auto folders = std::count_if(named.begin(), named.end(), [](const NamedPath& n) {
    return fs::is_directory(n.path) && !IsDicomFolder(n.path);
  });
  if (folders == 0) return ListOfCases({CaseOfFiles(named)});
  if (folders != static_cast<long>(named.size()))
    throw Error(ErrorKind::kUsage, "cases.word", "NAME=FILE and NAME=FOLDER words do not go together");
  return CasesOfFolders(std::move(named));
}

}  // namespace f4s
