#include "libfuse4seg/loss/fusion_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/loss/frequency_loss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/loss/semantic_loss.h"
#include "libfuse4seg/loss/shapes.h"
#include "libfuse4seg/loss/spread_batch.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kOffset = 1.01;                 // of eq. 11
constexpr double kLeastBase = -0.9;              // CC of base features
constexpr double kFloatEpsilon = 1.1920929e-07;  // float's epsilon, added to Pearson's denominator
constexpr double kLeastSquare = 1e-30;           // keeps the root's slope finite

/// x [N,M,C,h,w] -> [N,M,C,hw] without its mean, of length 1 over hw (or 0 for a constant).
Tensor Normalised(const Tensor& x) {
  const Tensor flat = x.flatten(3);
  const Tensor centred = flat - flat.mean(3, true);
  return centred / (centred.square().sum(3, true).clamp_min(kLeastSquare).sqrt() + kFloatEpsilon);
}

/// Pearson's coefficient of two modalities, mean over cases and channels.
Tensor Correlation(const Tensor& normalised, int64_t i, int64_t j) {
  return (normalised.select(1, i) * normalised.select(1, j)).sum(2).clamp(-1, 1).mean();
}

/// What is taken off for the metrics that are raised; sets their terms.
Tensor Raised(const Tensor& images, const Tensor& fused, const FusionLossOptions& options,
              FusionLossTerms& terms) {
  Tensor sum = torch::zeros({}, fused.options());
  const auto add = [&](double weight, Tensor& term, const auto& score) {
    if (weight == 0) return;
    term = score();
    sum = sum + weight * term;
  };
  add(options.vif_weight, terms.vif, [&] { return VifScore(images, fused); });
  add(options.qabf_weight, terms.qabf, [&] { return QabfScore(images, fused); });
  add(options.mi_weight, terms.mi, [&] { return MutualInformationScore(images, fused); });
  add(options.scd_weight, terms.scd, [&] { return ScdScore(images, fused, options.scd_limit); });
  add(options.sf_weight, terms.sf, [&] { return SpatialFrequencyScore(images, fused); });
  add(options.sd_weight, terms.sd, [&] { return DeviationScore(images, fused); });
  return sum;
}

}  // namespace

Tensor CorrelationLoss(const Tensor& base, const Tensor& detail, bool bounded) {
  RequireShapes(base.dim() == 5 && base.sizes() == detail.sizes(), "correlation", base, detail,
                "one shape [N,M,C,h,w]");
  const int64_t m = base.size(1);
  const Tensor b = Normalised(base), d = Normalised(detail);
  const double least = bounded ? kLeastBase : -1;
  std::vector<Tensor> means;  // of detail and base features, pair by pair
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = i + 1; j < m; ++j)
      for (const Tensor* const features : {&d, &b}) means.push_back(Correlation(*features, i, j));
  means = MeansOverBatch(std::move(means));
  Tensor sum = torch::zeros({}, base.options());
  for (size_t k = 0; k < means.size(); k += 2)
    sum = sum + means[k].square() / (kOffset + means[k + 1].clamp_min(least));
  return m < 2 ? sum : sum / (static_cast<double>(m * (m - 1)) / 2);
}

Tensor ContentLoss(const Tensor& images, const Tensor& reconstructed) {
  RequireShapes(images.dim() == 4 && images.sizes() == reconstructed.sizes(), "content", images,
                reconstructed, "one shape [N,M,H,W]");
  // Each modality has as many pixels, so the sum over modalities is M times the mean of all.
  const Tensor each = torch::mse_loss(reconstructed, images) + 1 - Ssim(images, reconstructed);
  return each * static_cast<double>(images.size(1));
}

Tensor TextureLoss(const Tensor& images, const Tensor& fused) {
  RequireFused(images, fused, "texture");
  return torch::l1_loss(SobelMagnitude(fused), SobelMagnitude(images).amax(1, true));
}

Tensor IntensityLoss(const Tensor& images, const Tensor& fused, const FusionLossOptions& options) {
  RequireFused(images, fused, "intensity");
  return torch::l1_loss(
      fused, options.intensity_of == IntensityOf::kMean ? images.mean(1, true) : images.amax(1, true));
}

ReconstructionLossTerms ReconstructionLoss(const Tensor& base, const Tensor& detail, const Tensor& images,
                                           const Tensor& reconstructed, const FusionLossOptions& options) {
  ReconstructionLossTerms terms;
  terms.correlation = CorrelationLoss(base, detail, !options.paper_strict);
  terms.content = ContentLoss(images, reconstructed);
  terms.total = options.sigma * terms.correlation + (1 - options.sigma) * terms.content;
  return terms;
}

FusionLossTerms FusionLoss(const Tensor& base, const Tensor& detail, const Tensor& images,
                           const Tensor& fused, const FusionLossOptions& options) {
  FusionLossTerms terms;
  terms.correlation = CorrelationLoss(base, detail, !options.paper_strict);
  terms.texture = TextureLoss(images, fused);
  Tensor image = terms.texture;
  if (!options.paper_strict) {
    terms.intensity = IntensityLoss(images, fused, options);
    image = options.intensity_weight * terms.intensity + options.texture_weight * terms.texture -
            Raised(images, fused, options, terms);
    if (options.fidelity_weight > 0) {
      terms.fidelity = FidelityLoss(images, fused, options.fidelity_db);
      terms.grain = HighFrequencyLoss(images, fused, options.grain_db);
      image = image + options.fidelity_weight * (terms.fidelity + terms.grain);
    }
    if (options.frequency_weight > 0)
      image = image + options.frequency_weight * (terms.frequency = FrequencyLoss(images, fused));
    if (options.gradient_weight > 0)
      image = image + options.gradient_weight * (terms.gradient = GradientLoss(images, fused));
  }
  terms.total = options.sigma * terms.correlation + (1 - options.sigma) * image;
  return terms;
}

}  // namespace f4s
