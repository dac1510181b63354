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

constexpr size_t kMostRows = 300, kMostColumns = 14;
constexpr size_t kMostSplits = 4, kMostBoxes = 12, kMostComparedPlots = 12;

/// The values of one metric, a box for each group, split or set.
struct MetricBoxes {
  MetricLine line;  ///< of the first value
  std::string title;
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

/// What is asked for first: Dice and HD95 of each region, the fusion metrics.
bool IsColumn(const MetricLine& line) {
  return line.family == "segmentation" ? line.metric == "dice" || line.metric.starts_with("hd95")
                                       : line.family == "fusion" && line.group == "all";
}

/// As people write it: "Dice", "HD95, mm".
std::string MetricTitle(const std::string& metric) {
  static const std::map<std::string, std::string> kTitled = {{"dice", "Dice"},
                                                             {"nsd", "NSD"},
                                                             {"hd95_mm", "HD95, mm"},
                                                             {"hd95_px", "HD95, pixels"},
                                                             {"precision", "Precision"},
                                                             {"sensitivity", "Sensitivity"},
                                                             {"lesion_dice", "Lesion Dice"}};
  const auto found = kTitled.find(metric);
  return found == kTitled.end() ? metric : found->second;
}

/// "WT HD95, mm" of a region, "VIF" of the fused image.
std::string MetricTitle(const MetricLine& line) {
  return (line.family == "segmentation" ? line.group + " " : "") + MetricTitle(line.metric);
}

/// The plot and the box that a value belongs to; no title: to none.
struct BoxPlace {
  std::string title, box;
};

/// Adds the plotted values of a set where place(about, line) says.
template <class Place>
void AddBoxes(const CaseSet& set, const Place& place, std::vector<MetricBoxes>& all) {
  set.numbers.ForEach([&](const CaseMetrics& about, const std::vector<MetricPath>& paths,
                          const auto& values) {
    for (size_t i = 0; i < paths.size(); ++i) {
      const MetricLine line = LineOf(paths[i]);
      if (!IsPlotted(line) || !std::isfinite(values[i])) continue;
      const BoxPlace at = place(about, line);
      if (at.title.empty()) continue;
      auto found =
          std::find_if(all.begin(), all.end(), [&](const MetricBoxes& one) { return one.title == at.title; });
      if (found == all.end()) found = all.insert(all.end(), {line, at.title, {}, {}});
      const auto [box, is_new] = found->values.try_emplace(at.box);
      if (is_new) found->order.push_back(at.box);
      box->second.push_back(values[i]);
    }
  });
}

std::vector<Plot> PlotsOf(std::vector<MetricBoxes> all) {
  std::vector<Plot> plots;
  for (MetricBoxes& metric : all) {
    Plot plot;
    const bool is_less = LowerIsBetter({metric.line.family, metric.line.metric});
    plot.title = metric.title + (is_less ? ", lower is better" : ", higher is better");
    plot.y_label = MetricTitle(metric.line.metric);
    for (const std::string& name : metric.order)
      if (plot.boxes.size() < kMostBoxes) plot.boxes.push_back({name, std::move(metric.values[name])});
    plots.push_back(std::move(plot));
  }
  return plots;
}

/// The tables of a whole summary; those of splits and floors are shown on demand.
/// @param tables_of  gives the tables of a part of it
template <class TablesOf>
std::string FoldedTables(const Json& summary, const TablesOf& tables_of) {
  Json whole = summary, parts = summary;
  std::string html, folded;
  for (const char* part : {"by_split", "floors"}) whole.erase(part);
  for (const char* family : {"fusion", "decomposition", "segmentation", "volumes"}) parts.erase(family);
  for (const TextTable& table : tables_of(whole)) html += HtmlTable(table);
  for (const TextTable& table : tables_of(parts)) folded += HtmlTable(table);
  return html + (folded.empty() ? "" : Details("By split", folded));
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

/// What a table of cases has of each.
struct CaseColumns {
  std::vector<MetricPath> metrics;
  bool has_split = false;  ///< some case is of one
};

/// Dice and HD95 of each region, the fusion metrics.
CaseColumns ColumnsOfCases(CaseSurvey& survey) {
  CaseColumns columns;
  std::set<MetricPath> known;
  for (const auto& set : survey.sets())
    set->numbers.ForEach([&](const CaseMetrics& about, const std::vector<MetricPath>& paths, const auto&) {
      columns.has_split = columns.has_split || !about.split.empty();
      for (const MetricPath& path : paths) {
        const MetricLine line = LineOf(path);
        if (IsColumn(line) && columns.metrics.size() < kMostColumns && known.insert(path).second)
          columns.metrics.push_back(path);
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
                    const CaseColumns& columns) {
  const auto link = links.find({one.set, record.id()});
  const std::string name = link == links.end()
                               ? MarkupOf(record.id())
                               : Element("a", "href=\"" + link->second + "\"", MarkupOf(record.id()));
  std::string row = Element("th", "scope=\"row\"", name);
  if (survey.sets().size() > 1) row += TextElement("td", "", survey.sets()[one.set]->name);
  if (columns.has_split) row += TextElement("td", "", record.split());
  const Json* metrics = FindPath(record.json(), "metrics");
  for (const MetricPath& path : columns.metrics)
    row += TextElement("td", "class=\"n\"", Rounded(metrics == nullptr ? Json() : ValueAt(*metrics, path)));
  const auto warnings =
      std::count_if(record.findings().begin(), record.findings().end(),
                    [](const Json& finding) { return TextAt(finding, "severity") != "info"; });
  row += TextElement("td", "class=\"n\"", Rounded(warnings));
  return Element("tr", "", row) + "\n";
}

}  // namespace

std::vector<Plot> MetricPlots(const CaseSet& set) {
  std::set<std::string> splits;
  set.numbers.ForEach(
      [&](const CaseMetrics& about, const auto&, const auto&) { splits.insert(about.split.text()); });
  const bool by_split = splits.size() > 1 && splits.size() <= kMostSplits;
  std::vector<MetricBoxes> all;
  AddBoxes(
      set,
      [&](const CaseMetrics& about, const MetricLine& line) -> BoxPlace {
        const std::string group = line.family == "fusion" ? "" : line.group, split = !by_split ? ""
                                                                                     : about.split.empty()
                                                                                         ? "no split"
                                                                                         : about.split.text();
        return {MetricTitle(line.metric), group + (group.empty() || split.empty() ? "" : " ") + split};
      },
      all);
  return PlotsOf(std::move(all));
}

std::vector<Plot> ComparedPlots(CaseSurvey& survey) {
  std::vector<MetricBoxes> all;
  for (const auto& set : survey.sets())
    AddBoxes(
        *set,
        [&](const CaseMetrics&, const MetricLine& line) -> BoxPlace {
          return {IsColumn(line) ? MetricTitle(line) : "", set->name};
        },
        all);
  std::erase_if(all, [](const MetricBoxes& one) { return one.order.size() < 2; });
  if (all.size() > kMostComparedPlots) all.resize(kMostComparedPlots);
  return PlotsOf(std::move(all));
}

std::string PlotsHtml(const std::vector<Plot>& plots) {
  std::string html;
  for (const Plot& plot : plots)
    html += Element("figure", "", TextElement("figcaption", "", plot.title) + "\n" + SvgOf(plot)) + "\n";
  return html.empty() ? "" : Element("div", "class=\"plots\"", html) + "\n";
}

std::string SummaryHtml(const Json& summary) {
  return FoldedTables(summary, [](const Json& part) { return SummaryTables(part); });
}

std::string ComparedHtml(const Json& compared) {
  return FoldedTables(compared, [](const Json& part) { return SummaryTables({{"compare", part}}); });
}

std::string ScoresHtmlOf(CaseSet& set) {
  const Json& summary = set.Summary();
  const std::string tables = SummaryHtml(summary), plots = PlotsHtml(MetricPlots(set)),
                    volumes = PlotsHtml(VolumePlots(set));
  std::string html;
  if (!plots.empty())
    html +=
        TextElement("p", "class=\"note\"",
                    "Each point is a case; the box holds the middle half, the bar is the median. The numbers "
                    "are in the tables below.") +
        plots;
  if (!volumes.empty())
    html += TextElement("h3", "", "Volumes, prediction against reference") + volumes + AgreementHtml(summary);
  return html + (tables.empty() ? "" : TextElement("h3", "", "Summary") + tables);
}

std::string CaseTableHtml(CaseSurvey& survey, const CaseLinks& links) {
  const std::vector<RankedCase> ranked = WeakestFirst(survey.cases());
  if (ranked.empty()) return "";
  const CaseColumns columns = ColumnsOfCases(survey);
  std::string head = TextElement("th", "scope=\"col\"", "case"), body;
  if (survey.sets().size() > 1) head += TextElement("th", "scope=\"col\"", "of");
  if (columns.has_split) head += TextElement("th", "scope=\"col\"", "split");
  for (const MetricPath& path : columns.metrics)
    head += TextElement("th", "scope=\"col\" class=\"n\"", MetricTitle(LineOf(path)));
  head += TextElement("th", "scope=\"col\" class=\"n\"", "warnings");
  for (const RankedCase& one : ranked) {
    const SurveyedCase& surveyed = survey.cases()[one.index];
    body += CaseRow(survey.RecordOf(surveyed), surveyed, survey, links, columns);
  }
  const size_t num_cases = survey.cases().size();
  const std::string caption =
      Cat("Cases, the weakest first",
          num_cases > ranked.size() ? Cat(" (", ranked.size(), " of ", num_cases, ")") : "");
  return Element("div", "class=\"scroll tall\" tabindex=\"0\" role=\"group\" aria-label=\"cases\"",
                 Element("table", "class=\"data\"",
                         TextElement("caption", "", caption) + Element("thead", "", Element("tr", "", head)) +
                             Element("tbody", "", "\n" + body))) +
         "\n";
}

}  // namespace f4s
