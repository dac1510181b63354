#include "libfuse4seg/metric/fusion/vif.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/metric_terms_inl.h"
#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"

namespace f4s {
namespace {

constexpr double kNoiseVariance = 2;

/// Sum of ln of many numbers of at least 1, a column each: a product of 64 factors below 2^13
/// takes one logarithm instead of 64.  The factors are 1 + at most a variance of levels over 2.
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

/// Multiplies each pixel's information terms into the running products.
F4S_ELEMENTWISE
void MultiplyTerms(const double* __restrict mean, const double* __restrict square,
                   const double* __restrict product, const double* __restrict fused_mean,
                   const double* __restrict fused_variance, int width, double* __restrict kept,
                   double* __restrict whole) {
  for (int x = 0; x < width; ++x) {
    const VifTerms terms = TermsOf(square[x] - mean[x] * mean[x], fused_variance[x],
                                   product[x] - mean[x] * fused_mean[x], kNoiseVariance);
    kept[x] *= terms.kept;
    whole[x] *= terms.whole;
  }
}

/// Information of a source at one scale: what the fused image keeps of it, and all of it.
class Information {
 public:
  explicit Information(int width) : kept_(width), whole_(width) {}

  /// Where a source is black under the window it has no information.
  void Add(const SourceMoments& m, int num_rows) {
    const int first = m.columns.first;
    for (int i = 0; i < num_rows; ++i) {
      MultiplyTerms(m.mean.row(i) + first, m.square.row(i) + first, m.product.row(i) + first,
                    m.fused_mean.row(i) + first, m.fused_variance.row(i) + first, m.columns.end - first,
                    kept_.products() + first, whole_.products() + first);
      kept_.EndRow();
      whole_.EndRow();
    }
  }
  [[nodiscard]] double Kept() { return kept_.Total(); }
  [[nodiscard]] double Whole() { return whole_.Total(); }

 private:
  LogSums kept_, whole_;
};

struct Sums {
  double kept = 0, whole = 0;
};

}  // namespace

std::vector<Score> PixelVif(const LevelView& fused, const std::vector<LevelView>& sources,
                            const VifRule& rule) {
  if (std::min(fused.width, fused.height) < rule.minimum_side)
    return std::vector<Score>(sources.size(), Undefined::kImageTooSmall);
  std::vector<Sums> sums(sources.size());
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
  for (const Sums& sum : sums) scores.push_back(VifOf(sum.kept, sum.whole, rule));
  return scores;
}

Score VifOf(double kept, double whole, const VifRule& rule) {
  if (whole != 0) return kept / whole;
  return rule.counts_constant ? Score(1.0) : Score(Undefined::kConstantImage);
}

}  // namespace f4s
