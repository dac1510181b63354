// Training: curves, and what it was told.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/drawing/plot.h"
#include "libfuse4seg/metric/report/text_table.h"
#include "libfuse4seg/report/run_history.h"

namespace f4s {

/// "epoch 12 of 60, still at work or stopped; the best network is of epoch 9 (score 0.81)"
[[nodiscard]] std::string StateText(const RunHistory& run);

[[nodiscard]] std::vector<Plot> RunPlots(const RunHistory& run);

/// Each series: first, last, least and greatest with where.
[[nodiscard]] TextTable RunTable(const RunHistory& run);

/// @param anchor    begins the ids of its parts in the page
/// @param problems  takes what could not be shown, a line each
[[nodiscard]] std::string RunHtml(const RunHistory& run, const std::string& anchor,
                                  std::vector<std::string>& problems);

/// Curves in lines of text, as wide as `width`.
[[nodiscard]] std::string RunText(const RunHistory& run, size_t width);

}  // namespace f4s
