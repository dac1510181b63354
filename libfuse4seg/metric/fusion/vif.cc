#include "libfuse4seg/metric/fusion/vif.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/metric_terms_inl.h"
#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"

namespace f4s {
namespace {

constexpr double kViffNoiseVariance = 0.005 * 255 * 255;
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
                                          product[x] - mean[x] * fused_mean[x], kViffNoiseVariance));
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

namespace {

constexpr double kNoiseVariance = 2;

/// Sum of ln of many numbers of at least 1, a column each: a product of 64 factors below 2^15
/// takes one logarithm instead of 64.  The factors are at most a variance of levels and 2.
class LogSums {
 public:
  explicit LogSums(int width) : products_(static_cast<size_t>(width), 1.0) {}
  /// The running products; multiply each at most once before the next EndRow().
  [[nodiscard]] double* products() { return products_.data(); }
  void EndRow() {
    if (++rows_ % 64 == 0) Flush();
  }
  [[nodiscard]] double Total() {
    Flush();
    return total_;
  }

 private:
  void Flush() {
    for (double& product : products_) total_ += std::log(product), product = 1;
  }
  std::vector<double> products_;
  double total_ = 0;
  int rows_ = 0;
};

/// Multiplies each pixel's information terms into the running products: what is kept is the ratio of two of
/// them, which spares a division a pixel.
F4S_ELEMENTWISE
void MultiplyTerms(const double* __restrict mean, const double* __restrict square,
                   const double* __restrict product, const double* __restrict fused_mean,
                   const double* __restrict fused_variance, int width, double* __restrict received,
                   double* __restrict noise, double* __restrict whole) {
  for (int x = 0; x < width; ++x) {
    const VifChannel channel = ChannelOf(square[x] - mean[x] * mean[x], fused_variance[x],
                                         product[x] - mean[x] * fused_mean[x], kNoiseVariance);
    received[x] *= channel.noise + channel.signal;
    noise[x] *= channel.noise;
    whole[x] *= 1 + channel.source / kNoiseVariance;
  }
}

/// Information of a source at one scale: what the fused image keeps of it, and all of it.
class Information {
 public:
  explicit Information(int width) : received_(width), noise_(width), whole_(width) {}

  /// Where a source is black under the window it has no information.
  void Add(const SourceMoments& m, int num_rows) {
    const int first = m.columns.first;
    for (int i = 0; i < num_rows; ++i) {
      MultiplyTerms(m.mean.row(i) + first, m.square.row(i) + first, m.product.row(i) + first,
                    m.fused_mean.row(i) + first, m.fused_variance.row(i) + first, m.columns.end - first,
                    received_.products() + first, noise_.products() + first, whole_.products() + first);
      for (LogSums* sums : {&received_, &noise_, &whole_}) sums->EndRow();
    }
  }
  [[nodiscard]] double Kept() { return received_.Total() - noise_.Total(); }
  [[nodiscard]] double Whole() { return whole_.Total(); }

 private:
  LogSums received_, noise_, whole_;
};

struct VifSums {
  double kept = 0, whole = 0;
};

}  // namespace

std::vector<Score> PixelVif(const LevelView& fused, const std::vector<LevelView>& sources,
                            const VifRule& rule) {
  if (std::min(fused.width, fused.height) < rule.minimum_side)
    return std::vector<Score>(sources.size(), Undefined::kImageTooSmall);
  std::vector<VifSums> sums(sources.size());
  for (ScaleMoments moments(fused, sources, rule, false); moments.Next();) {
    std::vector<Information> at_scale(sources.size(), Information(moments.width()));
    while (moments.NextRows())
      for (size_t i = 0; i < sources.size(); ++i) at_scale[i].Add(moments.Moments(i), moments.num_rows());
    for (size_t i = 0; i < sources.size(); ++i) {
      sums[i].kept += at_scale[i].Kept();
      sums[i].whole += at_scale[i].Whole();
    }
  }
  std::vector<Score> scores;
  for (const VifSums& sum : sums) scores.push_back(VifOf(sum.kept, sum.whole, rule));
  return scores;
}

Score VifOf(double kept, double whole, const VifRule& rule) {
  if (whole != 0) return kept / whole;
  return rule.counts_constant ? Score(1.0) : Score(Undefined::kConstantImage);
}

}  // namespace f4s
