#include "libfuse4seg/nn/fusion/any_fusion_net.h"

#include <torch/torch.h>

#include <memory>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/fusion/fusion_inn.h"
#include "libfuse4seg/nn/fusion/fusion_net.h"

namespace f4s {

FusionOutput FusionOutput::Detached() const {
  if (!fused.defined()) return *this;
  const auto detached = [](const torch::Tensor& t) { return t.defined() ? t.detach() : t; };
  return {.fused = detached(fused),
          .modalities = {.base = detached(modalities.base), .detail = detached(modalities.detail)},
          .merged = {.base = detached(merged.base), .detail = detached(merged.detail)},
          .reduced = detached(reduced),
          .y = detached(y),
          .z = detached(z)};
}

namespace {

Error DoesNotInvert() {
  return {ErrorKind::kBadInput, "model.inverse", "the fusion network cannot be inverted: fuser = inn can"};
}

}  // namespace

torch::Tensor AnyFusionNetImpl::RawOf(const torch::Tensor& /*fused*/) const { throw DoesNotInvert(); }

torch::Tensor AnyFusionNetImpl::Inverse(const torch::Tensor& /*y*/, const torch::Tensor& /*z*/) {
  throw DoesNotInvert();
}

torch::Tensor AnyFusionNetImpl::Decompose(const torch::Tensor& fused, const torch::Tensor& z) {
  const torch::Tensor images = Crop(Inverse(RawOf(fused), z), fused.size(2), fused.size(3));
  return zero_is_background() ? images * fused.gt(0).to(images.scalar_type()) : images;
}

AnyFusionNet BuildFusionNet(const FusionNetOptions& options, int64_t slots) {
  std::shared_ptr<AnyFusionNetImpl> made;
  if (options.fuser == FuserKind::kInn)
    made = std::make_shared<FusionInnImpl>(options, slots);
  else
    made = std::make_shared<FusionNetImpl>(options, slots);
  return AnyFusionNet(made);
}

}  // namespace f4s
