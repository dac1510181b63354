#include "libfuse4seg/cases/brats_labels.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

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

/// Task01_BrainTumour of the Medical Segmentation Decathlon.
LabelScheme DecathlonScheme() {
  return {{{1, "oedema"}, {2, "non-enhancing"}, {3, "enhancing"}},
          {{"WT", {1, 2, 3}}, {"TC", {2, 3}}, {"ET", {3}}}};
}

/// Letters and digits, each by themselves.
std::vector<std::string> PartsOf(const std::string& text) {
  const auto kind = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isdigit(byte) != 0 ? 1 : std::isalpha(byte) != 0 ? 2 : 0;
  };
  std::vector<std::string> parts;
  int last = 0;
  for (const char c : text) {
    if (kind(c) != 0 && kind(c) == last)
      parts.back() += c;
    else if (kind(c) != 0)
      parts.emplace_back(1, c);
    last = kind(c);
  }
  return parts;
}

/// The challenge that a part of a name is called after, or nothing.
std::string ChallengeOf(const std::string& part) {
  static const std::map<std::string, std::string> names = {
      {"gli", "GLI"}, {"glioma", "GLI"},     {"ssa", "SSA"},      {"africa", "SSA"}, {"goat", "GoAT"},
      {"men", "MEN"}, {"meningioma", "MEN"}, {"met", "MET"},      {"mets", "MET"},   {"metastases", "MET"},
      {"ped", "PED"}, {"peds", "PED"},       {"pediatric", "PED"}};
  const auto found = names.find(part);
  return found == names.end() ? "" : found->second;
}

/// "2023", "24".
/// @param touches  the part stands right behind "BraTS": two digits apart from it are a patient's number
bool IsYearFrom2023(const std::string& part, bool touches) {
  const auto year = part.size() == 4 || (part.size() == 2 && touches) ? ParseWhole(part) : std::nullopt;
  return year && (part.size() == 4 ? *year >= 2023 && *year < 2030 : *year >= 23 && *year < 30);
}

/// BRATS_001 and BRATS_001_anything, of the Medical Segmentation Decathlon: its labels have another order.
bool IsOfDecathlon(const std::string& name) {
  constexpr std::string_view kBegin = "BRATS_";
  constexpr size_t kDigits = 3;
  if (!name.starts_with(kBegin)) return false;
  const std::string number = name.substr(kBegin.size(), kDigits),
                    rest = name.substr(kBegin.size() + number.size());
  return number.size() == kDigits && number.find_first_not_of("0123456789") == std::string::npos &&
         (rest.empty() || rest.front() == '_');
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
  scheme.is_doubtful = !is_named && has_three;  // 1, 2 and 3 are anybody's
  if (!is_named)
    scheme.assumed = has_three ? "by the values alone, which are those of BraTS 2023"
                               : "by the values alone, which are those of BraTS to 2021";
  else if (has_three)
    scheme.assumed = "the names are those of BraTS to 2021, the values those of 2023";
  return scheme;
}

/// Which part of a glioma a class is by its name, whoever named it: 'o'edema, 'e'nhancing, 'c'ore that does
/// not enhance; 0 for any other.
char PartByName(const std::string& name) {
  const std::string plain = Squeezed(name);
  const auto holds = [&](const char* word) { return plain.find(word) != std::string::npos; };
  if (holds("edema")) return holds("core") || holds("enhanc") ? '\0' : 'o';
  if (holds("necro") || holds("nonenh") || plain == "ncr" || plain == "ncrnet" || plain == "netc") return 'c';
  return holds("enhanc") || plain == "et" ? 'e' : '\0';
}

}  // namespace

LabelScheme BratsScheme(uint16_t enhancing) {
  return {{{1, "necrosis"}, {2, "oedema"}, {enhancing, "enhancing"}},
          {{"WT", {1, 2, enhancing}}, {"TC", {1, enhancing}}, {"ET", {enhancing}}}};
}

std::vector<Region> BratsRegionsByNames(const Classes& classes) {
  std::vector<Region> regions = {{"WT", {}}, {"TC", {}}, {"ET", {}}};
  bool has_oedema = false;
  for (const auto& [value, name] : classes) {
    const char part = PartByName(name);
    if (part == '\0') return {};
    has_oedema = has_oedema || part == 'o';
    regions[0].values.push_back(value);
    if (part != 'o') regions[1].values.push_back(value);
    if (part == 'e') regions[2].values.push_back(value);
  }
  const bool are_all =
      has_oedema && !regions[2].values.empty() && regions[1].values.size() > regions[2].values.size();
  return are_all ? regions : std::vector<Region>();
}

std::string BratsRegionName(const std::string& name) {
  const std::string plain = Squeezed(name);
  if (plain == "wholetumor" || plain == "wholetumour") return "WT";
  if (plain == "tumorcore" || plain == "tumourcore") return "TC";
  if (plain == "enhancingtumor" || plain == "enhancingtumour" || plain == "enhancing") return "ET";
  return name;
}

bool AreBratsValues(const std::vector<uint16_t>& values) {
  return values == std::vector<uint16_t>{1, 2, 4} || values == std::vector<uint16_t>{1, 2, 3};
}

std::string BratsCollectionByName(const std::string& name) {
  const std::string plain = LowerCase(name);
  bool is_late = false;  // by the modality at its end, of a file
  for (const char* end : {"-t1n", "-t1c", "-t2w", "-t2f"}) is_late = is_late || plain.ends_with(end);
  const size_t at = plain.find("brats");
  if (at == std::string::npos) return is_late ? "BraTS-2023" : "";
  const std::vector<std::string> parts = PartsOf(plain.substr(at + 5));
  const bool touches = at + 5 < plain.size() && std::isdigit(static_cast<unsigned char>(plain[at + 5])) != 0;
  for (const std::string& part : parts)
    if (const std::string challenge = ChallengeOf(part); !challenge.empty()) {
      const bool is_of_rt = challenge == "MEN" && std::find(parts.begin(), parts.end(), "rt") != parts.end();
      return Cat("BraTS-", challenge, is_of_rt ? "-RT" : "");
    }
  if (is_late || (!parts.empty() && IsYearFrom2023(parts.front(), touches))) return "BraTS-2023";
  return IsOfDecathlon(name) ? "MSD-Task01" : "BraTS";
}

std::string BratsCollectionOf(const std::string& collection, const std::string& id,
                              const std::filesystem::path& label) {
  if (!collection.empty() && collection != "BraTS")
    return collection.starts_with("BraTS-") || collection == "MSD-Task01" ? collection : "";
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
  if (collection == "MSD-Task01" && !HasValue(values, 4))
    return Assumed(DecathlonScheme(),
                   "the names are those of the Medical Segmentation Decathlon, and it has no 4");
  if (collection == "BraTS-2023")
    return Assumed(HasValue(values, 4) ? CoreScheme(true) : BratsScheme(3),
                   "the names are those of BraTS 2023 on, and do not say of which challenge");
  return OlderScheme(values, in_one, !collection.empty());
}

}  // namespace f4s
