#include "libfuse4seg/prep/align/bias.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/prep/align/itk/align_backend.h"

namespace f4s {
namespace {

constexpr double kCoarseMm = 4;
constexpr int64_t kLevels = 3, kIterations = 50;
constexpr double kConvergence = 0.0001;
constexpr int64_t kLeastMaskVoxels = 64;

/// Means of blocks of voxels, and which of them are mask for the most part.
struct Blocks {
  Size3 shrink{};
  Image<float> means;
  std::vector<uint8_t> mask;
};

Size3 ShrinkOf(const Grid& geometry) {
  Size3 shrink{};
  const Vector3 spacing = geometry.spacing_mm();
  for (size_t i = 0; i < 3; ++i)
    shrink[i] =
        std::max<int64_t>(1, std::min<int64_t>(std::llround(kCoarseMm / spacing[i]), geometry.size[i] / 8));
  return shrink;
}

Grid Shrunk(const Grid& geometry, const Size3& shrink) {
  Grid coarse = geometry;
  Vector3 first{};
  for (size_t i = 0; i < 3; ++i) {
    coarse.size[i] = (geometry.size[i] + shrink[i] - 1) / shrink[i];
    first[i] = 0.5 * static_cast<double>(shrink[i] - 1);
    for (size_t row = 0; row < 3; ++row) coarse.world_from_voxel[row][i] *= static_cast<double>(shrink[i]);
  }
  const Vector3 origin = Apply(geometry.world_from_voxel, first);
  for (size_t row = 0; row < 3; ++row) coarse.world_from_voxel[row][3] = origin[row];
  return coarse;
}

Blocks BlocksOf(const Image<float>& volume, const std::vector<uint8_t>& mask) {
  Blocks blocks;
  blocks.shrink = ShrinkOf(volume.grid);
  // In voxels, not millimetres: the rounding of a header's position must not reach the field.
  blocks.means.grid = Shrunk({volume.grid.size, IdentityAffine()}, blocks.shrink);
  const Size3 &size = volume.grid.size, &coarse = blocks.means.grid.size;
  const auto num_blocks = static_cast<size_t>(blocks.means.grid.num_voxels());
  std::vector<double> sums(num_blocks);
  std::vector<int64_t> used(num_blocks);
  size_t index = 0;
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x, ++index) {
        if (mask[index] == 0 || !(volume.samples[index] > 0)) continue;
        const auto block = static_cast<size_t>(
            x / blocks.shrink[0] + coarse[0] * (y / blocks.shrink[1] + coarse[1] * (z / blocks.shrink[2])));
        sums[block] += static_cast<double>(volume.samples[index]);
        ++used[block];
      }
  const int64_t whole = blocks.shrink[0] * blocks.shrink[1] * blocks.shrink[2];
  blocks.means.samples.assign(num_blocks, 1.0F);  // the filter wants a logarithm everywhere
  blocks.mask.assign(num_blocks, 0);
  for (size_t i = 0; i < num_blocks; ++i) {
    if (2 * used[i] < whole) continue;
    blocks.means.samples[i] = static_cast<float>(sums[i] / static_cast<double>(used[i]));
    blocks.mask[i] = 1;
  }
  return blocks;
}

void RequirePositive(const Image<float>& volume, const std::vector<uint8_t>& mask) {
  int64_t within = 0, positive = 0;
  for (size_t i = 0; i < mask.size(); ++i) {
    within += mask[i] != 0;
    positive += mask[i] != 0 && volume.samples[i] > 0;
  }
  if (2 * positive <= within)
    throw Error(ErrorKind::kBadInput, "bias.not_positive",
                Cat("only ", positive, " of ", within,
                    " voxels to correct are above 0: wanted more than half, as raw intensities are"));
}

/// The field on the shrunken grid, its logarithm's mean within the mask taken away.
Image<float> FieldOf(const Blocks& blocks, const std::vector<float>& log_field) {
  double sum = 0, count = 0;
  for (size_t i = 0; i < log_field.size(); ++i)
    if (blocks.mask[i] != 0) {
      sum += static_cast<double>(log_field[i]);
      ++count;
    }
  Image<float> field = {blocks.means.grid, 1, {}};
  for (const float value : log_field)
    field.samples.push_back(static_cast<float>(std::exp(static_cast<double>(value) - sum / count)));
  return field;
}

}  // namespace

BiasCorrection CorrectBias(Image<float>& volume, const std::vector<uint8_t>& mask) {
  F4S_CHECK_EQ(mask.size(), volume.samples.size());
  RequirePositive(volume, mask);
  const Blocks blocks = BlocksOf(volume, mask);
  const auto num_used = std::count(blocks.mask.begin(), blocks.mask.end(), 1);
  if (num_used < kLeastMaskVoxels)
    throw Error(ErrorKind::kBadInput, "bias.small",
                Cat("the region to correct has ", num_used, " voxels of some ", kCoarseMm,
                    " mm: wanted at least ", kLeastMaskVoxels));
  const BiasFit fit =
      OpenedObject<AlignBackend>("itk", "bias correction")
          .FitBias({&blocks.means, &blocks.mask,
                    std::vector<int64_t>(static_cast<size_t>(kLevels), kIterations), kConvergence});
  const Image<float> field = Resample(FieldOf(blocks, fit.log_field), {volume.grid.size, IdentityAffine()});
  BiasCorrection done = {blocks.shrink, fit.iterations, fit.convergence, INFINITY, 0};
  for (size_t i = 0; i < mask.size(); ++i) {
    volume.samples[i] /= field.samples[i];
    if (mask[i] == 0) continue;
    done.low = std::min(done.low, static_cast<double>(field.samples[i]));
    done.high = std::max(done.high, static_cast<double>(field.samples[i]));
  }
  return done;
}

}  // namespace f4s
