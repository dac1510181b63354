#include "libfuse4seg/report/report_page.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/base/threads.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/report/case_section.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/report_assets.h"
#include "libfuse4seg/report/run_section.h"
#include "libfuse4seg/report/score_section.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

constexpr size_t kMostRunDepth = 8;

/// A part of the page and its place in the list of contents.
struct PagePart {
  std::string id, heading, html;
};

std::string Tile(const std::string& number, const std::string& text, bool is_bad = false) {
  return Element("li", is_bad ? "class=\"bad\"" : "",
                 TextElement("strong", "", number) + TextElement("span", "", text));
}

int64_t SumOf(CaseSurvey& survey, int64_t CaseSet::*member) {
  int64_t sum = 0;
  for (const auto& set : survey.sets()) sum += (*set).*member;
  return sum;
}

/// The means that a reader asks for first.
std::string ScoreTiles(CaseSurvey& survey) {
  std::string tiles;
  const bool is_one = survey.sets().size() == 1;
  for (const auto& set : survey.sets()) {
    const Json& summary = set->Summary();
    const std::string of = is_one ? "" : " (" + set->name + ")";
    const auto tile = [&](const Json& leaf, const std::string& name) {
      if (!leaf.is_object() || !leaf.contains("mean") || leaf["mean"].is_null()) return;
      const std::string interval = RoundedInterval(leaf.value("ci95", Json()));
      tiles +=
          Tile(Rounded(leaf["mean"]), "mean " + name + of + (interval == "-" ? "" : ", 95 % CI " + interval));
    };
    if (const Json* regions = FindPath(summary, "segmentation"); regions != nullptr && regions->is_object())
      for (const auto& [name, region] : regions->items())
        if (region.contains("dice")) tile(region["dice"], "Dice " + name);
    if (const Json* vif = FindPath(summary, "fusion.VIF")) tile(*vif, "VIF");
    if (const Json* ssim = FindPath(summary, "fusion.SSIM")) tile(*ssim, "SSIM");
  }
  return tiles;
}

/// The weakest case by name.
std::string WorstTile(CaseSurvey& survey, const CaseLinks& links) {
  const SurveyedCase* worst = nullptr;
  for (const SurveyedCase& one : survey.cases())
    if (!one.failed && !std::isnan(one.score) && (worst == nullptr || one.score < worst->score)) worst = &one;
  if (worst == nullptr) return "";
  const std::string id = survey.RecordOf(*worst).id();
  const auto link = links.find({worst->set, id});
  const std::string name =
      link == links.end() ? MarkupOf(id) : Element("a", "href=\"" + link->second + "\"", MarkupOf(id));
  return Element("li", "",
                 TextElement("strong", "", Rounded(static_cast<double>(worst->score))) +
                     Element("span", "", "the weakest case, " + name));
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

std::string FindingsTable(CaseSurvey& survey) {
  TextTable table{"Warnings in the records, by code",
                  {"code", "what the first says", "which cases", "severity", "times"},
                  {},
                  4};
  for (const auto& set : survey.sets())
    for (const auto& [code, group] : set->findings)
      table.rows.push_back(
          {code, group.text, Listed(group.ids, 5, ", "), group.severity, Rounded(group.count)});
  const auto rank = [](const TableRow& row) { return row[3] == "error" ? 0 : row[3] == "warning" ? 1 : 2; };
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return table.rows.empty() ? "" : HtmlTable(table);
}

std::string OutcomeHtml(ReportInput& input, const CaseLinks& links) {
  std::string html, tiles;
  if (input.ended)
    html += Element("p", "class=\"problem\"",
                    TextElement("strong", "", "Not all cases are here: ") + MarkupOf(input.ended->Line()));
  for (const std::string& problem : RunProblems(input.upstream))
    html += TextElement("p", "class=\"problem\"", problem);
  if (input.has_cases()) {
    const int64_t failed = SumOf(input.survey, &CaseSet::num_failed),
                  all = SumOf(input.survey, &CaseSet::num_cases);
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
  if (input.has_cases()) html += FailuresHtml(input.survey) + FindingsTable(input.survey);
  return html;
}

/// The cases that are shown, in order of their scores: their articles.
struct ShownCases {
  std::vector<const SurveyedCase*> cases;
  std::vector<Case> records;
  CaseLinks links;

  ShownCases(CaseSurvey& survey, size_t most) {
    for (const size_t index : CasesToShow(survey.cases(), most)) cases.push_back(&survey.cases()[index]);
    std::stable_sort(cases.begin(), cases.end(), [](const SurveyedCase* a, const SurveyedCase* b) {
      return std::isnan(b->score) ? !std::isnan(a->score) : a->score < b->score;
    });
    for (const SurveyedCase* one : cases) {
      records.push_back(survey.RecordOf(*one));
      links[{one->set, records.back().id()}] = Cat("#case-", records.size());
    }
  }
};

std::string ArticlesHtml(const ShownCases& shown, CaseSurvey& survey, size_t most_bytes, int threads,
                         std::vector<std::string>& problems) {
  std::vector<std::string> articles(shown.cases.size()), of_case(shown.cases.size());
  std::atomic<size_t> next = 0;
  const size_t each = most_bytes / std::max<size_t>(1, shown.cases.size());
  RunTogether(std::min<int>(threads, static_cast<int>(shown.cases.size())), [&] {
    for (size_t i = next++; i < articles.size(); i = next++) {
      const std::string set = survey.sets().size() > 1 ? survey.sets()[shown.cases[i]->set]->name : "";
      articles[i] = CaseArticle(shown.records[i], Cat("case-", i + 1), set, each, of_case[i]);
    }
  });
  for (size_t i = 0; i < of_case.size(); ++i)
    if (!of_case[i].empty()) problems.push_back("case " + Quoted(shown.records[i].id()) + ": " + of_case[i]);
  return Joined(articles, "");
}

std::string ShownHtml(const std::string& articles, const ShownCases& shown, CaseSurvey& survey) {
  const auto total =
      static_cast<size_t>(SumOf(survey, &CaseSet::num_cases) - SumOf(survey, &CaseSet::num_failed));
  const std::string which = shown.cases.size() < total
                                ? Cat(shown.cases.size(), " of ", total,
                                      " cases: the weakest, median and best, then evenly "
                                      "between; the weakest first.")
                                : "All cases, the weakest first.";
  return TextElement("p", "class=\"note\"", which) +
         "\n<input type=\"checkbox\" id=\"no-pred\" class=\"tools-box\" aria-label=\"hide the prediction's outlines\">"
         "<input type=\"checkbox\" id=\"no-ref\" class=\"tools-box\" aria-label=\"hide the reference's outlines\">"
         "<div class=\"tools\"><span>Outlines, click to hide:</span>"
         "<label for=\"no-pred\"><span class=\"key solid\"></span>prediction</label>"
         "<label for=\"no-ref\"><span class=\"key dashed\"></span>reference</label>"
         "<span>Errors:</span><span><span class=\"key\" style=\"background:#56b4e9\"></span>missed</span>"
         "<span><span class=\"key\" style=\"background:#e69f00\"></span>found too much</span>"
         "<span><span class=\"key\" style=\"background:#f5f5f5\"></span>another class</span></div>\n" +
         Element("div", "class=\"cases\"", "\n" + articles);
}

std::string ProvenanceHtml(const ReportInput& input) {
  TextTable table{"Programs that made this, the last first",
                  {"program", "version", "status", "model", "cases", "failed", "seconds"},
                  {},
                  4};
  std::string records;
  for (const Json* run : AllRuns(input.upstream)) {
    const auto number = [&](const char* path) {
      const Json* found = FindPath(*run, path);
      return found != nullptr && found->is_number() ? Rounded(*found) : "-";
    };
    table.rows.push_back({TextAt(*run, "tool"), TextAt(*run, "version"), TextAt(*run, "status"),
                          TextAt(*run, "model.sha256").substr(0, 12), number("cases.ok"),
                          number("cases.failed"), number("seconds")});
    if (run->contains("config"))
      records += Details("Configuration of " + TextAt(*run, "tool"), HtmlOfJson((*run)["config"]));
  }
  return table.rows.empty() ? "" : HtmlTable(table) + records;
}

std::string NumbersHtml(ReportInput& input) {
  std::string html;
  for (const auto& set : input.survey.sets()) {
    if (!set->has_numbers && set->Summary().empty()) continue;
    if (input.survey.sets().size() > 1) html += TextElement("h3", "", set->name);
    html += ScoresHtmlOf(*set);
  }
  return html;
}

std::string Document(const std::string& title, const std::vector<PagePart>& parts) {
  std::string contents, body;
  for (const PagePart& part : parts) {
    contents += Element("li", "", "<a href=\"#" + part.id + "\">" + MarkupOf(part.heading) + "</a>");
    body += Section(part.id, part.heading, part.html);
  }
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
         "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
         "<meta name=\"generator\" content=\"f4s-report " +
         std::string(kVersion) + "\">\n<link rel=\"icon\" href=\"data:,\">\n" +
         TextElement("title", "", title) + "\n<style>\n" + kPageStyle +
         "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>\n" +
         TextElement("h1", "", title) + "\n<nav aria-label=\"contents\"><ul>" + contents +
         "</ul></nav>\n</header>\n" + "<main id=\"main\">\n" + body +
         "</main>\n<footer><p>Made by f4s-report " + kVersion +
         ". Research software: not for diagnosis.</p></footer>\n<script>\n" + kPageScript +
         "</script>\n</body>\n</html>\n";
}

}  // namespace

std::vector<const Json*> AllRuns(const std::vector<Json>& upstream) {
  std::vector<const Json*> all, level;
  for (auto run = upstream.rbegin(); run != upstream.rend(); ++run) level.push_back(&*run);
  for (size_t depth = 0; depth < kMostRunDepth && !level.empty(); ++depth) {
    std::vector<const Json*> above;
    for (const Json* run : level) {
      all.push_back(run);
      const auto found = run->find("upstream");
      if (found != run->end() && found->is_array())
        for (const Json& one : *found)
          if (one.is_object()) above.push_back(&one);
    }
    level = std::move(above);
  }
  return all;
}

std::vector<std::string> RunProblems(const std::vector<Json>& upstream) {
  std::vector<std::string> problems;
  for (const Json* run : AllRuns(upstream)) {
    const std::string status = TextAt(*run, "status");
    if (status.empty() || status == "ok") continue;
    std::string text = TextAt(*run, "tool") + (status == "failed"    ? " failed"
                                               : status == "partial" ? " left cases out"
                                                                     : " was " + status);
    if (const std::string message = TextAt(*run, "error.message"); !message.empty()) text += ": " + message;
    if (const std::string file = TextAt(*run, "error.file"); !file.empty()) text += " (" + file + ")";
    const Json* code = FindPath(*run, "exit_code");
    problems.push_back(text +
                       (code != nullptr && code->is_number() ? Cat(", exit code ", ToLine(*code)) : ""));
  }
  return problems;
}

std::string ReportInput::Title(const ReportOptions& options) {
  if (!options.title.empty()) return options.title;
  std::vector<std::string> names;
  for (const RunHistory& run : runs) names.push_back(run.name);
  for (const auto& set : survey.sets()) names.push_back(set->name);
  return "Report of " + Listed(names, 4, ", ");
}

std::string PageHtml(ReportInput& input, const ReportOptions& options, int threads,
                     std::vector<std::string>& problems) {
  std::vector<PagePart> parts;
  const ShownCases shown(input.survey, static_cast<size_t>(options.pictures));
  parts.push_back({"outcome", "At a glance", OutcomeHtml(input, shown.links)});
  const auto add = [&](const std::string& id, const std::string& heading, std::string html) {
    if (!html.empty()) parts.push_back({id, heading, std::move(html)});
  };
  add("cases", "Cases", CaseTableHtml(input.survey, shown.links));
  add("scores", "Scores", NumbersHtml(input));
  add("comparison", "Against each other", ComparisonHtml(input.survey));
  for (size_t i = 0; i < input.runs.size(); ++i)
    add(Cat("training-", i + 1), "Training: " + input.runs[i].name, RunHtml(input.runs[i]));
  size_t used = 0;
  for (const PagePart& part : parts) used += part.html.size();
  const size_t room = kMostPageBytes * 19 / 20 - std::min(used, kMostPageBytes / 2);
  const std::string articles = ArticlesHtml(shown, input.survey, room, threads, problems);
  if (!articles.empty())
    parts.insert(
        std::find_if(parts.begin(), parts.end(), [](const PagePart& part) { return part.id == "scores"; }),
        {"pictures", "Pictures", ShownHtml(articles, shown, input.survey)});
  add("made-by", "How it was made", ProvenanceHtml(input));
  return Document(input.Title(options), parts);
}

}  // namespace f4s
