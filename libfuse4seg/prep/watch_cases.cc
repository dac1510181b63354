// What a stream cannot say beforehand is gathered as its cases pass, and said at the end.

#include <algorithm>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/prepare.h"

namespace f4s {
namespace {

class WatchedSource : public CaseSource {
 public:
  WatchedSource(std::unique_ptr<CaseSource> source, Preparer& preparer)
      : source_(std::move(source)), preparer_(preparer) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (sourced && !sourced->error && !sourced->record.has_error()) preparer_.Watch(sourced->record);
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }

 private:
  std::unique_ptr<CaseSource> source_;
  Preparer& preparer_;
};

}  // namespace

std::unique_ptr<CaseSource> Preparer::Watched(std::unique_ptr<CaseSource> source) {
  if (knows_cases_) return source;
  return std::make_unique<WatchedSource>(std::move(source), *this);
}

void Preparer::Watch(const Case& raw) {
  ++num_watched_;
  for (const std::string& modality : raw.modalities()) ++modalities_met_[modality];
  const auto label = raw.file("label");
  if (!label) return;
  try {
    const std::vector<uint16_t> values = LabelValues(ReadLabels(*label).samples);
    const LabelScheme scheme = SchemeFor(rules_.scheme, {}, raw, values);
    Case placed = raw;
    Place(raw, placed);
    lacks_.Take(placed.split(), Without(values, scheme.ignore));
    classes_.insert(scheme.classes.begin(), scheme.classes.end());
  } catch (const Error& error) {
    LeaveToItsTurn(error);
  }
}

std::vector<Preparer::Lack> Preparer::lacks() const {
  std::vector<Lack> lacks;
  for (const std::string& text : lacks_.Of(classes_)) lacks.push_back({"label.empty", text});
  for (const auto& [modality, count] : modalities_met_)
    if (count < num_watched_ && rules_.modalities.empty())
      lacks.push_back({"dataset.modalities", Cat(count, " of the ", num_watched_, " cases of the stream ",
                                                 count == 1 ? "has " : "have ", Quoted(modality),
                                                 ": the dataset's cases differ in their modalities")});
  return lacks;
}

}  // namespace f4s
