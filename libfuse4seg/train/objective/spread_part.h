// A part of a batch as the losses see it, where other ranks have images of it too.

#pragma once

#include <optional>

#include "libfuse4seg/loss/spread_batch.h"
#include "libfuse4seg/train/data/batches.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

/// While it lives, losses of this thread add up over all ranks what is a sum over the batch.
class SpreadPart {
 public:
  explicit SpreadPart(const SliceBatch& part) {
    const Ranks& ranks = Ranks::Here();
    if (ranks.alone()) return;
    scope_.emplace(BatchPlaces{
        .sums = [&ranks](const std::vector<torch::Tensor>& sums) { return ranks.Sums(sums); },
        .rows = [&ranks, turn = (ranks.rank() - part.first + ranks.size()) % ranks.size()](
                    const torch::Tensor& rows, int64_t count) { return ranks.Rows(rows, count, turn); },
        .count = part.size(),
        .own = part.images.size(0),
        .first = part.first,
        .stride = part.stride});
  }

 private:
  std::optional<SpreadBatch> scope_;
};

}  // namespace f4s
