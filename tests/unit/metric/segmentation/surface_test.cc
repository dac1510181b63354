#include "libfuse4seg/metric/segmentation/surface.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <numeric>

#include "tests/unit/metric/segmentation/random_labels.h"

namespace f4s {
namespace {

BitVolume WholeMask(const Labels& labels, const Size3& size, uint16_t value) {
  return MaskOf(labels, size, {{0, 0, 0}, size}, {"R", {value}});
}

BitVolume Box(const Size3& size, const Size3& begin, const Size3& end) {
  BitVolume mask(size);
  for (int64_t z = begin[2]; z < end[2]; ++z)
    for (int64_t y = begin[1]; y < end[1]; ++y)
      for (int64_t x = begin[0]; x < end[0]; ++x) mask.row(y, z)[x / 64] |= uint64_t{1} << (x % 64);
  return mask;
}

const std::vector<Size3> kSizes = {{9, 8, 7}, {64, 5, 4}, {65, 5, 4}, {128, 6, 1}, {1, 1, 1}, {3, 1, 40}};

TEST(VoxelSurface, HasTheVoxelsWithANeighbourOutside) {
  for (const Size3& size : kSizes)
    for (const int dimensions : {2, 3}) {
      const BitVolume mask = WholeMask(RandomLabels(size, 3), size, 1);
      const BitVolume surface = VoxelSurface(mask, dimensions);
      for (int64_t z = 0; z < size[2]; ++z)
        for (int64_t y = 0; y < size[1]; ++y)
          for (int64_t x = -1; x <= size[0]; ++x) {
            bool inner =
                mask.At(x - 1, y, z) && mask.At(x + 1, y, z) && mask.At(x, y - 1, z) && mask.At(x, y + 1, z);
            if (dimensions == 3) inner = inner && mask.At(x, y, z - 1) && mask.At(x, y, z + 1);
            ASSERT_EQ(surface.At(x, y, z), mask.At(x, y, z) && !inner) << x << " " << y << " " << z;
          }
    }
}

TEST(CellSurface, HasTheCellsThatAreNeitherFullNorEmpty) {
  for (const Size3& size : kSizes)
    for (const int dimensions : {2, 3}) {
      if (dimensions == 2 && size[2] > 1) continue;
      const BitVolume mask = WholeMask(RandomLabels(size, 4), size, 2);
      const BitVolume cells = CellSurface(mask, dimensions);
      const int64_t deep = dimensions == 3 ? 1 : 0;
      EXPECT_EQ(cells.size(), (Size3{size[0] + 1, size[1] + 1, size[2] + deep}));
      for (int64_t z = 0; z < cells.size()[2]; ++z)
        for (int64_t y = 0; y <= size[1]; ++y)
          for (int64_t x = 0; x <= size[0]; ++x) {
            int inside = 0, all = 0;
            for (int64_t k = z - deep; k <= z; ++k)
              for (int64_t j = y - 1; j <= y; ++j)
                for (int64_t i = x - 1; i <= x; ++i) inside += mask.At(i, j, k) ? 1 : 0, ++all;
            ASSERT_EQ(cells.At(x, y, z), inside > 0 && inside < all) << x << " " << y << " " << z;
            ASSERT_EQ(std::popcount(static_cast<unsigned>(CellCode(mask, dimensions, x, y, z))), inside);
          }
    }
}

double TotalArea(const BitVolume& mask, const Vector3& spacing, int dimensions) {
  const CellAreas areas = AreasOfCells(spacing, dimensions);
  double sum = 0;
  VisitSet(CellSurface(mask, dimensions), [&](int64_t x, int64_t y, int64_t z) {
    sum += areas[static_cast<size_t>(CellCode(mask, dimensions, x, y, z))];
  });
  return sum;
}

TEST(AreasOfCells, AreThoseOfKnownShapes) {
  const CellAreas areas = AreasOfCells({1, 1, 1}, 3);
  EXPECT_DOUBLE_EQ(areas[1], std::sqrt(3.0) / 8);               // a corner: triangle with sides 1 / sqrt 2
  EXPECT_DOUBLE_EQ(areas[3], std::sqrt(0.5));                   // an edge: rectangle
  EXPECT_DOUBLE_EQ(areas[15], 1);                               // a face: square
  EXPECT_DOUBLE_EQ(areas[0b00010111], 3 * std::sqrt(3.0) / 4);  // a corner with its three: hexagon
  EXPECT_DOUBLE_EQ(areas[0b10000001], std::sqrt(3.0) / 4);      // opposite corners: two triangles
  EXPECT_DOUBLE_EQ(areas[0b01101001], std::sqrt(3.0) / 2);      // every other corner: four
  EXPECT_DOUBLE_EQ(areas[0] + areas[255], 0);
  const CellAreas other = AreasOfCells({2, 3, 5}, 3);
  EXPECT_DOUBLE_EQ(other[0b00001111], 6);   // flat across z
  EXPECT_DOUBLE_EQ(other[0b00110011], 10);  // across y
  EXPECT_DOUBLE_EQ(other[0b01010101], 15);  // across x
}

/// Inside and outside change places, or the cell is mirrored: the surface stays.
TEST(AreasOfCells, KnowNoSides) {
  const CellAreas areas = AreasOfCells({0.9, 1.3, 2.7}, 3);
  for (unsigned code = 0; code < 256; ++code) {
    EXPECT_DOUBLE_EQ(areas[code], areas[255 - code]) << code;
    for (const unsigned mirror : {1U, 2U, 4U}) {
      unsigned mirrored = 0;
      for (unsigned corner = 0; corner < 8; ++corner) mirrored |= (code >> corner & 1) << (corner ^ mirror);
      EXPECT_DOUBLE_EQ(areas[code], areas[mirrored]) << code;
    }
  }
}

/// Faces of a box, its edges and corners cut off by half a voxel.
TEST(AreasOfCells, AddUpToABox) {
  const Vector3 spacing = {1, 2, 3};
  const BitVolume box = Box({70, 9, 9}, {2, 1, 1}, {68, 6, 8});
  const double w = 65 * 1, h = 4 * 2, d = 6 * 3;  // between the outer voxels' centres
  const double edges = 4 * (w * std::hypot(1, 1.5) + h * std::hypot(0.5, 1.5) + d * std::hypot(0.5, 1));
  const double corners = 8 * AreasOfCells(spacing, 3)[1];
  EXPECT_NEAR(TotalArea(box, spacing, 3), 2 * (w * h + h * d + d * w) + edges + corners, 1e-9);
  const BitVolume flat = Box({70, 9, 1}, {2, 1, 0}, {68, 6, 1});
  EXPECT_NEAR(TotalArea(flat, {1, 2, 1}, 2), 2 * (w + h) + 4 * std::hypot(0.5, 1), 1e-9);
}

}  // namespace
}  // namespace f4s
