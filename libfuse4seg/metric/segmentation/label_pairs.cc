#include "libfuse4seg/metric/segmentation/label_pairs.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <string>

namespace f4s {
namespace {

/// The first voxel from `x` where either label is not 0, or `width`.
int64_t SkipBackground(const uint16_t* a, const uint16_t* b, int64_t x, int64_t width) {
  constexpr int64_t kBlock = 16;  // voxels looked at together
  while (x + kBlock <= width) {
    uint16_t any = 0;
    for (int64_t i = x; i < x + kBlock; ++i) any = static_cast<uint16_t>(any | a[i] | b[i]);
    if (any != 0) break;
    x += kBlock;
  }
  while (x < width && (a[x] | b[x]) == 0) ++x;
  return x;
}

bool Contains(const Region& region, uint16_t label) {
  return std::binary_search(region.values.begin(), region.values.end(), label);
}

}  // namespace

void VoxelBox::Extend(const VoxelBox& other) {
  for (size_t axis = 0; axis < 3; ++axis) {
    begin[axis] = std::min(begin[axis], other.begin[axis]);
    end[axis] = std::max(end[axis], other.end[axis]);
  }
}

LabelPairs::LabelPairs(std::span<const uint16_t> reference, std::span<const uint16_t> prediction,
                       const Size3& size)
    : num_voxels_(size[0] * size[1] * size[2]) {
  for (int64_t z = 0, offset = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y, offset += size[0])
      AddRow(reference.data() + offset, prediction.data() + offset, {0, y, z}, size[0]);
}

void LabelPairs::AddRow(const uint16_t* reference, const uint16_t* prediction, Size3 begin, int64_t width) {
  for (int64_t x = SkipBackground(reference, prediction, 0, width); x < width;) {
    const uint16_t r = reference[x], p = prediction[x];
    begin[0] = x;
    while (x < width && reference[x] == r && prediction[x] == p) ++x;
    AddRun(r, p, begin, x - begin[0]);
    x = SkipBackground(reference, prediction, x, width);
  }
}

void LabelPairs::AddRun(uint16_t reference, uint16_t prediction, const Size3& begin, int64_t length) {
  const auto [found, is_new] = place_.try_emplace(uint32_t{reference} << 16 | prediction, pairs_.size());
  if (is_new) pairs_.push_back({reference, prediction, 0, {}});
  Pair& pair = pairs_[found->second];
  pair.count += length;
  pair.box.Extend({begin, {begin[0] + length, begin[1] + 1, begin[2] + 1}});
  num_counted_ += length;
}

LabelPairs::Overlap LabelPairs::OverlapOf(const Region& region) const {
  Overlap overlap;
  overlap.tn = num_voxels_ - num_counted_;
  for (const Pair& pair : pairs_) {
    const bool in_reference = Contains(region, pair.reference),
               in_prediction = Contains(region, pair.prediction);
    int64_t& count =
        in_reference ? (in_prediction ? overlap.tp : overlap.fn) : (in_prediction ? overlap.fp : overlap.tn);
    count += pair.count;
    if (in_reference || in_prediction) overlap.box.Extend(pair.box);
  }
  return overlap;
}

std::vector<Region> LabelPairs::RegionsOfValues() const {
  std::set<uint16_t> values;
  for (const Pair& pair : pairs_) values.insert({pair.reference, pair.prediction});
  values.erase(0);
  std::vector<Region> regions;
  for (const uint16_t value : values) regions.push_back({std::to_string(value), {value}});
  return regions;
}

std::vector<Region> RegionsOfValues(std::span<const uint16_t> reference,
                                    std::span<const uint16_t> prediction) {
  const auto count = static_cast<int64_t>(std::min(reference.size(), prediction.size()));
  return LabelPairs(reference, prediction, {count, 1, 1}).RegionsOfValues();
}

}  // namespace f4s
