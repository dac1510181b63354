#include "libfuse4seg/metric/segmentation/nearest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "libfuse4seg/kernels/metric_kernels.h"
#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/segmentation/plane_distances.h"

namespace f4s {
namespace {

constexpr int64_t kBlockSide = 8;

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
  const int64_t across = (target.size()[0] + kBlockSide - 1) / kBlockSide,
                down = (target.size()[1] + kBlockSide - 1) / kBlockSide,
                deep = (target.size()[2] + kBlockSide - 1) / kBlockSide;
  const auto block_of = [&](int64_t x, int64_t y, int64_t z) {
    return static_cast<size_t>((z / kBlockSide * down + y / kBlockSide) * across + x / kBlockSide);
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

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Square(int64_t steps, double spacing) {
  const double length = static_cast<double>(steps) * spacing;
  return length * length;
}

}  // namespace

RowSearch::RowSearch(const BitVolume& target, const Vector3& spacing_mm)
    : target_(target),
      spacing_mm_(spacing_mm),
      row_words_(target.words() + 2),
      margin_y_(std::min(kRows, target.size()[1] - 1)),
      margin_z_(std::min(kRows, target.size()[2] - 1)),
      reach_(kInfinity) {
  plane_words_ = row_words_ * (target.size()[1] + 2 * margin_y_);
  for (int64_t steps = 0; steps < kSteps; ++steps)
    squares_[static_cast<size_t>(steps)] = Square(steps, spacing_mm[0]);
  squares_[kSteps] = kInfinity;
  // An axis along which all is looked at does not end the search.
  if (kSteps < target.size()[0]) reach_ = std::min(reach_, Square(kSteps, spacing_mm[0]));
  if (margin_y_ < target.size()[1] - 1) reach_ = std::min(reach_, Square(kRows + 1, spacing_mm[1]));
  if (margin_z_ < target.size()[2] - 1) reach_ = std::min(reach_, Square(kRows + 1, spacing_mm[2]));
  PadTarget();
  ListOffsets();
}

void RowSearch::PadTarget() {
  padded_.resize(static_cast<size_t>(plane_words_ * (target_.size()[2] + 2 * margin_z_)));
  for (int64_t z = 0; z < target_.size()[2]; ++z)
    for (int64_t y = 0; y < target_.size()[1]; ++y)
      std::copy_n(target_.row(y, z), target_.words(),
                  padded_.data() + (z + margin_z_) * plane_words_ + (y + margin_y_) * row_words_ + 1);
}

void RowSearch::ListOffsets() {
  for (int64_t z = -margin_z_; z <= margin_z_; ++z)
    for (int64_t y = -margin_y_; y <= margin_y_; ++y)
      if (const double square = Square(y, spacing_mm_[1]) + Square(z, spacing_mm_[2]); square <= reach_)
        offsets_.push_back({z * plane_words_ + y * row_words_, square});
  std::stable_sort(offsets_.begin(), offsets_.end(),
                   [](const Offset& a, const Offset& b) { return a.square < b.square; });
  offsets_.push_back({0, kInfinity});  // where the search ends at the latest
}

double RowSearch::Near(int64_t x, int64_t y, int64_t z) {
  // The 64 voxels from x - 32 on, of any row, are in two words.
  const int64_t first = x + 64 - kSteps, shift = first % 64;
  const uint64_t* words =
      padded_.data() + (z + margin_z_) * plane_words_ + (y + margin_y_) * row_words_ + first / 64;
  double best = kInfinity;
  const Offset* offset = offsets_.data();
  for (; offset->square < best; ++offset) {
    const uint64_t* at = words + offset->words;
    const uint64_t window = at[0] >> shift | at[1] << 1 << (63 - shift);
    if (window == 0) continue;
    // Voxel x is bit 32; a bit that is put in ends either count at 32 steps, which is infinitely far.
    const int right = __builtin_ctzll(window >> kSteps | uint64_t{1} << kSteps);
    const int left = __builtin_clzll(window << (kSteps - 1) | uint64_t{1} << (63 - kSteps));
    best = std::min(best, offset->square + squares_[static_cast<size_t>(std::min(left, right))]);
  }
  looks_ += offset - offsets_.data();
  return best;
}

namespace {

/// A voxel of `from` that is left to do, and its place among the distances.
struct Query {
  int64_t x, y, z;
  size_t place;
};

/// What costs as much as one voxel of the transform, about: so many rows looked at, so many voxels
/// of `to` in blocks that a query passes by.
constexpr int64_t kRowsPerVoxel = 16, kPassedPerVoxel = 512;

int64_t NumVoxels(const Size3& size) { return size[0] * size[1] * size[2]; }

/// Near ones are done in place, squared; far ones come back.  When `most_looks` are spent, all that
/// follow count as far.
std::vector<Query> SearchNear(const BitVolume& from, const BitVolume& to, RowSearch& search,
                              int64_t most_looks, std::vector<double>& squares) {
  std::vector<Query> far;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) {
    double square = 0;
    if (!to.At(x, y, z)) {
      const bool is_paid = search.looks() < most_looks;
      square = is_paid ? search.Near(x, y, z) : std::numeric_limits<double>::infinity();
      if (square > search.reach() || !is_paid) far.push_back({x, y, z, squares.size()});
    }
    squares.push_back(square);
  });
  return far;
}

void TakeRoots(std::vector<double>& squares) {
  for (double& square : squares) square = std::sqrt(square);
}

}  // namespace

std::vector<double> DistancesTo(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm) {
  const int64_t num_voxels = NumVoxels(to.size());
  RowSearch search(to, spacing_mm);
  std::vector<double> squares;
  squares.reserve(static_cast<size_t>(from.Count()));
  const std::vector<Query> far = SearchNear(from, to, search, kRowsPerVoxel * num_voxels, squares);
  if (far.empty()) {
  } else if (static_cast<int64_t>(far.size()) * (to.Count() + kPassedPerVoxel) <=
             kPassedPerVoxel * num_voxels) {
    BlockSearch blocks(to, spacing_mm);
    for (const Query& query : far) squares[query.place] = blocks.SquareFrom(query.x, query.y, query.z);
  } else {
    const PlaneDistances distances(to, spacing_mm);
    for (const Query& query : far) squares[query.place] = distances.SquareAt(query.x, query.y, query.z);
  }
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesByBlocks(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm) {
  BlockSearch blocks(to, spacing_mm);
  std::vector<double> squares;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { squares.push_back(blocks.SquareFrom(x, y, z)); });
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesByTransform(const BitVolume& from, const BitVolume& to,
                                         const Vector3& spacing_mm) {
  const PlaneDistances distances(to, spacing_mm);
  std::vector<double> squares;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { squares.push_back(distances.SquareAt(x, y, z)); });
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesOnDevice(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm,
                                      const MetricKernels& kernels) {
  const auto& size = to.size();
  const int64_t width = size[0], height = size[1];
  NearestWork work = {{width, height, size[2]}, spacing_mm, to.row(0, 0), {}};
  work.from.reserve(static_cast<size_t>(from.Count()));
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { work.from.push_back((z * height + y) * width + x); });
  if (work.from.empty()) return {};
  std::vector<double> squares = std::move(kernels.NearestSquares({&work}).front());
  TakeRoots(squares);
  return squares;
}

}  // namespace f4s
