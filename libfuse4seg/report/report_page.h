// The page: what people open first.  Which questions it answers, in which order:
//
//     what failed; how good; where worst; against what else; how it was trained; does the picture show it;
//     from what

#pragma once

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
  /// Of the page: --title, else the names of what it is of.
  [[nodiscard]] std::string Title(const ReportOptions& options);
};

/// One file of HTML that refers to nothing outside it.  The same input gives the same bytes.
/// @param problems  takes what could not be shown, a line each
[[nodiscard]] std::string PageHtml(ReportInput& input, const ReportOptions& options, int threads,
                                   std::vector<std::string>& problems);

/// Run records with those that they name upstream, the latest first.
[[nodiscard]] std::vector<const Json*> AllRuns(const std::vector<Json>& upstream);

/// "f4s-segment failed: ... (exit 65)", of those that did not end well.
[[nodiscard]] std::vector<std::string> RunProblems(const std::vector<Json>& upstream);

}  // namespace f4s
