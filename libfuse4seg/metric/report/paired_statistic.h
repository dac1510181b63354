// One metric of two methods on the same cases.

#pragma once

#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/bootstrap.h"
#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {

/// here - there; 0 where they differ by no more than rounding, 1e-12 of the larger one.
[[nodiscard]] double PairedDifference(double here, double there);

class PairedStatistic {
 public:
  PairedStatistic(MetricPath path, size_t num_subjects) : path_(std::move(path)), by_subject_(num_subjects) {}

  /// Takes up a case.
  /// @param here,there         NaN where undefined.
  /// @param subject            its position among the subjects.
  /// @param worst_distance_mm  what an undefined distance counts in `mean_difference_penalised`.
  void Add(double here, double there, size_t subject, double worst_distance_mm);

  [[nodiscard]] const MetricPath& path() const { return path_; }
  [[nodiscard]] const std::vector<SubjectSum>& by_subject() const { return by_subject_; }

  /// {"n","n_subjects","n_undefined","undefined_here","undefined_there","mean","other_mean",
  /// "mean_difference","ci95","median_difference","mean_difference_penalised","p","p_subjects",
  /// "wins","ties","losses"}; see comparison.h.
  [[nodiscard]] Json Summary(const Interval& interval) const;

 private:
  MetricPath path_;
  std::vector<double> differences_;  // of the pairs where both are defined, in the order of the cases
  double sum_here_ = 0, sum_there_ = 0, penalised_ = 0;
  int64_t undefined_here_ = 0, undefined_there_ = 0, num_undefined_ = 0;
  std::vector<SubjectSum> by_subject_;  // of the differences
};

}  // namespace f4s
