#include "libfuse4seg/report/report_page.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/base/threads.h"
#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/report/case_section.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/outcome_section.h"
#include "libfuse4seg/report/provenance_section.h"
#include "libfuse4seg/report/report_assets.h"
#include "libfuse4seg/report/run_section.h"
#include "libfuse4seg/report/score_section.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

/// A part of the page and its place in the list of contents.
struct PagePart {
  std::string id, heading, html;
};

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

std::string ErrorKeys() {
  std::string html;
  for (const LegendEntry& entry : ErrorLegend())
    html += Element("span", "",
                    "<span class=\"key\" style=\"background:" + HexColour(*entry.colour) + "\"></span>" +
                        MarkupOf(entry.name));
  return html;
}

std::string ShownHtml(const std::string& articles, const ShownCases& shown, CaseSurvey& survey) {
  const auto total = static_cast<size_t>(survey.num_cases() - survey.num_failed());
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
         "<span>Errors:</span>" +
         ErrorKeys() + "</div>\n" + Element("div", "class=\"cases\"", "\n" + articles);
}

std::string NumbersHtml(ReportInput& input) {
  std::string html;
  for (const auto& set : input.survey.sets()) {
    if (!set->has_numbers && set->Summary().empty()) continue;
    const std::string scores = ScoresHtmlOf(*set);
    html += input.survey.sets().size() > 1 ? Details("Scores of " + set->name, scores) : scores;
  }
  return html;
}

std::string Document(const std::string& title, const std::string& subtitle,
                     const std::vector<PagePart>& parts) {
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
         TextElement("h1", "", title) +
         (subtitle.empty() ? "" : TextElement("p", "class=\"note\"", subtitle)) +
         "\n</header>\n<nav aria-label=\"contents\"><ul>" + contents + "</ul></nav>\n<main id=\"main\">\n" +
         body + "</main>\n<footer><p>Made by f4s-report " + kVersion +
         ". Research software: not for diagnosis.</p></footer>\n<script>\n" + kPageScript +
         "</script>\n</body>\n</html>\n";
}

}  // namespace

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
  add("comparison", "Against each other", ComparisonHtml(input.survey));
  add("cases", "Cases", CaseTableHtml(input.survey, shown.links));
  add("scores", "Scores", NumbersHtml(input));
  for (size_t i = 0; i < input.runs.size(); ++i)
    add(Cat("training-", i + 1), "Training: " + input.runs[i].name,
        RunHtml(input.runs[i], Cat("training-", i + 1), problems));
  size_t used = 0;
  for (const PagePart& part : parts) used += part.html.size();
  const size_t room = kMostPageBytes * 19 / 20 - std::min(used, kMostPageBytes / 2);
  const std::string articles = ArticlesHtml(shown, input.survey, room, threads, problems);
  if (!articles.empty())
    parts.insert(
        std::find_if(parts.begin(), parts.end(), [](const PagePart& part) { return part.id == "scores"; }),
        {"pictures", "Pictures", ShownHtml(articles, shown, input.survey)});
  add("made-by", "How it was made", ProvenanceHtml(input.upstream));
  return Document(input.Title(options), ChainText(input.upstream), parts);
}

}  // namespace f4s
