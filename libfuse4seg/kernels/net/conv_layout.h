// How weights and channels lie in the memory of DenseConv: of its own files.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "libfuse4seg/kernels/net/conv_stage.h"

namespace f4s {

inline int64_t RoundedUp(int64_t count, int64_t multiple) {
  return (count + multiple - 1) / multiple * multiple;
}

/// Where output `o` of `out` lies in a block layout: its block begins there, and is so wide.
struct BlockPlace {
  int64_t begin, width;
};

inline BlockPlace BlockOf(int64_t o, int64_t out) {
  const int64_t lanes = StageLanes(), begin = o / (2 * lanes) * (2 * lanes);
  return {begin, std::min(2 * lanes, out - begin)};
}

/// Where the weight of output `o`, tap `t` and input `c` lies in [blocks][taps][in][outputs of the block].
inline size_t PlaceInBlocks(int64_t o, int64_t t, int64_t c, int64_t in, int64_t out, int64_t taps) {
  const BlockPlace block = BlockOf(o, out);
  return static_cast<size_t>(block.begin * in * taps + (t * in + c) * block.width + o - block.begin);
}

/// Where each channel that is read is: among features side by side, and among weights in fours.
struct ChannelPlaces {
  std::vector<int64_t> side_by_side, in_fours;
  int64_t stride = 0, fours = 0;

  explicit ChannelPlaces(const std::vector<int64_t>& inputs) {
    for (const int64_t channels : inputs) {
      for (int64_t c = 0; c < channels; ++c)
        side_by_side.push_back(stride + c), in_fours.push_back(fours + c);
      stride += StageStride(channels), fours += RoundedUp(channels, 4);
    }
  }
};

}  // namespace f4s
