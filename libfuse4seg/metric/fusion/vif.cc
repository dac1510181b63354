#include "libfuse4seg/metric/fusion/vif.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/metric_terms_inl.h"
#include "libfuse4seg/metric/fusion/scale_moments.h"

namespace f4s {
namespace {

constexpr double kViffNoiseVariance = 0.005 * 255 * 255;
constexpr double kScaleWeights[] = {1 / 2.15, 0, 0.15 / 2.15, 1 / 2.15};
constexpr double kPixelConstant = 1e-7;  // added to each pixel's information, in decades

/// The terms of each source, image 1 and on, at all pixels of a scale; image 0 is the fused one.
std::vector<std::vector<VifTerms>> TermsOfScale(ScaleMoments& moments, size_t num_sources) {
  std::vector<std::vector<VifTerms>> terms(num_sources);
  const Span columns = {0, moments.width()};
  while (moments.NextStrip()) {
    moments.Measure(0, columns);
    for (size_t source = 0; source < num_sources; ++source) {
      moments.Measure(source + 1, columns);
      const double* covariance = moments.Covariance(source + 1, 0, columns);
      for (int at = 0; at < kStripRows * columns.end; ++at)
        if (at % kStripRows < moments.num_rows())
          terms[source].push_back(TermsOf(moments.variance(source + 1)[at], moments.variance(0)[at],
                                          covariance[at], kViffNoiseVariance));
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
  std::vector<LevelView> images = sources;
  images.insert(images.begin(), fused);
  ScaleMoments moments(images, rule, true);
  for (const double weight : kScaleWeights) {
    if (!moments.NextScale()) break;
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

/// What a source has of information at one scale, and what of it each fused image keeps.
class Information {
 public:
  Information(const ComparedImages& compared, ScaleMoments& moments)
      : compared_(compared),
        moments_(moments),
        inverses_(compared.num_sources,
                  std::vector<double>(static_cast<size_t>(kStripRows * (moments.width() + kStripSlack)))),
        whole_(compared.num_sources),
        received_(ForEachPair(compared, ProductLog())),
        noise_(received_) {}

  void AddStrip() {
    MeasureImages();
    for (const ImagePair& pair : compared_.pairs) {
      Span columns;
      if (pair.from_first) columns = Joined(columns, moments_.Columns(pair.second));
      if (pair.from_second) columns = Joined(columns, moments_.Columns(pair.first));
      if (columns.first >= columns.end) continue;
      const double* both = pair.first == pair.second ? moments_.variance(pair.first)
                                                     : moments_.Covariance(pair.first, pair.second, columns);
      if (pair.from_first) AddChannel(pair.first, pair.second, both);
      if (pair.from_second) AddChannel(pair.second, pair.first, both);
    }
  }

  [[nodiscard]] double Kept(size_t fused, size_t source) const {
    return received_[fused][source].Value() - noise_[fused][source].Value();
  }
  [[nodiscard]] double Whole(size_t source) const { return whole_[source].Value(); }

 private:
  /// Where a source is black under the window it has no information, so a fused image is wanted only where
  /// one is not.
  void MeasureImages() {
    Span any;
    for (size_t source = 0; source < compared_.num_sources; ++source)
      any = Joined(any, moments_.Columns(source));
    for (size_t image = 0; image < compared_.images.size(); ++image)
      moments_.Measure(image, compared_.IsCandidate(image) ? any : moments_.Columns(image));
    for (size_t source = 0; source < compared_.num_sources; ++source) {
      const Span columns = moments_.Columns(source);
      const int begin = kStripRows * columns.first;
      kernels_.source(moments_.variance(source) + begin, columns.end - columns.first, kVifTiny,
                      kNoiseVariance, inverses_[source].data() + begin, whole_[source]);
    }
  }

  void AddChannel(size_t fused, size_t source, const double* covariance) {
    const Span columns = moments_.Columns(source);
    const int begin = kStripRows * columns.first;
    kernels_.channel(moments_.variance(source) + begin, inverses_[source].data() + begin,
                     moments_.variance(fused) + begin, covariance + begin, columns.end - columns.first,
                     kVifTiny, kNoiseVariance, received_[fused][source], noise_[fused][source]);
  }

  const ComparedImages& compared_;
  ScaleMoments& moments_;
  const StripKernels& kernels_ = *StripKernelKinds().front();
  std::vector<std::vector<double>> inverses_;  // of the variances of a strip
  std::vector<ProductLog> whole_;
  ByPair<ProductLog> received_, noise_;
};

}  // namespace

ByPair<Score> PixelVif(const ComparedImages& compared, const VifRule& rule) {
  const LevelView& any = compared.images.front();
  if (std::min(any.width, any.height) < rule.minimum_side)
    return ForEachPair(compared, Score(Undefined::kImageTooSmall));
  ByPair<double> kept = ForEachPair(compared, 0.0);
  std::vector<double> whole(compared.num_sources);
  for (ScaleMoments moments(compared.images, rule, false); moments.NextScale();) {
    Information at_scale(compared, moments);
    while (moments.NextStrip()) at_scale.AddStrip();
    for (size_t source = 0; source < whole.size(); ++source) {
      whole[source] += at_scale.Whole(source);
      for (size_t fused = 0; fused < kept.size(); ++fused)
        kept[fused][source] += at_scale.Kept(fused, source);
    }
  }
  ByPair<Score> scores = ForEachPair(compared, Score());
  for (size_t source = 0; source < whole.size(); ++source)
    for (size_t fused = 0; fused < kept.size(); ++fused)
      scores[fused][source] = VifOf(kept[fused][source], whole[source], rule);
  return scores;
}

std::vector<Score> PixelVif(const LevelView& fused, const std::vector<LevelView>& sources,
                            const VifRule& rule) {
  const ComparedImages compared = Compared({fused}, sources);
  return PixelVif(compared, rule)[compared.candidates.front()];
}

Score VifOf(double kept, double whole, const VifRule& rule) {
  if (whole != 0) return kept / whole;
  return rule.counts_constant ? Score(1.0) : Score(Undefined::kConstantImage);
}

}  // namespace f4s
