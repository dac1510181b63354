#include "libfuse4seg/train/data/training_cases.h"

#include <algorithm>
#include <optional>
#include <set>

#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/model/preparation.h"

namespace f4s {
namespace {

constexpr size_t kMostSlots = 4;

/// Whether each record is for training (0), validation (1) or neither (2).
std::vector<int> Parts(const std::vector<Case>& records, const Fold& fold) {
  std::vector<int> parts;
  if (fold.count == 0) {
    for (const Case& record : records)
      parts.push_back(record.split() == "train" ? 0 : record.split() == "val" ? 1 : 2);
    return parts;
  }
  std::vector<std::string> subjects;
  for (const Case& record : records)
    if (record.split() != "test") subjects.push_back(record.subject());
  const std::set<std::string> validated = HeldOutSubjects(subjects, fold);
  for (const Case& record : records)
    parts.push_back(record.split() == "test" ? 2 : validated.contains(record.subject()) ? 1 : 0);
  return parts;
}

/// Splits that are none, without --fold, which divides the cases of all of them.
std::vector<std::string> OtherSplits(const std::vector<Case>& records, const Fold& fold) {
  std::set<std::string> others;
  for (const Case& record : records)
    if (const std::string split = record.split();
        fold.count == 0 && split != "train" && split != "val" && split != "test")
      others.insert(split);
  return {others.begin(), others.end()};
}

/// Every way in which the case's modalities fill the slots; none when one stays empty.
std::vector<std::vector<std::string>> Fillings(const Case& record, const ModalitySlots& slots) {
  const std::vector<std::string> own = record.modalities();
  std::vector<std::vector<std::string>> fillings = {{}};
  for (const auto& slot : slots) {
    std::vector<std::vector<std::string>> longer;
    for (const auto& filling : fillings)
      for (const std::string& name : slot) {
        if (std::find(own.begin(), own.end(), name) == own.end()) continue;
        longer.push_back(filling);
        longer.back().push_back(name);
      }
    fillings = std::move(longer);
  }
  return fillings;
}

std::vector<Case> AllRecords(const CaseSelection& selection, RunContext& run) {
  std::vector<Case> records;
  const auto source = EachOnce(OpenCases(selection), "of several data sets the ids must differ");
  while (auto sourced = source->Next(run)) {
    if (sourced->error) throw *sourced->error;
    if (sourced->record.has_error()) continue;  // failed upstream, and said so there
    records.push_back(std::move(sourced->record));
  }
  RequireNotStopped();  // else what came until then, or nothing, would seem to be all
  return records;
}

std::vector<double> SpacingOf(const Case& record) {
  const Json* spacing = FindPath(record.json(), "geometry.spacing_mm");
  std::vector<double> mm;
  if (spacing != nullptr && spacing->is_array())
    for (const Json& value : *spacing)
      if (value.is_number() && value.get<double>() > 0) mm.push_back(value);
  return mm.size() == 2 ? mm : std::vector<double>();
}

}  // namespace

Error NoClassesError(const std::string& id) {
  return Error(ErrorKind::kBadInput, "train.classes",
               "has a label but no classes, as where no label map has a labelled voxel: f4s-prep --classes "
               "'1=NAME ...' says what its values mean")
      .InCase(id);
}

namespace {

/// What all cases must have in common, or be said to differ in.
class Common {
 public:
  void Add(const Case& record) {
    if (record.file("label")) AddClasses(record);
    const Preparation prepared = PreparationOf(record);
    FindDifference(prepared, record.id());
    Agree(spacing_, SpacingOf(record));
    Agree(normalization_, prepared.normalize);
    Agree(plane_, prepared.plane);
  }
  void MoveTo(TrainingCases& cases) {
    const Scheme whole = Whole();
    if (!unnamed_.empty() && !schemes_.empty()) throw NoClassesError(unnamed_);
    cases.unnamed = unnamed_;
    cases.classes = whole.classes;
    cases.regions = whole.regions;
    cases.ignore = whole.ignore;
    std::vector<LabelCodes::Part> parts;
    for (const Scheme& scheme : schemes_)
      if (scheme.classes != whole.classes) parts.push_back({scheme.classes, scheme.ignore});
    cases.codes = LabelCodes(whole.classes, whole.regions, whole.ignore, parts);
    cases.spacing_mm = spacing_.value_or(std::vector<double>());
    cases.normalization = normalization_.value_or("");
    cases.plane = plane_.value_or("");
    cases.differences = differences_;
  }

 private:
  struct Scheme {
    std::string id;  ///< of the first case that has it
    Classes classes;
    std::vector<Region> regions;
    std::vector<uint16_t> ignore;
  };
  /// What all say, or an empty value once they differ.
  template <class Value>
  static void Agree(std::optional<Value>& common, const Value& value) {
    if (!common) common = value;
    if (*common != value) common = Value();
  }
  /// From the first case, as long as they do not differ: one example says enough.
  void FindDifference(const Preparation& prepared, const std::string& id) {
    if (first_id_.empty()) first_ = prepared, first_id_ = id;
    if (differences_.empty())
      for (const std::string& one : DifferencesOf(prepared, first_, Cat("that of ", first_id_)))
        differences_.push_back(Cat(id, " has ", one));
  }
  void AddClasses(const Case& record) {
    const Classes classes = record.classes();
    if (classes.empty()) {
      if (unnamed_.empty()) unnamed_ = record.id();
      return;
    }
    const std::vector<Region> regions = record.regions();
    const std::vector<uint16_t> ignore = record.ignored();
    if (std::none_of(schemes_.begin(), schemes_.end(), [&](const Scheme& known) {
          return known.classes == classes && known.regions == regions && known.ignore == ignore;
        }))
      schemes_.push_back({record.id(), classes, regions, ignore});
  }
  /// The scheme of whose regions all others speak.
  [[nodiscard]] Scheme Whole() const {
    if (schemes_.empty()) return {};
    for (const Scheme& whole : schemes_)
      if (std::all_of(schemes_.begin(), schemes_.end(), [&](const Scheme& other) {
            return &other == &whole ||
                   (other.classes != whole.classes && IsPartOf(other.classes, whole.regions));
          }))
        return whole;
    throw Error(
        ErrorKind::kBadInput, "train.classes",
        Cat("its classes, regions or ignored values are not those of case ", Quoted(schemes_.front().id),
            ", nor are its classes named as regions of that, or the other way round"))
        .InCase(schemes_[1].id);
  }

  std::vector<Scheme> schemes_;
  std::string unnamed_;  ///< the first case with a label and no classes
  Preparation first_;
  std::string first_id_;
  std::vector<std::string> differences_;
  std::optional<std::string> normalization_, plane_;
  std::optional<std::vector<double>> spacing_;
};

std::string SlotsInWords(const ModalitySlots& slots) {
  return Joined(slots, ", ", [](const auto& slot) { return Joined(slot, "|"); });
}

ModalitySlots SlotsOfFirst(const std::vector<Case>& records) {
  if (records.empty()) throw Error(ErrorKind::kBadInput, "train.empty", "there are no cases");
  const std::vector<std::string> names = records.front().modalities();
  if (names.empty() || names.size() > kMostSlots)
    throw Error(ErrorKind::kBadInput, "train.modalities",
                Cat("has ", names.size(), " modalities: --modalities chooses 1 to ", kMostSlots, " of them"))
        .InCase(records.front().id());
  ModalitySlots slots;
  for (const std::string& name : names) slots.push_back({name});
  return slots;
}

size_t NumSubjectsToDivide(const std::vector<Case>& records) {
  std::set<std::string> subjects;
  for (const Case& record : records)
    if (record.split() != "test") subjects.insert(record.subject());
  return subjects.size();
}

void RequireCases(const TrainingCases& cases, const std::vector<Case>& records, const Fold& fold) {
  if (cases.left_out == static_cast<int64_t>(records.size())) {
    std::string known;
    for (const std::string& name : records.front().modalities()) known += " " + name;
    throw Error(ErrorKind::kBadInput, "train.modalities",
                Cat("no case has modalities that fit ", SlotsInWords(cases.slots), "; the first one has",
                    known.empty() ? " none" : known));
  }
  for (const auto& [part, name] : {std::pair(&cases.train, "train"), std::pair(&cases.val, "val")})
    if (part->empty())
      throw Error(ErrorKind::kBadInput, "train.empty",
                  fold.count > 0
                      ? Cat("fold ", fold.index, "/", fold.count, " leaves no case for split '", name,
                            "': there are ", NumSubjectsToDivide(records), " subjects to divide")
                      : Cat("none of the ", records.size(), " cases is in split '", name,
                            "': f4s-prep --split or --fold K/N makes one"));
}

}  // namespace

void RequireNotStopped() {
  if (StopRequested())
    throw Error(ErrorKind::kInterrupted, "interrupted", "stopped by a signal: run the same command again");
}

ModalitySlots ParseSlots(const std::vector<std::string>& words) {
  const auto refused = [](const std::string& why) {
    return Error(ErrorKind::kUsage, "train.modalities", "--modalities: " + why);
  };
  if (words.size() > kMostSlots) throw refused(Cat(words.size(), " modalities: at most ", kMostSlots));
  ModalitySlots slots;
  std::set<std::string> seen;
  for (const std::string& word : words) {
    slots.push_back(SplitList(word, '|'));
    if (slots.back().empty()) throw refused(Cat(Quoted(word), " names nothing"));
    for (const std::string& name : slots.back())
      if (!seen.insert(name).second) throw refused(Cat(Quoted(name), " occurs twice"));
  }
  return slots;
}

TrainingCases ReadTrainingCases(const CaseSelection& selection, const Fold& fold, const ModalitySlots& slots,
                                RunContext& run) {
  std::vector<Case> records = AllRecords(selection, run);
  for (Case& record : records) TakeClassesOfReference(record);
  TrainingCases cases;
  cases.slots = slots.empty() ? SlotsOfFirst(records) : slots;
  if (records.empty()) throw Error(ErrorKind::kBadInput, "train.empty", "there are no cases");
  const std::vector<int> parts = Parts(records, fold);
  if (fold.count > 0) {
    std::set<std::string> held_out;
    for (size_t i = 0; i < records.size(); ++i)
      if (parts[i] == 1) held_out.insert(records[i].subject());
    cases.held_out = DigestOf(held_out);
  }
  cases.other_splits = OtherSplits(records, fold);
  Common common;
  for (size_t i = 0; i < records.size(); ++i) {
    const auto fillings = Fillings(records[i], cases.slots);
    if (fillings.empty()) ++cases.left_out;
    if (fillings.empty() || parts[i] == 2) continue;
    common.Add(records[i]);
    for (const auto& filling : fillings)
      (parts[i] == 0 ? cases.train : cases.val).push_back({records[i], filling});
  }
  common.MoveTo(cases);
  RequireCases(cases, records, fold);
  if (cases.left_out > 0)
    run.Warn(Cat(cases.left_out, " of ", records.size(), " cases have no modality for one of ",
                 SlotsInWords(cases.slots), " and are left out"));
  return cases;
}

}  // namespace f4s
