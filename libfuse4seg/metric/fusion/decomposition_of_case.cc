#include "libfuse4seg/metric/fusion/decomposition_of_case.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr int kBits = 16;  // of volumes: as finely as they are ever stored

struct FilePair {
  std::string modality;
  fs::path source, image;
};

std::vector<FilePair> PairsOf(const Case& record) {
  std::vector<FilePair> pairs;
  const Json* decomposed = FindPath(record.json(), "decomposed");
  if (decomposed == nullptr) return pairs;
  const std::vector<std::string> known = record.modalities();
  for (const auto& [modality, file] : decomposed->items())
    if (std::find(known.begin(), known.end(), modality) != known.end())
      pairs.push_back({modality, record.image(modality), file.get<std::string>()});
  return pairs;
}

Raster SliceOf(const Volume& volume, int64_t z) {
  const Size3& size = volume.grid.size;
  const auto pixels = static_cast<size_t>(size[0] * size[1]);
  const std::span<const float> voxels(volume.samples.data() + pixels * static_cast<size_t>(z), pixels);
  return {static_cast<int>(size[0]), static_cast<int>(size[1]), 1, kBits, Quantize(voxels, kBits)};
}

Likeness CompareVolumes(const FilePair& files) {
  const Volume source = ReadUnitImage(files.source), image = ReadUnitImage(files.image);
  if (!SameGrid(source.grid, image.grid))
    throw Error(
        ErrorKind::kBadInput, "geometry.grids",
        Cat("its grid (", Describe(image.grid), ") is not that of its source (", Describe(source.grid), ")"))
        .InFile(files.image);
  Likeness likeness;
  for (int64_t z = 0; z < source.grid.size[2]; ++z) likeness.Add(SliceOf(source, z), SliceOf(image, z));
  return likeness;
}

Likeness Compare(const FilePair& files) {
  if (IsVolume(ImageFileKindOf(files.image))) return CompareVolumes(files);
  const Raster source = ReadRaster(files.source), image = ReadRaster(files.image);
  try {
    Likeness likeness;
    likeness.Add(source, image);
    return likeness;
  } catch (Error& error) {
    throw std::move(error).InFile(files.image);
  }
}

}  // namespace

bool HasDecomposition(const Case& record) { return !PairsOf(record).empty(); }

DecompositionLikeness CompareDecomposition(const Case& record) {
  DecompositionLikeness found;
  for (const FilePair& files : PairsOf(record)) found.emplace_back(files.modality, Compare(files));
  return found;
}

void AddSlice(const DecompositionLikeness& slice, DecompositionLikeness& volume) {
  for (const auto& [modality, likeness] : slice) {
    const auto known =
        std::find_if(volume.begin(), volume.end(), [&](const auto& one) { return one.first == modality; });
    if (known == volume.end())
      volume.emplace_back(modality, likeness);
    else
      known->second.Add(likeness);
  }
}

}  // namespace f4s
