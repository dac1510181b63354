#include "libfuse4seg/cases/assemble.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/prep/canvas.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

Image<uint16_t> Numbered(const Size3& size) {
  Image<uint16_t> volume = {{size, IdentityAffine()}, 1, {}};
  for (int64_t i = 0; i < volume.grid.num_voxels(); ++i)
    volume.samples.push_back(static_cast<uint16_t>(i + 1));
  return volume;
}

/// The slices of a volume on a canvas of `side` pixels.
std::vector<PlacedSlice> Cut(const Image<uint16_t>& volume, Plane plane, std::optional<int64_t> side) {
  const Slicing slicing = SlicingOf(volume.grid, plane);
  const Canvas canvas(slicing.width, slicing.height, side);
  std::vector<PlacedSlice> slices;
  for (int64_t k = 0; k < slicing.slices; ++k) {
    PlacedSlice slice;
    slice.place = {"v", k, slicing.slices, volume.grid, {}};
    const VoxelFromPixel map = slicing.voxel_from_pixel(k);
    for (size_t row = 0; row < 3; ++row) {
      slice.place.voxel_from_pixel[row][0] = map[row][0];
      slice.place.voxel_from_pixel[row][1] = map[row][1];
      slice.place.voxel_from_pixel[row][2] = map[row][2] - map[row][0] * static_cast<double>(canvas.left) -
                                             map[row][1] * static_cast<double>(canvas.top);
    }
    slice.picture =
        canvas.Place(Picture(slicing.width, slicing.height, ExtractSlice(volume.samples, slicing, k)));
    slices.push_back(std::move(slice));
  }
  return slices;
}

TEST(AssembleLabels, PutsEveryVoxelBackFromEveryPlane) {
  const Image<uint16_t> volume = Numbered({5, 7, 4});
  for (const Plane plane : {Plane::kAxial, Plane::kCoronal, Plane::kSagittal})
    for (const std::optional<int64_t> side : {std::optional<int64_t>(), std::optional<int64_t>(12)})
      EXPECT_EQ(AssembleLabels(Cut(volume, plane, side)).samples, volume.samples) << ToString(plane);
}

TEST(AssembleLabels, VoxelsThatNoSliceCoversAre0) {
  const Image<uint16_t> volume = Numbered({5, 7, 4});
  auto slices = Cut(volume, Plane::kAxial, {});
  slices.erase(slices.begin() + 2);
  const Image<uint16_t> assembled = AssembleLabels(slices);
  for (size_t i = 0; i < volume.samples.size(); ++i)
    EXPECT_EQ(assembled.samples[i], i / 35 == 2 ? 0 : volume.samples[i]);
  const Image<uint16_t> single = AssembleLabels({slices[1]});
  for (size_t i = 0; i < volume.samples.size(); ++i)
    EXPECT_EQ(single.samples[i], i / 35 == 1 ? volume.samples[i] : 0);
}

TEST(AssembleLabels, SlicesOfHalfTheResolutionCoverTheirSource) {
  Image<uint16_t> source = Numbered({4, 4, 4});
  std::vector<PlacedSlice> slices;
  for (int64_t k = 0; k < 2; ++k) {  // pixels of 2x2x2 voxels: centres at 0.5 and 2.5
    PlacedSlice slice;
    slice.place = {
        "v", k, 2, source.grid, {{2, 0, 0.5}, {0, 2, 0.5}, {0, 0, 2.0 * static_cast<double>(k) + 0.5}}};
    slice.picture = Picture<uint16_t>(2, 2, {1, 2, 3, 4});
    for (uint16_t& sample : slice.picture.samples) sample = static_cast<uint16_t>(sample + 10 * k);
    slices.push_back(slice);
  }
  const Image<uint16_t> assembled = AssembleLabels(slices);
  EXPECT_EQ(assembled.samples[0], 1);
  EXPECT_EQ(assembled.samples[1], 1);
  EXPECT_EQ(assembled.samples[2], 2);
  EXPECT_EQ(assembled.samples[63], 14);
  EXPECT_EQ(std::count(assembled.samples.begin(), assembled.samples.end(), 0), 0);
}

/// Slices of other pixels than the source's voxels, every pixel with a number of its own, and the record of a
/// source whose voxels are kept in this order.
std::vector<PlacedSlice> CutFine(const Grid& standard, const Vector3& spacing_mm, const AxisOrder& order) {
  const Grid fine = WithSpacing(standard, spacing_mm), source = Reordered(standard, order);
  const Affine voxel_from_fine = Inverse(source.world_from_voxel) * fine.world_from_voxel;
  std::vector<PlacedSlice> slices;
  for (int64_t k = 0; k < fine.size[2]; ++k) {
    PlacedSlice slice;
    slice.place = {"v", k, fine.size[2], source, {}};
    for (size_t row = 0; row < 3; ++row) {
      const auto& from = voxel_from_fine[row];
      slice.place.voxel_from_pixel[row][0] = from[0];
      slice.place.voxel_from_pixel[row][1] = from[1];
      slice.place.voxel_from_pixel[row][2] = from[2] * static_cast<double>(k) + from[3];
    }
    slice.picture = Picture<uint16_t>(fine.size[0], fine.size[1], {});
    for (int64_t i = 0; i < fine.size[0] * fine.size[1]; ++i)
      slice.picture.samples.push_back(static_cast<uint16_t>(i + k));
    slices.push_back(std::move(slice));
  }
  return slices;
}

TEST(AssembleLabels, VoxelsMidwayBetweenPixelsGoOneWayInEveryOrder) {
  // Of voxels of 5 mm every third lies midway between two pixels of 1.875 mm; where their matrices are
  // rounded, a little to this side or to that.
  Grid standard = {{36, 38, 3}, IdentityAffine()};
  standard.world_from_voxel = {{{-5, 0, 0, 71.3}, {0, -5.5, 0, 90.7}, {0, 0, 6, -33.1}, {0, 0, 0, 1}}};
  std::vector<uint16_t> first;
  for (int flips = 0; flips < 8; ++flips) {
    const AxisOrder order = {{0, 1, 2}, {(flips & 1) != 0, (flips & 2) != 0, (flips & 4) != 0}};
    const Image<uint16_t> back = AssembleLabels(CutFine(standard, {1.875, 1.875, 6}, order));
    const auto samples = Reordered(back.samples, back.grid.size, order.Inverted());
    if (first.empty()) first = samples;
    EXPECT_EQ(samples, first) << flips;
  }
}

TEST(AssembleLabels, RefusesSlicesThatDoNotGoTogether) {
  auto slices = Cut(Numbered({5, 7, 4}), Plane::kAxial, {});
  slices.push_back(slices.front());
  EXPECT_F4S_ERROR(static_cast<void>(AssembleLabels(slices)), ErrorKind::kBadInput, "volume.slices");
}

TEST(Canvas, PadsAndCropsAboutTheCentre) {
  const Canvas padded(3, 2, 5);
  EXPECT_EQ(
      padded.Place(Picture<uint16_t>(3, 2, {1, 2, 3, 4, 5, 6})).samples,
      (std::vector<uint16_t>{0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  const Canvas cropped(4, 4, 2);
  EXPECT_EQ(
      cropped.Place(Picture<uint16_t>(4, 4, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})).samples,
      (std::vector<uint16_t>{5, 6, 9, 10}));
  std::vector<uint8_t> mask(16, 0);
  mask[5] = 1;
  cropped.RequireWithin(mask, "c");
  mask[0] = 1;
  EXPECT_F4S_ERROR(cropped.RequireWithin(mask, "c"), ErrorKind::kBadInput, "size.cuts_brain");
}

}  // namespace
}  // namespace f4s
