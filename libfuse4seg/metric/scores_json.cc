#include "libfuse4seg/metric/scores_json.h"

#include <string>

namespace f4s {
namespace {

/// Sets json[name]; where it is undefined, its reason goes to `reasons` under `path`.
void SetScore(Json& json, const char* name, const Score& score, const std::string& path, Json& reasons) {
  json[name] = score.defined() ? Json(score.value()) : Json(nullptr);
  if (!score.defined()) reasons[path + "." + name] = ReasonName(score.reason());
}

/// The fields of `scores`; the reasons of undefined ones go to `reasons` under `path`.
template <class Fields, class Scores>
Json FieldsJson(const Fields& fields, const Scores& scores, const std::string& path, Json& reasons) {
  Json json = Json::object();
  for (const auto& field : fields) SetScore(json, field.name, scores.*field.score, path, reasons);
  return json;
}

/// Sets metrics[name], and its reasons in place of those that stood there for it.
void SetFamily(Json& record, const std::string& name, Json family, const Json& reasons) {
  Json& metrics = record["metrics"];
  Json undefined = Json::object();
  if (metrics.contains("undefined"))
    for (const auto& [path, reason] : metrics["undefined"].items())
      if (!path.starts_with(name + ".")) undefined[path] = reason;
  undefined.update(reasons);
  metrics.erase("undefined");  // it stays the last member
  metrics[name] = std::move(family);
  if (!undefined.empty()) metrics["undefined"] = std::move(undefined);
}

}  // namespace

void AddFusionScores(Json& record, const FusionScores& scores) {
  Json reasons = Json::object();
  Json family = FieldsJson(kFusionFields, scores, "fusion", reasons);
  if (scores.extras) family.update(FieldsJson(kExtraFields, *scores.extras, "fusion", reasons));
  Json per_source = Json::object();
  for (const auto& [name, part] : scores.per_source)
    per_source[name] = FieldsJson(kSourceFields, part, "fusion.per_source." + name, reasons);
  family["per_source"] = std::move(per_source);
  family["weakest"] = FieldsJson(kSourceFields, scores.weakest, "fusion.weakest", reasons);
  SetFamily(record, "fusion", std::move(family), reasons);
}

void AddSegmentationScores(Json& record, const std::vector<RegionScores>& scores) {
  Json reasons = Json::object(), family = Json::object();
  for (const RegionScores& region : scores) {
    const std::string path = "segmentation." + region.name;
    Json& fields = family[region.name] = FieldsJson(kRegionFields, region, path, reasons);
    for (const FurtherScore& further : region.further)
      SetScore(fields, further.name, further.score, path, reasons);
  }
  SetFamily(record, "segmentation", std::move(family), reasons);
}

void AddDecompositionScores(Json& record, const DecompositionLikeness& likeness) {
  Json reasons = Json::object(), per_source = Json::object();
  Likeness all;
  for (const auto& [modality, one] : likeness) {
    all.Add(one);
    per_source[modality] =
        FieldsJson(kLikenessFields, one.scores(), "decomposition.per_source." + modality, reasons);
  }
  Json family = FieldsJson(kLikenessFields, all.scores(), "decomposition", reasons);
  family["per_source"] = std::move(per_source);
  SetFamily(record, "decomposition", std::move(family), reasons);
}

}  // namespace f4s
