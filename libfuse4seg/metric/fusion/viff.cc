#include "libfuse4seg/metric/fusion/viff.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/metric_terms_inl.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"

namespace f4s {
namespace {

constexpr double kNoiseVariance = 0.005 * 255 * 255;
constexpr double kScaleWeights[] = {1 / 2.15, 0, 0.15 / 2.15, 1 / 2.15};
constexpr double kPixelConstant = 1e-7;  // added to each pixel's information, in decades

/// The terms of each source at all pixels of a scale.
std::vector<std::vector<VifTerms>> TermsOfScale(ScaleMoments& moments, size_t num_sources) {
  std::vector<std::vector<VifTerms>> terms(num_sources);
  while (moments.NextRows())
    for (size_t source = 0; source < num_sources; ++source) {
      const SourceMoments m = moments.Moments(source);
      for (int i = 0; i < moments.num_rows(); ++i) {
        const double *mean = m.mean.row(i), *square = m.square.row(i), *product = m.product.row(i);
        const double *fused_mean = m.fused_mean.row(i), *fused_variance = m.fused_variance.row(i);
        for (int x = 0; x < moments.width(); ++x)
          terms[source].push_back(TermsOf(square[x] - mean[x] * mean[x], fused_variance[x],
                                          product[x] - mean[x] * fused_mean[x], kNoiseVariance));
      }
    }
  return terms;
}

double RatioOf(const std::vector<VifTerms>& a, const std::vector<VifTerms>& b) {
  double kept = 0, whole = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const VifTerms& chosen = a[i].gain < b[i].gain ? a[i] : b[i];
    kept += std::log10(chosen.kept) + kPixelConstant;
    whole += std::log10(chosen.whole) + kPixelConstant;
  }
  return kept / whole;
}

}  // namespace

Score FusionVif(const LevelView& fused, const std::vector<LevelView>& sources) {
  const VifRule rule;
  if (sources.size() < 2) return Undefined::kConvention;
  if (std::min(fused.width, fused.height) < rule.minimum_side) return Undefined::kImageTooSmall;
  double sum = 0, num_pairs = 0;
  ScaleMoments moments(fused, sources, rule, true);
  for (const double weight : kScaleWeights) {
    if (!moments.Next()) break;
    if (weight == 0) continue;
    const auto terms = TermsOfScale(moments, sources.size());
    num_pairs = 0;
    for (size_t i = 0; i < terms.size(); ++i)
      for (size_t j = i + 1; j < terms.size(); ++j, ++num_pairs) sum += weight * RatioOf(terms[i], terms[j]);
  }
  return sum / num_pairs;
}

}  // namespace f4s
