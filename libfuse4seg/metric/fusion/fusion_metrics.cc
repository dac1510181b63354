#include "libfuse4seg/metric/fusion/fusion_metrics.h"

#include <algorithm>
#include <span>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/extra_metrics.h"
#include "libfuse4seg/metric/fusion/fusion_on_device.h"
#include "libfuse4seg/metric/fusion/gradient.h"
#include "libfuse4seg/metric/fusion/information.h"
#include "libfuse4seg/metric/fusion/pixel_sums.h"
#include "libfuse4seg/metric/fusion/qabf.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "libfuse4seg/metric/fusion/vif.h"

namespace f4s {
namespace {

constexpr int64_t kSlicesAtOnce = 32;  // a GPU's batch

void RequireSources(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources) {
  if (sources.empty())
    throw Error(ErrorKind::kBadInput, "metric.sources", "no source image: wanted what was fused");
  for (const auto& [name, source] : sources)
    if (source.grid.size != fused.grid.size)
      throw Error(ErrorKind::kBadInput, "metric.size",
                  Cat("the fused image has ", fused.width(), "x", fused.height(), " pixels, source ",
                      Quoted(name), " ", source.width(), "x", source.height(), ": wanted one size"));
}

/// Mean over all pairs of the sum, or of the mean, of two parts.  Each part stands in as many pairs
/// as any other, so this is twice the mean of the parts, or that mean.
Score OverPairs(const std::vector<Score>& parts, bool is_mean) {
  if (parts.size() < 2) return Undefined::kConvention;
  const Score mean = MeanIfAllDefined(parts);
  return mean.defined() && !is_mean ? Score(2 * mean.value()) : mean;
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
  return MeanOverPairs(sums.size(), [&](size_t i, size_t j) {
    return QabfOf({sums[i].kept + sums[j].kept, sums[i].strength + sums[j].strength});
  });
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

std::vector<LevelView> PlanesOf(const std::vector<FusionSource>& sources, int64_t z) {
  std::vector<LevelView> planes;
  for (const FusionSource& source : sources) planes.push_back(source.image.plane(z));
  return planes;
}

/// What the convention makes of fused images on the CPU, one by one.
std::vector<FusionParts> MeasureParts(const std::vector<LevelView>& fused,
                                      const std::vector<LevelView>& sources, const FusionRules& rules) {
  const ComparedImages compared = Compared(fused, sources);
  const PixelSums sums(compared.images);
  const ByPair<Score> vif = rules.has_vif ? PixelVif(compared, rules.vif) : ForEachPair(compared, Score());
  const ByPair<EdgePreservation> edges = PreservedEdges(compared, rules.qabf);
  std::vector<LevelCounts> counts;
  for (const LevelView& image : compared.images) counts.push_back(CountLevels(image));
  const ByPair<double> mi = MutualInformation(compared, counts, rules.mi_merges_white);
  const ByPair<Score> ssim = Ssim(compared, rules.ssim);
  std::vector<FusionParts> all;
  for (size_t i = 0; i < fused.size(); ++i) {
    const size_t image = compared.candidates[i];
    std::vector<size_t> summed = {image};
    for (size_t source = 0; source < sources.size(); ++source) summed.push_back(source);
    all.push_back({counts[image], sums.Of(summed), SpatialFrequency(fused[i], rules.sf_divisor),
                   AverageGradient(fused[i], rules.ag_divisor), mi[image], vif[image], ssim[image],
                   edges[image]});
  }
  return all;
}

/// EN, SD, SF and AG, which take the fused image alone.
FusionScores ScoreAlone(const LevelView& fused, const FusionParts& parts, const FusionRules& rules) {
  FusionScores scores;
  scores.en = rules.en_inside_logarithm > 0 ? GuardedEntropy(parts.counts, rules.en_inside_logarithm)
                                            : Entropy(parts.counts);
  scores.sd = rules.sd_saturates ? SaturatedDeviation(fused) : parts.sums.StandardDeviation(0);
  scores.sf = parts.sf.defined() ? Score(parts.sf.value() * rules.sf_scale) : parts.sf;
  scores.ag = parts.ag;
  return scores;
}

/// The metrics of pairs, from the sources' parts.
void AddPairScores(const std::vector<EdgePreservation>& edges, const FusionRules& rules,
                   FusionScores& scores) {
  scores.mi = OverPairs(Parts(scores, &SourceScores::mi), false);
  scores.scd = OverPairs(Parts(scores, &SourceScores::scd), false);
  scores.vif = OverPairs(Parts(scores, &SourceScores::vif), false);
  scores.qabf = QabfOverPairs(edges);
  scores.ssim = OverPairs(Parts(scores, &SourceScores::ssim), rules.ssim.is_mean);
  scores.weakest = WeakestOf(scores);
}

FusionScores Finish(const LevelView& fused, const std::vector<FusionSource>& sources,
                    const FusionParts& parts, const FusionRules& rules) {
  FusionScores scores = ScoreAlone(fused, parts, rules);
  for (size_t i = 0; i < sources.size(); ++i) {
    SourceScores part;
    part.mi = parts.mi[i] / rules.mi_unit;
    if (rules.has_scd) part.scd = ScdPart(parts.sums, i, sources.size());
    part.vif = parts.vif[i];
    part.qabf = QabfOf(parts.edges[i]);
    part.ssim = parts.ssim[i];
    scores.per_source.emplace_back(sources[i].name, part);
  }
  AddPairScores(parts.edges, rules, scores);
  return scores;
}

}  // namespace

FusionScores ScoreFusion(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources,
                         FusionConvention convention, bool with_extras) {
  return ScoreSlices(fused, sources, convention, with_extras, nullptr).front();
}

std::vector<FusionScores> ScoreSlices(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources,
                                      FusionConvention convention, bool with_extras,
                                      const MetricKernels* kernels) {
  return ScoreSlicesOfAll({&fused}, sources, convention, with_extras, kernels).front();
}

std::vector<std::vector<FusionScores>> ScoreSlicesOfAll(const std::vector<const Image<uint8_t>*>& fused,
                                                        const std::vector<FusionSource>& sources,
                                                        FusionConvention convention, bool with_extras,
                                                        const MetricKernels* kernels) {
  for (const Image<uint8_t>* image : fused) RequireSources(*image, sources);
  const FusionRules& rules = RulesOf(convention);
  const Image<uint8_t>& any = *fused.front();
  const bool on_device = kernels != nullptr && std::min(any.width(), any.height()) >= kLeastSideOnDevice;
  std::vector<std::vector<FusionScores>> all(fused.size());
  const auto finish = [&](size_t i, int64_t z, const FusionParts& parts) {
    all[i].push_back(Finish(fused[i]->plane(z), sources, parts, rules));
    if (with_extras) all[i].back().extras = ScoreExtras(fused[i]->plane(z), PlanesOf(sources, z), rules);
  };
  const int64_t step = on_device ? kSlicesAtOnce : 1;
  for (int64_t z = 0; z < any.depth(); z += step) {
    if (on_device) {
      for (size_t i = 0; i < fused.size(); ++i) {
        int64_t slice = z;
        for (const FusionParts& parts : MeasureOnDevice(
                 *fused[i], sources, z, std::min<int64_t>(z + step, any.depth()), rules, *kernels))
          finish(i, slice++, parts);
      }
      continue;
    }
    std::vector<LevelView> planes;
    for (const Image<uint8_t>* image : fused) planes.push_back(image->plane(z));
    const std::vector<FusionParts> parts = MeasureParts(planes, PlanesOf(sources, z), rules);
    for (size_t i = 0; i < fused.size(); ++i) finish(i, z, parts[i]);
  }
  return all;
}

namespace {

bool SameSources(const FusionScores& a, const FusionScores& b) {
  return std::equal(a.per_source.begin(), a.per_source.end(), b.per_source.begin(), b.per_source.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first; });
}

/// The scores of a whole from those of its parts.  @param mean_of  of one score of each part.
FusionScores Combine(const std::vector<FusionScores>& parts, Score (*mean_of)(const std::vector<Score>&)) {
  const auto same = [&](const FusionScores& part) { return SameSources(part, parts.front()); };
  if (parts.empty() || parts.front().per_source.empty() || !std::all_of(parts.begin(), parts.end(), same))
    throw Error(ErrorKind::kBadInput, "metric.sources",
                Cat(parts.size(), " slices: wanted at least one, all with the same sources"));
  FusionScores whole = parts.front();
  std::vector<Score> column(parts.size());
  const auto mean = [&](const auto& member) {
    std::transform(parts.begin(), parts.end(), column.begin(), member);
    return mean_of(column);
  };
  for (const auto& field : kFusionFields)
    whole.*field.score = mean([&](const FusionScores& s) { return s.*field.score; });
  for (size_t i = 0; i < whole.per_source.size(); ++i)
    for (const auto& field : kSourceFields)
      whole.per_source[i].second.*field.score =
          mean([&](const FusionScores& s) { return s.per_source[i].second.*field.score; });
  if (whole.extras)
    for (const auto& field : kExtraFields)
      (*whole.extras).*field.score = mean([&](const FusionScores& s) { return (*s.extras).*field.score; });
  whole.weakest = WeakestOf(whole);
  return whole;
}

}  // namespace

FusionScores MeanOverSlices(const std::vector<FusionScores>& slices) {
  return Combine(slices, MeanOfDefined);
}

FusionScores MeanOverChannels(const std::vector<FusionScores>& channels) {
  return Combine(channels, MeanIfAllDefined);
}

}  // namespace f4s
