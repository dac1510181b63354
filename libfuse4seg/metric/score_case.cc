#include "libfuse4seg/metric/score_case.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/comparable.h"

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

namespace {

/// A picture's spacing is that of the record.
Image<uint16_t> ReadLabelMap(const Case& record, const std::filesystem::path& file) {
  Image<uint16_t> map = ReadLabels(file);
  const Json* spacing = FindPath(record.json(), "geometry.spacing_mm");
  if (!map.is_picture() || spacing == nullptr || !spacing->is_array()) return map;
  for (size_t i = 0; i < std::min<size_t>(2, spacing->size()); ++i)
    if ((*spacing)[i].is_number() && (*spacing)[i].get<double>() > 0)
      map.grid.world_from_voxel[i][i] = (*spacing)[i].get<double>();
  return map;
}

/// A value that is in no class is worth saying: the region that it was meant for misses it.
void FindForeignLabels(Case& record, const Image<uint16_t>& map, const char* what) {
  const Classes classes = record.classes();
  if (classes.empty()) return;
  for (const uint16_t value : LabelValues(map.samples))
    if (classes.count(value) == 0)
      record.AddFinding("label.value", "warning",
                        Cat("the ", what, " holds the label ", value, ", which is no class"));
}

/// Numbers under one name that are not to be compared are worth saying too.
void FindSpreads(Case& record, const std::vector<RegionScores>& scores) {
  for (const RegionScores& region : scores)
    if (const auto& spread = region.hd95_spread)
      record.AddFinding("metric.convention", "info",
                        Cat("HD95 of ", region.name, " depends on the convention: ", spread->pooled_mm,
                            " mm pooled (medpy, panoptica), ", spread->worse_direction_mm,
                            " mm in the worse direction (monai), ", spread->by_area_mm,
                            " mm by area (deepmind, brats2023)"));
}

/// @return the map's diagonal, mm.
double ScoreLabels(Case& record, const Image<uint16_t>& label, const Image<uint16_t>& prediction,
                   const ScoreRules& rules) {
  const std::filesystem::path file = record.file("prediction").value_or("");
  RequireSameSize(label.grid, "its reference", prediction.grid, file);
  RequireComparable(label.grid, record.file("label").value_or(""), "its reference", prediction.grid, file);
  FindForeignLabels(record, label, "reference");
  FindForeignLabels(record, prediction, "prediction");
  const std::vector<Region> regions = rules.regions.empty() ? record.regions() : rules.regions;
  const std::vector<RegionScores> scores = ScoreSegmentation(label, prediction, regions, rules.segmentation);
  AddSegmentationScores(record.json(), scores);
  FindSpreads(record, scores);
  Vector3 mm = label.grid.spacing_mm();
  for (size_t i = 0; i < 3; ++i) mm[i] *= static_cast<double>(label.grid.size[i]);
  if (label.is_picture()) mm[2] = 0;
  return std::hypot(mm[0], mm[1], mm[2]);
}

Case FloorRecord(const Case& record, const std::string& name, const FusionScores& scores) {
  Case floor = record;
  EraseFields(floor.json(), kOfScored);
  floor.json()["case"] = record.id();
  floor.SetId(record.id() + "+floor-" + name);
  floor.json()["floor"] = name;
  floor.json()["metrics"] = Json::object();
  AddFusionScores(floor.json(), scores);
  return floor;
}

void TakeFusion(const FusedCaseScores& fused, ScoredCase& scored) {
  AddFusionScores(scored.record.json(), fused.scores);
  AddFusionFindings(fused.evidence, fused.sources(), scored.record);
  for (const auto& [name, scores] : fused.floors)
    scored.floors.emplace_back(name, FloorRecord(scored.record, name, scores));
}

bool HasFused(const Case& record) { return record.file("fused") && !record.modalities().empty(); }
bool HasPrediction(const Case& record) { return record.file("prediction") && record.file("label"); }

void RequireSomething(const Case& record) {
  if (!HasFused(record) && !HasPrediction(record) && !HasDecomposition(record))
    throw Error(ErrorKind::kBadInput, "metric.nothing",
                "has neither fused with its sources nor prediction "
                "with label, nor decomposed images with their sources")
        .InCase(record.id());
}

/// The slices' label maps under `key` as one volume.
Image<uint16_t> Stacked(const std::vector<Case>& slices, const char* key) {
  std::vector<PlacedSlice> placed;
  for (const Case& slice : slices) {
    const auto file = slice.file(key);
    if (!file)
      throw Error(ErrorKind::kBadInput, "volume.slices",
                  Cat("has no ", key, ", which other slices of its volume have"))
          .InCase(slice.id());
    placed.push_back({*slice.slice_of_volume(), ReadLabels(*file)});
  }
  return AssembleLabels(placed);
}

}  // namespace

ScoreRules::ScoreRules(const MetricOptions& options, const std::string& device)
    : fusion{options.convention, options.extras, options.floors, MetricKernelsFor(device)},
      segmentation{options.seg_convention,
                   options.nsd_tolerance,
                   options.empty,
                   {options.lesion_dilation, options.lesion_volume},
                   fusion.kernels},
      regions(ParseRegions(options.regions)) {}

ScoredCase ScoreCase(const Case& record, const ScoreRules& rules) {
  RequireSomething(record);
  ScoredCase scored = {record};
  scored.record.json()["metrics"] = Json::object();
  if (HasFused(record)) TakeFusion(ScoreFusedCase(record, rules.fusion), scored);
  if (HasDecomposition(record)) AddDecompositionScores(scored.record.json(), CompareDecomposition(record));
  if (HasPrediction(record))
    scored.diagonal_mm = ScoreLabels(scored.record, ReadLabelMap(record, *record.file("label")),
                                     ReadLabelMap(record, *record.file("prediction")), rules);
  return scored;
}

ScoredCase ScoreSlicesAsVolume(const std::vector<Case>& slices, const ScoreRules& rules) {
  if (!slices.front().slice_of_volume()) return ScoreCase(slices.front(), rules);
  RequireSomething(slices.front());
  ScoredCase volume = {BareVolumeRecord(slices)};
  NoteMissingSlices(volume.record, slices, "count as 0");
  volume.record.json()["metrics"] = Json::object();
  if (HasFused(slices.front())) {
    std::vector<FusedCaseScores> scores;
    for (const Case& slice : slices) scores.push_back(ScoreFusedCase(slice, rules.fusion));
    TakeFusion(CombineSlices(scores), volume);
  }
  if (HasDecomposition(slices.front())) {
    DecompositionLikeness likeness;
    for (const Case& slice : slices) AddSlice(CompareDecomposition(slice), likeness);
    AddDecompositionScores(volume.record.json(), likeness);
  }
  if (HasPrediction(slices.front()))
    volume.diagonal_mm =
        ScoreLabels(volume.record, Stacked(slices, "label"), Stacked(slices, "prediction"), rules);
  return volume;
}

}  // namespace f4s
