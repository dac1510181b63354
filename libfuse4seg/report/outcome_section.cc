#include "libfuse4seg/report/outcome_section.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/provenance_section.h"

namespace f4s {
namespace {

std::string Tile(const std::string& number, const std::string& text, bool is_bad = false) {
  return Element("li", is_bad ? "class=\"bad\"" : "",
                 TextElement("strong", "", number) + TextElement("span", "", text));
}

/// The means that a reader asks for first.
std::string ScoreTiles(CaseSurvey& survey) {
  std::string tiles;
  if (survey.sets().size() != 1) return tiles;  // of several a table comes next
  const Json& summary = survey.sets().front()->Summary();
  const auto tile = [&](const Json& leaf, const std::string& name) {
    if (!leaf.is_object() || !leaf.contains("mean") || leaf["mean"].is_null()) return;
    const std::string interval = RoundedInterval(leaf.value("ci95", Json()));
    tiles += Tile(Rounded(leaf["mean"]), "mean " + name + (interval == "-" ? "" : ", 95 % CI " + interval));
  };
  if (const Json* regions = FindPath(summary, "segmentation"); regions != nullptr && regions->is_object())
    for (const auto& [name, region] : regions->items())
      if (region.contains("dice")) tile(region["dice"], "Dice " + name);
  if (const Json* vif = FindPath(summary, "fusion.VIF")) tile(*vif, "VIF");
  if (const Json* ssim = FindPath(summary, "fusion.SSIM")) tile(*ssim, "SSIM");
  return tiles;
}

/// The weakest case by name.
std::string WorstTile(CaseSurvey& survey, const CaseLinks& links) {
  const SurveyedCase* worst = nullptr;
  for (const SurveyedCase& one : survey.cases())
    if (!one.failed && !std::isnan(one.score) && (worst == nullptr || one.score < worst->score)) worst = &one;
  if (worst == nullptr) return "";
  const Case record = survey.RecordOf(*worst);
  const std::string id = record.id();
  const auto score = CaseScore(record);
  const auto link = links.find({worst->set, id});
  const std::string name =
      link == links.end() ? MarkupOf(id) : Element("a", "href=\"" + link->second + "\"", MarkupOf(id));
  return Element("li", "",
                 TextElement("strong", "", Rounded(static_cast<double>(worst->score))) +
                     Element("span", "", Cat(score ? score->name : "", " of the weakest case, ", name)));
}

std::string FailuresHtml(CaseSurvey& survey) {
  TextTable table{"Failed cases", {"case", "why", "file", "code"}, {}, 4};
  int64_t total = 0;
  for (const auto& set : survey.sets()) {
    total += set->num_failed;
    for (const FailedCase& one : set->failed) table.rows.push_back({one.id, one.message, one.file, one.code});
  }
  if (table.rows.empty()) return "";
  if (total > static_cast<int64_t>(table.rows.size()))
    table.title += Cat(" (", table.rows.size(), " of ", total, ")");
  return HtmlTable(table);
}

/// Warnings to be seen, what is only said for information on demand.
std::string GroupedFindings(CaseSurvey& survey) {
  const TableRow header = {"code", "what the first says", "which cases", "severity", "times"};
  TextTable warnings{"Warnings in the records, by code", header, {}, 4}, notes{"", header, {}, 4};
  for (const auto& set : survey.sets())
    for (const auto& [code, group] : set->findings)
      (group.severity == "info" ? notes : warnings)
          .rows.push_back(
              {code, group.text, Listed(group.ids, 5, ", "), group.severity, Rounded(group.count)});
  std::stable_partition(warnings.rows.begin(), warnings.rows.end(),
                        [](const TableRow& row) { return row[3] == "error"; });
  return (warnings.rows.empty() ? "" : HtmlTable(warnings)) +
         (notes.rows.empty()
              ? ""
              : Details(Cat("Notes in the records, by code: ", notes.rows.size()), HtmlTable(notes)));
}

}  // namespace

std::string OutcomeHtml(ReportInput& input, const CaseLinks& links) {
  std::string html, tiles;
  if (input.ended)
    html += Element("p", "class=\"problem\"",
                    TextElement("strong", "", "Not all cases are here: ") + MarkupOf(input.ended->Line()));
  for (const std::string& problem : RunProblems(input.upstream))
    html += TextElement("p", "class=\"problem\"", problem);
  if (input.has_cases()) {
    const int64_t failed = input.survey.num_failed(), all = input.survey.num_cases();
    tiles += Tile(Rounded(all - failed), all - failed == 1 ? "case done" : "cases done");
    tiles += Tile(Rounded(failed), failed == 1 ? "case failed" : "cases failed", failed > 0);
    tiles += ScoreTiles(input.survey) + WorstTile(input.survey, links);
  }
  for (const RunHistory& run : input.runs) {
    if (run.best.contains("score"))
      tiles += Tile(Rounded(run.best["score"]), Cat("best validation score of ", run.name, ", epoch ",
                                                    ToLine(run.best.value("epoch", Json()))));
    tiles += Tile(run.by_steps
                      ? Cat(run.steps)
                      : Cat(run.epochs_done, run.epochs_wanted() > 0 ? Cat("/", run.epochs_wanted()) : ""),
                  (run.by_steps ? "steps of " : "epochs of ") + run.name +
                      (run.is_finished ? ", finished" : ", not finished"));
  }
  html += Element("ul", "class=\"tiles\"", tiles) + "\n";
  if (input.has_cases()) html += FailuresHtml(input.survey) + GroupedFindings(input.survey);
  return html;
}

}  // namespace f4s
