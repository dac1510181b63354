#include "libfuse4seg/metric/fusion_of_case.h"

#include "libfuse4seg/data/study.h"
#include "libfuse4seg/data/volume_levels.h"
#include "libfuse4seg/image/image_file.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/image/volume_io.h"

namespace f4s {
namespace {

void RequireSize(const LevelImage& image, const LevelImage& fused, const std::filesystem::path& file) {
  if (image.width != fused.width || image.height != fused.height)
    throw Error(
        ErrorKind::kBadInput, "metric.size",
        Cat("is ", image.width, "x", image.height, ", the fused image ", fused.width, "x", fused.height))
        .InFile(file);
}

FusionScores ScorePictures(const Case& record, const std::vector<std::string>& sources,
                           FusionConvention convention) {
  const LevelImage fused = ToLevels(ReadRaster(*record.file("fused")), convention);
  std::vector<FusionSource> images;
  for (const std::string& source : sources) {
    images.push_back({source, ToLevels(ReadRaster(record.image(source)), convention)});
    RequireSize(images.back().image, fused, record.image(source));
  }
  return ScoreFusion(fused, images, convention);
}

/// Slice `z` of a volume whose values are in 0..1, as levels.
LevelImage LevelsOfSlice(const Volume& volume, int64_t z) {
  const Size3& size = volume.geometry.size;
  const int64_t pixels = size[0] * size[1];
  LevelImage image = {static_cast<int>(size[0]), static_cast<int>(size[1]), {}};
  image.levels.reserve(static_cast<size_t>(pixels));
  for (int64_t i = z * pixels; i < (z + 1) * pixels; ++i)
    image.levels.push_back(static_cast<uint8_t>(Quantize(volume.voxels[static_cast<size_t>(i)], 8)));
  return image;
}

FusionScores ScoreVolumes(const Case& record, const std::vector<std::string>& sources,
                          FusionConvention convention) {
  Case images_only = record;
  images_only.json().erase("label");
  images_only.json().erase("mask");
  Study study = ReadStudy(images_only, sources);
  Volume fused = ReadVolume(*record.file("fused"));
  if (!SameGrid(study.geometry(), fused.geometry))
    throw Error(ErrorKind::kBadInput, "geometry.grids",
                Cat("its grid (", Describe(fused.geometry), ") is not that of its sources (",
                    Describe(study.geometry()), ")"))
        .InFile(*record.file("fused"));
  ToUnitScale(fused, *record.file("fused"));
  for (size_t i = 0; i < sources.size(); ++i) ToUnitScale(study.volumes[i], record.image(sources[i]));
  std::vector<FusionScores> scores;
  for (int64_t z = 0; z < fused.geometry.size[2]; ++z) {
    std::vector<FusionSource> images;
    for (size_t i = 0; i < sources.size(); ++i)
      images.push_back({sources[i], LevelsOfSlice(study.volumes[i], z)});
    scores.push_back(ScoreFusion(LevelsOfSlice(fused, z), images, convention));
  }
  return MeanOverSlices(scores);
}

}  // namespace

FusionScores ScoreFusedCase(const Case& record, FusionConvention convention) {
  std::vector<std::string> sources = record.fused_from();
  if (sources.empty()) sources = record.modalities();
  const bool is_volume = ImageFileKindOf(*record.file("fused")) == ImageFileKind::kVolume;
  if (is_volume != HasVolumes(record, sources))
    throw Error(ErrorKind::kBadInput, "case.kinds",
                "is a volume where its sources are not, or the other way round")
        .InFile(*record.file("fused"));
  return is_volume ? ScoreVolumes(record, sources, convention) : ScorePictures(record, sources, convention);
}

}  // namespace f4s
