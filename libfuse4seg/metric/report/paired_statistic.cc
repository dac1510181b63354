#include "libfuse4seg/metric/report/paired_statistic.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "libfuse4seg/metric/report/wilcoxon.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {
namespace {

constexpr double kRounding = 1e-12;

/// The mean difference of each subject that has any.
std::vector<double> SubjectMeans(const std::vector<SubjectSum>& by_subject) {
  std::vector<double> means;
  for (const SubjectSum& subject : by_subject)
    if (subject.count > 0) means.push_back(subject.sum / subject.count);
  return means;
}

}  // namespace

double PairedDifference(double here, double there) {
  const double difference = here - there;
  return std::abs(difference) <= kRounding * std::max(std::abs(here), std::abs(there)) ? 0 : difference;
}

void PairedStatistic::Add(double here, double there, size_t subject, double worst_distance_mm) {
  const double worst = IsDistance(path_) ? worst_distance_mm : 0;
  undefined_here_ += std::isnan(here);
  undefined_there_ += std::isnan(there);
  if (std::isnan(here) || std::isnan(there)) {
    ++num_undefined_;
    penalised_ += PairedDifference(std::isnan(here) ? worst : here, std::isnan(there) ? worst : there);
    return;
  }
  const double difference = PairedDifference(here, there);
  differences_.push_back(difference);
  sum_here_ += here;
  sum_there_ += there;
  penalised_ += difference;
  by_subject_[subject].sum += difference;
  ++by_subject_[subject].count;
}

Json PairedStatistic::Summary(const Interval& interval) const {
  const auto n = static_cast<int64_t>(differences_.size());
  const std::vector<double> subjects = SubjectMeans(by_subject_);
  const auto count = [&](auto holds) {
    return std::count_if(differences_.begin(), differences_.end(), holds);
  };
  const int64_t above = count([](double d) { return d > 0; }), below = count([](double d) { return d < 0; });
  const bool lower = LowerIsBetter(path_);
  Json json = {{"n", n},
               {"n_subjects", subjects.size()},
               {"n_undefined", num_undefined_},
               {"undefined_here", undefined_here_},
               {"undefined_there", undefined_there_}};
  for (const char* name : {"mean", "other_mean", "mean_difference", "ci95", "median_difference"})
    json[name] = nullptr;
  json["mean_difference_penalised"] = penalised_ / static_cast<double>(n + num_undefined_);
  json["p"] = nullptr;
  json["p_subjects"] = nullptr;
  json["wins"] = lower ? below : above;
  json["ties"] = n - above - below;
  json["losses"] = lower ? above : below;
  if (interval) json["ci95"] = {interval->first, interval->second};
  if (n == 0) return json;
  std::vector<double> sorted = differences_;
  json["mean"] = sum_here_ / static_cast<double>(n);
  json["other_mean"] = sum_there_ / static_cast<double>(n);
  json["mean_difference"] =
      std::accumulate(differences_.begin(), differences_.end(), 0.0) / static_cast<double>(n);
  json["median_difference"] = Percentile(sorted, 50);
  json["p"] = SignedRankP(differences_);
  json["p_subjects"] = SignedRankP(subjects);
  return json;
}

}  // namespace f4s
