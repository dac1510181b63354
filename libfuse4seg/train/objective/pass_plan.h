// How many images go through the networks at once, so that a step fits into a device's memory.

#pragma once

#include <cstdint>

#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// What a pass over N images takes, of which S are in the networks at once and others wait as outputs:
///
///     first + (S - 1) in_networks + (N - S) waiting
struct PassCost {
  int64_t first = 0, in_networks = 0, waiting = 0;  ///< bytes

  /// Measured: the objective's gradients of one, two and a few images of `batch`, which are then forgotten.
  /// @param threads  shards that are in the networks at the same time: 1 on a GPU
  [[nodiscard]] static PassCost Of(Objective& objective, const SliceBatch& batch, const torch::Device& device,
                                   int threads);
  /// @param at_once  images in a shard; `size` or more: all of them, nothing is computed again
  [[nodiscard]] int64_t Bytes(int64_t size, int64_t at_once, int threads) const;
  /// The largest number of images at once with which a pass over `size` takes no more than `budget`; 1 where
  /// none does.
  [[nodiscard]] int64_t Most(int64_t size, int64_t budget, int threads) const;
};

}  // namespace f4s
