// A folder of f4s-train or f4s-pretrain, finished or at work: what its events say.

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case.h"

namespace f4s {

inline constexpr size_t kMostHistoryPoints = 1000;

/// A number over the epochs, or over the steps where no epoch is done.  Of a long run every second, fourth,
/// ... value is kept.
class HistorySeries {
 public:
  void Add(double at, double value);
  [[nodiscard]] const std::vector<std::pair<double, double>>& points() const { return points_; }
  [[nodiscard]] double last() const { return last_; }
  /// The least, or the greatest, and where.
  [[nodiscard]] std::pair<double, double> least() const { return least_; }
  [[nodiscard]] std::pair<double, double> greatest() const { return greatest_; }

 private:
  std::vector<std::pair<double, double>> points_;
  std::pair<double, double> least_, greatest_;
  double last_ = 0;
  size_t every_ = 1, seen_ = 0;
};

struct RunHistory {
  std::filesystem::path folder;
  std::string name;
  Json config = Json::object(), start = Json::object();
  Json best = Json::object();  ///< the epoch event of the best network
  /// By kind (losses, learning_rates, gradient_norms, validation, ...) and dotted name, in the order in which
  /// they came.
  std::vector<std::pair<std::string, std::vector<std::pair<std::string, HistorySeries>>>> series;
  int64_t epochs_done = 0, steps = 0, skipped_steps = 0, restored = 0;
  bool by_steps = false;              ///< no epoch is done yet: series are over steps
  bool is_finished = false;           ///< last.safetensors stands there
  std::vector<std::string> warnings;  ///< of validation, the last ones
  std::vector<Case> weakest;          ///< of the best network's validation, the weakest subject first

  [[nodiscard]] const std::vector<std::pair<std::string, HistorySeries>>* Kind(const std::string& kind) const;
  /// --epochs of its configuration, or 0.
  [[nodiscard]] int64_t epochs_wanted() const;
};

/// Whether a folder is one of training: it has events.ndjson.
[[nodiscard]] bool IsRunFolder(const std::filesystem::path& folder);

/// An incomplete last line, of a run at work, is passed over.
/// @throws Error(kBadInput, "report.events") naming the line for what is no event.
[[nodiscard]] RunHistory ReadRunHistory(const std::filesystem::path& folder);

}  // namespace f4s
