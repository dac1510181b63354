#include "libfuse4seg/metric/score_labels.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/comparable.h"
#include "libfuse4seg/metric/label_findings.h"
#include "libfuse4seg/metric/score_probabilities.h"

namespace f4s {
namespace {

/// A reference and its prediction, on one grid.
struct LabelMaps {
  Image<uint16_t> label, prediction;
  bool has_spacing = true;
  FileNotes notes = {};

  [[nodiscard]] LabelGrid grid() const {
    return {label.grid.size, label.grid.spacing_mm(), label.is_picture() ? 2 : 3, has_spacing};
  }
};

/// Gives a picture that says nothing of it the record's spacing, or that of the map it is compared with.
void TakeSpacing(const Case& record, const Grid& other, Grid& grid) {
  if (!grid.is_picture || grid.has_spacing) return;
  const Json* spacing = FindPath(record.json(), "geometry.spacing_mm");
  if (spacing != nullptr && spacing->size() != 2)
    throw Error(ErrorKind::kBadInput, "record.geometry",
                Cat("geometry.spacing_mm has ", spacing->size(), " numbers, its label map two dimensions"))
        .InCase(record.id());
  for (size_t i = 0; i < 2; ++i) {
    double& mm = grid.world_from_voxel[i][i];
    if (spacing != nullptr)
      mm = (*spacing)[i].get<double>();
    else if (other.has_spacing)
      mm = other.spacing_mm()[i];
  }
  grid.has_spacing = spacing != nullptr || other.has_spacing;
}

void TakeOneGrid(LabelMaps& maps, const Case& record) {
  TakeOrderOf(maps.label.grid, record.file("label").value_or(""), "its reference", maps.prediction,
              record.file("prediction").value_or(""));
}

/// Numbers of a record in the order of their size: axes may come in another order.
std::vector<double> Ordered(const Json& numbers) {
  auto ordered = numbers.get<std::vector<double>>();
  std::sort(ordered.begin(), ordered.end());
  return ordered;
}

/// A record that tells of an image of another size tells of another image.
void NoteOtherSize(const Case& record, const Image<uint16_t>& map, const std::filesystem::path& file,
                   FileNotes& notes) {
  const Json* said = FindPath(record.json(), "geometry.size");
  if (said == nullptr) return;
  const std::vector<int64_t> of_file(map.grid.size.begin(),
                                     map.grid.size.begin() + (map.is_picture() ? 2 : 3));
  if (Ordered(*said) == Ordered(Json(of_file))) return;
  notes.emplace_back(file, HeaderNote{"geometry.size_differs", "warning",
                                      Cat("is ", Joined(of_file, " x "), ", but its record says ",
                                          Joined(said->get<std::vector<double>>(), " x "))});
}

/// A file that says how far apart its voxels are counts, whatever its record says.
void NoteOtherSpacing(const Case& record, const Image<uint16_t>& map, const std::filesystem::path& file,
                      FileNotes& notes) {
  constexpr double kSame = 0.01;
  const Json* said = FindPath(record.json(), "geometry.spacing_mm");
  if (said == nullptr || (map.is_picture() && !map.grid.has_spacing)) return;
  std::vector<double> of_record = said->get<std::vector<double>>();
  const Vector3 spacing = map.grid.spacing_mm();
  std::vector<double> of_file(spacing.begin(), spacing.begin() + (map.is_picture() ? 2 : 3));
  const std::string text = Cat("lie ", Joined(of_file, " x "), " mm apart, but its record says ",
                               Joined(of_record, " x "), ": the former is taken");
  std::sort(of_record.begin(), of_record.end());  // axes may come in another order
  std::sort(of_file.begin(), of_file.end());
  if (!std::equal(of_record.begin(), of_record.end(), of_file.begin(), of_file.end(),
                  [&](double a, double b) { return std::abs(a - b) <= kSame * b; }))
    notes.emplace_back(file,
                       HeaderNote{"geometry.spacing_differs", "warning", "says that its voxels " + text});
}

std::filesystem::path FileOf(const Case& record, const char* key) {
  if (const auto file = record.file(key)) return *file;
  throw Error(ErrorKind::kBadInput, "volume.slices",
              Cat("has no ", key, ", which other images of its volume or subject have"))
      .InCase(record.id());
}

/// Of values that the user's regions name, as they are; else in those of the record's classes.
Image<uint16_t> ReadReference(const Case& record, bool as_it_is, HeaderNotes& notes) {
  const std::filesystem::path file = FileOf(record, "label");
  return as_it_is ? ReadLabels(file, &notes) : ReadReference(record, &notes);
}

LabelMaps ReadMaps(const Case& record, bool as_they_are) {
  const std::filesystem::path label = FileOf(record, "label"), prediction = FileOf(record, "prediction");
  HeaderNotes of_label, of_prediction;
  LabelMaps maps = {ReadReference(record, as_they_are, of_label), ReadLabels(prediction, &of_prediction)};
  for (const HeaderNote& note : of_label) maps.notes.emplace_back(label, note);
  for (const HeaderNote& note : of_prediction) maps.notes.emplace_back(prediction, note);
  NoteOtherSize(record, maps.label, label, maps.notes);
  NoteOtherSpacing(record, maps.prediction, prediction, maps.notes);
  NoteOtherSpacing(record, maps.label, label, maps.notes);
  TakeOneGrid(maps, record);
  TakeSpacing(record, maps.prediction.grid, maps.label.grid);
  maps.has_spacing = !maps.label.is_picture() || maps.label.grid.has_spacing;
  return maps;
}

/// The slices' label maps under `key` as one volume.
Image<uint16_t> Stacked(const std::vector<Case>& slices, const std::string& key, bool as_they_are,
                        FileNotes& notes) {
  std::vector<PlacedSlice> placed;
  for (const Case& slice : slices) {
    const std::filesystem::path file = FileOf(slice, key.c_str());
    HeaderNotes of_file;
    placed.push_back({*slice.slice_of_volume(), key == "label" ? ReadReference(slice, as_they_are, of_file)
                                                               : ReadLabels(file, &of_file)});
    for (const HeaderNote& note : of_file) notes.emplace_back(file, note);
  }
  return AssembleLabels(placed);
}

/// The pixels of all maps, one after another.
LabelMaps PooledMaps(const std::vector<Case>& cases, bool as_they_are) {
  LabelMaps pooled;
  for (const Case& one : cases) {
    const LabelMaps maps = ReadMaps(one, as_they_are);
    pooled.notes.insert(pooled.notes.end(), maps.notes.begin(), maps.notes.end());
    pooled.label.samples.insert(pooled.label.samples.end(), maps.label.samples.begin(),
                                maps.label.samples.end());
    pooled.prediction.samples.insert(pooled.prediction.samples.end(), maps.prediction.samples.begin(),
                                     maps.prediction.samples.end());
    pooled.has_spacing = pooled.has_spacing && maps.has_spacing;
  }
  return pooled;
}

/// Takes the voxels out of both maps whose reference is ignored, and the value itself out of the prediction.
/// @return how many voxels are out.
int64_t LeaveOut(const std::vector<uint16_t>& ignore, LabelMaps& maps) {
  int64_t left_out = 0;
  if (ignore.empty()) return left_out;
  const auto is_ignored = [&](uint16_t value) { return HasValue(ignore, value); };
  for (size_t i = 0; i < maps.label.samples.size(); ++i) {
    uint16_t &label = maps.label.samples[i], &prediction = maps.prediction.samples[i];
    if (is_ignored(label)) {
      label = prediction = 0;
      ++left_out;
    } else if (is_ignored(prediction)) {
      prediction = 0;
    }
  }
  return left_out;
}

/// Numbers under one name that are not to be compared are worth saying too.
void FindSpreads(Case& record, const std::vector<RegionScores>& scores) {
  for (const RegionScores& region : scores)
    if (const auto& spread = region.hd95_spread) {
      const char* unit = region.in_pixels ? " pixels" : " mm";
      record.AddFinding("metric.convention", "info",
                        Cat("HD95 of ", region.name, " depends on the convention: ", spread->pooled_mm, unit,
                            " pooled (medpy, panoptica), ", spread->worse_direction_mm, unit,
                            " in the worse direction (monai), ", spread->by_area_mm, unit,
                            " by area (deepmind, brats2023)"));
    }
}

/// Of the maps' grid, mm or pixels.
double DiagonalOf(const LabelGrid& grid, const SegmentationOptions& options) {
  const bool in_pixels = !grid.has_spacing || !RulesOf(options.convention).uses_spacing;
  Vector3 length = {};
  for (size_t i = 0; i < static_cast<size_t>(grid.dimensions); ++i)
    length[i] = static_cast<double>(grid.size[i]) * (in_pixels ? 1 : grid.spacing_mm[i]);
  return std::hypot(length[0], length[1], length[2]);
}

/// Of a region that neither map has.
RegionScores AbsentScores(const LabelGrid& grid, const SegmentationOptions& options) {
  const std::vector<uint16_t> none = {0};
  const LabelGrid one = {{1, 1, 1}, {1, 1, 1}, grid.dimensions, grid.has_spacing};
  return ScoreSegmentation(none, none, one, {{"", {1}}}, options).front();
}

/// @param maps  loses what is ignored
LabelScores ScoreMaps(Case& record, LabelMaps& maps, LabelGrid grid, const std::vector<Region>& regions,
                      const SegmentationOptions& options) {
  AddNotes(maps.notes, record);
  const std::vector<uint16_t> ignore = options.ignore.empty() ? record.ignored() : options.ignore;
  const HeldLabels held = {LabelValues(maps.label.samples), LabelValues(maps.prediction.samples)};
  FindDoubtfulLabels(record, held, regions, ignore);
  grid.left_out = LeaveOut(ignore, maps);
  LabelScores scores;
  scores.regions = ScoreSegmentation(maps.label.samples, maps.prediction.samples, grid, regions, options);
  scores.diagonal = DiagonalOf(grid, options);
  if (regions.empty()) scores.absent = AbsentScores(grid, options);
  if (grid.dimensions == 3)
    scores.volumes = VolumesOfRegions(maps.label.samples, maps.prediction.samples, grid.spacing_mm, regions,
                                      record.classes());
  return scores;
}

/// Where all cases have probabilities.
void TakeCalibration(const std::vector<Case>& cases, const std::vector<Region>& regions, bool as_they_are,
                     const SegmentationOptions& options, Case& whole, LabelScores& scores) {
  if (!regions.empty() && HaveProbabilities(cases))
    AddCalibration(cases, regions, as_they_are, options.ignore, whole, scores.regions);
}

/// Takes the distances and lesions of `placed`, which has the same regions.
void TakePlaces(const LabelScores& placed, LabelScores& scores) {
  scores.diagonal = placed.diagonal;
  for (size_t i = 0; i < scores.regions.size(); ++i) {
    RegionScores& to = scores.regions[i];
    const RegionScores& from = placed.regions[i];
    to.hd95_mm = from.hd95_mm;
    to.hd_mm = from.hd_mm;
    to.assd_mm = from.assd_mm;
    to.nsd = from.nsd;
    to.further = from.further;
    to.hd95_spread = from.hd95_spread;
    to.in_pixels = from.in_pixels;
  }
}

}  // namespace

std::vector<Region> ScoredRegions(const Case& record, const std::vector<Region>& given) {
  if (!given.empty()) return given;
  if (record.json().contains("label_scheme")) return RegionsOfBoth(record);
  // What is ignored altogether is no region: both maps would lack it, and so agree.
  const std::vector<uint16_t> ignored = record.ignored();
  std::vector<Region> regions = record.regions();
  std::erase_if(regions, [&](const Region& region) { return Without(region.values, ignored).empty(); });
  if (!regions.empty()) return regions;
  Classes classes = record.classes();
  for (const uint16_t value : ignored) classes.erase(value);
  std::multiset<std::string> names;
  for (const auto& [value, name] : classes) names.insert(name);
  for (const auto& [value, name] : classes)
    regions.push_back({name.empty() || names.count(name) > 1 ? std::to_string(value) : name, {value}});
  return regions;
}

LabelScores ScoreLabels(Case& record, const std::vector<Region>& given, const SegmentationOptions& options) {
  LabelMaps maps = ReadMaps(record, !given.empty());
  const std::vector<Region> regions = ScoredRegions(record, given);
  LabelScores scores = ScoreMaps(record, maps, maps.grid(), regions, options);
  TakeCalibration({record}, regions, !given.empty(), options, record, scores);
  FindSpreads(record, scores.regions);
  return scores;
}

LabelScores ScoreStackedLabels(Case& volume, const std::vector<Case>& slices,
                               const std::vector<Region>& given, const SegmentationOptions& options) {
  FileNotes notes;
  const bool as_they_are = !given.empty();
  LabelMaps maps = {Stacked(slices, "label", as_they_are, notes),
                    Stacked(slices, "prediction", as_they_are, notes)};
  maps.notes = std::move(notes);
  TakeOneGrid(maps, volume);
  const std::vector<Region> regions = ScoredRegions(volume, given);
  LabelScores scores = ScoreMaps(volume, maps, maps.grid(), regions, options);
  TakeCalibration(slices, regions, as_they_are, options, volume, scores);
  FindSpreads(volume, scores.regions);
  return scores;
}

bool AreOneVolume(const std::vector<Case>& cases) {
  const auto first = cases.front().slice_of_volume();
  return first && std::all_of(cases.begin(), cases.end(), [&](const Case& one) {
           const auto place = one.slice_of_volume();
           return place && place->id == first->id;
         });
}

LabelScores ScorePooledLabels(Case& subject, const std::vector<Case>& cases, const std::vector<Region>& given,
                              const SegmentationOptions& options) {
  const bool as_they_are = !given.empty();
  LabelMaps pooled = PooledMaps(cases, as_they_are);
  const std::vector<Region> regions = ScoredRegions(subject, given);
  const auto count = static_cast<int64_t>(pooled.label.samples.size());
  LabelScores scores =
      ScoreMaps(subject, pooled, {{count, 1, 1}, {1, 1, 1}, 1, pooled.has_spacing}, regions, options);
  if (!AreOneVolume(cases)) {
    TakeCalibration(cases, regions, as_they_are, options, subject, scores);
    return scores;
  }
  FileNotes said;  // with those of the pooled maps
  LabelMaps maps = {Stacked(cases, "label", as_they_are, said),
                    Stacked(cases, "prediction", as_they_are, said)};
  const std::vector<Region> met =
      regions.empty() ? RegionsOfValues(pooled.label.samples, pooled.prediction.samples) : regions;
  Case findings;  // those of the pooled maps stand already
  findings.SetIgnored(subject.ignored());
  findings.SetClasses(subject.classes(), {});
  const LabelScores placed = ScoreMaps(findings, maps, maps.grid(), met, options);
  TakePlaces(placed, scores);
  scores.volumes = placed.volumes;
  if (scores.absent) scores.absent = AbsentScores(maps.grid(), options);
  TakeCalibration(cases, regions, as_they_are, options, subject, scores);
  FindSpreads(subject, scores.regions);
  return scores;
}

}  // namespace f4s
