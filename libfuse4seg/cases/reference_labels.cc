#include "libfuse4seg/cases/reference_labels.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/brats_labels.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

constexpr const char* kOwn = "label_scheme";

/// A record of the reference's scheme alone, so that its members are read, and refused, as a record's are.
Case SchemeOfReference(const Case& record) {
  Case own(record.id());
  for (const char* key : {"classes", "regions"})
    if (const Json* scheme = FindPath(record.json(), Cat(kOwn, ".", key))) own.json()[key] = *scheme;
  return own;
}

/// Regions; where there are none, BraTS's of classes that are named as its, else each class as one.
std::vector<Region> Compared(const Case& record) {
  std::vector<Region> regions = record.regions();
  if (regions.empty()) regions = BratsRegionsByNames(record.classes());
  if (regions.empty())
    for (const auto& [value, name] : record.classes()) regions.push_back({name, {value}});
  return regions;
}

/// Whether two regions are called alike, whatever the letters.
bool AreAlike(const Region& a, const Region& b) {
  return LowerCase(BratsRegionName(a.name)) == LowerCase(BratsRegionName(b.name));
}

/// The regions of which each of two schemes has one, in the order of the first: [i] of one is [i] of the
/// other.
struct CommonRegions {
  std::vector<Region> ours, theirs;
};

CommonRegions CommonOf(const Case& record, const Case& own) {
  CommonRegions common;
  for (const Region& our : Compared(record))
    for (const Region& their : Compared(own))
      if (AreAlike(our, their)) {
        common.ours.push_back(our);
        common.theirs.push_back(their);
        break;
      }
  return common;
}

/// For each region whether it holds a value.
std::vector<bool> Holding(uint16_t value, const std::vector<Region>& regions) {
  std::vector<bool> holding;
  for (const Region& region : regions) holding.push_back(HasValue(region.values, value));
  return holding;
}

/// There is one thing alone that either can mean.
bool AreBothOne(const Case& record, const Case& own) {
  return own.classes().size() == 1 && record.classes().size() == 1;
}

std::string ShownClasses(const Classes& classes) {
  return Joined(classes, ", ", [](const auto& one) { return Cat(one.first, " ", one.second); });
}

Error OtherScheme(const Case& record, const Case& own, const std::string& why) {
  return Error(ErrorKind::kBadInput, "label.scheme",
               Cat("the classes of its reference (", ShownClasses(own.classes()),
                   ") are not its prediction's (", ShownClasses(record.classes()), "), and ", why,
                   ": --regions 'NAME=VALUE,... ...' says which values to compare"))
      .InCase(record.id());
}

}  // namespace

LabelTranslation TranslationOf(const Case& record) {
  if (!record.json().contains(kOwn)) return {};
  const Case own = SchemeOfReference(record);
  if (AreBothOne(record, own)) return {{own.classes().begin()->first, record.classes().begin()->first}};
  const CommonRegions common = CommonOf(record, own);
  if (common.ours.empty()) throw OtherScheme(record, own, "no region has a name in both");
  LabelTranslation translation;
  for (const auto& [value, name] : own.classes()) {
    const std::vector<bool> holding = Holding(value, common.theirs);
    translation[value] = 0;
    if (std::find(holding.begin(), holding.end(), true) == holding.end()) continue;
    for (const auto& [to, called] : record.classes())
      if (translation[value] == 0 && Holding(to, common.ours) == holding) translation[value] = to;
    if (translation[value] == 0)
      throw OtherScheme(record, own, Cat("no class of these is in the same regions as ", value, ", ", name));
  }
  return translation;
}

std::vector<Region> RegionsOfBoth(const Case& record) {
  const Case own = SchemeOfReference(record);
  if (!record.json().contains(kOwn) || AreBothOne(record, own)) return Compared(record);
  return CommonOf(record, own).ours;
}

Image<uint16_t> ReadReference(const Case& record, HeaderNotes* notes) {
  const std::filesystem::path file = *record.file("label");
  Image<uint16_t> labels = ReadLabels(file, notes);
  const LabelTranslation translation = TranslationOf(record);
  if (translation.empty()) return labels;
  const std::vector<uint16_t> ignored = record.ignored();
  for (uint16_t& label : labels.samples) {
    if (label == 0 || HasValue(ignored, label)) continue;
    const auto found = translation.find(label);
    if (found == translation.end())
      throw Error(ErrorKind::kBadInput, "label.value",
                  Cat("holds the label ", label, ", which is none of the classes of label_scheme"))
          .InFile(file)
          .InCase(record.id());
    label = found->second;
  }
  return labels;
}

void TakeClassesOfPrediction(Case& record, const Classes& classes, const std::vector<Region>& regions) {
  Case own = record.json().contains(kOwn) ? SchemeOfReference(record) : Case(record.id());
  if (!record.json().contains(kOwn)) own.SetClasses(record.classes(), record.regions());
  record.json().erase(kOwn);
  const bool differ = !own.classes().empty() && own.classes() != classes;
  record.SetClasses(classes, regions);
  if (!differ) return;
  std::string text = Cat("its classes were ", ToLine(own.json()["classes"]), ": the model's replace them");
  bool is_comparable = true;
  if (record.file("label")) {
    record.json()[kOwn] = Json::object();
    for (const char* key : {"classes", "regions"})
      if (own.json().contains(key)) record.json()[kOwn][key] = own.json()[key];
    try {
      static_cast<void>(TranslationOf(record));
      text += "; its reference keeps them, and is compared by the regions that both have";
    } catch (const Error& error) {
      is_comparable = false;
      text += Cat("; ", error.message());
    }
  }
  record.AddFinding("segment.classes", is_comparable && record.file("label") ? "info" : "warning", text);
}

void TakeClassesOfReference(Case& record) {
  if (!record.json().contains(kOwn)) return;
  const Case own = SchemeOfReference(record);
  record.SetClasses(own.classes(), own.regions());
  record.json().erase(kOwn);
}

}  // namespace f4s
