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

/// Source voxels that repeat nowhere.
Image<float> Noise(const Size3& size) {
  Image<float> volume = {{size, Scaling(1.3, 0.7, 2)}, 1, {}};
  for (int64_t i = 0; i < volume.grid.num_voxels(); ++i)
    volume.samples.push_back(static_cast<float>(std::sin(1.7 * static_cast<double>(i * i % 1009))));
  return volume;
}

/// Calls work(target voxel, source position) for each; the target's axes are the source's.
template <class Work>
void ForEachVoxel(const Grid& source, const Grid& target, const Work& work) {
  const Affine source_from_target = Inverse(source.world_from_voxel) * target.world_from_voxel;
  size_t i = 0;
  for (int64_t z = 0; z < target.size[2]; ++z)
    for (int64_t y = 0; y < target.size[1]; ++y)
      for (int64_t x = 0; x < target.size[0]; ++x, ++i)
        work(i, Apply(source_from_target,
                      {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)}));
}

/// Axes that are the source's are done one by one: the same numbers, also mirrored and partly outside.
TEST(Resample, ParallelAxesAreInterpolatedAsAny) {
  const Image<float> source = Noise({9, 7, 5});
  Image<uint16_t> labels = {source.grid, 1, {}};
  for (const float v : source.samples) labels.samples.push_back(v > 0.2F ? 3 : 1);
  for (const double mirrored : {1.0, -1.0}) {
    Affine finer = Scaling(mirrored * 0.9, 0.31, 2);
    finer[0][3] = mirrored > 0 ? -1.7 : 9, finer[1][3] = -0.4, finer[2][3] = 0.6;
    const Grid target = {{17, 20, 6}, finer};
    const Image<float> result = Resample(source, target);
    const Image<uint16_t> nearest = ResampleNearest(labels, target);
    int64_t inside = 0;
    ForEachVoxel(source.grid, target, [&](size_t i, const Vector3& at) {
      Size3 voxel{};
      bool within = true;
      for (size_t axis = 0; axis < 3; ++axis) {
        voxel[axis] = std::llround(at[axis]);
        within = within && voxel[axis] >= 0 && voxel[axis] < source.grid.size[axis];
      }
      ASSERT_EQ(result.samples[i], within ? Interpolate(source, at) : 0) << i;
      const int64_t from = voxel[0] + 9 * (voxel[1] + 7 * voxel[2]);
      ASSERT_EQ(nearest.samples[i], within ? labels.samples[static_cast<size_t>(from)] : 0) << i;
      inside += within ? 1 : 0;
    });
    EXPECT_GT(inside, 200);
    EXPECT_LT(inside, target.num_voxels() - 200);
  }
}

/// One coarser axis after the other, against the sum over a line as it is defined.
TEST(Resample, SmoothsAlongEachCoarserAxis) {
  const Image<float> source = Noise({9, 8, 7});
  for (size_t axis = 0; axis < 3; ++axis) {
    Grid target = source.grid;
    for (size_t row = 0; row < 3; ++row) target.world_from_voxel[row][axis] *= 2;
    target.size[axis] = 3;
    const double sigma = std::sqrt(3 / (8 * std::log(2.0)));
    const Image<float> result = Resample(source, target);
    ForEachVoxel(source.grid, target, [&](size_t i, const Vector3& at) {
      double sum = 0, weights = 0;
      for (int64_t t = -4; t <= 4; ++t) {
        Size3 voxel = {std::llround(at[0]), std::llround(at[1]), std::llround(at[2])};
        voxel[axis] = std::clamp<int64_t>(voxel[axis] + t, 0, source.grid.size[axis] - 1);
        const double weight = std::exp(-0.5 * static_cast<double>(t * t) / (sigma * sigma));
        weights += weight;
        sum += weight * static_cast<double>(
                            source.samples[static_cast<size_t>(voxel[0] + 9 * (voxel[1] + 8 * voxel[2]))]);
      }
      EXPECT_NEAR(result.samples[i], sum / weights, 2e-4) << axis;
    });
  }
}

}  // namespace
}  // namespace f4s
