#include "libfuse4seg/metric/fusion/vif.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"
#include "libfuse4seg/metric/fusion/vif_terms.h"

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
struct Information {
  double kept = 0, whole = 0;
};

Information InformationOf(size_t source, ScaleMoments& moments, SourceMoments& rows) {
  LogSums kept(moments.width()), whole(moments.width());
  moments.Select(source);
  while (moments.NextRows(rows))
    for (int i = 0; i < rows.num_rows; ++i) {
      const int y = rows.first_row + i;
      MultiplyTerms(rows.mean.row(i), rows.square.row(i), rows.product.row(i), moments.fused_mean(y),
                    moments.fused_variance(y), moments.width(), kept.products(), whole.products());
      kept.EndRow();
      whole.EndRow();
    }
  return {kept.Total(), whole.Total()};
}

}  // namespace

std::vector<Score> PixelVif(const LevelImage& fused, const std::vector<const LevelImage*>& sources,
                            const VifRule& rule) {
  if (std::min(fused.width, fused.height) < rule.minimum_side)
    return std::vector<Score>(sources.size(), Undefined::kImageTooSmall);
  std::vector<Information> sums(sources.size());
  SourceMoments rows;
  for (ScaleMoments moments(fused, sources, rule); moments.Next();)
    for (size_t i = 0; i < sources.size(); ++i) {
      const Information at_scale = InformationOf(i, moments, rows);
      sums[i].kept += at_scale.kept;
      sums[i].whole += at_scale.whole;
    }
  const Score of_constant = rule.counts_constant ? Score(1.0) : Score(Undefined::kConstantImage);
  std::vector<Score> scores;
  for (const Information& sum : sums)
    scores.push_back(sum.whole == 0 ? of_constant : Score(sum.kept / sum.whole));
  return scores;
}

}  // namespace f4s
