#include "libfuse4seg/prep/check/check_study.h"

#include <algorithm>
#include <functional>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/align_study.h"
#include "libfuse4seg/prep/doubtful_images.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

class CaseChecker {
 public:
  CaseChecker(Case& record, const PrepareRules& rules) : record_(record), rules_(rules) {}

  void Check(const std::vector<std::string>& present) {
    for (const std::string& modality : present) {
      const fs::path file = record_.image(modality);
      Image<float> image;
      if (!Read(file,
                [&](HeaderNotes& notes) {
                  image = ReadModality(record_, modality, study_.series, nullptr, &notes);
                }) ||
          !IsOfOneKind(image.grid, file))
        continue;
      study_.modalities.push_back(modality);
      study_.images.push_back(std::move(image));
    }
    KeepSeries(study_.series, record_);
    study_.label = ReadMap("label");
    study_.mask = ReadMap("mask");
    if (study_.label) CheckLabel();
    if (study_.images.empty()) return;
    const bool is_complete = study_.images.size() == present.size();
    const bool mask_is_known = study_.mask || !record_.file("mask");
    const bool one_grid = CheckGrids(is_complete);
    if (study_.grid().is_picture)
      CheckPicture(is_complete);
    else if (one_grid && mask_is_known && is_complete)
      CheckBrain();
  }

 private:
  /// Header first, and the voxels whatever the header holds that does not hide them: both may be at fault.
  bool Read(const fs::path& file, const std::function<void(HeaderNotes&)>& read) {
    const auto add = [&](const HeaderNotes& notes) {
      FileNotes of_file;
      for (const HeaderNote& note : notes) of_file.emplace_back(file, note);
      AddNotes(of_file, record_);
    };
    const bool has_header = KindByName(file) == ImageFileKind::kVolume;
    const bool sound = !has_header || Try([&] { add(HeaderNotesOf(file)); });
    return Try([&] {
             HeaderNotes notes;
             read(notes);
             add(notes);
           }) &&
           sound;
  }

  bool Try(const std::function<void()>& work) {
    try {
      work();
      return true;
    } catch (const Error& error) {
      AddErrorFinding(record_, error);
      return false;
    }
  }

  /// Whether an image lies on the grid of the first one.
  bool CheckGrid(const Grid& grid, const fs::path& file) {
    return Try([&] { RequireSameGrid(study_.grid(), record_.image(study_.modalities.front()), grid, file); });
  }

  bool IsOfOneKind(const Grid& grid, const fs::path& file) {
    return study_.images.empty() || grid.is_picture == study_.grid().is_picture || CheckGrid(grid, file);
  }

  /// Whether all came to lie on one grid, as preparation would have it but for registration: headers alone
  /// say whether fields of view overlap.
  /// @param is_complete  whether every modality could be read
  bool CheckGrids(bool is_complete) {
    if (!study_.grid().is_picture) {
      ReorderStudy(study_, [](const Grid& grid) { return StandardOrder(grid); });
      if (rules_.alignment != Alignment::kNone)
        return is_complete &&
               Try([&] { AlignStudy(study_, Alignment::kHeaders, rules_.reference, record_); });
    }
    bool one_grid = true;
    for (size_t i = 1; i < study_.images.size(); ++i)
      one_grid = CheckGrid(study_.images[i].grid, record_.image(study_.modalities[i])) && one_grid;
    if (study_.label) one_grid = CheckGrid(study_.label->grid, *record_.file("label")) && one_grid;
    if (study_.mask) one_grid = CheckGrid(study_.mask->grid, *record_.file("mask")) && one_grid;
    return one_grid;
  }

  std::optional<Image<uint16_t>> ReadMap(const char* key) {
    const auto file = record_.file(key);
    Image<uint16_t> labels;
    if (!file) return std::nullopt;
    if (Read(*file, [&](HeaderNotes& notes) { labels = ReadLabels(*file, &notes); })) {
      if (IsOfOneKind(labels.grid, *file)) return labels;
      return std::nullopt;
    }
    // One in colour may have another size as well.
    if (!study_.images.empty() && study_.grid().is_picture) CheckGridOfUnreadable(*file);
    return std::nullopt;
  }

  void CheckGridOfUnreadable(const fs::path& file) {
    try {
      CheckGrid(ReadImage(file).grid, file);
    } catch (const Error&) {
      return;  // why it cannot be read has been said
    }
  }

  void CheckLabel() {
    const std::vector<uint16_t> values = LabelValues(study_.label->samples);
    Try([&] {
      try {
        const LabelScheme scheme = SchemeFor(rules_.scheme, rules_.scheme_of_all, record_, values);
        FindEmptyLabel(record_, values, scheme);
        SetScheme(record_, scheme);
      } catch (Error& error) {
        throw std::move(error).InFile(*record_.file("label"));
      }
    });
  }

  /// What preparation says of the levels of 2-D images.
  void CheckPicture(bool is_complete) {
    const auto is_0 = [](const auto& image) {
      return std::all_of(image.samples.begin(), image.samples.end(), [](auto value) { return value == 0; });
    };
    bool all_are_0 = is_complete;
    for (size_t i = 0; i < study_.images.size(); ++i) {
      const Image<float>& image = study_.images[i];
      all_are_0 = all_are_0 && is_0(image);
      const auto channels = static_cast<size_t>(image.channels);
      bool constant = true;
      for (size_t k = channels; k < image.samples.size(); ++k)
        constant = constant && image.samples[k] == image.samples[k - channels];
      if (constant)
        record_.AddFinding("intensity.constant", "warning", Cat(study_.modalities[i], " is constant"));
    }
    FindDoubtfulImages(study_.images, study_.modalities, record_);
    if (!rules_.brain.is_none() && (study_.mask ? is_0(*study_.mask) : all_are_0))
      AddErrorFinding(record_, Error(ErrorKind::kBadInput, "prep.empty",
                                     study_.mask ? "its mask is empty" : "all its pixels are 0"));
  }

  /// As preparation finds the brain, and what it says of it; but no other program is run.
  void CheckBrain() {
    std::vector<uint8_t> brain(static_cast<size_t>(study_.grid().num_voxels()), 1);
    if (rules_.brain.is_program()) brain = NonzeroMask(study_);
    if (!rules_.brain.is_none() && !rules_.brain.is_program() &&
        !Try([&] { brain = rules_.brain.BrainOf(study_, record_); }))
      return;
    FindDoubtfulImages(study_.images, study_.modalities, record_);
    for (size_t i = 0; i < study_.images.size(); ++i)
      if (IsConstant(study_.images[i].samples, brain))
        record_.AddFinding("intensity.constant", "warning",
                           Cat(study_.modalities[i], " is constant within the brain"));
  }

  static bool IsConstant(const std::vector<float>& values, const std::vector<uint8_t>& brain) {
    const auto first = static_cast<size_t>(std::find(brain.begin(), brain.end(), 1) - brain.begin());
    for (size_t i = first; i < values.size(); ++i)
      if (brain[i] != 0 && values[i] != values[first]) return false;
    return true;
  }

  Case& record_;
  const PrepareRules& rules_;
  Study study_;
};

/// As ApplyMissingRule(), but all of them.
void CheckModalities(Case& record, const std::vector<std::string>& wanted, const PrepareRules& rules) {
  const std::vector<std::string> present = PresentOf(record, wanted);
  for (const std::string& modality : wanted) {
    if (std::find(present.begin(), present.end(), modality) != present.end()) continue;
    if (rules.missing == MissingRule::kError) {
      AddErrorFinding(record, Error(ErrorKind::kBadInput, "case.modality", Cat("has no ", modality)));
      continue;
    }
    record.AddFinding("modality.missing", "warning",
                      Cat("has no ", modality,
                          rules.missing == MissingRule::kSkip   ? ": will be left out"
                          : rules.missing == MissingRule::kZero ? ": zeros in its place"
                                                                : ""));
  }
}

/// The first finding that is an error, as the record's error; nothing when there is none.
std::optional<Json> ErrorOf(const Case& record) {
  const Json* findings = FindPath(record.json(), "findings");
  if (findings == nullptr || !findings->is_array()) return std::nullopt;
  for (const Json& finding : *findings)
    if (finding.value("severity", "") == "error")
      return Json{{"code", finding["code"]}, {"message", finding["text"]}, {"case", record.id()}};
  return std::nullopt;
}

}  // namespace

void AddErrorFinding(Case& record, const Error& error) {
  const std::string file = std::filesystem::path(error.file()).filename().string();
  const std::string text = file.empty() ? error.message() : Cat(file, ": ", error.message());
  if (const Json* findings = FindPath(record.json(), "findings"))
    for (const Json& finding : *findings)
      if (finding.value("code", "") == error.code() && finding.value("text", "") == text) return;
  record.AddFinding(error.code(), "error", text);
}

Case CheckCase(const Case& raw, const std::vector<std::string>& wanted, const PrepareRules& rules) {
  Case record = raw;
  const std::vector<std::string> names = wanted.empty() ? raw.modalities() : wanted;
  try {
    static_cast<void>(rules.SubjectOf(raw.id(), raw.subject()));
  } catch (const Error& error) {
    AddErrorFinding(record, error);
  }
  CheckModalities(record, names, rules);
  const std::vector<std::string> present = PresentOf(record, names);
  try {
    const bool is_known_to_be_empty = present.empty() && ErrorOf(record);
    if (!is_known_to_be_empty) {  // else what it lacks has been said
      if (present.empty()) static_cast<void>(HasVolumes(record, present));  // says so
      CaseChecker(record, rules).Check(present);
    }
  } catch (const Error& error) {
    AddErrorFinding(record, error);
  }
  if (const auto error = ErrorOf(record)) record.json()["error"] = *error;
  return record;
}

}  // namespace f4s
