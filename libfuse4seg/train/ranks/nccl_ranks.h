// What ranks on GPUs send each other by NCCL, without a way through the host's memory.

#pragma once

#include <torch/types.h>

#include <memory>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/train/ranks/gloo.h"

namespace f4s {

/// The table of the opened object `nccl`, which is linked with LibTorch's CUDA library.
class NcclRanks {
 public:
  virtual ~NcclRanks() = default;
  /// Connects the GPUs of all ranks; each calls it, with a GPU of its own.
  /// @param timeout_s  for a rank that does not answer; what waits throws then
  [[nodiscard]] virtual std::unique_ptr<RankTransport> Join(const RankStore& store, int64_t rank,
                                                            int64_t size, const torch::Device& device,
                                                            double timeout_s) const = 0;
};

/// After OpenTorchDevice() has opened the CUDA library.
/// @throws Error(kUnavailable) where this build, or this machine, has none.
[[nodiscard]] inline const NcclRanks& OpenNccl() {
  return OpenedObject<NcclRanks>("nccl", "sums over GPUs by NCCL");
}

}  // namespace f4s
