#include "libfuse4seg/prep/label_survey.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

using Values = std::vector<uint16_t>;

/// A label map and what it holds.
struct Met {
  const CaseName* name = nullptr;
  Values values;
};

/// @param all  those with classes of their own as well
std::vector<Met> ReadAll(const std::vector<CaseName>& names, bool all, int num_threads) {
  std::vector<Met> met;
  for (const CaseName& name : names)
    if (!name.label.empty() && !name.failed && (all || !name.has_classes)) met.push_back({&name, {}});
  std::atomic<size_t> next = 0;
  const auto read = [&] {
    for (size_t i = next++; i < met.size(); i = next++) try {
        met[i].values = LabelValues(ReadLabels(met[i].name->label).samples);
      } catch (const Error&) {
        continue;  // that case fails by itself, in its turn
      }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < num_threads; ++i) threads.emplace_back(read);
  read();
  for (std::thread& thread : threads) thread.join();
  return met;
}

void Unite(Values& values, const Values& more) {
  Values all;
  std::set_union(values.begin(), values.end(), more.begin(), more.end(), std::back_inserter(all));
  values = std::move(all);
}

bool HasValue(const Values& values, uint16_t value) {
  return std::binary_search(values.begin(), values.end(), value);
}

/// Whether the values of one volume are BraTS's; slices of one subject count as one.
bool AnyAreBrats(const std::vector<Met>& met) {
  std::map<std::string, Values> of_volume;
  for (const Met& one : met) {
    const auto kind = KindByName(one.name->label);
    const bool is_volume = !kind || IsVolume(*kind);
    Unite(of_volume[is_volume ? "id " + one.name->id : "subject " + one.name->subject], one.values);
  }
  return std::any_of(of_volume.begin(), of_volume.end(),
                     [](const auto& one) { return AreBratsValues(one.second); });
}

/// The first case whose values are not all classes, with all that are none in any case.
std::optional<Error> OutsideError(const std::vector<Met>& met, const LabelScheme& scheme, bool brats_alone) {
  const Met* first = nullptr;
  Values outside;
  for (const Met& one : met) {
    if (brats_alone && !one.name->is_brats) continue;
    Values own = one.values;
    std::erase_if(own, [&](uint16_t value) { return scheme.classes.contains(value); });
    if (!own.empty() && first == nullptr) first = &one;
    Unite(outside, own);
  }
  if (first == nullptr) return std::nullopt;
  return NoClassError(outside, scheme).InFile(first->name->label).InCase(first->name->id);
}

Error MixedError(const CaseName& three, const CaseName& four) {
  return Error(ErrorKind::kBadInput, "dataset.classes",
               Cat("BraTS's enhancing tumour is 3 here and 4 in case ", Quoted(four.id),
                   ": they are not one data set; give ", FlagsToUnite(BratsScheme(3), BratsScheme(4))))
      .InFile(three.label)
      .InCase(three.id);
}

LabelSurvey ByBrats(const std::vector<Met>& met, const Values& all) {
  LabelSurvey survey;
  const auto with = [&](uint16_t value) {
    return std::find_if(met.begin(), met.end(), [&](const Met& one) { return HasValue(one.values, value); });
  };
  const auto three = with(3), four = with(4);
  if (three != met.end() && four != met.end()) {
    survey.mixed = MixedError(*three->name, *four->name);
    return survey;
  }
  const bool named_as_2023 = std::any_of(met.begin(), met.end(), [](const Met& one) {
    return one.name->label.filename().string().find("-seg.") != std::string::npos;
  });
  survey.scheme = BratsScheme(four != met.end() ? 4 : three != met.end() || named_as_2023 ? 3 : 4);
  const bool more = std::any_of(all.begin(), all.end(), [](uint16_t value) { return value > 4; });
  if (!more) return survey;
  survey.of_a_case = OutsideError(met, survey.scheme, true);
  if (!survey.of_a_case) survey.scheme = UnnamedScheme(all);
  return survey;
}

}  // namespace

LabelSurvey SurveyLabels(const std::vector<CaseName>& names, const LabelScheme& given, int num_threads) {
  const bool is_given = !given.classes.empty();
  const std::vector<Met> met = ReadAll(names, is_given, num_threads);
  LabelSurvey survey;
  if (is_given) {
    survey.of_a_case = OutsideError(met, given, false);
    return survey;
  }
  Values all;
  for (const Met& one : met) Unite(all, one.values);
  const bool is_brats =
      std::any_of(met.begin(), met.end(), [](const Met& one) { return one.name->is_brats; }) ||
      AnyAreBrats(met);
  if (is_brats) return ByBrats(met, all);
  survey.scheme = UnnamedScheme(all);
  return survey;
}

}  // namespace f4s
