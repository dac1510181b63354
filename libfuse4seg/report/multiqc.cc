#include "libfuse4seg/report/multiqc.h"

#include <cmath>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/report/run_section.h"
#include "libfuse4seg/report/score_section.h"
#include "libfuse4seg/report/volume_plots.h"

namespace f4s {
namespace {

constexpr size_t kMostTableRows = 500;

/// A section.  @param kind  MultiQC's plot_type
Json SectionJson(const std::string& id, const std::string& name, const std::string& description,
                 const std::string& kind, Json settings, Json data) {
  settings["id"] = id + "_plot";
  settings["title"] = "f4s: " + name;
  return {{"id", id},
          {"section_name", name},
          {"parent_id", "fuse4seg"},
          {"parent_name", "fuse4seg"},
          {"description", description},
          {"plot_type", kind},
          {"pconfig", settings},
          {"data", data}};
}

/// A row for each case: its score, Dice and HD95 of each region.
Json CaseTableJson(CaseSurvey& survey) {
  Json data = Json::object();
  for (const auto& set : survey.sets()) {
    const std::string of = survey.sets().size() > 1 ? set->name + " " : "";
    set->numbers.ForEach(
        [&](const CaseMetrics& about, const std::vector<MetricPath>& paths, const auto& values) {
          if (data.size() >= kMostTableRows) return;
          Json& row = data[of + about.id] = Json::object();
          for (size_t i = 0; i < paths.size(); ++i) {
            const MetricLine line = LineOf(paths[i]);
            const bool is_shown = line.family == "segmentation"
                                      ? line.metric == "dice" || line.metric.starts_with("hd95")
                                      : line.family == "fusion" && line.group == "all";
            if (is_shown && std::isfinite(values[i])) row[ShortNames(paths[i]).front()] = values[i];
          }
        });
  }
  return data;
}

/// Of a table's columns: four places, as f4s-metrics shows them.
Json HeadersOf(const Json& table) {
  Json headers = Json::object();
  for (const Json& row : table)
    for (const auto& [column, value] : row.items()) headers[column]["format"] = "{:,.4f}";
  return headers;
}

Json PointsJson(const Plot& plot) {
  Json data = Json::object();
  for (const PlotSeries& series : plot.series)
    for (size_t i = 0; i < series.points.size(); ++i)
      data[i < series.labels.size() ? series.labels[i] : std::to_string(i)] = {
          {"x", series.points[i].first}, {"y", series.points[i].second}};
  return data;
}

Json LinesJson(const Plot& plot) {
  Json data = Json::object();
  for (const PlotSeries& series : plot.series) {
    Json& line = data[series.name] = Json::object();
    for (const auto& [x, y] : series.points) line[Rounded(x)] = y;
  }
  return data;
}

Json BoxesJson(const Plot& plot) {
  Json data = Json::object();
  for (const PlotBox& box : plot.boxes) data[box.name] = box.values;
  return data;
}

/// Sections of one set; its number tells them from those of others.
void AddSetSections(CaseSet& set, const std::string& number, std::vector<Json>& sections) {
  int next = 0;
  for (const Plot& plot : MetricPlots(set))
    sections.push_back(SectionJson(Cat("f4s_scores", number, "_", ++next), set.name + ": " + plot.title,
                                   "Distribution over the cases.", "box", Json::object(), BoxesJson(plot)));
  next = 0;
  for (const Plot& plot : VolumePlots(set))
    sections.push_back(SectionJson(Cat("f4s_volumes", number, "_", ++next), set.name + ": " + plot.title,
                                   "Volumes of prediction and reference.", "scatter",
                                   {{"xlab", plot.x_label}, {"ylab", plot.y_label}}, PointsJson(plot)));
}

}  // namespace

void WriteMultiqc(ReportInput& input, const ReportOptions& options, RunContext& run) {
  std::vector<Json> sections;
  if (Json cases = CaseTableJson(input.survey); !cases.empty()) {
    Json headers = HeadersOf(cases);
    sections.push_back(SectionJson("f4s_cases", "Cases", "Scores of each case, as f4s-metrics has them.",
                                   "table", {{"namespace", "fuse4seg"}}, std::move(cases)));
    sections.back()["headers"] = std::move(headers);
  }
  for (size_t i = 0; i < input.survey.sets().size(); ++i)
    AddSetSections(*input.survey.sets()[i], i == 0 ? "" : std::to_string(i + 1), sections);
  for (size_t i = 0; i < input.runs.size(); ++i) {
    int next = 0;
    for (const Plot& plot : RunPlots(input.runs[i]))
      sections.push_back(SectionJson(Cat("f4s_training", i + 1, "_", ++next),
                                     input.runs[i].name + ": " + plot.title, StateText(input.runs[i]),
                                     "linegraph", {{"xlab", plot.x_label}, {"ylab", plot.y_label}},
                                     LinesJson(plot)));
  }
  Json files = Json::array();
  for (const Json& section : sections) {
    const auto file = options.output / (section["id"].get<std::string>() + "_mqc.json");
    WriteFileAtomically(file, section.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
    files.push_back(Absolute(file).string());
  }
  if (sections.empty()) run.Warn("nothing of it has numbers: no file for MultiQC is written");
  run.Set("report", {{"files", files}});
}

}  // namespace f4s
