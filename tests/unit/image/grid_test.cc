// Geometry, orientation and resampling.

#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/image/resample.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

TEST(Geometry, InverseUndoes) {
  const Affine a = Oblique({0.5, 2, 3}, {10, 20, -30});
  const Affine identity = Inverse(a) * a;
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j) EXPECT_NEAR(identity[i][j], i == j ? 1 : 0, 1e-14);
  EXPECT_THROW(static_cast<void>(Inverse(Scaling(1, 0, 1))), Error);
  EXPECT_NEAR(RelativeDeterminant(a), 1, 1e-12);
  EXPECT_NEAR(RelativeDeterminant(Scaling(2, -3, 4)), -1, 1e-12);
}

TEST(Geometry, MeasuresShearInDegrees) {
  EXPECT_NEAR(ShearDegrees(Oblique({1, 2, 3}, {})), 0, 1e-5);
  Affine sheared = Scaling(1, 1, 2);
  sheared[0][1] = 1;
  EXPECT_NEAR(ShearDegrees(sheared), 45, 1e-9);
}

TEST(Geometry, CornerDisplacementIsInVoxels) {
  const Grid a = {{11, 5, 5}, Scaling(2, 1, 1)};
  Grid b = a;
  EXPECT_EQ(CornerDisplacement(a, b), 0);
  b.world_from_voxel[0][3] = 0.5;
  EXPECT_NEAR(CornerDisplacement(a, b), 0.25, 1e-12);
  b = {{11, 5, 5}, Scaling(2.2, 1, 1)};
  EXPECT_NEAR(CornerDisplacement(a, b), 1, 1e-9);
  b.size = {11, 5, 4};
  EXPECT_FALSE(SameGrid(a, b));
  EXPECT_EQ(Describe(a), "11x5x5 voxels of 2x1x1 mm");
}

/// One grid in its 48 orders is one grid, and the voxels come back to where they were.
TEST(Orient, OrderOntoFindsEveryOrder) {
  const Grid first = {{5, 4, 3}, Oblique({1, 2, 3}, {10, 20, -30})};
  std::vector<int> voxels(60);
  for (size_t i = 0; i < voxels.size(); ++i) voxels[i] = static_cast<int>(i);
  AxisOrder order;
  int orders = 0;
  do {
    for (unsigned flips = 0; flips < 8; ++flips, ++orders) {
      for (size_t i = 0; i < 3; ++i) order.reversed[i] = (flips >> i & 1U) != 0;
      Image<int> other = {Reordered(first, order), 1, Reordered(voxels, first.size, order)};
      TakeOrder(first, "a", other, "b");
      EXPECT_EQ(other.samples, voxels);
      EXPECT_LT(CornerDisplacement(first, other.grid), 1e-9);
    }
  } while (std::next_permutation(order.axis.begin(), order.axis.end()));
  EXPECT_EQ(orders, 48);
  Grid moved = first;
  moved.world_from_voxel[0][3] += 1;
  EXPECT_FALSE(OrderOnto(first, moved));
}

/// Pictures are compared as far as both say where they lie.
TEST(Orient, PicturesByWhatBothSay) {
  const Grid png = PictureGrid(5, 4);
  Grid spaced = {{5, 4, 1}, Scaling(-2, -3, 1), true, true, false},
       placed = {{5, 4, 1}, Scaling(-2, -3, 1), true};
  EXPECT_TRUE(SameGrid(png, spaced) && SameGrid(png, placed) && SameGrid(spaced, placed));
  Grid finer = spaced;
  finer.world_from_voxel[0][0] = -1;
  EXPECT_FALSE(SameGrid(spaced, finer) || SameGrid(placed, finer));
  Grid mirrored = placed;
  mirrored.world_from_voxel[0][0] = 2;
  mirrored.world_from_voxel[0][3] = -8;
  EXPECT_FALSE(SameGrid(placed, mirrored));
  EXPECT_EQ(OrderOnto(placed, mirrored), (AxisOrder{{0, 1, 2}, {true, false, false}}));
  EXPECT_FALSE(SameGrid(png, PictureGrid(4, 5)));
}

TEST(Orient, ObliqueAxesAreUsedOnceEach) {
  const Grid geometry = {{6, 5, 4}, Oblique({1, 2, 3}, {})};
  for (const Plane plane : {Plane::kAxial, Plane::kCoronal, Plane::kSagittal}) {
    const Slicing slicing = SlicingOf(geometry, plane);
    EXPECT_EQ(slicing.axis[0] + slicing.axis[1] + slicing.axis[2], 3);
    EXPECT_NE(slicing.axis[0], slicing.axis[1]);
    EXPECT_EQ(slicing.width * slicing.height * slicing.slices, 120);
  }
  const Slicing axial = SlicingOf(geometry, Plane::kAxial);
  EXPECT_EQ(axial.axis, (std::array<int, 3>{0, 1, 2}));
  EXPECT_EQ(axial.reversed, (std::array<bool, 3>{true, true, false}));
  EXPECT_NEAR(axial.pixel_spacing_mm[1], 2, 1e-12);
  EXPECT_NEAR(axial.slice_spacing_mm, 3, 1e-12);
}

TEST(Orient, InsertSkipsPadding) {
  const Grid geometry = {{4, 3, 2}, IdentityAffine()};
  const Slicing slicing = SlicingOf(geometry, Plane::kAxial);
  VoxelFromPixel matrix = slicing.voxel_from_pixel(1);
  // One pixel of padding on each side: pixel (1, 1) is what (0, 0) was.
  for (auto& row : matrix) row[2] -= row[0] + row[1];
  const std::vector<uint16_t> pixels(6 * 5, 9);
  std::vector<uint16_t> voxels(24, 0);
  EXPECT_EQ(InsertSlice(voxels, geometry.size, pixels, 6, 5, matrix), 12);
  EXPECT_EQ(voxels,
            (std::vector<uint16_t>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}));
}

/// A linear function of the patient's position, which linear interpolation reproduces.
Image<float> Plane3(const Grid& geometry) {
  Image<float> volume = {geometry, 1, {}};
  for (int64_t i = 0; i < geometry.num_voxels(); ++i) {
    const Vector3 at =
        Apply(geometry.world_from_voxel, {static_cast<double>(i % geometry.size[0]),
                                          static_cast<double>(i / geometry.size[0] % geometry.size[1]),
                                          static_cast<double>(i / geometry.size[0] / geometry.size[1])});
    volume.samples.push_back(static_cast<float>(3 + at[0] - 2 * at[1] + 0.5 * at[2]));
  }
  return volume;
}

TEST(Resample, KeepsALinearFunction) {
  const Image<float> source = Plane3({{20, 20, 20}, IdentityAffine()});
  Affine inside = Oblique({0.7, 0.6, 0.5}, {7, 6, 8});
  const Grid target = {{6, 6, 6}, inside};
  const Image<float> result = Resample(source, target), expected = Plane3(target);
  for (size_t i = 0; i < result.samples.size(); ++i)
    EXPECT_NEAR(result.samples[i], expected.samples[i], 1e-4);
  // Coarser, smoothed first; far from the border smoothing keeps it, too.
  Affine coarse = Scaling(3, 3, 3);
  for (size_t i = 0; i < 3; ++i) coarse[i][3] = 8;
  const Grid small = {{2, 2, 2}, coarse};
  const Image<float> low = Resample(source, small), wanted = Plane3(small);
  for (size_t i = 0; i < low.samples.size(); ++i) EXPECT_NEAR(low.samples[i], wanted.samples[i], 1e-3);
}

TEST(Resample, DoesNotAlias) {
  Image<float> stripes = {{{64, 4, 4}, IdentityAffine()}, 1, {}};
  for (size_t i = 0; i < 64 * 16; ++i) stripes.samples.push_back(i % 2 == 0 ? 1 : 0);
  const Image<float> result = Resample(stripes, {{16, 4, 4}, Scaling(4, 1, 1)});
  for (size_t x = 2; x < 14; ++x) EXPECT_NEAR(result.samples[x], 0.5F, 0.01F);  // unsmoothed: 1
}

TEST(Resample, IsZeroOutsideAndACopyOnTheSameGrid) {
  const Image<float> source = Plane3({{5, 5, 5}, IdentityAffine()});
  EXPECT_EQ(Resample(source, source.grid).samples, source.samples);
  Affine away = IdentityAffine();
  away[0][3] = 4.6;
  EXPECT_EQ(Resample(source, {{1, 1, 1}, away}).samples[0], 0);
  away[0][3] = 4.4;
  EXPECT_EQ(Resample(source, {{1, 1, 1}, away}).samples[0], 7);
}

TEST(Resample, NearestKeepsLabels) {
  Image<uint16_t> source = {{{4, 4, 4}, IdentityAffine()}, 1, std::vector<uint16_t>(64, 0)};
  source.samples[1 + 4 * (2 + 4 * 3)] = 4;
  Affine flipped = Scaling(-1, 1, 1);
  flipped[0][3] = 3;
  const Image<uint16_t> result = ResampleNearest(source, {{4, 4, 4}, flipped});
  EXPECT_EQ(result.samples[2 + 4 * (2 + 4 * 3)], 4);
  EXPECT_EQ(std::count(result.samples.begin(), result.samples.end(), 4), 1);
  const Image<uint16_t> fine = ResampleNearest(source, {{8, 8, 8}, Scaling(0.5, 0.5, 0.5)});
  for (const uint16_t label : fine.samples) EXPECT_TRUE(label == 0 || label == 4);
}

}  // namespace
}  // namespace f4s
