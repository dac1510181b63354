#include "libfuse4seg/metric/fusion/fusion_of_case.h"

#include <algorithm>
#include <utility>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/metric/fusion/fusion_floors.h"
#include "libfuse4seg/metric/fusion/fusion_of_rasters.h"

namespace f4s {
namespace {

constexpr int64_t kSlicesAtOnce = 32;  // of a volume: a GPU's batch

void RequireSize(const Raster& image, const Raster& fused, const std::filesystem::path& file) {
  if (image.width != fused.width || image.height != fused.height)
    throw Error(
        ErrorKind::kBadInput, "metric.size",
        Cat("is ", image.width, "x", image.height, ", the fused image ", fused.width, "x", fused.height))
        .InFile(file);
}

/// Evidence and floors of one image, all but its scores.
FusedCaseScores Surroundings(const LevelImage& fused, const std::vector<FusionSource>& sources,
                             const FusionOptions& options) {
  FusedCaseScores found;
  found.evidence = GatherEvidence(fused, sources);
  if (!options.floors) return found;
  for (const auto& [name, image] : FloorsOf(sources))
    found.floors.emplace_back(
        name,
        ScoreFusions({{&image, &sources}}, options.convention, options.extras, options.kernels).front());
  return found;
}

FusedCaseScores ScorePictures(const Case& record, const std::vector<std::string>& sources,
                              const FusionOptions& options) {
  const Raster fused = ReadRaster(*record.file("fused"));
  std::vector<RasterSource> rasters;
  std::vector<FusionSource> images;
  for (const std::string& source : sources) {
    rasters.emplace_back(source, ReadRaster(record.image(source)));
    RequireSize(rasters.back().second, fused, record.image(source));
    images.push_back({source, ToLevels(rasters.back().second, options.convention)});
  }
  FusedCaseScores found = Surroundings(ToLevels(fused, options.convention), images, options);
  found.scores = ScoreFusedRaster(fused, rasters, options.convention, options.extras, options.kernels);
  return found;
}

/// Slice `z` of a volume whose values are in 0..1, as levels.
LevelImage LevelsOfSlice(const Volume& volume, int64_t z) {
  const Size3& size = volume.grid.size;
  const int64_t pixels = size[0] * size[1];
  LevelImage image = {static_cast<int>(size[0]), static_cast<int>(size[1]), {}};
  image.levels.reserve(static_cast<size_t>(pixels));
  for (int64_t i = z * pixels; i < (z + 1) * pixels; ++i)
    image.levels.push_back(static_cast<uint8_t>(Quantize(volume.samples[static_cast<size_t>(i)], 8)));
  return image;
}

FusedCaseScores ScoreVolumes(const Case& record, const std::vector<std::string>& sources,
                             const FusionOptions& options) {
  const CaseImages images_of_case = ReadCaseImages(record, sources, {.fused = true});
  const Volume& fused = *images_of_case.fused;
  std::vector<FusedCaseScores> slices;
  for (int64_t z = 0; z < fused.grid.size[2]; z += kSlicesAtOnce) {
    const int64_t end = std::min(fused.grid.size[2], z + kSlicesAtOnce);
    std::vector<std::pair<LevelImage, std::vector<FusionSource>>> levels;
    for (int64_t slice = z; slice < end; ++slice) {
      levels.emplace_back(LevelsOfSlice(fused, slice), std::vector<FusionSource>());
      for (size_t i = 0; i < sources.size(); ++i)
        levels.back().second.push_back({sources[i], LevelsOfSlice(images_of_case.images[i], slice)});
    }
    std::vector<FusedImage> images;
    for (const auto& [image, of_image] : levels) images.push_back({&image, &of_image});
    std::vector<FusionScores> scores =
        ScoreFusions(images, options.convention, options.extras, options.kernels);
    for (size_t i = 0; i < levels.size(); ++i) {
      slices.push_back(Surroundings(levels[i].first, levels[i].second, options));
      slices.back().scores = std::move(scores[i]);
    }
  }
  return CombineSlices(slices);
}

}  // namespace

std::vector<std::string> FusedCaseScores::sources() const {
  std::vector<std::string> names;
  for (const auto& [name, part] : scores.per_source) names.push_back(name);
  return names;
}

FusedCaseScores ScoreFusedCase(const Case& record, const FusionOptions& options) {
  std::vector<std::string> sources = record.fused_from();
  if (sources.empty()) sources = record.modalities();
  const bool is_volume = IsVolume(ImageFileKindOf(*record.file("fused")));
  if (is_volume != HasVolumes(record, sources))
    throw Error(ErrorKind::kBadInput, "case.kinds",
                "is a volume where its sources are not, or the other way round")
        .InFile(*record.file("fused"));
  return is_volume ? ScoreVolumes(record, sources, options) : ScorePictures(record, sources, options);
}

FusedCaseScores CombineSlices(const std::vector<FusedCaseScores>& slices) {
  FusedCaseScores whole;
  std::vector<FusionScores> column;
  for (const FusedCaseScores& slice : slices) {
    column.push_back(slice.scores);
    Add(slice.evidence, whole.evidence);
  }
  whole.scores = MeanOverSlices(column);
  for (size_t i = 0; i < slices.front().floors.size(); ++i) {
    column.clear();
    for (const FusedCaseScores& slice : slices) column.push_back(slice.floors.at(i).second);
    whole.floors.emplace_back(slices.front().floors[i].first, MeanOverSlices(column));
  }
  return whole;
}

}  // namespace f4s
