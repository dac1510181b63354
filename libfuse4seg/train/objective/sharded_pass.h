// The forward and backward pass of a batch, shard by shard, on several threads.
//
// A shard is a few images on the CPU and most often the whole batch on a GPU.  Networks here treat images one
// by one, so shards are independent until the loss, which sees all of them together; gradients are added in
// the order of the shards.  Within a shard there is one thread.  The number of threads so changes no bit of
// the result, and on a busy machine nobody waits at the thousands of joints that threads within operators
// have.

#pragma once

#include <torch/types.h>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/train/objective/gradients.h"

namespace f4s {

// Mixed precision: networks multiply in bfloat16, everything else stays float32.

/// While it lives and `precision` is bfloat16, convolutions and products of matrices of this thread round
/// their arguments to it; what needs the range or the digits (norms, softmax, losses) is left as torch's
/// autocast has it.
class PrecisionScope {
 public:
  PrecisionScope(const torch::Device& device, const std::string& precision);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  bool rounds_;
  torch::DeviceType device_;
  bool enabled_before_ = false, cache_before_ = false;
  torch::ScalarType dtype_before_ = torch::kFloat32;
};

/// As float32, what autocast may have left as bfloat16.
[[nodiscard]] std::vector<torch::Tensor> InFloat32(std::vector<torch::Tensor> tensors);

/// Calls work(0) to work(count - 1), on up to `threads` threads; on the calling one where there is one shard.
/// @throws what the work of the first shard that failed threw.
void ForEachShard(int64_t count, int threads, const std::function<void(int64_t)>& work);

/// Images in a shard of a batch [N,M,H,W]: `at_once`, or where that is 0, on the CPU as many as make the cost
/// of calling operators small, but four shards at least, for as many threads.  On a GPU the whole batch, or a
/// quarter of it where activations are computed again: of the whole nothing would be saved.
[[nodiscard]] int64_t ShardSize(const torch::Device& device, const torch::Tensor& batch,
                                bool recompute = false, int64_t at_once = 0);

/// Threads for the shards of a pass: a GPU has one at a time.
[[nodiscard]] inline int ThreadsOn(const torch::Device& device, int threads) {
  return device.is_cpu() ? threads : 1;
}

class ShardedPass {
 public:
  /// @param size        of the batch
  /// @param shard_size  images in a shard
  /// @param recompute   forget what the networks computed on the way, and compute it once more, shard by
  ///                    shard, in the backward pass: the same bits, less memory, a third more time
  ShardedPass(int64_t size, int64_t shard_size, int threads, bool recompute = false);

  /// Outputs [end-begin,...] of the images from begin to end - 1.
  using Work = std::function<std::vector<torch::Tensor>(int64_t begin, int64_t end)>;

  /// @param work  must heed torch::GradMode
  /// @return the outputs of the whole batch, [size,...], as leaves: backward() of a loss stops at them.
  [[nodiscard]] std::vector<torch::Tensor> Forward(const Work& work);

  /// Goes on from the gradients of Forward()'s leaves to the parameters of some players.
  /// @param add  to the gradients that they have; else those are replaced, and a parameter that has no part
  ///             in the loss gets none.
  void Backward(const std::vector<Gradients*>& players, bool add = false);

 private:
  /// Those of each shard's gradients, in the order of shards, to `take`.
  void ForEachInTurn(const std::vector<torch::Tensor>& inputs,
                     const std::function<void(const std::vector<torch::Tensor>&)>& take);
  [[nodiscard]] std::vector<torch::Tensor> ShardGradients(int64_t shard,
                                                          const std::vector<torch::Tensor>& inputs);

  int64_t size_, shard_size_;
  int threads_;
  bool recompute_;
  Work work_;                                        ///< to be done again
  std::vector<std::vector<torch::Tensor>> outputs_;  ///< of each shard
  std::vector<torch::Tensor> leaves_;
};

}  // namespace f4s
