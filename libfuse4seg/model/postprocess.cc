#include "libfuse4seg/model/postprocess.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

Error BadPostprocess(const Json& value) {
  return {ErrorKind::kBadInput, "model.field",
          Cat("model's postprocess: ", ToLine(value),
              " is not {\"min_volume_ml\":{REGION:ML,...},\"largest\":[REGION,...]}")};
}

}  // namespace

Json Postprocess::ToJson() const {
  Json json = Json::object();
  if (!min_volume_ml.empty()) json["min_volume_ml"] = min_volume_ml;
  if (!largest.empty()) json["largest"] = largest;
  return json;
}

Postprocess Postprocess::FromJson(const Json& json) {
  if (!json.is_object()) throw BadPostprocess(json);
  Postprocess read;
  for (const auto& [field, value] : json.items()) {
    if (field == "min_volume_ml" && value.is_object()) {
      for (const auto& [region, ml] : value.items()) {
        if (!ml.is_number() || !(ml.get<double>() >= 0)) throw BadPostprocess(json);
        read.min_volume_ml[region] = ml;
      }
    } else if (field == "largest" && value.is_array()) {
      for (const Json& region : value) {
        if (!region.is_string()) throw BadPostprocess(json);
        read.largest.push_back(region);
      }
    } else {
      throw BadPostprocess(json);
    }
  }
  return read;
}

Postprocess Postprocess::FromWords(const std::vector<std::string>& volumes,
                                   const std::vector<std::string>& largest) {
  Postprocess rules;
  for (const std::string& word : volumes) {
    if (word == kNoPostprocess) continue;
    const size_t equals = word.find('=');
    const auto ml = equals == std::string::npos ? std::nullopt : NumberIn<double>(word.substr(equals + 1));
    if (equals == 0 || !ml || !(*ml >= 0))
      throw Error(
          ErrorKind::kUsage, "parameter.value",
          Cat("--min-volume: ", Quoted(word), " is not REGION=ML, such as WT=0.5, nor ", kNoPostprocess));
    rules.min_volume_ml[word.substr(0, equals)] = *ml;
  }
  for (const std::string& word : largest)
    if (word != kNoPostprocess) rules.largest.push_back(word);
  return rules;
}

void Postprocess::RequireRegions(const std::vector<Region>& regions) const {
  const auto require = [&](const char* flag, const std::string& name) {
    if (std::any_of(regions.begin(), regions.end(), [&](const Region& one) { return one.name == name; }))
      return;
    throw Error(ErrorKind::kUsage, "regions.unknown",
                Cat(flag, ": no region ", Quoted(name), "; there are ",
                    Joined(regions, ", ", [](const Region& region) { return region.name; })));
  };
  for (const auto& [name, ml] : min_volume_ml) require("--min-volume", name);
  for (const std::string& name : largest) require("--largest", name);
}

}  // namespace f4s
