#include "libfuse4seg/loss/shapes.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"

namespace f4s {

using torch::Tensor;

bool IsFusedOf(const Tensor& images, const Tensor& fused) {
  return images.dim() == 4 && fused.dim() == 4 && images.size(0) == fused.size(0) && fused.size(1) == 1 &&
         images.size(2) == fused.size(2) && images.size(3) == fused.size(3);
}

void RequireFused(const Tensor& images, const Tensor& fused, const char* what) {
  RequireShapes(IsFusedOf(images, fused), what, images, fused, "[N,M,H,W] and [N,1,H,W]");
}

void RequireShapes(bool fits, const char* what, const Tensor& a, const Tensor& b, const char* wanted) {
  if (!fits)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat(what, " of shapes ", a.sizes(), " and ", b.sizes(), ": wanted ", wanted));
}

}  // namespace f4s
