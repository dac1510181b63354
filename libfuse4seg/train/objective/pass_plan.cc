#include "libfuse4seg/train/objective/pass_plan.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/nn/peak_bytes.h"
#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {

PassCost PassCost::Of(Objective& objective, const SliceBatch& batch, const torch::Device& device,
                      int threads) {
  const int64_t size = batch.images.size(0), few = std::min<int64_t>(size, threads + 2);
  const auto peak = [&](int64_t images, int64_t at_once) {
    return PeakBytes(device, [&] {
      objective.Rehearse(PartOf(batch, 0, images),
                         {.images_at_once = at_once, .recompute = at_once < images});
    });
  };
  static_cast<void>(peak(1, 1));  // constants, and what libraries keep
  PassCost cost;
  cost.first = peak(1, 1);
  if (size < 2) return cost;
  cost.in_networks = std::max<int64_t>(0, peak(2, 2) - cost.first);
  const int64_t busy = std::min<int64_t>(threads, few);
  if (few > busy)
    cost.waiting =
        std::max<int64_t>(0, (peak(few, 1) - cost.first - (busy - 1) * cost.in_networks) / (few - busy));
  return cost;
}

int64_t PassCost::Bytes(int64_t size, int64_t at_once, int threads) const {
  const int64_t busy = std::min(size, at_once * threads);
  return first + (busy - 1) * in_networks + (size - busy) * waiting;
}

int64_t PassCost::Most(int64_t size, int64_t budget, int threads) const {
  int64_t at_once = size;
  while (at_once > 1 && Bytes(size, at_once, at_once == size ? 1 : threads) > budget) --at_once;
  return at_once;
}

}  // namespace f4s
