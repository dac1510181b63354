#include "libfuse4seg/prep/check/check_study.h"

#include <algorithm>
#include <functional>

#include "libfuse4seg/cases/record_series.h"
#include "libfuse4seg/cases/study.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/align_study.h"
#include "libfuse4seg/prep/check/check_picture.h"
#include "libfuse4seg/prep/check/header_findings.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

class StudyChecker {
 public:
  StudyChecker(Case& record, const PrepareRules& rules) : record_(record), rules_(rules) {}

  void Check(const std::vector<std::string>& present) {
    for (const std::string& modality : present) {
      const fs::path file = record_.image(modality);
      Volume volume;
      if (!Read(file, [&] { volume = ReadModality(record_, modality, study_.series); })) continue;
      study_.modalities.push_back(modality);
      study_.volumes.push_back(std::move(volume));
    }
    KeepSeries(study_.series, record_);
    study_.label = ReadLabels("label");
    study_.mask = ReadLabels("mask");
    if (study_.label) CheckLabel();
    if (study_.volumes.empty()) return;
    const bool mask_is_known = study_.mask || !record_.file("mask");
    const bool one_grid = CheckGrids(study_.volumes.size() == present.size());
    if (one_grid && mask_is_known && study_.volumes.size() == present.size()) CheckBrain();
  }

 private:
  /// Header first, and the voxels whatever the header holds that does not hide them: both may be at fault.
  bool Read(const fs::path& file, const std::function<void()>& read) {
    bool sound =
        fs::is_directory(file) || Try([&] {
          for (const HeaderNote& note : HeaderNotesOf(file, ReadGeometry(file)))
            record_.AddFinding(note.code, note.severity, Cat(file.filename().string(), " ", note.text));
        });
    return Try(read) && sound;
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

  /// Whether all came to lie on one grid, as preparation would have it but for registration: headers alone
  /// say whether fields of view overlap.
  /// @param complete  whether every modality could be read
  bool CheckGrids(bool complete) {
    ReorderStudy(study_, [](const Geometry& geometry) { return StandardOrder(geometry); });
    if (rules_.alignment != Alignment::kNone)
      return complete && Try([&] { AlignStudy(study_, Alignment::kHeaders, rules_.reference, record_); });
    bool one_grid = true;
    const fs::path first = record_.image(study_.modalities.front());
    const auto require = [&](const Geometry& grid, const fs::path& file) {
      one_grid = Try([&] { RequireSameGrid(study_.geometry(), first, grid, file); }) && one_grid;
    };
    for (size_t i = 1; i < study_.volumes.size(); ++i)
      require(study_.volumes[i].geometry, record_.image(study_.modalities[i]));
    if (study_.label) require(study_.label->geometry, *record_.file("label"));
    if (study_.mask) require(study_.mask->geometry, *record_.file("mask"));
    return one_grid;
  }

  std::optional<LabelVolume> ReadLabels(const char* key) {
    const auto file = record_.file(key);
    LabelVolume labels;
    if (!file || !Read(*file, [&] { labels = ReadLabelVolume(*file); })) return std::nullopt;
    return labels;
  }

  void CheckLabel() {
    const std::vector<uint16_t> values = LabelValues(study_.label->labels);
    const std::string name = record_.file("label")->filename().string();
    if (values.empty())
      record_.AddFinding("label.empty", "warning", Cat(name, " is 0 everywhere: nothing is labelled"));
    Try([&] {
      const LabelScheme own = {record_.classes(), record_.regions()};
      try {
        const LabelScheme scheme = SchemeFor(rules_.scheme, own, values, name);
        record_.SetClasses(scheme.classes, scheme.regions);
      } catch (Error& error) {
        throw std::move(error).InFile(*record_.file("label"));
      }
    });
  }

  /// As preparation finds the brain, and what it says of it; but no other program is run.
  void CheckBrain() {
    std::vector<uint8_t> brain(static_cast<size_t>(study_.geometry().num_voxels()), 1);
    if (rules_.brain.is_program()) brain = NonzeroMask(study_);
    if (!rules_.brain.is_none() && !rules_.brain.is_program() &&
        !Try([&] { brain = rules_.brain.BrainOf(study_, record_); }))
      return;
    for (size_t i = 0; i < study_.volumes.size(); ++i)
      if (IsConstant(study_.volumes[i].voxels, brain))
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
    record.AddFinding(
        "modality.missing", "warning",
        Cat("has no ", modality,
            rules.missing == MissingRule::kSkip ? ": will be left out" : ": zeros in its place"));
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
    if (is_known_to_be_empty) {
      // What it lacks has been said.
    } else if (HasVolumes(record, present)) {
      StudyChecker(record, rules).Check(present);
    } else {
      CheckPicture(record, present, rules);
    }
  } catch (const Error& error) {
    AddErrorFinding(record, error);
  }
  if (const auto error = ErrorOf(record)) record.json()["error"] = *error;
  return record;
}

}  // namespace f4s
