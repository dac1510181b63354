#include "libfuse4seg/metric/score_case.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/volume_record.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/metric/scores_json.h"

namespace f4s {
namespace {

/// A label map with its grid, from a picture or a volume.
struct LabelMap {
  std::vector<uint16_t> labels;
  LabelGrid grid;
  Geometry geometry;  ///< of a volume
};

Vector3 PixelSpacing(const Case& record) {
  const Json* spacing = FindPath(record.json(), "geometry.spacing_mm");
  Vector3 mm = {1, 1, 1};
  for (size_t i = 0; i < 2 && spacing != nullptr && spacing->is_array() && i < spacing->size(); ++i)
    if ((*spacing)[i].is_number() && (*spacing)[i].get<double>() > 0) mm[i] = (*spacing)[i].get<double>();
  return mm;
}

Raster ReadLabelRaster(const std::filesystem::path& file) {
  Raster raster = ReadRaster(file);
  if (raster.channels != 1)
    throw Error(ErrorKind::kBadInput, "label.colour", "is RGB: a label map is grey").InFile(file);
  return raster;
}

LabelMap ReadLabelMap(const Case& record, const std::filesystem::path& file) {
  if (IsVolume(ImageFileKindOf(file))) {
    LabelVolume volume = ReadLabelVolume(file);
    return {std::move(volume.samples), {volume.grid.size, volume.grid.spacing_mm(), 3}, volume.grid};
  }
  Raster raster = ReadLabelRaster(file);
  return {std::move(raster.samples), {{raster.width, raster.height, 1}, PixelSpacing(record), 2}, {}};
}

void RequireSameGrid(const LabelMap& label, const LabelMap& prediction, const std::filesystem::path& file) {
  if (label.grid.size != prediction.grid.size || label.grid.dimensions != prediction.grid.dimensions)
    throw Error(
        ErrorKind::kBadInput, "metric.size",
        Cat("is ", prediction.grid.size[0], "x", prediction.grid.size[1], "x", prediction.grid.size[2],
            ", its reference ", label.grid.size[0], "x", label.grid.size[1], "x", label.grid.size[2]))
        .InFile(file);
  if (label.grid.dimensions == 3 && !SameGrid(label.geometry, prediction.geometry))
    throw Error(ErrorKind::kBadInput, "geometry.grids",
                Cat("its corners lie up to ", CornerDisplacement(label.geometry, prediction.geometry),
                    " voxels from its reference's"))
        .InFile(file);
}

/// A value that is in no class is worth saying: the region that it was meant for misses it.
void FindForeignLabels(Case& record, const LabelMap& map, const char* what) {
  const Classes classes = record.classes();
  if (classes.empty()) return;
  for (const uint16_t value : LabelValues(map.labels))
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
double ScoreLabels(Case& record, const LabelMap& label, const LabelMap& prediction, const ScoreRules& rules) {
  RequireSameGrid(label, prediction, record.file("prediction").value_or(""));
  FindForeignLabels(record, label, "reference");
  FindForeignLabels(record, prediction, "prediction");
  const std::vector<Region> regions = rules.regions.empty() ? record.regions() : rules.regions;
  const std::vector<RegionScores> scores =
      ScoreSegmentation(label.labels, prediction.labels, label.grid, regions, rules.segmentation);
  AddSegmentationScores(record.json(), scores);
  FindSpreads(record, scores);
  Vector3 mm;
  for (size_t i = 0; i < 3; ++i) mm[i] = static_cast<double>(label.grid.size[i]) * label.grid.spacing_mm[i];
  if (label.grid.dimensions == 2) mm[2] = 0;
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
LabelMap Stacked(const std::vector<Case>& slices, const char* key) {
  std::vector<PlacedSlice> placed;
  for (const Case& slice : slices) {
    const auto file = slice.file(key);
    if (!file)
      throw Error(ErrorKind::kBadInput, "volume.slices",
                  Cat("has no ", key, ", which other slices of its volume have"))
          .InCase(slice.id());
    Raster raster = ReadLabelRaster(*file);
    placed.push_back(
        {*slice.slice_of_volume(), Picture(raster.width, raster.height, std::move(raster.samples))});
  }
  LabelVolume volume = AssembleLabels(placed);
  return {std::move(volume.samples), {volume.grid.size, volume.grid.spacing_mm(), 3}, volume.grid};
}

}  // namespace

ScoreRules::ScoreRules(const MetricOptions& options, const std::string& device)
    : fusion{ParseFusionConvention(options.convention), options.extras, options.floors,
             MetricKernelsFor(device)},
      segmentation{ParseSegmentationConvention(options.seg_convention),
                   options.nsd_tolerance,
                   ParseEmptyChoice(options.empty),
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
