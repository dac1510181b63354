#include "libfuse4seg/metric/fusion_metrics.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/gradient.h"
#include "libfuse4seg/metric/information.h"
#include "libfuse4seg/metric/pixel_sums.h"
#include "libfuse4seg/metric/qabf.h"
#include "libfuse4seg/metric/ssim.h"
#include "libfuse4seg/metric/vif.h"

namespace f4s {
namespace {

using Images = std::vector<const LevelImage*>;

void RequireSources(const LevelImage& fused, const std::vector<FusionSource>& sources) {
  if (sources.empty())
    throw Error(ErrorKind::kBadInput, "metric.sources", "no source image: wanted what was fused");
  for (const auto& [name, image] : sources) {
    if (image.width == fused.width && image.height == fused.height) continue;
    throw Error(ErrorKind::kBadInput, "metric.size",
                Cat("the fused image has ", fused.width, "x", fused.height, " pixels, source ", Quoted(name),
                    " ", image.width, "x", image.height, ": wanted one size"));
  }
}

/// The mean of scores; undefined as the first of them that is.
Score MeanIfAllDefined(const std::vector<Score>& scores) {
  if (scores.empty()) return Undefined::kConvention;
  double sum = 0;
  for (const Score& score : scores) {
    if (!score.defined()) return score;
    sum += score.value();
  }
  return sum / static_cast<double>(scores.size());
}

/// Mean over all pairs of the sum of two parts.  Each part stands in as many pairs as any
/// other, so this is twice the mean of the parts.
Score MeanOfPairSums(const std::vector<Score>& parts) {
  if (parts.size() < 2) return Undefined::kConvention;
  const Score mean = MeanIfAllDefined(parts);
  return mean.defined() ? Score(2 * mean.value()) : mean;
}

/// r(F - B, A), mean over the other sources B; image 0 of `sums` is F, source i is image i + 1.
Score ScdPart(const PixelSums& sums, size_t source, size_t num_sources) {
  std::vector<Score> parts;
  for (size_t other = 0; other < num_sources; ++other) {
    if (other == source) continue;
    PixelSums::Combination difference(num_sources + 1), image(num_sources + 1);
    difference[0] = 1;
    difference[other + 1] = -1;
    image[source + 1] = 1;
    const auto [defined, r] = sums.Correlate(difference, image);
    parts.push_back(defined ? Score(r) : Score(Undefined::kConstantImage));
  }
  return MeanIfAllDefined(parts);
}

Score QabfOf(const EdgePreservation& sum) {
  return sum.strength > 0 ? Score(sum.kept / sum.strength) : Score(Undefined::kConstantImage);
}

/// Mean over all pairs of their Qabf.
Score QabfOverPairs(const std::vector<EdgePreservation>& sums) {
  std::vector<Score> pairs;
  for (size_t i = 0; i < sums.size(); ++i)
    for (size_t j = i + 1; j < sums.size(); ++j)
      pairs.push_back(QabfOf({sums[i].kept + sums[j].kept, sums[i].strength + sums[j].strength}));
  return MeanIfAllDefined(pairs);
}

SourceScores WeakestOf(const FusionScores& scores) {
  SourceScores weakest = scores.per_source.front().second;
  for (const auto& [name, part] : scores.per_source)
    for (const auto& field : kSourceFields) {
      Score& least = weakest.*field.score;
      const Score& score = part.*field.score;
      if (least.defined() && (!score.defined() || score.value() < least.value())) least = score;
    }
  return weakest;
}

/// One member of every source's part.
std::vector<Score> Parts(const FusionScores& scores, Score SourceScores::*member) {
  std::vector<Score> parts;
  for (const auto& [name, part] : scores.per_source) parts.push_back(part.*member);
  return parts;
}

/// EN, SD, SF and AG, which take the fused image alone.
FusionScores ScoreAlone(const LevelImage& fused, const LevelCounts& counts, const PixelSums& sums) {
  FusionScores scores;
  scores.en = Entropy(counts);
  scores.sd = sums.StandardDeviation(0);
  scores.sf = SpatialFrequency(fused);
  scores.ag = AverageGradient(fused);
  return scores;
}

}  // namespace

FusionScores ScoreFusion(const LevelImage& fused, const std::vector<FusionSource>& sources,
                         FusionConvention convention) {
  RequireSources(fused, sources);
  const FusionRules& rules = RulesOf(convention);
  Images images;
  for (const FusionSource& source : sources) images.push_back(&source.image);
  const std::vector<Score> vif = PixelVif(fused, images);
  images.insert(images.begin(), &fused);
  const PixelSums sums(images);
  const LevelCounts fused_counts = CountLevels(fused);
  const EdgeMap fused_edges(fused);

  FusionScores scores = ScoreAlone(fused, fused_counts, sums);
  std::vector<EdgePreservation> edges;
  for (size_t i = 0; i < sources.size(); ++i) {
    const LevelImage& image = sources[i].image;
    edges.push_back(PreservedEdges(EdgeMap(image), fused_edges));
    SourceScores part;
    part.mi = MutualInformation(fused, fused_counts, image, CountLevels(image));
    part.scd = ScdPart(sums, i, sources.size());
    part.vif = vif[i];
    part.qabf = QabfOf(edges.back());
    part.ssim = BoxSsim(image, fused, rules.ssim_data_range);
    scores.per_source.emplace_back(sources[i].name, part);
  }
  scores.mi = MeanOfPairSums(Parts(scores, &SourceScores::mi));
  scores.scd = MeanOfPairSums(Parts(scores, &SourceScores::scd));
  scores.vif = MeanOfPairSums(Parts(scores, &SourceScores::vif));
  scores.qabf = QabfOverPairs(edges);
  scores.ssim = MeanOfPairSums(Parts(scores, &SourceScores::ssim));
  scores.weakest = WeakestOf(scores);
  return scores;
}

namespace {

Score MeanOfDefined(const std::vector<Score>& scores) {
  double sum = 0, count = 0;
  for (const Score& score : scores) {
    if (!score.defined()) continue;
    sum += score.value();
    ++count;
  }
  return count > 0 ? Score(sum / count) : scores.front();
}

bool SameSources(const FusionScores& a, const FusionScores& b) {
  return std::equal(a.per_source.begin(), a.per_source.end(), b.per_source.begin(), b.per_source.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first; });
}

}  // namespace

FusionScores MeanOverSlices(const std::vector<FusionScores>& slices) {
  const auto same = [&](const FusionScores& slice) { return SameSources(slice, slices.front()); };
  if (slices.empty() || slices.front().per_source.empty() || !std::all_of(slices.begin(), slices.end(), same))
    throw Error(ErrorKind::kBadInput, "metric.sources",
                Cat(slices.size(), " slices: wanted at least one, all with the same sources"));
  FusionScores mean = slices.front();
  std::vector<Score> column(slices.size());
  const auto mean_of = [&](const auto& member) {
    std::transform(slices.begin(), slices.end(), column.begin(), member);
    return MeanOfDefined(column);
  };
  for (const auto& field : kFusionFields)
    mean.*field.score = mean_of([&](const FusionScores& s) { return s.*field.score; });
  for (size_t i = 0; i < mean.per_source.size(); ++i)
    for (const auto& field : kSourceFields)
      mean.per_source[i].second.*field.score =
          mean_of([&](const FusionScores& s) { return s.per_source[i].second.*field.score; });
  mean.weakest = WeakestOf(mean);
  return mean;
}

}  // namespace f4s
