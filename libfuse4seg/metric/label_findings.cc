#include "libfuse4seg/metric/label_findings.h"

#include <algorithm>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/label_scheme.h"

namespace f4s {
namespace {

/// A value that is in no class is worth saying: the region that it was meant for misses it.
void FindForeignLabels(Case& record, const std::vector<uint16_t>& held, bool is_prediction,
                       const std::vector<uint16_t>& ignore) {
  const Classes classes = record.classes();
  if (classes.empty()) return;
  for (const uint16_t value : held)
    if (classes.count(value) == 0 && (is_prediction || !HasValue(ignore, value)))
      record.AddFinding("label.value", "warning",
                        Cat("the ", is_prediction ? "prediction" : "reference", " holds the label ", value,
                            ", which is no class"));
}

std::string LabelList(const std::vector<uint16_t>& values) {
  return Cat(values.size() == 1 ? "the label " : "the labels ", Listed(values, 8, ", "));
}

/// Maps of which each holds what the other does not, or one very much of it: two masks of one thing may hold
/// it as 1 and as 255, BraTS's enhancing tumour is 3 or 4, and interpolation and lossy compression make
/// labels of none.  Label by label they have nothing in common.
void FindOtherMask(Case& record, const HeldLabels& held, const std::vector<uint16_t>& ignore) {
  constexpr size_t kMany = 8;
  const std::vector<uint16_t> label = Without(held.label, ignore),
                              prediction = Without(held.prediction, ignore);
  if (!record.classes().empty() || label.empty() || prediction.empty()) return;
  const std::vector<uint16_t> of_label = Without(label, prediction),
                              of_prediction = Without(prediction, label);
  if (of_label == label)
    return record.AddFinding("label.masks_differ", "warning",
                             Cat("the reference holds ", LabelList(label), " alone and the prediction ",
                                 LabelList(prediction), ": labels are compared by their numbers"));
  const bool is_doubtful = (!of_label.empty() && !of_prediction.empty()) || of_label.size() > kMany ||
                           of_prediction.size() > kMany;
  if (is_doubtful)
    record.AddFinding(
        "label.values_differ", "warning",
        Cat(of_label.empty() ? "" : Cat("the reference alone holds ", LabelList(of_label)),
            of_label.empty() || of_prediction.empty() ? "" : ", ",
            of_prediction.empty() ? "" : Cat("the prediction alone holds ", LabelList(of_prediction)),
            ": labels are compared by their numbers"));
}

/// Regions of another scheme than the maps' labels: one names a label that is nowhere, and none has one that
/// is there.  Where both maps lack a region they agree on it, whatever they hold in its place.
void FindOtherScheme(Case& record, const HeldLabels& held, const std::vector<Region>& regions,
                     const std::vector<uint16_t>& ignore) {
  std::vector<uint16_t> met = held.label, named;
  met.insert(met.end(), held.prediction.begin(), held.prediction.end());
  for (const Region& region : regions) named.insert(named.end(), region.values.begin(), region.values.end());
  for (auto* values : {&met, &named}) {
    std::sort(values->begin(), values->end());
    values->erase(std::unique(values->begin(), values->end()), values->end());
  }
  const std::vector<uint16_t> foreign = Without(Without(met, named), ignore), nowhere = Without(named, met);
  if (regions.empty() || foreign.empty() || nowhere.empty()) return;
  record.AddFinding("label.region", "warning",
                    Cat("no region has ", LabelList(foreign), " of its maps, and its maps hold nothing of ",
                        LabelList(nowhere), " of the regions"));
}

bool IsInRegion(uint16_t value, const std::vector<Region>& regions) {
  return std::any_of(regions.begin(), regions.end(),
                     [&](const Region& one) { return HasValue(one.values, value); });
}

/// Values of two schemes, where the regions are of one of them: one map alone holds a value that no region
/// has, and the other alone one that a region has.
void FindOtherValues(Case& record, const HeldLabels& held, const std::vector<Region>& regions,
                     const std::vector<uint16_t>& ignore) {
  const auto of_regions = [&](const std::vector<uint16_t>& values, bool named) {
    std::vector<uint16_t> found = Without(values, ignore);
    std::erase_if(found, [&](uint16_t value) { return named != IsInRegion(value, regions); });
    return found;
  };
  const auto find = [&](const char* here, const std::vector<uint16_t>& alone, const char* there,
                        const std::vector<uint16_t>& others) {
    const std::vector<uint16_t> foreign = of_regions(alone, false), named = of_regions(others, true);
    if (!regions.empty() && !foreign.empty() && !named.empty())
      record.AddFinding(
          "label.values_differ", "warning",
          Cat("the ", here, " alone holds ", LabelList(foreign), ", which no region has, and the ", there,
              " alone ", LabelList(named), ": labels are compared by their numbers"));
  };
  const std::vector<uint16_t> of_label = Without(held.label, held.prediction),
                              of_prediction = Without(held.prediction, held.label);
  find("prediction", of_prediction, "reference", of_label);
  find("reference", of_label, "prediction", of_prediction);
}

/// A map that is labelled, with nothing in any region, where the other has some: a mask of 255 for one of 1.
/// @return whether it is so
bool FindNothingInRegions(Case& record, const HeldLabels& held, const std::vector<Region>& regions,
                          const std::vector<uint16_t>& ignore) {
  const auto in_regions = [&](const std::vector<uint16_t>& values) {
    return std::any_of(values.begin(), values.end(),
                       [&](uint16_t value) { return IsInRegion(value, regions); });
  };
  bool found = false;
  const auto find = [&](const char* name, const std::vector<uint16_t>& here,
                        const std::vector<uint16_t>& there) {
    const std::vector<uint16_t> counted = Without(here, ignore);
    if (regions.empty() || counted.empty() || in_regions(counted) || !in_regions(Without(there, ignore)))
      return;
    found = true;
    record.AddFinding("label.masks_differ", "warning",
                      Cat("the ", name, " holds ", LabelList(counted),
                          " alone, which no region has, and the other "
                          "map is within them: labels are compared by their numbers"));
  };
  find("reference", held.label, held.prediction);
  find("prediction", held.prediction, held.label);
  return found;
}

}  // namespace

void FindDoubtfulLabels(Case& record, const HeldLabels& held, const std::vector<Region>& regions,
                        const std::vector<uint16_t>& ignore) {
  FindForeignLabels(record, held.label, false, ignore);
  FindForeignLabels(record, held.prediction, true, ignore);
  if (regions.empty()) FindOtherMask(record, held, ignore);
  FindOtherScheme(record, held, regions, ignore);
  if (!FindNothingInRegions(record, held, regions, ignore)) FindOtherValues(record, held, regions, ignore);
}

}  // namespace f4s
