#include "libfuse4seg/report/report_text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/metric/report/table.h"
#include "libfuse4seg/report/provenance_section.h"
#include "libfuse4seg/report/run_section.h"

namespace f4s {
namespace {

constexpr size_t kUsualWidth = 120, kMostWeakest = 10;

/// Of the terminal, or what fits on most.
size_t WidthOfStdout() {
  winsize size = {};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualWidth;
}

std::string SetText(CaseSurvey& survey, uint32_t index) {
  CaseSet& set = *survey.sets()[index];
  std::string text = Cat(Shown(set.name), ": ", set.num_cases, " cases, ", set.num_failed, " failed\n");
  for (const FailedCase& one : set.failed)
    text += Cat("  failed: ", Shown(one.id), ": ", Shown(one.message), " [", one.code, "]\n");
  for (const auto& [code, group] : set.findings)
    text += Cat("  ", group.severity, ": ", Shown(code), ", ", group.count, " times, first ",
                Shown(group.ids.front()), "\n");
  if (const Json& summary = set.Summary(); !summary.empty())
    text += "\n" + FormatSummary(summary, TableFormat::kTable);
  std::vector<const SurveyedCase*> ranked;
  for (const SurveyedCase& one : survey.cases())
    if (one.set == index && !one.failed && !std::isnan(one.score)) ranked.push_back(&one);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto* a, const auto* b) { return a->score < b->score; });
  if (!ranked.empty()) text += "\nThe weakest cases\n";
  for (size_t i = 0; i < std::min(kMostWeakest, ranked.size()); ++i)
    text += Cat("  ", Rounded(static_cast<double>(ranked[i]->score)), "  ",
                Shown(survey.RecordOf(*ranked[i]).id()), "\n");
  return text;
}

}  // namespace

std::string ReportText(ReportInput& input) {
  std::string text;
  for (const std::string& problem : RunProblems(input.upstream)) text += Shown(problem) + "\n";
  for (const RunHistory& run : input.runs) text += (text.empty() ? "" : "\n") + RunText(run, WidthOfStdout());
  for (uint32_t i = 0; i < input.survey.sets().size(); ++i)
    text += (text.empty() ? "" : "\n") + SetText(input.survey, i);
  return text;
}

}  // namespace f4s
