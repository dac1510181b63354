#include "libfuse4seg/metric/segmentation/row_search.h"

#include <algorithm>
#include <limits>

namespace f4s {
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

}  // namespace f4s
