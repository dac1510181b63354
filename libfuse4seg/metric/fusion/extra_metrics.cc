#include "libfuse4seg/metric/fusion/extra_metrics.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/metric/fusion/information.h"
#include "libfuse4seg/metric/fusion/pixel_sums.h"
#include "libfuse4seg/metric/fusion/vif.h"

namespace f4s {
namespace {

/// What NMI and MSE take of each source.
struct SourcePart {
  double entropy, information;  // both in bits
  double squared_error;         // of a pixel
  Score correlation;
};

std::vector<SourcePart> SourcePartsOf(const LevelView& fused, const std::vector<LevelView>& sources,
                                      const FusionRules& rules) {
  std::vector<LevelView> images = sources;
  images.insert(images.begin(), fused);
  const PixelSums sums(images);
  const auto pixels = static_cast<double>(fused.num_pixels());
  PixelSums::Combination f(images.size());
  f[0] = 1;
  std::vector<SourcePart> parts;
  for (size_t i = 0; i < sources.size(); ++i) {
    PixelSums::Combination a(images.size());
    a[i + 1] = 1;
    const auto [defined, r] = sums.Correlate(f, a);
    const auto squares = static_cast<double>(sums.SquaredDifferences(0, i + 1)) * rules.mse_scale;
    parts.push_back({Entropy(CountLevels(sources[i])),
                     MutualInformation(fused, sources[i], rules.mi_merges_white) / std::log(2.0),
                     rules.mse_is_rooted ? std::sqrt(squares) / pixels : squares / pixels,
                     defined ? Score(r) : Score(Undefined::kConstantImage)});
  }
  return parts;
}

Score Quotient(double above, double below) {
  return below > 0 ? Score(above / below) : Score(Undefined::kConstantImage);
}

Score NmiOf(const SourcePart& a, const SourcePart& b, double fused_entropy, bool of_sums) {
  if (of_sums) return Quotient(2 * (a.information + b.information), a.entropy + b.entropy);
  const Score of_a = Quotient(2 * a.information, fused_entropy + a.entropy);
  const Score of_b = Quotient(2 * b.information, fused_entropy + b.entropy);
  return of_a.defined() && of_b.defined() ? Score(of_a.value() + of_b.value()) : Undefined::kConstantImage;
}

Score PsnrOf(double mse, double peak) {
  if (mse == 0) return Undefined::kIdenticalImages;
  return peak > 0 ? Score(10 * std::log10(peak * peak / mse)) : Score(Undefined::kConstantImage);
}

}  // namespace

ExtraScores ScoreExtras(const LevelView& fused, const std::vector<LevelView>& sources,
                        const FusionRules& rules) {
  const std::vector<SourcePart> parts = SourcePartsOf(fused, sources, rules);
  const double fused_entropy = Entropy(CountLevels(fused));
  const auto over_pairs = [&](const auto& of_pair) {
    return MeanOverPairs(parts.size(), [&](size_t i, size_t j) { return of_pair(parts[i], parts[j]); });
  };
  const auto error_of = [](const SourcePart& a, const SourcePart& b) {
    return (a.squared_error + b.squared_error) / 2;
  };
  const double peak =
      rules.psnr_of_brightest ? *std::max_element(fused.data, fused.data + fused.num_pixels()) : 255;
  ExtraScores scores;
  scores.cc = over_pairs([](const SourcePart& a, const SourcePart& b) {
    return a.correlation.defined() && b.correlation.defined()
               ? Score((a.correlation.value() + b.correlation.value()) / 2)
               : Score(Undefined::kConstantImage);
  });
  scores.psnr = over_pairs([&](const auto& a, const auto& b) { return PsnrOf(error_of(a, b), peak); });
  scores.mse = over_pairs([&](const auto& a, const auto& b) { return Score(error_of(a, b)); });
  scores.viff = FusionVif(fused, sources);
  scores.nmi =
      over_pairs([&](const auto& a, const auto& b) { return NmiOf(a, b, fused_entropy, rules.nmi_of_sums); });
  return scores;
}

}  // namespace f4s
