#include "libfuse4seg/metric/segmentation/block_search.h"

#include <algorithm>
#include <limits>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr int64_t kSide = 8;

/// out[i] += the square of how far the voxel lies outside of [low[i], high[i]] along an axis.
F4S_ELEMENTWISE
void AddOutside(const double* __restrict low, const double* __restrict high, size_t count, double from,
                double spacing, double* __restrict out) {
  for (size_t i = 0; i < count; ++i) {
    const double before = low[i] - from, after = from - high[i];
    const double steps = std::max(std::max(before, after), 0.0);
    out[i] += steps * spacing * (steps * spacing);
  }
}

double Square(double steps, double spacing) { return steps * spacing * (steps * spacing); }

}  // namespace

BlockSearch::BlockSearch(const BitVolume& target, const Vector3& spacing_mm) : spacing_mm_(spacing_mm) {
  const int64_t across = (target.size()[0] + kSide - 1) / kSide,
                down = (target.size()[1] + kSide - 1) / kSide, deep = (target.size()[2] + kSide - 1) / kSide;
  const auto block_of = [&](int64_t x, int64_t y, int64_t z) {
    return static_cast<size_t>((z / kSide * down + y / kSide) * across + x / kSide);
  };
  std::vector<size_t> next(static_cast<size_t>(across * down * deep) + 1);
  VisitSet(target, [&](int64_t x, int64_t y, int64_t z) { ++next[block_of(x, y, z) + 1]; });
  begins_.push_back(0);
  for (size_t block = 1; block < next.size(); ++block) {
    if (next[block] > 0) begins_.push_back(next[block - 1] + next[block]);
    next[block] += next[block - 1];
  }
  for (auto& axis : places_) axis.resize(begins_.back());
  VisitSet(target, [&](int64_t x, int64_t y, int64_t z) {
    const size_t place = next[block_of(x, y, z)]++;
    const int64_t voxel[] = {x, y, z};
    for (size_t axis = 0; axis < 3; ++axis) places_[axis][place] = static_cast<double>(voxel[axis]);
  });
  for (size_t axis = 0; axis < 3; ++axis)
    for (size_t block = 0; block + 1 < begins_.size(); ++block) {
      const auto [low, high] = std::minmax_element(places_[axis].data() + begins_[block],
                                                   places_[axis].data() + begins_[block + 1]);
      low_[axis].push_back(*low);
      high_[axis].push_back(*high);
    }
}

void BlockSearch::BoundBlocks(const Vector3& from) {
  bounds_.assign(low_[0].size(), 0);
  for (const size_t axis : {1, 2, 0})  // in the order in which distances are added up
    AddOutside(low_[axis].data(), high_[axis].data(), bounds_.size(), from[axis], spacing_mm_[axis],
               bounds_.data());
}

double BlockSearch::SquareWithin(size_t block, const Vector3& from) const {
  double best = std::numeric_limits<double>::infinity();
  for (size_t i = begins_[block]; i < begins_[block + 1]; ++i)
    best = std::min(best, Square(places_[1][i] - from[1], spacing_mm_[1]) +
                              Square(places_[2][i] - from[2], spacing_mm_[2]) +
                              Square(places_[0][i] - from[0], spacing_mm_[0]));
  return best;
}

double BlockSearch::SquareFrom(int64_t x, int64_t y, int64_t z) {
  const Vector3 from = {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
  BoundBlocks(from);
  const auto first = static_cast<size_t>(std::min_element(bounds_.begin(), bounds_.end()) - bounds_.begin());
  double best = SquareWithin(first, from);
  for (size_t block = 0; block < bounds_.size(); ++block)
    if (bounds_[block] < best) best = std::min(best, SquareWithin(block, from));
  return best;
}

}  // namespace f4s
