#include "libfuse4seg/nn/any_fusion_net.h"

#include <torch/torch.h>

#include <memory>

#include "libfuse4seg/nn/fusion_net.h"

namespace f4s {

FusionOutput FusionOutput::Detached() const {
  if (!fused.defined()) return *this;
  const auto detached = [](const torch::Tensor& t) { return t.defined() ? t.detach() : t; };
  return {.fused = detached(fused),
          .modalities = {.base = detached(modalities.base), .detail = detached(modalities.detail)},
          .merged = {.base = detached(merged.base), .detail = detached(merged.detail)},
          .reduced = detached(reduced)};
}

AnyFusionNet BuildFusionNet(const FusionNetOptions& options, int64_t slots) {
  const std::shared_ptr<AnyFusionNetImpl> made = std::make_shared<FusionNetImpl>(options, slots);
  return AnyFusionNet(made);
}

}  // namespace f4s
