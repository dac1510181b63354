#include "libfuse4seg/report/score_section.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/metric/report/table.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/volume_plots.h"

namespace f4s {
namespace {

constexpr size_t kMostRows = 300;
constexpr size_t kMostSplits = 4, kMostBoxes = 12;

/// The values of one metric, a box for each group and split.
struct MetricBoxes {
  std::string family, metric;
  std::vector<std::string> order;  ///< names of the boxes as they came
  std::map<std::string, std::vector<double>> values;
};

/// Whether a metric is plotted: counts, volumes and parts of sources are not.
bool IsPlotted(const MetricLine& line) {
  if (line.family == "fusion") return line.group == "all";
  if (line.family != "segmentation") return false;
  return line.metric == "dice" || line.metric == "nsd" || line.metric == "sensitivity" ||
         line.metric == "precision" || line.metric.starts_with("hd95") || line.metric == "lesion_dice";
}

std::vector<MetricBoxes> BoxesOf(const CaseSet& set) {
  std::vector<MetricBoxes> all;
  std::set<std::string> splits;
  set.numbers.ForEach(
      [&](const CaseMetrics& about, const auto&, const auto&) { splits.insert(about.split); });
  const bool by_split = splits.size() > 1 && splits.size() <= kMostSplits;
  set.numbers.ForEach(
      [&](const CaseMetrics& about, const std::vector<MetricPath>& paths, const auto& values) {
        for (size_t i = 0; i < paths.size(); ++i) {
          const MetricLine line = LineOf(paths[i]);
          if (!IsPlotted(line) || !std::isfinite(values[i])) continue;
          auto found = std::find_if(all.begin(), all.end(), [&](const MetricBoxes& one) {
            return one.family == line.family && one.metric == line.metric;
          });
          if (found == all.end()) found = all.insert(all.end(), {line.family, line.metric, {}, {}});
          std::string name = line.family == "fusion" ? line.metric : line.group;
          if (by_split) name += " " + (about.split.empty() ? "-" : about.split);
          const auto [box, is_new] = found->values.try_emplace(name);
          if (is_new) found->order.push_back(name);
          box->second.push_back(values[i]);
        }
      });
  return all;
}

std::string DirectionText(const std::string& family, const std::string& metric) {
  return LowerIsBetter({family, metric}) ? "lower is better" : "higher is better";
}

std::string PlotFigure(const Plot& plot) {
  return Element("figure", "", TextElement("figcaption", "", plot.title) + "\n" + SvgOf(plot)) + "\n";
}

/// A case of a set, by how good it is.
struct RankedCase {
  size_t index;
  float score;
};

std::vector<RankedCase> WeakestFirst(const std::vector<SurveyedCase>& cases) {
  std::vector<RankedCase> ranked;
  for (size_t i = 0; i < cases.size(); ++i)
    if (!cases[i].failed) ranked.push_back({i, cases[i].score});
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedCase& a, const RankedCase& b) {
    return std::isnan(b.score) ? !std::isnan(a.score) : a.score < b.score;
  });
  if (ranked.size() > kMostRows) ranked.resize(kMostRows);
  return ranked;
}

/// Short names of the metrics in a table of cases: Dice and HD95 of each region, the fusion metrics.
std::vector<MetricPath> ColumnsOfCases(CaseSurvey& survey) {
  std::vector<MetricPath> columns;
  std::set<MetricPath> known;
  for (const auto& set : survey.sets())
    set->numbers.ForEach([&](const auto&, const std::vector<MetricPath>& paths, const auto&) {
      for (const MetricPath& path : paths) {
        const MetricLine line = LineOf(path);
        const bool is_wanted = line.family == "segmentation"
                                   ? line.metric == "dice" || line.metric.starts_with("hd95")
                                   : line.family == "fusion" && line.group == "all";
        if (is_wanted && columns.size() < 14 && known.insert(path).second) columns.push_back(path);
      }
    });
  return columns;
}

Json ValueAt(const Json& json, const MetricPath& path) {
  const Json* at = &json;
  for (const std::string& name : path) {
    if (!at->is_object() || !at->contains(name)) return nullptr;
    at = &(*at)[name];
  }
  return *at;
}

std::string CaseRow(const Case& record, const SurveyedCase& one, CaseSurvey& survey, const CaseLinks& links,
                    const std::vector<MetricPath>& columns) {
  const auto link = links.find({one.set, record.id()});
  const std::string name = link == links.end()
                               ? MarkupOf(record.id())
                               : Element("a", "href=\"" + link->second + "\"", MarkupOf(record.id()));
  std::string row = Element("th", "scope=\"row\"", name);
  if (survey.sets().size() > 1) row += TextElement("td", "", survey.sets()[one.set]->name);
  row += TextElement("td", "", record.split());
  const Json* metrics = FindPath(record.json(), "metrics");
  for (const MetricPath& path : columns)
    row += TextElement("td", "class=\"n\"", Rounded(metrics == nullptr ? Json() : ValueAt(*metrics, path)));
  const Json* findings = FindPath(record.json(), "findings");
  row += TextElement("td", "class=\"n\"",
                     Rounded(findings != nullptr && findings->is_array() ? findings->size() : 0));
  return Element("tr", "", row) + "\n";
}

}  // namespace

std::vector<Plot> MetricPlots(const CaseSet& set) {
  std::vector<Plot> plots;
  for (MetricBoxes& metric : BoxesOf(set)) {
    Plot plot;
    plot.title = metric.metric + ", " + DirectionText(metric.family, metric.metric);
    plot.y_label = metric.metric;
    for (const std::string& name : metric.order)
      if (plot.boxes.size() < kMostBoxes) plot.boxes.push_back({name, std::move(metric.values[name])});
    plots.push_back(std::move(plot));
  }
  return plots;
}

std::string ScoresHtmlOf(CaseSet& set) {
  const Json& summary = set.Summary();
  std::string tables, plots, volumes;
  for (TextTable& table : SummaryTables(summary)) tables += HtmlTable(table);
  for (const Plot& plot : MetricPlots(set)) plots += PlotFigure(plot);
  for (const Plot& plot : VolumePlots(set)) volumes += PlotFigure(plot);
  std::string html;
  if (!plots.empty())
    html +=
        TextElement(
            "p", "class=\"note\"",
            "Each point is a case; the box holds the middle half, the bar is the median. The numbers are in "
            "the tables below.") +
        Element("div", "class=\"plots\"", plots);
  if (!volumes.empty())
    html += TextElement("h3", "", "Volumes, prediction against reference") +
            Element("div", "class=\"plots\"", volumes) + AgreementHtml(summary);
  return html + (tables.empty() ? "" : TextElement("h3", "", "Summary") + tables);
}

std::string CaseTableHtml(CaseSurvey& survey, const CaseLinks& links) {
  const std::vector<RankedCase> ranked = WeakestFirst(survey.cases());
  if (ranked.empty()) return "";
  const std::vector<MetricPath> columns = ColumnsOfCases(survey);
  std::string head = TextElement("th", "scope=\"col\"", "case"), body;
  if (survey.sets().size() > 1) head += TextElement("th", "scope=\"col\"", "of");
  head += TextElement("th", "scope=\"col\"", "split");
  for (const MetricPath& path : columns)
    head += TextElement("th", "scope=\"col\" class=\"n\"", ShortNames(path).front());
  head += TextElement("th", "scope=\"col\" class=\"n\"", "warnings");
  for (const RankedCase& one : ranked) {
    const SurveyedCase& surveyed = survey.cases()[one.index];
    body += CaseRow(survey.RecordOf(surveyed), surveyed, survey, links, columns);
  }
  const size_t num_cases = survey.cases().size();
  const std::string caption =
      Cat("Cases, the weakest first",
          num_cases > ranked.size() ? Cat(" (", ranked.size(), " of ", num_cases, ")") : "");
  return Element("div", "class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"cases\"",
                 Element("table", "class=\"data\"",
                         TextElement("caption", "", caption) + Element("thead", "", Element("tr", "", head)) +
                             Element("tbody", "", "\n" + body))) +
         "\n";
}

}  // namespace f4s
