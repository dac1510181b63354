// The page: what people open first.  Which questions it answers, in which order:
//
//     what failed; how good; where worst; against what else; how it was trained; does the picture show it;
//     from what

#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/report/case_survey.h"
#include "libfuse4seg/report/report_options.h"
#include "libfuse4seg/report/run_history.h"

namespace f4s {

inline constexpr size_t kMostPageBytes = 10'000'000;  ///< aimed at; pictures become smaller for it

/// All that a report is of.
struct ReportInput {
  CaseSurvey survey;
  std::vector<RunHistory> runs;
  std::vector<Json> upstream = {};  ///< run records, of all sets
  std::optional<Error> ended = {};  ///< what ended the stream of cases before its end

  [[nodiscard]] bool has_cases() { return !survey.sets().empty(); }
  /// Whether there is a case that may be shown.
  [[nodiscard]] bool has_pictures() {
    return has_cases() ||
           std::any_of(runs.begin(), runs.end(), [](const auto& run) { return !run.weakest.empty(); });
  }
  /// Of the page: --title, else the names of what it is of.
  [[nodiscard]] std::string Title(const ReportOptions& options);
};

/// One file of HTML that refers to nothing outside it.  The same input gives the same bytes.
/// @param problems  takes what could not be shown, a line each
[[nodiscard]] std::string PageHtml(ReportInput& input, const ReportOptions& options, int threads,
                                   std::vector<std::string>& problems);

}  // namespace f4s
