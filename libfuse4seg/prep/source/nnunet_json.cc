#include "libfuse4seg/prep/source/nnunet_json.h"

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

Error Bad(const std::string& message) { return {ErrorKind::kBadInput, "nnunet.json", message}; }

/// "T1-weighted MRI (post-Gd)" -> "t1weightedmripostgd", for comparison alone.
std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : LowerCase(text))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+') squeezed += c;
  return squeezed;
}

bool Holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string ModalityOfChannel(const std::string& channel) {
  const std::string name = Squeezed(channel);
  if (Holds(name, "flair")) return "flair";
  const bool is_t1 = name.rfind("t1", 0) == 0, is_ce_first = name == "cet1" || name == "cet1w";
  for (const char* agent : {"contrast", "gadolinium", "gd", "gad", "post", "+c"})
    if (is_t1 && Holds(name, agent) && !Holds(name, "noncontrast") && !Holds(name, "withoutcontrast"))
      return "t1ce";
  if (is_ce_first || name == "t1c" || name == "t1ce" || name == "t1wce" || name == "t1cw") return "t1ce";
  for (const char* plain : {"t1", "t2"})
    for (const char* rest : {"", "w", "n", "weighted", "wmri", "weightedmri", "mri"})
      if (name == std::string(plain) + rest) return plain;
  std::string clean;
  for (const char c : LowerCase(channel)) {
    const bool keeps = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (keeps) clean += c;
    if (!keeps && !clean.empty() && clean.back() != '_') clean += '_';
  }
  while (!clean.empty() && clean.back() == '_') clean.pop_back();
  return clean;
}

/// A member that must be an object.
const Json& Object(const Json& json, const char* key) {
  if (!json[key].is_object() || json[key].empty())
    throw Bad(Cat(key, " is ", ToLine(json[key]).substr(0, 80), ": wanted an object with members"));
  return json[key];
}

/// {"0": "T1", "1": "T2"} in the order of the numbers, which must be 0, 1, 2, ...
std::vector<std::string> Channels(const Json& json, const char* key) {
  std::vector<std::string> names(Object(json, key).size());
  for (const auto& [number, name] : json[key].items()) {
    const auto index = ParseWhole(number);
    if (!index || *index < 0 || *index >= static_cast<int64_t>(names.size()) || !name.is_string() ||
        Squeezed(name.get<std::string>()).empty())
      throw Bad(Cat(key, ": ", Quoted(number), ": ", ToLine(name).substr(0, 80),
                    ": wanted the numbers 0, 1, 2, ... and their names"));
    names[static_cast<size_t>(*index)] = name.get<std::string>();
  }
  return names;
}

uint16_t LabelValue(const Json& value, const std::string& name) {
  if (!value.is_number_integer() || value.get<int64_t>() < 0 || value.get<int64_t>() > 65535)
    throw Bad(Cat("labels: ", Quoted(name), ": ", ToLine(value).substr(0, 80),
                  ": wanted a whole number from 0 to 65535, or a list of them"));
  return value.get<uint16_t>();
}

void RequireBackground(bool has_background) {
  if (!has_background) throw Bad("labels: none has the value 0, which is the background");
}

/// Version 2: names -> a value, or the values of a region.
LabelScheme SchemeOfNames(const Json& labels) {
  LabelScheme scheme;
  bool has_background = false, has_regions = false;
  for (const auto& [name, value] : labels.items()) {
    Region region = {name, {}};
    if (value.is_array())
      for (const Json& one : value) region.values.push_back(LabelValue(one, name));
    else
      region.values = {LabelValue(value, name)};
    if (region.values.empty()) throw Bad(Cat("labels: ", Quoted(name), " is an empty list"));
    if (region.values == std::vector<uint16_t>{0}) {
      has_background = true;
      continue;
    }
    std::sort(region.values.begin(), region.values.end());
    if (region.values.front() == 0)
      throw Bad(Cat("labels: ", Quoted(name), " has the background's value 0 in its list"));
    has_regions = has_regions || value.is_array();
    for (const uint16_t one : region.values)
      if (!value.is_array() || scheme.classes.count(one) == 0)
        scheme.classes[one] = value.is_array() ? std::to_string(one) : name;
    scheme.regions.push_back(std::move(region));
  }
  RequireBackground(has_background);
  if (!has_regions) scheme.regions.clear();
  return scheme;
}

/// Version 1: values -> names.
LabelScheme SchemeOfValues(const Json& labels) {
  LabelScheme scheme;
  bool has_background = false;
  for (const auto& [text, name] : labels.items()) {
    const auto value = ParseWhole(text);
    if (!value || *value < 0 || *value > 65535 || !name.is_string())
      throw Bad(Cat("labels: ", Quoted(text), ": ", ToLine(name).substr(0, 80),
                    ": wanted numbers from 0 to 65535 and their names"));
    has_background = has_background || *value == 0;
    if (*value > 0) scheme.classes[static_cast<uint16_t>(*value)] = name.get<std::string>();
  }
  RequireBackground(has_background);
  return scheme;
}

NnunetDescription Parse(const Json& json) {
  if (!json.is_object()) throw Bad("is no JSON object");
  const bool second = json.contains("channel_names");
  if (!second && !json.contains("modality"))
    throw Bad("has neither channel_names (version 2) nor modality (version 1)");
  if (!json.contains("labels")) throw Bad("has no labels");
  if (json.contains("dataset"))
    throw Bad("lists its files under dataset: wanted them in imagesTr and labelsTr alone");
  NnunetDescription description;
  description.modalities = ModalitiesOfChannels(Channels(json, second ? "channel_names" : "modality"));
  const Json& labels = Object(json, "labels");
  description.scheme = second ? SchemeOfNames(labels) : SchemeOfValues(labels);
  if (second && (!json.contains("file_ending") || !json["file_ending"].is_string()))
    throw Bad("has no file_ending, as \".nii.gz\"");
  if (second) description.file_ending = json["file_ending"].get<std::string>();
  if (!KindByName("x" + description.file_ending))
    throw Bad(Cat("file_ending is ", Quoted(description.file_ending),
                  ": wanted .nii.gz, .nii, .nrrd, .mha, .mhd, .png, .jpg or .jpeg"));
  if (json.contains("numTraining")) {
    if (!json["numTraining"].is_number_integer())
      throw Bad(Cat("numTraining is ", ToLine(json["numTraining"]).substr(0, 80), ": wanted a number"));
    description.num_training = json["numTraining"].get<int64_t>();
  }
  return description;
}

}  // namespace

std::vector<std::string> ModalitiesOfChannels(const std::vector<std::string>& channels) {
  std::vector<std::string> names, plain;
  for (const std::string& channel : channels) plain.push_back(ModalityOfChannel(channel));
  for (size_t i = 0; i < plain.size(); ++i)
    names.push_back(std::count(plain.begin(), plain.end(), plain[i]) > 1 ? Cat(plain[i], "_", i) : plain[i]);
  return names;
}

NnunetDescription ReadNnunetJson(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    throw Error(ErrorKind::kMissingInput, "nnunet.json",
                "is not there: nnU-Net's raw format has it beside "
                "imagesTr, with channel_names, labels and file_ending")
        .InFile(file);
  const Json json = ParseJson(ReadFile(file), file);
  try {
    return Parse(json);
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

}  // namespace f4s
