// Training crops that lose some of their modalities, so that a model learns to do without them.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/train/data/training_cases.h"

namespace f4s {

/// 't1ce', 't1+flair' -> {{1},{0,3}}: what --needs names, in slots.  None for no words.
/// @throws Error(kUsage, "train.needs") for a modality that is in no slot.
[[nodiscard]] std::vector<std::vector<size_t>> SetsOfSlots(const std::vector<std::string>& words,
                                                           const ModalitySlots& slots);

class ModalityDropout {
 public:
  ModalityDropout() = default;
  /// @param needs  sets of slots of which one is left whole; none: each slot by itself
  ModalityDropout(double probability, std::vector<std::vector<size_t>> needs)
      : probability_(probability), needs_(std::move(needs)) {}

  /// With the probability, fills the planes of some slots with 0.  What stays is drawn from all the sets of
  /// slots that have a pixel above 0 and hold what is needed, but for the set of all of them; where there is
  /// no such set, all stays.
  /// @param planes  slot by slot, `pixels` each
  void Apply(uint64_t seed, int64_t pixels, std::span<float> planes) const;

 private:
  [[nodiscard]] bool IsEnough(uint32_t kept) const;

  double probability_ = 0;
  std::vector<std::vector<size_t>> needs_;
};

}  // namespace f4s
