#include "libfuse4seg/metric/segmentation/surface.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace f4s {
namespace {

using Points = std::vector<Vector3>;

double CoordinateOf(int corner, size_t axis) { return corner >> axis & 1; }

/// The corners of `code` that can be reached from its lowest along edges.
int FirstGroup(int code) {
  int group = code & -code;
  for (int round = 0; round < 8; ++round)
    for (int corner = 0; corner < 8; ++corner)
      if ((group >> corner & 1) != 0)
        for (int axis = 0; axis < 3; ++axis) group |= code & 1 << (corner ^ 1 << axis);
  return group;
}

/// Middles of the edges that leave a group.
Points MiddlesAround(int group) {
  Points middles;
  for (int corner = 0; corner < 8; ++corner)
    for (size_t axis = 0; axis < 3 && (group >> corner & 1) != 0; ++axis)
      if ((group >> (corner ^ 1 << axis) & 1) == 0) {
        Vector3 middle;
        for (size_t i = 0; i < 3; ++i) middle[i] = CoordinateOf(corner, i);
        middle[axis] = 0.5;
        middles.push_back(middle);
      }
  return middles;
}

bool ShareFace(const Vector3& a, const Vector3& b) {
  for (size_t axis = 0; axis < 3; ++axis)
    if (a[axis] == b[axis] && a[axis] != 0.5) return true;
  return false;
}

/// Puts the corners of a polygon in the order of its outline, which runs along the cell's faces.
/// A group of at most four corners that hang together crosses a face twice or not at all, so the
/// outline is found by always going on to a point on a common face that has not been yet.
Points Outline(Points points) {
  for (size_t i = 0; i + 2 < points.size(); ++i)
    for (size_t k = i + 1; k < points.size(); ++k)
      if (ShareFace(points[i], points[k])) {
        std::swap(points[i + 1], points[k]);
        break;
      }
  return points;
}

double TriangleArea(const Vector3& a, const Vector3& b, const Vector3& c, const Vector3& spacing) {
  Vector3 u, v;
  for (size_t i = 0; i < 3; ++i) u[i] = (b[i] - a[i]) * spacing[i], v[i] = (c[i] - a[i]) * spacing[i];
  return std::hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
}

struct Folded {
  double unit_area = 0, area = 0;  ///< where the spacing is 1; with the spacing
};

/// The part of an outline from `first` to `last`, folded to the greatest unit area.
Folded Fold(const Points& outline, size_t first, size_t last, const Vector3& spacing) {
  Folded best;
  for (size_t tip = first + 1; tip < last; ++tip) {
    const Folded before = Fold(outline, first, tip, spacing), after = Fold(outline, tip, last, spacing);
    const double unit_area = before.unit_area + after.unit_area +
                             TriangleArea(outline[first], outline[tip], outline[last], {1, 1, 1});
    if (unit_area > best.unit_area + 1e-9)  // equal ones differ in how they cut up flat parts
      best = {unit_area,
              before.area + after.area + TriangleArea(outline[first], outline[tip], outline[last], spacing)};
  }
  return best;
}

double AreaOfCode(int code, const Vector3& spacing) {
  if (std::popcount(static_cast<unsigned>(code)) > 4) code = ~code & 255;
  double area = 0;
  while (code != 0) {
    const int group = FirstGroup(code);
    const Points outline = Outline(MiddlesAround(group));
    area += Fold(outline, 0, outline.size() - 1, spacing).area;
    code &= ~group;
  }
  return area;
}

/// In 2-D the same rule makes lines: across one corner, or straight between two and two.
double LengthOfCode(int code, const Vector3& spacing) {
  const double slant = std::hypot(spacing[0], spacing[1]) / 2;
  switch (code) {
    case 0:
    case 15: return 0;
    case 3:
    case 12: return spacing[0];
    case 5:
    case 10: return spacing[1];
    case 6:
    case 9: return 2 * slant;
    default: return slant;
  }
}

}  // namespace

CellAreas AreasOfCells(const Vector3& spacing_mm, int dimensions) {
  CellAreas areas = {};
  for (int code = 1; code < (dimensions == 3 ? 255 : 15); ++code)
    areas[static_cast<size_t>(code)] =
        dimensions == 3 ? AreaOfCode(code, spacing_mm) : LengthOfCode(code, spacing_mm);
  return areas;
}

namespace {

/// Rows that are asked for beyond the box are empty.
class RowsOf {
 public:
  explicit RowsOf(const BitVolume& mask) : mask_(mask), empty_(static_cast<size_t>(mask.words())) {}

  const uint64_t* operator()(int64_t y, int64_t z) const {
    const bool is_inside = y >= 0 && z >= 0 && y < mask_.size()[1] && z < mask_.size()[2];
    return is_inside ? mask_.row(y, z) : empty_.data();
  }

 private:
  const BitVolume& mask_;
  std::vector<uint64_t> empty_;
};

}  // namespace

BitVolume VoxelSurface(const BitVolume& mask, int dimensions) {
  BitVolume surface(mask.size());
  const RowsOf row(mask);
  const int64_t words = mask.words(), deep = dimensions == 3 ? 1 : 0;
  for (int64_t z = 0; z < mask.size()[2]; ++z)
    for (int64_t y = 0; y < mask.size()[1]; ++y) {
      const uint64_t *here = row(y, z), *up = row(y - 1, z), *down = row(y + 1, z), *front = row(y, z - deep),
                     *back = row(y, z + deep);
      uint64_t* out = surface.row(y, z);
      for (int64_t w = 0; w < words; ++w) {
        const uint64_t before = here[w] << 1 | (w > 0 ? here[w - 1] >> 63 : 0);
        const uint64_t after = here[w] >> 1 | (w + 1 < words ? here[w + 1] << 63 : 0);
        out[w] = here[w] & ~(before & after & up[w] & down[w] & front[w] & back[w]);
      }
    }
  return surface;
}

BitVolume CellSurface(const BitVolume& mask, int dimensions) {
  const auto [width, height, depth] = mask.size();
  const int64_t deep = dimensions == 3 ? 1 : 0;
  BitVolume surface({width + 1, height + 1, depth + deep});
  const RowsOf row(mask);
  const int64_t words = mask.words();
  for (int64_t z = 0; z < surface.size()[2]; ++z)
    for (int64_t y = 0; y <= height; ++y) {
      const uint64_t *a = row(y - 1, z - deep), *b = row(y, z - deep), *c = row(y - 1, z), *d = row(y, z);
      uint64_t* out = surface.row(y, z);
      uint64_t any_carry = 0, all_carry = 0;  // the last voxel of the word before
      for (int64_t w = 0; w < surface.words(); ++w) {
        const uint64_t any = w < words ? a[w] | b[w] | c[w] | d[w] : 0;
        const uint64_t all = w < words ? a[w] & b[w] & c[w] & d[w] : 0;
        out[w] = (any | any << 1 | any_carry) & ~(all & (all << 1 | all_carry));
        any_carry = any >> 63;
        all_carry = all >> 63;
      }
    }
  return surface;
}

int CellCode(const BitVolume& mask, int dimensions, int64_t x, int64_t y, int64_t z) {
  int code = 0;
  for (int corner = 0; corner < (dimensions == 3 ? 8 : 4); ++corner) {
    const int64_t k = dimensions == 3 ? z - 1 + (corner >> 2) : z;
    code |= (mask.At(x - 1 + (corner & 1), y - 1 + (corner >> 1 & 1), k) ? 1 : 0) << corner;
  }
  return code;
}

}  // namespace f4s
