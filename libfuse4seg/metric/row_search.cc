#include "libfuse4seg/metric/row_search.h"

#include <algorithm>
#include <limits>

namespace f4s {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kReach = 16;  // rows: most surfaces that are compared lie closer

double Square(int64_t steps, double spacing) {
  const double length = static_cast<double>(steps) * spacing;
  return length * length;
}

/// Voxels from x to the nearest that is set in the row, or -1.
int64_t StepsInRow(const uint64_t* row, int64_t words, int64_t x) {
  const int64_t here = x / 64, bit = x % 64;
  int64_t steps = -1;
  uint64_t bits = row[here] & ~uint64_t{0} << bit;
  for (int64_t w = here;; bits = row[w]) {
    if (bits != 0) {
      steps = w * 64 + __builtin_ctzll(bits) - x;
      break;
    }
    if (++w == words) break;
  }
  bits = row[here] & ~uint64_t{0} >> (63 - bit);
  for (int64_t w = here;; bits = row[w]) {
    if (bits != 0) {
      const int64_t left = x - (w * 64 + 63 - __builtin_clzll(bits));
      return steps < 0 ? left : std::min(steps, left);
    }
    if (w-- == 0) return steps;
  }
}

}  // namespace

RowSearch::RowSearch(const BitVolume& target, const Vector3& spacing_mm)
    : target_(target), spacing_mm_(spacing_mm) {
  const auto [width, height, depth] = target.size();
  const int64_t reach_y = std::min(kReach, height - 1), reach_z = std::min(kReach, depth - 1);
  reach_ = kInfinity;  // an axis whose rows are all looked at does not end the search
  if (reach_y < height - 1) reach_ = std::min(reach_, Square(kReach + 1, spacing_mm[1]));
  if (reach_z < depth - 1) reach_ = std::min(reach_, Square(kReach + 1, spacing_mm[2]));
  for (int64_t z = -reach_z; z <= reach_z; ++z)
    for (int64_t y = -reach_y; y <= reach_y; ++y)
      if (const double square = Square(y, spacing_mm[1]) + Square(z, spacing_mm[2]); square < reach_)
        offsets_.push_back({y, z, square});
  std::sort(offsets_.begin(), offsets_.end(),
            [](const Offset& a, const Offset& b) { return a.square < b.square; });
}

double RowSearch::InRow(int64_t x, int64_t y, int64_t z, double square, double best) const {
  const int64_t steps = StepsInRow(target_.row(y, z), target_.words(), x);
  return steps < 0 ? best : std::min(best, square + Square(steps, spacing_mm_[0]));
}

double RowSearch::Near(int64_t x, int64_t y, int64_t z) {
  double best = kInfinity;
  const auto height = static_cast<uint64_t>(target_.size()[1]),
             depth = static_cast<uint64_t>(target_.size()[2]);
  for (const Offset& offset : offsets_) {
    if (offset.square >= best) break;
    ++looks_;
    const int64_t at_y = y + offset.y, at_z = z + offset.z;
    if (static_cast<uint64_t>(at_y) < height && static_cast<uint64_t>(at_z) < depth)
      best = InRow(x, at_y, at_z, offset.square, best);
  }
  return best;
}

double RowSearch::Far(int64_t x, int64_t y, int64_t z, double bound) const {
  double best = bound;
  const int64_t height = target_.size()[1], depth = target_.size()[2];
  for (int64_t k = 0; k < depth; ++k) {
    const double deep = Square(k, spacing_mm_[2]);
    if (deep >= best) break;
    for (int64_t j = 0; j < height; ++j) {
      const double square = deep + Square(j, spacing_mm_[1]);
      if (square >= best) break;
      for (const int64_t at_z : {z - k, z + k})
        for (const int64_t at_y : {y - j, y + j})
          if (at_z >= 0 && at_z < depth && at_y >= 0 && at_y < height)
            best = InRow(x, at_y, at_z, square, best);
    }
  }
  return best;
}

}  // namespace f4s
