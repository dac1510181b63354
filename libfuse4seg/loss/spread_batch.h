// A batch whose images lie on several processes: what losses add up over all of its images before they
// divide.
//
// A loss that is a mean over images is the mean of the processes' means.  One that is a ratio of sums over
// the batch is not: its sums are added up here first, so that each process has the loss of the whole batch,
// and its gradient by its own images.  Where a batch lies on one process, which is so unless SpreadBatch says
// otherwise, every function here returns its argument.

#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace f4s {

/// Where the images of a batch are.
struct BatchPlaces {
  std::function<std::vector<torch::Tensor>(const std::vector<torch::Tensor>&)> sums;  ///< over all processes
  std::function<torch::Tensor(const torch::Tensor&, int64_t count)> rows;  ///< of all processes, in order
  int64_t count = 0;                                                       ///< images of the batch
  int64_t own = 0;  ///< of them here: `first`, and each `stride`-th after it
  int64_t first = 0, stride = 1;
};

/// While it lives, the losses of this thread are of a batch that lies so.
class SpreadBatch {
 public:
  explicit SpreadBatch(BatchPlaces places);
  ~SpreadBatch();
  SpreadBatch(const SpreadBatch&) = delete;
  SpreadBatch& operator=(const SpreadBatch&) = delete;

 private:
  BatchPlaces places_;
  const BatchPlaces* before_;
};

// The gradient that comes back is of a loss which all processes have, and which each multiplies with its
// share of the images before its gradients are added to the others': it is divided by that share.

/// Sums over images of the batch, from sums over those that are here.
[[nodiscard]] std::vector<torch::Tensor> SumsOverBatch(std::vector<torch::Tensor> sums);
/// Means over the images, from means over those that are here.
[[nodiscard]] std::vector<torch::Tensor> MeansOverBatch(std::vector<torch::Tensor> means);
/// [N,...] of the batch from [n,...].
[[nodiscard]] torch::Tensor RowsOfBatch(const torch::Tensor& rows);

}  // namespace f4s
