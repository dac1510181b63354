#include "libfuse4seg/cases/brats_labels.h"

#include <algorithm>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_source.h"

namespace f4s {
namespace {

constexpr const char* kCore = "non-enhancing core";
constexpr const char* kFlair = "FLAIR hyperintensity";
constexpr const char* kCavity = "resection cavity";

/// Of GLI after treatment, MEN and MET.
LabelScheme CoreScheme(bool has_cavity) {
  LabelScheme scheme = {{{1, kCore}, {2, kFlair}, {3, "enhancing"}},
                        {{"WT", {1, 2, 3}}, {"TC", {1, 3}}, {"ET", {3}}, {"NETC", {1}}, {"SNFH", {2}}}};
  if (!has_cavity) return scheme;
  scheme.classes[4] = kCavity;
  scheme.regions.push_back({"RC", {4}});
  return scheme;
}

LabelScheme ChildrensScheme() {
  return {{{1, "enhancing"}, {2, "non-enhancing"}, {3, "cystic"}, {4, "oedema"}},
          {{"WT", {1, 2, 3, 4}}, {"TC", {1, 2, 3}}, {"ET", {1}}, {"NET", {2}}, {"CC", {3}}, {"ED", {4}}}};
}

LabelScheme Assumed(LabelScheme scheme, const char* why) {
  scheme.assumed = why;
  return scheme;
}

/// Of studies to 2021, or of no names at all.
LabelScheme OlderScheme(const std::vector<uint16_t>& values, bool in_one, bool is_named) {
  if (in_one)
    return Assumed({{{1, "necrosis"}, {2, "oedema"}, {3, "non-enhancing"}, {4, "enhancing"}},
                    {{"WT", {1, 2, 3, 4}}, {"TC", {1, 3, 4}}, {"ET", {4}}}},
                   "3 and 4 in one volume are BraTS's of 2012 to 2016");
  const bool has_three = HasValue(values, 3) && !HasValue(values, 4);
  LabelScheme scheme = BratsScheme(has_three ? 3 : 4);
  if (!is_named)
    scheme.assumed = has_three ? "by the values alone, which are those of BraTS 2023"
                               : "by the values alone, which are those of BraTS to 2021";
  else if (has_three)
    scheme.assumed = "the names are those of BraTS to 2021, the values those of 2023";
  return scheme;
}

}  // namespace

LabelScheme BratsScheme(uint16_t enhancing) {
  return {{{1, "necrosis"}, {2, "oedema"}, {enhancing, "enhancing"}},
          {{"WT", {1, 2, enhancing}}, {"TC", {1, enhancing}}, {"ET", {enhancing}}}};
}

bool AreBratsValues(const std::vector<uint16_t>& values) {
  return values == std::vector<uint16_t>{1, 2, 4} || values == std::vector<uint16_t>{1, 2, 3};
}

std::string BratsCollectionByName(const std::string& name) {
  const std::string plain = LowerCase(name);
  for (const char* challenge : {"GLI", "SSA", "GoAT", "MEN-RT", "MEN", "MET", "PED"}) {
    const std::string begin = "brats-" + LowerCase(challenge);
    if (plain.starts_with(begin + "-") || plain.starts_with(begin + "s-"))  // BraTS-PEDs- too
      return Cat("BraTS-", challenge);
  }
  for (const char* end : {"-t1n", "-t1c", "-t2w", "-t2f"})
    if (plain.ends_with(end)) return "BraTS-2023";
  return plain.starts_with("brats") ? "BraTS" : "";
}

std::string BratsCollectionOf(const std::string& collection, const std::string& id,
                              const std::filesystem::path& label) {
  if (!collection.empty() && collection != "BraTS") return collection.starts_with("BraTS-") ? collection : "";
  const std::string by_id = BratsCollectionByName(id), by_label = BratsCollectionByName(Stem(label));
  for (const std::string& by_name : {by_id, by_label})  // "BraTS" alone says less than they may
    if (!by_name.empty() && by_name != "BraTS") return by_name;
  return !collection.empty() ? collection : !by_id.empty() ? by_id : by_label;
}

std::string BratsCollectionOf(const Case& record) {
  const Json* collection = FindPath(record.json(), "collection");
  return BratsCollectionOf(
      collection != nullptr && collection->is_string() ? collection->get<std::string>() : "", record.id(),
      record.file("label").value_or(""));
}

LabelScheme BratsScheme(const std::string& collection, const std::vector<uint16_t>& values, bool in_one) {
  if (collection == "BraTS-PED")
    return HasValue(values, 4)
               ? ChildrensScheme()
               : Assumed(ChildrensScheme(),
                         "the names are those of BraTS-PED, which means so from 2024 on, and no map "
                         "has a 4; in 2023 it meant 1 non-enhancing, 2 oedema, 3 enhancing");
  if (collection == "BraTS-MEN-RT") return {{{1, "gross tumour volume"}}, {{"GTV", {1}}}};
  if (collection == "BraTS-MEN") return CoreScheme(false);
  if (collection == "BraTS-MET") return CoreScheme(HasValue(values, 4));
  if (collection == "BraTS-SSA" || collection == "BraTS-GoAT") return BratsScheme(3);
  if (collection == "BraTS-GLI") return HasValue(values, 4) ? CoreScheme(true) : BratsScheme(3);
  if (collection == "BraTS-2023")
    return Assumed(HasValue(values, 4) ? CoreScheme(true) : BratsScheme(3),
                   "the names are those of BraTS 2023 on, and do not say of which challenge");
  return OlderScheme(values, in_one, !collection.empty());
}

}  // namespace f4s
