#include "libfuse4seg/cases/segment_names.h"

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

/// Those of a file's segments; none where it cannot be read, which is said in its turn.
Classes SegmentsOf(const std::filesystem::path& label) {
  if (!LowerCase(label.filename().string()).ends_with(".nrrd")) return {};
  try {
    return OpenVolumeFile(label).segments;
  } catch (const Error& error) {
    LeaveToItsTurn(error);
    return {};
  }
}

/// Raters number segments in the order in which they draw them: by their numbers two maps of the same names
/// would be compared crosswise.
std::optional<Error> OtherNames(const Case& record) {
  const auto prediction = record.file("prediction");
  if (!prediction || record.classes().empty()) return std::nullopt;
  const auto different =
      NamesDiffer(record.classes(), "the reference", SegmentsOf(*prediction), "the prediction");
  if (!different) return std::nullopt;
  return Error(ErrorKind::kBadInput, "label.segments", *different + ": number the segments alike in both")
      .InFile(*prediction)
      .InCase(record.id());
}

class SegmentNames : public CaseSource {
 public:
  explicit SegmentNames(std::unique_ptr<CaseSource> source) : source_(std::move(source)) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (!sourced || sourced->error) return sourced;
    if (!sourced->record.json().contains("classes"))
      if (const auto label = sourced->record.file("label"))
        if (const Classes names = SegmentsOf(*label); !names.empty())
          sourced->record.SetClasses(names, sourced->record.regions());
    sourced->error = OtherNames(sourced->record);
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override {
    auto names = source_->Names();
    if (!names) return names;
    for (CaseName& name : *names)
      if (!name.has_classes && !name.label.empty()) name.has_classes = !SegmentsOf(name.label).empty();
    return names;
  }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  std::unique_ptr<CaseSource> source_;
};

}  // namespace

std::unique_ptr<CaseSource> WithSegmentNames(std::unique_ptr<CaseSource> source) {
  return std::make_unique<SegmentNames>(std::move(source));
}

}  // namespace f4s
