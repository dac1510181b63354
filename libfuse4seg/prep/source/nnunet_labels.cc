#include "libfuse4seg/prep/source/nnunet_labels.h"

#include <algorithm>
#include <utility>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

uint16_t NnunetValue(const Json& value, const std::string& name) {
  if (!value.is_number_integer() || value.get<int64_t>() < 0 || value.get<int64_t>() > 65535)
    throw BadNnunetJson(Cat("labels: ", Quoted(name), ": ", ToLine(value).substr(0, 80),
                            ": wanted a whole number from 0 to 65535, or a list of them"));
  return value.get<uint16_t>();
}

void RequireBackground(bool has_background) {
  if (!has_background) throw BadNnunetJson("labels: none has the value 0, which is the background");
}

/// A class has a name of its own, and one value one class.
void AddClass(LabelScheme& scheme, uint16_t value, const std::string& name) {
  if (Trimmed(name).empty()) throw BadNnunetJson(Cat("labels: the name of ", value, " is empty"));
  if (LowerCase(name) == "background")
    throw BadNnunetJson(Cat("labels: \"background\" has the value ", value, ": wanted 0"));
  if (!scheme.classes.emplace(value, name).second)
    throw BadNnunetJson(
        Cat("labels: ", Quoted(scheme.classes[value]), " and ", Quoted(name), " have one value, ", value));
}

/// What is ignored is nothing else: no class, in no region, not the background.
void RequireUnused(const LabelScheme& scheme) {
  for (const uint16_t value : scheme.ignore)
    if (value == 0 || scheme.classes.contains(value))
      throw BadNnunetJson(Cat("labels: \"ignore\" has the value ", value, ", which ",
                              value == 0 ? "is the background" : "another label has too"));
}

}  // namespace

Error BadNnunetJson(const std::string& message) { return {ErrorKind::kBadInput, "nnunet.json", message}; }

LabelScheme SchemeOfNames(const Json& labels) {
  LabelScheme scheme;
  bool has_background = false, has_regions = false;
  for (const auto& [name, value] : labels.items()) {
    Region region = {name, {}};
    if (value.is_array())
      for (const Json& one : value) region.values.push_back(NnunetValue(one, name));
    else
      region.values = {NnunetValue(value, name)};
    if (region.values.empty()) throw BadNnunetJson(Cat("labels: ", Quoted(name), " is an empty list"));
    if (IsIgnore(name)) {
      scheme.ignore.insert(scheme.ignore.end(), region.values.begin(), region.values.end());
      continue;
    }
    if (region.values == std::vector<uint16_t>{0}) {
      if (std::exchange(has_background, true))
        throw BadNnunetJson("labels: two of them have the background's value 0");
      continue;
    }
    std::sort(region.values.begin(), region.values.end());
    if (region.values.front() == 0)
      throw BadNnunetJson(Cat("labels: ", Quoted(name), " has the background's value 0 in its list"));
    has_regions = has_regions || value.is_array();
    if (!value.is_array()) AddClass(scheme, region.values.front(), name);
    scheme.regions.push_back(std::move(region));
  }
  RequireBackground(has_background);
  std::sort(scheme.ignore.begin(), scheme.ignore.end());
  for (const Region& region : scheme.regions)  // those of no name of their own
    for (const uint16_t value : region.values) scheme.classes.emplace(value, std::to_string(value));
  if (!has_regions) scheme.regions.clear();
  RequireUnused(scheme);
  return scheme;
}

LabelScheme SchemeOfValues(const Json& labels) {
  LabelScheme scheme;
  bool has_background = false;
  for (const auto& [text, name] : labels.items()) {
    const auto value = ParseWhole(text);
    if (!value || *value < 0 || *value > 65535 || !name.is_string())
      throw BadNnunetJson(Cat("labels: ", Quoted(text), ": ", ToLine(name).substr(0, 80),
                              ": wanted numbers from 0 to 65535 and their names"));
    has_background = has_background || *value == 0;
    if (*value > 0 && IsIgnore(name.get<std::string>()))
      scheme.ignore.push_back(static_cast<uint16_t>(*value));
    else if (*value > 0)
      AddClass(scheme, static_cast<uint16_t>(*value), name.get<std::string>());
  }
  RequireBackground(has_background);
  std::sort(scheme.ignore.begin(), scheme.ignore.end());
  return scheme;
}

}  // namespace f4s
