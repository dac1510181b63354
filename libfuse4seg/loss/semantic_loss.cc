#include "libfuse4seg/loss/semantic_loss.h"

#include <torch/torch.h>

#include <cmath>
#include <cstdio>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/shapes.h"
#include "libfuse4seg/loss/spread_batch.h"
#include "libfuse4seg/nn/blocks/constants.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kEdgeSigma = 0.7, kHighFrequencySigma = 1;  // pixels

void RequireLabelsOfImages(const Tensor& images, const Tensor& labels) {
  const bool fits = images.dim() == 4 && labels.dim() == 3 && labels.scalar_type() == torch::kInt64 &&
                    images.size(0) == labels.size(0) && images.size(2) == labels.size(1) &&
                    images.size(3) == labels.size(2);
  if (!fits)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("labels of shape ", labels.sizes(), ", ", labels.dtype(), " for images of shape ",
                    images.sizes(), ": wanted [N,H,W] of int64 and [N,M,H,W]"));
}

/// [N,1,H,W]: 1 where a pixel counts.
Tensor Counted(const Tensor& images) { return images.amax(1, true).gt(0).to(images.scalar_type()); }

/// Mean over cases of max(0, MSE 10^(least_db / 10) - 1), of errors that are 0 where no pixel counts.
Tensor BeyondLimit(const Tensor& errors, const Tensor& counted, double least_db) {
  const Tensor mean_square = errors.square().sum({1, 2, 3}) / counted.sum({1, 2, 3}).clamp_min(1);
  return torch::relu(mean_square * std::pow(10.0, least_db / 10) - 1).mean();
}

}  // namespace

Tensor FidelityLoss(const Tensor& images, const Tensor& fused, double least_db) {
  RequireFused(images, fused, "fidelity");
  const Tensor counted = Counted(images);
  return BeyondLimit((fused - images.mean(1, true)) * counted, counted, least_db);
}

Tensor HighFrequencyLoss(const Tensor& images, const Tensor& fused, double least_db) {
  RequireFused(images, fused, "grain");
  const Tensor counted = Counted(images);
  const Tensor added = (fused - images.mean(1, true)) * counted;
  return BeyondLimit((added - Softened(added, kHighFrequencySigma)) * counted, counted, least_db);
}

Tensor ContrastTarget(const Tensor& images, const Tensor& labels, const std::vector<double>& offsets) {
  RequireLabelsOfImages(images, labels);
  const auto classes = static_cast<int64_t>(offsets.size());
  const auto exactly = [](double offset) {
    char text[40];
    std::snprintf(text, sizeof text, "%a", offset);
    return std::string(text);
  };
  const Tensor levels = Constant(Cat("contrast ", Joined(offsets, " ", exactly)), images.options(),
                                 [&] { return torch::tensor(offsets, torch::kFloat64); });
  const Tensor known = labels.ge(0) & labels.lt(classes);
  const Tensor offset = levels.index_select(0, labels.clamp(0, classes - 1).flatten()).view(labels.sizes()) *
                        known.to(images.scalar_type());
  const Tensor target = (images.mean(1, true) + Softened(offset.unsqueeze(1), kEdgeSigma)).clamp(0, 1);
  return target * Counted(images);
}

Tensor ContrastLoss(const Tensor& images, const Tensor& fused, const Tensor& labels,
                    const std::vector<double>& offsets) {
  RequireFused(images, fused, "contrast");
  const Tensor counted = Counted(images);
  const Tensor distance = (fused - ContrastTarget(images, labels, offsets)).abs() * counted;
  const auto sums = SumsOverBatch({distance.sum(), counted.sum()});
  return sums[0] / sums[1].clamp_min(1);
}

}  // namespace f4s
