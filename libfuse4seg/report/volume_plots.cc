#include "libfuse4seg/report/volume_plots.h"

#include <algorithm>

#include "libfuse4seg/metric/report/volume_agreement.h"
#include "libfuse4seg/report/html.h"

namespace f4s {
namespace {

constexpr size_t kMostVolumeRegions = 4, kMostPairsShown = 2000;

/// The pairs of one region, with the ids of their cases.
struct RegionVolumes {
  std::string region;
  std::vector<VolumePair> pairs;
  std::vector<std::string> ids;
};

std::vector<RegionVolumes> VolumesOf(const CaseSet& set) {
  std::vector<RegionVolumes> all;
  set.numbers.ForEach(
      [&](const CaseMetrics& about, const std::vector<MetricPath>& paths, const auto& values) {
        ForEachVolumePair(paths, values, [&](const std::string& region, const VolumePair& pair) {
          auto found = std::find_if(all.begin(), all.end(),
                                    [&](const RegionVolumes& one) { return one.region == region; });
          if (found == all.end()) found = all.insert(all.end(), {region, {}, {}});
          found->pairs.push_back(pair);
          found->ids.push_back(about.id);
        });
      });
  return all;
}

}  // namespace

std::vector<Plot> VolumePlots(const CaseSet& set) {
  std::vector<Plot> plots;
  for (const RegionVolumes& one : VolumesOf(set)) {
    if (plots.size() >= 2 * kMostVolumeRegions) break;
    Plot scatter{one.region + ": predicted over reference volume", "reference, ml", "prediction, ml"};
    Plot altman{one.region + ": difference over mean (Bland-Altman)", "mean of both, ml",
                "prediction - reference, ml"};
    PlotSeries over{"", {}, false, true, {}}, differences{"", {}, false, true, {}};
    const size_t step = (one.pairs.size() + kMostPairsShown - 1) / kMostPairsShown;
    for (size_t i = 0; i < one.pairs.size(); i += step) {
      const auto& [reference, prediction] = one.pairs[i];
      over.points.emplace_back(reference, prediction);
      differences.points.emplace_back((reference + prediction) / 2, prediction - reference);
      over.labels.push_back(one.ids[i]);
      differences.labels.push_back(one.ids[i]);
    }
    scatter.series = {std::move(over)};
    scatter.rules = {{PlotRule::Kind::kDiagonal, 0, ""}};
    altman.series = {std::move(differences)};
    const Agreement agreement = AgreementOf(one.pairs);
    altman.rules = {{PlotRule::Kind::kHorizontal, agreement.bias_ml, "bias"}};
    if (agreement.sd_ml) {
      altman.rules.push_back({PlotRule::Kind::kHorizontal, agreement.low_ml(), "bias - 1.96 sd"});
      altman.rules.push_back({PlotRule::Kind::kHorizontal, agreement.high_ml(), "bias + 1.96 sd"});
    }
    plots.push_back(std::move(scatter));
    plots.push_back(std::move(altman));
  }
  return plots;
}

std::string AgreementHtml(const Json& summary) {
  const Json* agreement = FindPath(summary, "agreement");
  if (agreement == nullptr || !agreement->is_object() || agreement->empty()) return "";
  TextTable table{"Agreement of volumes, prediction - reference, ml",
                  {"region", "n", "bias", "sd", "95 % limits"},
                  {},
                  1};
  for (const auto& [region, one] : agreement->items())
    if (one.is_object() && one.contains("bias_ml"))
      table.rows.push_back({region, Rounded(one["n"]), Rounded(one["bias_ml"]), Rounded(one["sd_ml"]),
                            RoundedInterval(one["limits_ml"])});
  return HtmlTable(table);
}

}  // namespace f4s
