#include "libfuse4seg/loss/distillation_loss.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

using torch::Tensor;

Tensor AttentionOf(const Tensor& energies, int64_t rows, int64_t columns,
                   const DistillationOptions& options) {
  const Tensor resized = ResizeBilinear(energies, rows, columns);
  if (options.attention == EnergyShape::kProportional) {
    const Tensor raised = 1 + resized;
    return raised / raised.mean({2, 3}, /*keepdim=*/true);
  }
  return resized.flatten(2).softmax(2).view_as(resized) * static_cast<double>(rows * columns);
}

Tensor DistillationLoss(const std::vector<Tensor>& students, const std::vector<Tensor>& teachers,
                        const DistillationOptions& options) {
  F4S_CHECK_EQ(!students.empty() && students.size() == teachers.size(), true);
  for (size_t level = 0; level < students.size(); ++level)
    if (students[level].dim() != 4 || students[level].size(1) < 2 || students[level].numel() == 0 ||
        students[level].sizes() != teachers[level].sizes())
      throw Error(ErrorKind::kBadInput, "loss.shape",
                  Cat("energies of shapes ", students[level].sizes(), " and ", teachers[level].sizes(),
                      ": wanted twice the same [N,S,h,w] of 2 modalities at least"));
  const Tensor& common = students[std::min<size_t>(1, students.size() - 1)];
  const int64_t rows = common.size(2), columns = common.size(3), modalities = common.size(1);
  // Pairs with m = n add nothing, neither to the sum nor to the gradient.
  const auto pairs = static_cast<double>(modalities * (modalities - 1));
  Tensor sum;
  for (size_t level = 0; level < students.size(); ++level) {
    const Tensor student = AttentionOf(students[level], rows, columns, options).unsqueeze(2);  // [N,S,1,H,W]
    const Tensor teacher = AttentionOf(teachers[level].detach(), rows, columns, options).unsqueeze(1);
    const Tensor one = (student - teacher).square().mean({0, 3, 4}).sum() / pairs;
    sum = sum.defined() ? sum + one : one;
  }
  return sum;
}

}  // namespace f4s
