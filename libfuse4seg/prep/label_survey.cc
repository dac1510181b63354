#include "libfuse4seg/prep/label_survey.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <set>

#include "libfuse4seg/base/threads.h"
#include "libfuse4seg/cases/brats_labels.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

using Values = std::vector<uint16_t>;

/// A label map and what it holds, without what is ignored.
struct Met {
  const CaseName* name = nullptr;
  Values values;
  bool was_read = false;
};

bool IsVolumeFile(const std::filesystem::path& file) {
  try {
    return HoldsVolume(file);
  } catch (const Error& error) {
    LeaveToItsTurn(error);
    return true;
  }
}

std::vector<Met> ReadAll(const std::vector<CaseName>& names, const LabelScheme& given, int num_threads) {
  std::vector<Met> met;
  for (const CaseName& name : names)
    if (!name.label.empty() && !name.failed &&
        (!given.classes.empty() || !name.has_classes || IsVolumeFile(name.label)))
      met.push_back({&name, {}});
  std::atomic<size_t> next = 0;
  const auto read = [&] {
    for (size_t i = next++; i < met.size(); i = next++) try {
        const CaseName& name = *met[i].name;
        met[i].values = Without(LabelValues(ReadLabels(name.label).samples),
                                given.ignore.empty() ? name.ignore : given.ignore);
        met[i].was_read = true;
      } catch (const Error& error) {
        LeaveToItsTurn(error);
      }
  };
  RunTogether(num_threads, read);
  std::erase_if(met, [](const Met& one) { return !one.was_read; });
  return met;
}

void Unite(Values& values, const Values& more) {
  Values all;
  std::set_union(values.begin(), values.end(), more.begin(), more.end(), std::back_inserter(all));
  values = std::move(all);
}

/// Cases that a BraTS's names (or values, where it has none) are of.
struct Collection {
  std::string name;
  Values values;              ///< of all
  bool three_in_one = false;  ///< 3 and 4 in one volume
  std::vector<const CaseName*> cases = {};
  const CaseName *of_three = nullptr, *of_four = nullptr;

  [[nodiscard]] const CaseName& first() const { return *cases.front(); }
};

/// The first case whose values are not all classes, with all that are none in any case.
std::optional<Error> OutsideError(const std::vector<Met>& met, const LabelScheme& scheme) {
  const Met* first = nullptr;
  Values outside;
  for (const Met& one : met) {
    Values own = one.values;
    std::erase_if(own, [&](uint16_t value) {
      return scheme.classes.contains(value) || HasValue(scheme.ignore, value);
    });
    if (!own.empty() && first == nullptr) first = &one;
    Unite(outside, own);
  }
  if (first == nullptr) return std::nullopt;
  return NoClassError(outside, scheme).InFile(first->name->label).InCase(first->name->id);
}

/// The collections of the cases without classes of their own, in the order in which they are met.
class Collections {
 public:
  explicit Collections(const std::vector<Met>& met) {
    for (const Met& one : met)
      of_.push_back(BratsCollectionOf(one.name->collection, one.name->id, one.name->label));
    const bool has_adults = std::find(of_.begin(), of_.end(), "BraTS-GLI") != of_.end();
    for (std::string& name : of_)
      if (has_adults && name == "BraTS-2023") name = "BraTS-GLI";
    PoolVolumes(met);
    for (size_t i = 0; i < met.size(); ++i)
      if (!of_[i].empty() || by_values_) Add(i, met[i]);
  }

  [[nodiscard]] const std::vector<Collection>& all() const { return all_; }
  [[nodiscard]] bool HasName(size_t i) const { return !of_[i].empty(); }

 private:
  /// The values of whole volumes; slices of one subject count as one.
  void PoolVolumes(const std::vector<Met>& met) {
    std::map<std::string, Values> unnamed;
    for (size_t i = 0; i < met.size(); ++i) {
      const CaseName& name = *met[i].name;
      const std::string key = IsVolumeFile(name.label) ? "id " + name.id : "subject " + name.subject;
      Unite(of_volume_[key], met[i].values);
      keys_.push_back(key);
      if (of_[i].empty()) Unite(unnamed[key], met[i].values);
    }
    by_values_ = std::any_of(unnamed.begin(), unnamed.end(),
                             [](const auto& one) { return AreBratsValues(one.second); });
  }

  void Add(size_t i, const Met& met) {
    const std::string& name = of_[i];
    auto found =
        std::find_if(all_.begin(), all_.end(), [&](const Collection& one) { return one.name == name; });
    if (found == all_.end()) found = all_.insert(all_.end(), {name, {}, false});
    found->cases.push_back(met.name);
    Unite(found->values, met.values);
    const Values& volume = of_volume_[keys_[i]];
    if (HasValue(volume, 3) && HasValue(volume, 4)) found->three_in_one = true;
    if (HasValue(met.values, 3) && found->of_three == nullptr) found->of_three = met.name;
    if (HasValue(met.values, 4) && found->of_four == nullptr) found->of_four = met.name;
  }

  std::vector<std::string> of_, keys_;
  std::map<std::string, Values> of_volume_;
  bool by_values_ = false;
  std::vector<Collection> all_;
};

/// Of two names for a value: whether they are two words for one thing.
bool MeanTheSame(const std::string& a, const std::string& b) {
  const auto plain = [](const std::string& name) -> std::string {
    if (name == "necrosis" || name == "non-enhancing") return "non-enhancing core";
    return name == "oedema" ? "FLAIR hyperintensity" : name;
  };
  return plain(a) == plain(b);
}

Error NotOneDataset(const Collection& here, const std::string& why) {
  return Error(ErrorKind::kBadInput, "dataset.classes", why)
      .InFile(here.first().label)
      .InCase(here.first().id);
}

/// What begins the ids of the first collection, and none of the second's; nothing: there is no such word.
std::string BeginningOf(const Collection& these, const Collection& others) {
  std::string begin = these.first().id;
  for (const CaseName* one : these.cases) {
    const auto end = std::mismatch(begin.begin(), begin.end(), one->id.begin(), one->id.end()).first;
    begin.erase(end, begin.end());
  }
  const bool is_theirs_too = std::any_of(others.cases.begin(), others.cases.end(),
                                         [&](const CaseName* one) { return one->id.starts_with(begin); });
  return is_theirs_too ? "" : begin;
}

/// How to have one of two collections alone.
std::string HowToPart(const Collection& a, const Collection& b) {
  for (const std::string& begin : {BeginningOf(a, b), BeginningOf(b, a)})
    if (!begin.empty()) return Cat("by --ids '", begin, "*'");
  return "from folders of their own";
}

/// Why two collections are not one data set; nothing where they are.
std::optional<Error> Difference(const Collection& here, const LabelScheme& mine, const Collection& there,
                                const LabelScheme& other) {
  if (mine == other) return std::nullopt;
  for (const auto& [value, name] : mine.classes)
    if (const auto found = other.classes.find(value);
        found != other.classes.end() && !MeanTheSame(name, found->second))
      return NotOneDataset(
          here, Cat("its label ", value, " means ", name, ", that of case ", Quoted(there.first().id), " ",
                    found->second, ": prepare them apart, ", HowToPart(here, there)));
  if (here.of_three != nullptr && there.of_four != nullptr && !other.classes.contains(3))
    return NotOneDataset(here,
                         Cat("BraTS's enhancing tumour is 3 here and 4 in case ", Quoted(there.of_four->id),
                             ": they are not one data set; give ", FlagsToUnite(mine, other)));
  return NotOneDataset(here, Cat("its classes are not called as those of case ", Quoted(there.first().id),
                                 ": they are one data set by ", FlagsToUnite(mine, other)));
}

/// A volume with 3 and one with 4, both of BraTS to 2021, or of no name.
std::optional<Error> TwoKinds(const Collection& one) {
  const bool is_open = one.name.empty() || one.name == "BraTS";
  if (!is_open || one.three_in_one || one.of_three == nullptr || one.of_four == nullptr) return std::nullopt;
  return Error(ErrorKind::kBadInput, "dataset.classes",
               Cat("BraTS's enhancing tumour is 3 here and 4 in case ", Quoted(one.of_four->id),
                   ": they are not one data set; give ", FlagsToUnite(BratsScheme(3), BratsScheme(4))))
      .InFile(one.of_three->label)
      .InCase(one.of_three->id);
}

/// The scheme of all collections, or why there is none.
void TakeBrats(const std::vector<Collection>& collections, LabelSurvey& survey) {
  std::vector<LabelScheme> schemes;
  for (const Collection& one : collections) {
    if (survey.mixed = TwoKinds(one); survey.mixed) return;
    schemes.push_back(BratsScheme(one.name, one.values, one.three_in_one));
  }
  // That with a 3 names the one with a 4, whichever comes first.
  for (size_t i = 0; i < schemes.size(); ++i)
    for (size_t j = 0; j < schemes.size(); ++j) {
      if (i == j || (collections[i].of_three == nullptr && j > i)) continue;
      survey.mixed = Difference(collections[i], schemes[i], collections[j], schemes[j]);
      if (survey.mixed) return;
    }
  survey.scheme = schemes.front();
  for (const LabelScheme& scheme : schemes)
    if (survey.scheme.assumed.empty()) survey.scheme.assumed = scheme.assumed;
}

void TakeScheme(const std::vector<Met>& met, LabelSurvey& survey) {
  Values all;
  for (const Met& one : met) Unite(all, one.values);
  const Collections collections(met);
  if (collections.all().empty()) {
    survey.scheme = UnnamedScheme(all);
    return;
  }
  TakeBrats(collections.all(), survey);
  if (survey.mixed) return;
  std::vector<Met> named;
  for (size_t i = 0; i < met.size(); ++i)
    if (collections.HasName(i)) named.push_back(met[i]);
  survey.of_a_case = OutsideError(named, survey.scheme);
  if (!survey.of_a_case && OutsideError(met, survey.scheme)) survey.scheme = UnnamedScheme(all);
}

}  // namespace

void TrainingLacks::Take(const std::string& split, const std::vector<uint16_t>& values) {
  all_.insert(values.begin(), values.end());
  if (split != "train") return;
  any_in_training_ = true;
  trained_.insert(values.begin(), values.end());
}

std::vector<std::string> TrainingLacks::Of(const Classes& classes) const {
  std::vector<std::string> lacks;
  if (!any_in_training_) return lacks;
  if (trained_.empty()) return {"no label map of the training split has a labelled voxel"};
  for (const auto& [value, name] : classes)
    if (!trained_.contains(value))
      lacks.push_back(Cat("no case of the training split has label ", value, " (", name, ")",
                          all_.contains(value) ? ", which other cases have" : ""));
  return lacks;
}

LabelSurvey SurveyLabels(const std::vector<CaseName>& names, const LabelScheme& given, int num_threads) {
  std::vector<Met> met = ReadAll(names, given, num_threads);
  LabelSurvey survey;
  for (const Met& one : met) survey.values[one.name->id] = one.values;
  if (!given.classes.empty()) {
    survey.of_a_case = OutsideError(met, given);
    return survey;
  }
  std::erase_if(met, [](const Met& one) { return one.name->has_classes; });
  TakeScheme(met, survey);
  survey.scheme = WithIgnored(std::move(survey.scheme), given.ignore);
  return survey;
}

}  // namespace f4s
