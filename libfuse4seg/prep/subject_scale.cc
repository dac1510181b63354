#include "libfuse4seg/prep/subject_scale.h"

#include <deque>
#include <map>
#include <set>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/prepare_case.h"

namespace f4s {
namespace {

constexpr const char* kScale =
    "subject_scale";  ///< {"t1":[LOW,HIGH]}, in a raw record between source and work

bool IsPictureCase(const SourcedCase& sourced) {
  if (sourced.error || sourced.record.has_error()) return false;
  const std::vector<std::string> modalities = sourced.record.modalities();
  if (modalities.empty()) return false;
  try {
    return !HasVolumes(sourced.record, modalities);
  } catch (const Error& error) {
    LeaveToItsTurn(error);
    return false;
  }
}

/// Grey levels within the brain, of all slices, by modality.
using Levels = std::map<std::string, std::vector<float>>;

void Collect(const Case& record, const PrepareRules& rules, Levels& levels) {
  const std::vector<std::string> wanted =
      rules.modalities.empty() ? record.modalities() : PresentOf(record, rules.modalities);
  const CaseImages read = ReadCaseImages(record, wanted, {.mask = !rules.brain.is_none(), .raw = true});
  const std::vector<uint8_t> brain = BrainOfPicture(record, read, rules);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const std::vector<float>& samples = read.images[i].samples;
    if (read.images[i].channels != 1) continue;
    for (size_t pixel = 0; pixel < samples.size(); ++pixel)
      if (brain[pixel] != 0) levels[wanted[i]].push_back(samples[pixel]);
  }
}

Error ScatteredError() {
  return {ErrorKind::kBadInput, "normalize.order",
          "--normalize-over subject: the cases of a subject must follow one another"};
}

class ScaledSource : public CaseSource {
 public:
  /// @param scattered  subjects of which it is known that their cases do not follow one another
  ScaledSource(std::unique_ptr<CaseSource> source, const PrepareRules& rules, std::set<std::string> scattered)
      : source_(std::move(source)), rules_(rules), scattered_(std::move(scattered)) {}

  std::optional<SourcedCase> Next(RunContext& run) override {
    if (ready_.empty()) TakeSubject(run);
    if (ready_.empty()) return std::nullopt;
    SourcedCase next = std::move(ready_.front());
    ready_.pop_front();
    return next;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override { return source_->Names(); }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  /// The next cases of one subject, with its scale.
  void TakeSubject(RunContext& run) {
    auto first = ahead_ ? std::exchange(ahead_, std::nullopt) : source_->Next(run);
    if (!first) return;
    ready_.push_back(std::move(*first));
    if (!IsPictureCase(ready_.front())) return;
    const std::string subject = SubjectOf(ready_.front());
    while ((ahead_ = source_->Next(run)) && IsPictureCase(*ahead_) && SubjectOf(*ahead_) == subject)
      ready_.push_back(*std::exchange(ahead_, std::nullopt));
    if (ready_.size() > 1) Measure();
    if (!met_.insert(subject).second || scattered_.contains(subject)) NoteScattered(subject);
  }

  /// The cases of a subject that come apart have scales of their own.
  void NoteScattered(const std::string& subject) {
    if (rules_.normalize_over == NormalizeOver::kSubject)
      throw ScatteredError().InCase(ready_.front().record.id());
    for (SourcedCase& sourced : ready_)
      sourced.record.AddFinding(
          "normalize.order", "warning",
          Cat("the cases of subject ", Quoted(subject),
              " do not follow one another: its images are not on one scale of intensities"));
  }

  std::string SubjectOf(const SourcedCase& sourced) const {
    try {
      return rules_.SubjectOf(sourced.record.id(), sourced.record.subject());
    } catch (const Error&) {
      return sourced.record.id();  // that case fails by itself, in its turn
    }
  }

  void Measure() {
    Levels levels;
    for (const SourcedCase& sourced : ready_) try {
        Collect(sourced.record, rules_, levels);
      } catch (const Error& error) {
        LeaveToItsTurn(error);
      }
    Json scale = Json::object();
    for (const auto& [modality, values] : levels) {
      const IntensityWindow window = WindowOf(rules_.normalization, values, {});
      if (!window.constant) scale[modality] = {window.low, window.high};
    }
    for (SourcedCase& sourced : ready_) sourced.record.json()[kScale] = scale;
  }

  std::unique_ptr<CaseSource> source_;
  PrepareRules rules_;
  std::set<std::string> scattered_, met_;
  std::deque<SourcedCase> ready_;
  std::optional<SourcedCase> ahead_;
};

/// The subjects whose cases do not follow one another.
std::set<std::string> ScatteredSubjects(const std::vector<CaseName>& names, const PrepareRules& rules) {
  std::set<std::string> met, scattered;
  std::string last;
  for (const CaseName& name : names) try {
      const std::string subject = rules.SubjectOf(name.id, name.subject);
      if (subject == last) continue;
      if (!met.insert(subject).second) scattered.insert(subject);
      last = subject;
    } catch (const Error&) {
      continue;
    }
  return scattered;
}

}  // namespace

std::unique_ptr<CaseSource> WithSubjectScale(std::unique_ptr<CaseSource> source, const PrepareRules& rules) {
  const auto kind = rules.normalization.kind;
  const bool is_fixed = kind == Normalization::Kind::kRange || kind == Normalization::Kind::kNone;
  if (is_fixed || rules.normalize_over == NormalizeOver::kImage) return source;
  std::set<std::string> scattered;
  if (const auto names = source->Names()) scattered = ScatteredSubjects(*names, rules);
  if (!scattered.empty() && rules.normalize_over == NormalizeOver::kSubject) throw ScatteredError();
  return std::make_unique<ScaledSource>(std::move(source), rules, std::move(scattered));
}

Normalization NormalizationOf(const Case& raw, const std::string& modality, const PrepareRules& rules) {
  const Json* scale = FindPath(raw.json(), kScale);
  if (scale == nullptr || !scale->contains(modality)) return rules.normalization;
  const Json& window = (*scale)[modality];
  return {Normalization::Kind::kRange, window[0].get<double>(), window[1].get<double>()};
}

void EraseSubjectScale(Case& record) { record.json().erase(kScale); }

}  // namespace f4s
