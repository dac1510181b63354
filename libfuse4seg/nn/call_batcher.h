// Pictures from many threads, computed as one batch.

#pragma once

#include <torch/types.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "libfuse4seg/base/calls_together.h"

namespace f4s {

/// Takes pictures from many threads and computes those of one kind and shape as one batch.  A batch always
/// has the same size for a kind and shape, the places that are left over being filled with its first: so a
/// result depends on its own picture alone, though which algorithm a GPU takes for a batch depends on its
/// size.
class CallBatcher {
 public:
  /// [B,...] -> [B,...]: row i depends on row i alone.
  using Work = std::function<torch::Tensor(const torch::Tensor&)>;
  /// The bytes that tensors take at most while `run` runs, above what they took before.
  using Peak = std::function<int64_t(const std::function<void()>& run)>;

  /// @param most    pictures in a batch, at least 1
  /// @param budget  bytes that a batch may take, while it is computed, by Peak of one and of two pictures
  CallBatcher(int64_t most, int64_t budget, Peak peak)
      : most_(most), budget_(budget), peak_(std::move(peak)) {}

  /// @param kind      names everything that `work` depends on: calls of one kind have the same
  /// @param pictures  [C,H,W] each, of one shape; at least one
  /// @return          their rows of what `work` makes, in their order
  /// @throws what `work` throws, to all callers of a batch.
  [[nodiscard]] std::vector<torch::Tensor> Call(const std::string& kind,
                                                const std::vector<torch::Tensor>& pictures, const Work& work);

 private:
  /// Pictures in a batch of these: asked once for a kind and shape.
  [[nodiscard]] size_t SizeFor(const std::string& kind, const torch::Tensor& picture, const Work& work);

  int64_t most_, budget_;
  Peak peak_;
  CallsTogether<torch::Tensor, torch::Tensor> calls_;
  std::mutex mutex_;
  std::map<std::string, size_t> sizes_;  ///< of batches, by kind and shape
};

}  // namespace f4s
