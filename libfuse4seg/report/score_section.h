// Numbers of cases: distributions, volumes, the weakest cases, and runs against each other.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/drawing/plot.h"
#include "libfuse4seg/report/case_survey.h"

namespace f4s {

/// Where a case stands in the page: "#case-3", by set and id.
using CaseLinks = std::map<std::pair<uint32_t, std::string>, std::string>;

/// Of one set: its summary as tables, plots of the metrics, volumes against the reference.
[[nodiscard]] std::string ScoresHtmlOf(CaseSet& set);

/// All cases with their scores, the weakest first; of many the 300 weakest.
[[nodiscard]] std::string CaseTableHtml(CaseSurvey& survey, const CaseLinks& links);

/// Two or more sets: a table of their means, and the first against each other one, case by case.
/// @return ""  where there are no two sets with scores
[[nodiscard]] std::string ComparisonHtml(CaseSurvey& survey);

/// Values of a metric by region and split: what is plotted of it.
[[nodiscard]] std::vector<Plot> MetricPlots(const CaseSet& set);

/// Values of each metric by set, beside each other.
[[nodiscard]] std::vector<Plot> ComparedPlots(CaseSurvey& survey);

/// Plots under their titles, in columns; "" where there are none.
[[nodiscard]] std::string PlotsHtml(const std::vector<Plot>& plots);

/// The tables of a summary, and of its `compare`; those by split are folded.
[[nodiscard]] std::string SummaryHtml(const Json& summary);
[[nodiscard]] std::string ComparedHtml(const Json& compared);

}  // namespace f4s
