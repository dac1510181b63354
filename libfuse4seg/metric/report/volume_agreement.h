// How well predicted volumes agree with those of the reference (Bland and Altman, Statistical methods for
// assessing agreement between two methods of clinical measurement, Lancet 327, 1986).

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {

/// Reference and prediction of one case, ml.
using VolumePair = std::pair<double, double>;

struct Agreement {
  int64_t n = 0;
  double bias_ml = 0;           ///< mean of prediction - reference
  std::optional<double> sd_ml;  ///< of the differences, with n - 1; nothing below two
  [[nodiscard]] double low_ml() const { return bias_ml - 1.96 * sd_ml.value_or(0); }
  [[nodiscard]] double high_ml() const { return bias_ml + 1.96 * sd_ml.value_or(0); }
  /// {"n","bias_ml","sd_ml","limits_ml":[low, high]}, null where not known.
  [[nodiscard]] Json ToJson() const;
};

/// @param pairs  at least one
[[nodiscard]] Agreement AgreementOf(const std::vector<VolumePair>& pairs);

/// The volumes of a case's regions, as visit(region, pair): of `metrics.volumes`, where both are known.
template <class Visitor>
void ForEachVolumePair(const std::vector<MetricPath>& paths, const std::vector<double>& values,
                       const Visitor& visit) {
  for (size_t i = 0; i + 1 < paths.size(); ++i)
    if (paths[i].size() == 3 && paths[i][0] == "volumes" && paths[i][2] == "reference_ml" &&
        paths[i + 1].size() == 3 && paths[i + 1][1] == paths[i][1] && paths[i + 1][2] == "prediction_ml")
      visit(paths[i][1], VolumePair(values[i], values[i + 1]));
}

}  // namespace f4s
