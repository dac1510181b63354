#include "libfuse4seg/model/model_description.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

const std::vector<std::string> kFields = {
    "method",  "profile", "network", "modalities", "takes",       "gives",      "normalization",
    "stretch", "classes", "regions", "spacing_mm", "multiple_of", "provenance", "metrics"};
const std::vector<std::string> kLaterFields = {"plane", "ignore", "needs", "postprocess",
                                               "gain"};  // older files lack them
constexpr int64_t kLargestMultiple = 1024;
constexpr double kLargestGain = 10;

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void BadField(const std::string& field, const std::string& rule) {
  throw Error(ErrorKind::kBadInput, "model.field", Cat("model's ", field, ": ", rule));
}

void Require(bool holds, const std::string& field, const Json& value, const char* rule) {
  if (!holds) BadField(field, Cat(ToLine(value), " ", rule));
}

std::string TextField(const Json& json, const char* field) {
  const Json& value = json.at(field);
  Require(value.is_string() && !value.get_ref<const std::string&>().empty(), field, value,
          "is not a text with something in it");
  return value;
}

std::vector<std::string> Words(const Json& json, const std::string& field,
                               const std::vector<std::string>& allowed = {}) {
  std::vector<std::string> words;
  Require(json.is_array() && !json.empty(), field, json, "is not a list with something in it");
  for (const Json& word : json) {
    Require(word.is_string() && !word.get_ref<const std::string&>().empty(), field, word, "is not a name");
    words.push_back(word);
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), words.back()) == allowed.end())
      Require(false, field, word, "is not known");
  }
  Require(std::set<std::string>(words.begin(), words.end()).size() == words.size(), field, json,
          "names something twice");
  return words;
}

std::vector<std::vector<std::string>> SlotsOf(const Json& json) {
  std::vector<std::vector<std::string>> slots;
  Require(json.is_array() && !json.empty() && json.size() <= 4, "modalities", json, "is not 1 to 4 slots");
  std::set<std::string> all;
  size_t names = 0;
  for (const Json& slot : json) {
    slots.push_back(Words(slot.is_array() ? slot : Json::array({slot}), "modalities"));
    names += slots.back().size();
    all.insert(slots.back().begin(), slots.back().end());
  }
  Require(all.size() == names, "modalities", json, "names a modality in two slots");
  return slots;
}

uint16_t LabelValue(const std::string& text, const char* field) {
  const auto value = NumberIn<uint16_t>(text);
  // In one spelling: "1" and "01" would be two classes of one value.
  if (!value || *value == 0 || std::to_string(*value) != text)
    BadField(field, Cat(Quoted(text), " is not a label value, 1 to 65535"));
  return *value;
}

std::vector<std::vector<std::string>> NeedsOf(const Json& json,
                                              const std::vector<std::vector<std::string>>& slots) {
  std::vector<std::vector<std::string>> needs;
  Require(json.is_array() && !json.empty(), "needs", json, "is not a list of sets of modalities");
  for (const Json& set : json) {
    needs.push_back(Words(set, "needs"));
    for (const std::string& name : needs.back())
      Require(std::any_of(slots.begin(), slots.end(), [&](const auto& slot) { return Holds(slot, name); }),
              "needs", Json(name), "is not among the modalities");
  }
  return needs;
}

Classes ClassesOf(const Json& json) {
  Classes classes;
  Require(json.is_object() && json.size() <= 255, "classes", json, "is not an object of at most 255 classes");
  for (const auto& [value, name] : json.items()) {
    Require(name.is_string(), "classes", name, "is not a name");
    Require(classes.emplace(LabelValue(value, "classes"), name).second, "classes", json, "has a value twice");
  }
  return classes;
}

std::vector<Region> RegionsOf(const Json& json, const Classes& classes) {
  std::vector<Region> regions;
  Require(json.is_object(), "regions", json, "is not an object");
  for (const auto& [name, values] : json.items()) {
    Region region{name, {}};
    Require(values.is_array() && !values.empty(), "regions", values, "is not a list of label values");
    for (const Json& value : values) {
      const bool known = value.is_number_unsigned() && value.get<uint64_t>() <= 65535 &&
                         classes.contains(value.get<uint16_t>());
      Require(known, "regions", value, "is not the value of a class");
      Require(region.values.empty() || region.values.back() < value.get<uint16_t>(), "regions", values,
              "is not in ascending order");
      region.values.push_back(value);
    }
    regions.push_back(region);
  }
  return regions;
}

std::vector<uint16_t> IgnoredOf(const Json& json, const Classes& classes) {
  std::vector<uint16_t> values;
  Require(json.is_array() && !json.empty(), "ignore", json, "is not a list of label values");
  for (const Json& value : json) {
    Require(value.is_number_unsigned() && value >= 1 && value <= 65535, "ignore", value,
            "is not a label value, 1 to 65535");
    Require(!classes.contains(value.get<uint16_t>()), "ignore", value, "is the value of a class");
    values.push_back(value);
  }
  return values;
}

std::vector<double> SpacingOf(const Json& json) {
  std::vector<double> spacing;
  Require(json.is_array() && (json.empty() || json.size() == 2 || json.size() == 3), "spacing_mm", json,
          "is not a list of 2 or 3 numbers");
  for (const Json& value : json) {
    Require(value.is_number() && value.get<double>() > 0 && std::isfinite(value.get<double>()), "spacing_mm",
            value, "must be greater than 0");
    spacing.push_back(value);
  }
  return spacing;
}

/// The slot that `name` fits, or -1.
int64_t SlotOf(const ModelDescription& model, const std::string& name) {
  for (size_t slot = 0; slot < model.modalities.size(); ++slot)
    for (const std::string& fits : model.modalities[slot])
      if (LowerCase(fits) == LowerCase(name)) return static_cast<int64_t>(slot);
  return -1;
}

[[noreturn]] void NoMatch(const ModelDescription& model, const std::vector<std::string>& names,
                          const char* why) {
  const std::string needs = model.NeedsText();
  throw Error(ErrorKind::kBadInput, "model.modalities",
              Cat("has modalities ", names.empty() ? "none" : Joined(names, ", "), why, "; the model takes ",
                  model.SlotsText(), needs.empty() ? "" : ", and needs " + needs));
}

}  // namespace

Json ModelDescription::ToJson() const {
  Json slots = Json::array(), class_names = Json::object(), region_values = Json::object();
  for (const auto& slot : modalities) slots.push_back(slot.size() == 1 ? Json(slot.front()) : Json(slot));
  for (const auto& [value, name] : classes) class_names[std::to_string(value)] = name;
  for (const Region& region : regions) region_values[region.name] = region.values;
  Json json = {{"method", method},
               {"profile", profile},
               {"network", network},
               {"modalities", slots},
               {"takes", takes},
               {"gives", gives},
               {"normalization", normalization},
               {"stretch", stretch},
               {"classes", class_names},
               {"regions", region_values},
               {"spacing_mm", spacing_mm},
               {"multiple_of", multiple_of},
               {"provenance", provenance},
               {"metrics", metrics}};
  if (!plane.empty()) json["plane"] = plane;
  if (!ignore.empty()) json["ignore"] = ignore;
  if (!needs.empty()) json["needs"] = needs;
  if (!postprocess.empty()) json["postprocess"] = postprocess.ToJson();
  if (gain != 1) json["gain"] = gain;
  return json;
}

std::map<std::string, std::string> ModelDescription::ToMetadata() const {
  return {{"format", kModelFormat}, {"model", ToLine(ToJson())}};
}

ModelDescription ModelDescription::FromJson(const Json& json) {
  if (!json.is_object()) BadField("description", "is not an object");
  for (const std::string& field : kFields)
    if (!json.contains(field)) BadField(field, "is missing");
  for (const auto& [field, value] : json.items())
    if (!Holds(kFields, field) && !Holds(kLaterFields, field)) BadField(field, "is not known");
  for (const char* field : {"network", "provenance", "metrics"})
    Require(json.at(field).is_object(), field, json.at(field), "is not an object");
  const Json& multiple = json.at("multiple_of");
  Require(multiple.is_number_integer() && multiple >= 1 && multiple <= kLargestMultiple, "multiple_of",
          multiple, "must be a whole number from 1 to 1024");
  ModelDescription model;
  model.method = TextField(json, "method");
  model.profile = TextField(json, "profile");
  model.network = json.at("network");
  model.modalities = SlotsOf(json.at("modalities"));
  model.takes = Words(json.at("takes"), "takes", {"images", "fused"});
  model.gives =
      Words(json.at("gives"), "gives", {"fused", "prediction", "decomposed", "latent", "attention"});
  model.normalization = TextField(json, "normalization");
  if (json.contains("plane"))
    model.plane = Words(Json::array({json.at("plane")}), "plane", {"axial", "coronal", "sagittal"}).front();
  if (json.contains("needs")) model.needs = NeedsOf(json.at("needs"), model.modalities);
  model.stretch = Words(Json::array({json.at("stretch")}), "stretch", {"none", "image"}).front();
  model.classes = ClassesOf(json.at("classes"));
  model.regions = RegionsOf(json.at("regions"), model.classes);
  if (json.contains("ignore")) model.ignore = IgnoredOf(json.at("ignore"), model.classes);
  if (json.contains("postprocess")) model.postprocess = Postprocess::FromJson(json.at("postprocess"));
  if (json.contains("gain")) {
    const Json& value = json.at("gain");
    Require(value.is_number() && value > 0 && value <= kLargestGain, "gain", value,
            "must be a number above 0, up to 10");
    model.gain = value;
  }
  model.spacing_mm = SpacingOf(json.at("spacing_mm"));
  model.multiple_of = multiple;
  model.provenance = json.at("provenance");
  model.metrics = json.at("metrics");
  const bool segments = std::find(model.gives.begin(), model.gives.end(), "prediction") != model.gives.end();
  Require(!segments || !model.classes.empty(), "classes", json.at("classes"),
          "is empty, though the model gives a prediction");
  return model;
}

ModelDescription ModelDescription::FromMetadata(const std::map<std::string, std::string>& metadata) {
  const auto format = metadata.find("format"), text = metadata.find("model");
  if (format == metadata.end() || text == metadata.end())
    throw Error(ErrorKind::kBadInput, "model.format", "is not a model of this suite: it has no description");
  if (format->second != kModelFormat)
    throw Error(ErrorKind::kBadInput, "model.format",
                Cat("has format ", Quoted(format->second), ": wanted ", Quoted(kModelFormat)));
  try {
    return FromJson(ParseJson(text->second, {}));
  } catch (const Error& error) {
    if (!error.code().starts_with("json.")) throw;
    throw Error(ErrorKind::kBadInput, "model.json", "in its description: " + error.message());
  }
}

ModelDescription ModelDescription::Read(const std::filesystem::path& file) {
  const SafetensorsFile opened(file);
  try {
    return FromMetadata(opened.metadata());
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

std::vector<SlotMatch> ModelDescription::MatchByName(const std::vector<std::string>& names) const {
  std::vector<SlotMatch> matches;
  for (const std::string& name : names) {
    const int64_t slot = SlotOf(*this, name);
    if (slot < 0) continue;
    for (const SlotMatch& other : matches)
      if (other.slot == slot) NoMatch(*this, names, ", two of them for one slot");
    matches.push_back({slot, name});
  }
  if (!CanDoWith(names)) NoMatch(*this, names, ", too few that fit");
  std::sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) { return a.slot < b.slot; });
  return matches;
}

std::vector<SlotMatch> ModelDescription::MatchInOrder(const std::vector<std::string>& names) const {
  const bool by_name =
      std::all_of(names.begin(), names.end(), [this](const auto& name) { return SlotOf(*this, name) >= 0; });
  if (by_name) return MatchByName(names);
  if (names.size() > modalities.size()) NoMatch(*this, names, ", more than there are slots");
  std::vector<SlotMatch> matches;
  for (size_t i = 0; i < names.size(); ++i) matches.push_back({static_cast<int64_t>(i), names[i]});
  std::vector<std::string> as_named;
  for (const SlotMatch& match : matches)
    as_named.push_back(modalities[static_cast<size_t>(match.slot)].front());
  if (!CanDoWith(as_named)) NoMatch(*this, names, ", too few");
  return matches;
}

bool ModelDescription::CanDoWith(const std::vector<std::string>& names) const {
  std::set<int64_t> slots;
  for (const std::string& name : names)
    if (const int64_t slot = SlotOf(*this, name); slot >= 0) slots.insert(slot);
  if (needs.empty()) return slots.size() >= std::min<size_t>(2, modalities.size());
  return std::any_of(needs.begin(), needs.end(), [&](const auto& set) {
    return std::all_of(set.begin(), set.end(),
                       [&](const std::string& name) { return slots.contains(SlotOf(*this, name)); });
  });
}

std::vector<std::string> ModelDescription::SlotNames() const {
  std::vector<std::string> names;
  for (const auto& slot : modalities) names.push_back(Joined(slot, "|"));
  return names;
}

std::string ModelDescription::NeedsText() const {
  return Joined(needs, " or ", [](const auto& set) { return Joined(set, " and "); });
}

std::string ModelDescription::SlotsText() const { return Joined(SlotNames(), ", "); }

}  // namespace f4s
