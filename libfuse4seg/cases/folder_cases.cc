#include "libfuse4seg/cases/folder_cases.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/anonymous_name.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/subject_names.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// FOLDER/11_*.png, say, where no file is named so.
bool IsPattern(const fs::path& path) {
  return path.filename().string().find('*') != std::string::npos && !Exists(path);
}

/// The folder of a pattern; * stands for the case's name.
NamedPath OfPattern(const std::string& name, const fs::path& pattern) {
  const std::string text = pattern.filename().string();
  const size_t star = text.find('*');
  if (text.find('*', star + 1) != std::string::npos)
    throw Error(ErrorKind::kUsage, "cases.word",
                Cat(Quoted(text), ": one * alone stands for the case's name"));
  const fs::path folder = pattern.has_parent_path() ? pattern.parent_path() : fs::path(".");
  if (!IsFolder(folder))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such folder").InFile(folder);
  return {name, folder, text.substr(0, star), text.substr(star + 1)};
}

NamedPath ParseWord(const std::string& word) {
  if (!IsNamedFile(word))
    throw Error(ErrorKind::kUsage, "cases.word",
                Cat(Quoted(word), ": NAME=FILE words cannot be mixed with other kinds"));
  const auto equals = word.find('=');
  NamedPath named = {word.substr(0, equals), word.substr(equals + 1)};
  if (IsPattern(named.path)) return OfPattern(named.name, named.path);
  if (!Exists(named.path))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder").InFile(named.path);
  return named;
}

SourcedCase CaseOfFiles(const std::vector<NamedPath>& named) {
  const fs::path& first = named.front().path;
  Case record(IsFolder(first) ? CaseNameOf(first) : Stem(first));
  for (const NamedPath& one : named) SetNamed(record, one.name, one.path);
  RequireLosslessLabels(record);
  return {std::move(record), std::nullopt};
}

}  // namespace

bool IsNamedFile(const std::string& word) {
  const auto equals = word.find('=');
  return equals != std::string::npos && equals > 0 && equals + 1 < word.size() &&
         word.substr(0, equals).find('/') == std::string::npos;
}

std::string Stem(const fs::path& file) {
  const auto ends_with = [](const fs::path& name, const char* end) {
    return LowerCase(name.extension().string()) == end;
  };
  fs::path name = file.filename();
  if (ends_with(name, ".gz")) name = name.stem();
  const bool is_nrrd = ends_with(name, ".nrrd");
  name = name.stem();
  if (is_nrrd && ends_with(name, ".seg")) name = name.stem();  // 3D Slicer's name of a segmentation
  return name.string();
}

namespace {

/// --suffix NAME=TEXT
void TakeSuffix(const std::string& text, std::vector<NamedPath>& named) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw Error(ErrorKind::kUsage, "cases.suffix", Cat("--suffix ", text, ": wanted NAME=TEXT"));
  const auto word = std::find_if(named.begin(), named.end(),
                                 [&](const NamedPath& one) { return one.name == text.substr(0, equals); });
  if (word == named.end() || !IsFolder(word->path))
    throw Error(ErrorKind::kUsage, "cases.suffix",
                Cat("--suffix ", text, ": no word names a folder ", Quoted(text.substr(0, equals))));
  word->suffix = text.substr(equals + 1);
}

}  // namespace

std::unique_ptr<CaseSource> CasesOfNamedFiles(const std::vector<std::string>& words,
                                              const std::vector<std::string>& suffixes) {
  std::vector<NamedPath> named;
  for (const std::string& word : words) {
    named.push_back(ParseWord(word));
    const auto same_name = [&](const NamedPath& other) { return other.name == named.back().name; };
    if (std::count_if(named.begin(), named.end(), same_name) > 1)
      throw Error(ErrorKind::kUsage, "cases.word", Cat(Quoted(named.back().name), " is given twice"));
  }
  for (const std::string& text : suffixes) TakeSuffix(text, named);
  // A folder that is a DICOM series stands for one image.
  const auto folders = std::count_if(named.begin(), named.end(), [](const NamedPath& n) {
    return IsFolder(n.path) && !IsDicomFolder(n.path);
  });
  if (folders == 0) return ListOfCases({CaseOfFiles(named)});
  if (folders != static_cast<long>(named.size()))
    throw Error(ErrorKind::kUsage, "cases.word", "NAME=FILE and NAME=FOLDER words do not go together");
  return CasesOfFolders(std::move(named));
}

namespace {

namespace fs = std::filesystem;

/// A file's name in two parts.
struct SplitName {
  std::string stem, extension;
  auto operator<=>(const SplitName&) const = default;
};

/// A file's name without its extension; nothing when it is no file of the folder's role.
std::optional<std::string> StemFor(const std::string& role, const std::string& name) {
  constexpr std::string_view kLatentFile = ".safetensors";
  if (role != "latent") return KindByName(name) ? std::optional(Stem(name)) : std::nullopt;
  if (!name.ends_with(kLatentFile)) return std::nullopt;
  return name.substr(0, name.size() - kLatentFile.size());
}

/// The case's name in a file's, and what stands behind it; nothing when it is no file of the folder's role,
/// or is not named as the folder's word wants.
std::optional<SplitName> NameIn(const NamedPath& folder, const std::string& file) {
  const auto stem = StemFor(folder.name, file);
  if (!stem || !file.starts_with(folder.prefix)) return std::nullopt;
  // A suffix with an extension is the end of the file's name, one without of its stem.
  const std::string& whole = file.ends_with(folder.suffix) && !stem->ends_with(folder.suffix) ? file : *stem;
  if (!whole.ends_with(folder.suffix) || whole.size() <= folder.prefix.size() + folder.suffix.size())
    return std::nullopt;
  const size_t begin = folder.prefix.size(), length = whole.size() - begin - folder.suffix.size();
  return SplitName{file.substr(begin, length), file.substr(begin + length)};
}

/// A folder's images, or what its role wants, in the order of their names; all else is passed over, of which
/// `others` takes images of other kinds.
std::vector<SplitName> ImagesIn(const NamedPath& named, std::vector<std::string>& others) {
  const fs::path& folder = named.path;
  const bool is_of_labels =
      std::find(std::begin(kLabelRoles), std::end(kLabelRoles), named.name) != std::end(kLabelRoles);
  std::vector<SplitName> images;
  for (const fs::path& entry : EntriesOf(folder)) {
    const std::string name = entry.filename().string();
    const auto split = NameIn(named, name);
    if (!split && name.front() != '.' && IsOtherImage(entry))
      others.push_back((folder.filename() / name).string());
    if (name.front() == '.' || ReadableFolder(entry) || !split) continue;
    if (is_of_labels) RequireLossless(entry);
    images.push_back(*split);
  }
  std::sort(images.begin(), images.end());
  const auto duplicates = std::adjacent_find(images.begin(), images.end(),
                                             [](const auto& a, const auto& b) { return a.stem == b.stem; });
  if (duplicates != images.end())
    throw Error(
        ErrorKind::kBadInput, "cases.twins",
        Cat("has the same name as ", duplicates->stem, duplicates->extension, ": which of the two is meant?"))
        .InFile(folder / (duplicates[1].stem + duplicates[1].extension));
  return images;
}

class FolderCases : public CaseSource {
 public:
  explicit FolderCases(std::vector<NamedPath> folders) : folders_(std::move(folders)) {
    for (size_t i = 0; i < folders_.size(); ++i) Take(i, ImagesIn(folders_[i], others_));
    if (cases_.empty())
      throw Error(ErrorKind::kBadInput, "cases.none", "holds no image").InFile(folders_.front().path);
    cases_.shrink_to_fit();
    ListUnpaired();
    std::vector<std::string> names;
    for (const Files& files : cases_) names.push_back(files.stem);
    has_slices_ = !SubjectsOfNames(names).empty() && !HoldVolumes();
  }

  std::optional<SourcedCase> Next(RunContext&) override {
    if (next_ == cases_.size() || StopRequested()) return std::nullopt;
    const Files& files = cases_[next_++];
    SourcedCase sourced = {Case(files.stem), std::nullopt};
    if (next_ == 1) FindOtherImages(sourced.record, others_);
    for (size_t i = 0; i < folders_.size(); ++i)
      if (const uint8_t kind = files.kinds[i])
        SetNamed(sourced.record, folders_[i].name, FileOf(files, i, kind));
      else if (!sourced.error)
        sourced.error = Unpaired(files, i);
    if (has_slices_) sourced.record.json()["subject"] = StemOfSlice(files.stem);
    return sourced;
  }

  std::optional<int64_t> Count() const override { return static_cast<int64_t>(cases_.size()); }

  std::optional<std::vector<CaseName>> Names() const override {
    std::vector<CaseName> names;
    for (const Files& files : cases_) {
      CaseName name = {files.stem, has_slices_ ? StemOfSlice(files.stem) : files.stem, "", {}, {}};
      name.subject_is_of_name = has_slices_;
      for (size_t i = 0; i < folders_.size(); ++i)
        if (const uint8_t kind = files.kinds[i]; kind != 0 && folders_[i].name == "label")
          name.label = FileOf(files, i, kind);
      names.push_back(std::move(name));
    }
    return names;
  }

 private:
  /// The files of one name: for each folder 0, or 1 + the place of their extension in extensions_.
  struct Files {
    std::string stem;
    std::basic_string<uint8_t> kinds;
  };

  [[nodiscard]] fs::path FileOf(const Files& files, size_t folder, uint8_t kind) const {
    return folders_[folder].path / (folders_[folder].prefix + files.stem + extensions_[kind - 1]);
  }

  /// Adds the images of a folder, in order, to the cases, in order.
  void Take(size_t folder, const std::vector<SplitName>& images) {
    const auto known = static_cast<std::ptrdiff_t>(cases_.size());
    auto next = cases_.begin();
    std::vector<Files> fresh;
    for (const SplitName& image : images) {
      while (next != cases_.end() && next->stem < image.stem) ++next;
      const bool is_known = next != cases_.end() && next->stem == image.stem;
      if (!is_known) fresh.push_back({image.stem, std::basic_string<uint8_t>(folders_.size(), 0)});
      (is_known ? *next : fresh.back()).kinds[folder] = KindOf(image.extension);
    }
    cases_.insert(cases_.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    std::inplace_merge(cases_.begin(), cases_.begin() + known, cases_.end(),
                       [](const Files& a, const Files& b) { return a.stem < b.stem; });
  }

  /// Whether there are volumes, by the first file of each extension; one that cannot be read counts by its
  /// name.
  [[nodiscard]] bool HoldVolumes() const {
    std::set<uint8_t> met;
    for (const Files& files : cases_)
      for (size_t i = 0; i < folders_.size(); ++i) {
        const uint8_t kind = files.kinds[i];
        if (kind == 0 || folders_[i].name == "latent" || !met.insert(kind).second) continue;
        const fs::path file = FileOf(files, i, kind);
        try {
          if (HoldsVolume(file)) return true;
        } catch (const Error& error) {
          LeaveToItsTurn(error);
          if (HasVolumeFormat(ImageFileKindOf(file))) return true;
        }
      }
    return false;
  }

  uint8_t KindOf(const std::string& extension) {
    const auto found = std::find(extensions_.begin(), extensions_.end(), extension);
    if (found != extensions_.end()) return static_cast<uint8_t>(found - extensions_.begin() + 1);
    if (extensions_.size() == 255)
      throw Error(ErrorKind::kBadInput, "cases.extensions",
                  Cat(Quoted(extension), " is the 256th spelling of an extension: wanted at most 255"));
    extensions_.push_back(extension);
    return static_cast<uint8_t>(extensions_.size());
  }

  /// All files without partner for one message: a run may stop at the first.
  void ListUnpaired() {
    int64_t count = 0;
    for (const Files& files : cases_) {
      if (files.kinds.find(uint8_t{0}) == std::basic_string<uint8_t>::npos) continue;
      if (++count == 1) first_unpaired_ = &files;
      if (count <= 20) unpaired_ += " " + files.stem;
    }
    const std::string more = count > 20 ? " ..." : "";
    unpaired_ = count < 2 ? "" : Cat("; ", count, " files have no partner:", unpaired_, more);
  }

  [[nodiscard]] Error Unpaired(const Files& files, size_t folder) const {
    const std::string all = &files == first_unpaired_ ? unpaired_ + SuffixHint(files, folder) : "";
    return Error(ErrorKind::kBadInput, "cases.unpaired",
                 Cat("has no image named ", Quoted(files.stem), ", which others have", all))
        .InFile(folders_[folder].path)
        .InCase(files.stem);
  }

  /// Where another name begins as this one does: what --suffix would make one of both.
  [[nodiscard]] std::string SuffixHint(const Files& files, size_t folder) const {
    for (const Files& other : cases_) {
      for (const auto& [longer, shorter] : {std::pair(&other, &files), std::pair(&files, &other)}) {
        const size_t begin = shorter->stem.size();
        if (longer->stem.size() <= begin || !longer->stem.starts_with(shorter->stem) ||
            std::isalnum(static_cast<unsigned char>(longer->stem[begin])) != 0)
          continue;
        for (size_t i = 0; i < folders_.size(); ++i)
          if (longer->kinds[i] != 0 && shorter->kinds[i] == 0 && (longer == &files || i == folder))
            return Cat("; give --suffix ", folders_[i].name, "=", longer->stem.substr(begin));
      }
    }
    return "";
  }

  std::vector<NamedPath> folders_;
  std::vector<std::string> extensions_;
  std::vector<Files> cases_;         // in the order of their names
  std::vector<std::string> others_;  ///< images of kinds that are not read
  size_t next_ = 0;
  bool has_slices_ = false;  ///< names end in slice numbers, and what stands before is the subject
  std::string unpaired_;
  const Files* first_unpaired_ = nullptr;
};

}  // namespace

void SetNamed(Case& record, const std::string& name, const fs::path& file) {
  const fs::path absolute = Absolute(file);
  if (const std::string small = LowerCase(name); small != name && IsRole(small))
    throw Error(ErrorKind::kBadInput, "cases.name",
                Cat("the name ", Quoted(name), " would be a modality: wanted ", Quoted(small)))
        .InFile(file);
  if (IsNameOfLabel(name))
    throw Error(ErrorKind::kBadInput, "cases.name",
                Cat("the name ", Quoted(name), " would be a modality: wanted label, or prediction"))
        .InFile(file);
  if (IsRole(name))
    record.SetFile(name, absolute);
  else
    record.SetImage(name, absolute);
}

std::unique_ptr<CaseSource> CasesOfFolders(std::vector<NamedPath> folders) {
  return std::make_unique<FolderCases>(std::move(folders));
}

}  // namespace f4s
