#include "libfuse4seg/metric/fusion/fusion_on_device.h"

#include <algorithm>

#include "libfuse4seg/metric/fusion/gradient.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"
#include "libfuse4seg/metric/fusion/vif.h"

namespace f4s {
namespace {

WindowWeights WeightsOf(const GaussianWindow& window) {
  WindowWeights weights;
  weights.taps = window.taps();
  std::copy_n(window.weights().begin(), window.taps(), weights.weights);
  return weights;
}

VifWork VifWorkOf(const VifRule& rule) {
  VifWork work;
  for (int scale = 0; scale < 4; ++scale)
    work.windows[static_cast<size_t>(scale)] = WeightsOf(VifWindow(scale, rule.is_padded));
  work.border = rule.is_padded ? WindowBorder::kZeros : WindowBorder::kInside;
  if (rule.saturates) work.greatest_product = 255;
  return work;
}

SsimWork SsimWorkOf(const SsimRule& rule) {
  SsimWork work;
  work.c1 = 0.01 * rule.data_range * (0.01 * rule.data_range);
  work.c2 = 0.03 * rule.data_range * (0.03 * rule.data_range);
  if (rule.border == SsimRule::Border::kRepeated) work.border = WindowBorder::kRepeated;
  if (rule.window == SsimRule::Window::kGaussian11) {
    work.window = WeightsOf(GaussianWindow(11, 1.5));
    return work;
  }
  work.window.taps = 7;
  std::fill_n(work.window.weights, 7, 1.0);  // sums of whole numbers, exact
  work.count = 49;
  work.spread = 1.0 / (49 * 48);
  return work;
}

FusionParts PartsOf(const MetricSums& sums, const MetricWork& work, const FusionRules& rules) {
  const int w = work.width, h = work.height;
  const double pixels = static_cast<double>(w) * h;
  FusionParts parts = {{}, PixelSums(int64_t{w} * h, sums.sums, sums.products)};
  std::copy(sums.counts.begin(), sums.counts.end(), parts.counts.begin());
  parts.sf = SpatialFrequencyOf(sums.horizontal, sums.vertical, w, h, rules.sf_divisor);
  parts.ag = AverageGradientOf(sums.gradient, w, h, rules.ag_divisor);
  const SsimWork& ssim = work.ssim;
  const double windows = static_cast<double>(WindowPlaces(w, ssim.window.taps, ssim.border)) *
                         WindowPlaces(h, ssim.window.taps, ssim.border);
  for (const MetricSums::Source& source : sums.sources) {
    parts.mi.push_back(std::max(0.0, source.information / pixels));
    parts.vif.push_back(work.has_vif ? VifOf(source.vif_kept, source.vif_whole, rules.vif) : Score());
    parts.edges.push_back({source.edges_kept, source.edges});
    parts.ssim.push_back(source.ssim / windows);
  }
  return parts;
}

}  // namespace

MetricWork WorkOf(const LevelView& fused, size_t num_sources, const FusionRules& rules) {
  MetricWork work;
  work.width = static_cast<int>(fused.width);
  work.height = static_cast<int>(fused.height);
  work.num_sources = static_cast<int>(num_sources);
  work.has_vif = rules.has_vif;
  work.vif = VifWorkOf(rules.vif);
  work.ssim = SsimWorkOf(rules.ssim);
  work.equal_gain = rules.qabf.equal_gain;
  work.has_frame = rules.qabf.has_frame;
  work.merges_white = rules.mi_merges_white;
  return work;
}

std::vector<FusionParts> MeasureOnDevice(const Image<uint8_t>& fused,
                                         const std::vector<FusionSource>& sources, int64_t begin, int64_t end,
                                         const FusionRules& rules, const MetricKernels& kernels) {
  const MetricWork work = WorkOf(fused.plane(), sources.size(), rules);
  std::vector<const uint8_t*> levels;
  for (int64_t z = begin; z < end; ++z) {
    levels.push_back(fused.plane(z).data);
    for (const FusionSource& source : sources) levels.push_back(source.image.plane(z).data);
  }
  std::vector<FusionParts> parts;
  for (const MetricSums& sums : kernels.Measure(work, levels)) parts.push_back(PartsOf(sums, work, rules));
  return parts;
}

}  // namespace f4s
