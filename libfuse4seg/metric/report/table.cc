#include "libfuse4seg/metric/report/table.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// The lines of one family of metrics in one part of the summary.
struct Part {
  std::string name;    // "" for the whole, "split val", "floor average"
  std::string family;  // fusion, decomposition, segmentation or volumes
  struct Line {
    std::string group, metric;
    const Json* statistic;
  };
  std::vector<Line> lines;
};

void AddLines(const std::string& group, const Json& fields, Part& part) {
  for (const auto& [metric, statistic] : fields.items())
    if (statistic.is_object() && statistic.contains("n")) part.lines.push_back({group, metric, &statistic});
}

/// Of a family that has scores of all sources and of each.
Part SourcesPart(const std::string& name, const std::string& family, const Json& scores) {
  Part part{name, family, {}};
  AddLines("all", scores, part);
  if (scores.contains("weakest")) AddLines("weakest", scores["weakest"], part);
  if (scores.contains("per_source"))
    for (const auto& [source, fields] : scores["per_source"].items()) AddLines(source, fields, part);
  return part;
}

/// Of a family that has scores of each region.
Part RegionsPart(const std::string& name, const std::string& family, const Json& regions) {
  Part part{name, family, {}};
  for (const auto& [region, fields] : regions.items()) AddLines(region, fields, part);
  return part;
}

void AddParts(const std::string& name, const Json& tree, std::vector<Part>& parts) {
  for (const char* family : {"fusion", "decomposition"})
    if (tree.contains(family)) parts.push_back(SourcesPart(name, family, tree[family]));
  for (const char* family : {"segmentation", "volumes"})
    if (tree.contains(family)) parts.push_back(RegionsPart(name, family, tree[family]));
}

/// Of a summary, or of its member `compare`.
std::vector<Part> SummaryParts(const Json& summary) {
  std::vector<Part> parts;
  AddParts("", summary, parts);
  for (const auto& [member, word] : {std::pair("by_split", "split "), std::pair("floors", "floor ")})
    if (summary.contains(member))
      for (const auto& [name, tree] : summary[member].items()) AddParts(word + name, tree, parts);
  return parts;
}

std::string Title(const Part& part) {
  return part.name.empty() ? part.family : part.name + ", " + part.family;
}

std::string NameOfGroups(const Part& part) {
  return part.family == "segmentation" || part.family == "volumes" ? "region" : "source";
}

/// Whether the means over the cases with a reference are others: some cases have none, or an undefined value.
bool HasOwnReferenceMeans(const Part& part) {
  return part.family == "segmentation" &&
         std::any_of(part.lines.begin(), part.lines.end(), [](const Part::Line& line) {
           const Json& statistic = *line.statistic;
           return statistic.contains("n_reference") && (statistic["n_reference"] != statistic["n"] ||
                                                        statistic["mean_reference"] != statistic["mean"]);
         });
}

TextTable SummaryTable(const Part& part) {
  TextTable table{Title(part), {NameOfGroups(part), "metric", "n", "mean", "sd", "median", "95 % CI"}, {}};
  const bool with_reference = HasOwnReferenceMeans(part);
  if (with_reference) table.header.insert(table.header.end(), {"n_reference", "mean_reference"});
  for (const Part::Line& line : part.lines) {
    const Json& statistic = *line.statistic;
    table.rows.push_back({line.group, line.metric, Rounded(statistic["n"]), Rounded(statistic["mean"]),
                          Rounded(statistic["sd"]), Rounded(statistic["median"]),
                          RoundedInterval(statistic["ci95"])});
    if (with_reference)
      for (const char* member : {"n_reference", "mean_reference"})
        table.rows.back().push_back(Rounded(statistic[member]));
  }
  return table;
}

/// Whether cases of one subject were paired: p over the subjects says something of its own then.
bool HasSeveralCasesOfASubject(const Part& part) {
  return std::any_of(part.lines.begin(), part.lines.end(), [](const Part::Line& line) {
    return (*line.statistic)["n_subjects"] != (*line.statistic)["n"];
  });
}

TextTable ComparisonTable(const Part& part, const std::string& other) {
  TextTable table{Title(part) + ", compared with " + other,
                  {NameOfGroups(part), "metric", "n", "mean", "other", "difference", "95 % CI", "p"},
                  {}};
  const bool with_subjects = HasSeveralCasesOfASubject(part);
  if (with_subjects) table.header.push_back("p (subjects)");
  table.header.push_back("win/tie/loss");
  for (const Part::Line& line : part.lines) {
    const Json& statistic = *line.statistic;
    TableRow row = {line.group,
                    line.metric,
                    Rounded(statistic["n"]),
                    Rounded(statistic["mean"]),
                    Rounded(statistic["other_mean"]),
                    Rounded(statistic["mean_difference"]),
                    RoundedInterval(statistic["ci95"]),
                    RoundedP(statistic["p"])};
    if (with_subjects) row.push_back(RoundedP(statistic["p_subjects"]));
    row.push_back(
        Cat(Rounded(statistic["wins"]), "/", Rounded(statistic["ties"]), "/", Rounded(statistic["losses"])));
    table.rows.push_back(std::move(row));
  }
  return table;
}

const TableRow kSummaryMembers = {"n", "n_undefined", "mean", "sd", "median", "min", "max"};
const TableRow kMeanMembers = {"mean_penalised", "n_reference", "mean_reference"};
const TableRow kComparisonMembers = {"n",
                                     "n_subjects",
                                     "n_undefined",
                                     "other_mean",
                                     "mean_difference",
                                     "median_difference",
                                     "mean_difference_penalised",
                                     "p",
                                     "p_subjects",
                                     "wins",
                                     "ties",
                                     "losses"};

void AddInterval(const Json& statistic, TableRow& row) {
  const bool has = statistic.is_object() && statistic["ci95"].is_array();
  for (const size_t end : {0, 1}) row.push_back(has ? ExactCell(statistic["ci95"][end]) : "");
}

/// The cells of --compare, empty where the other run has not the metric.
void AddComparison(const Json& statistic, TableRow& row) {
  for (const std::string& member : kComparisonMembers)
    row.push_back(statistic.is_object() ? ExactCell(statistic[member]) : "");
  AddInterval(statistic, row);
}

/// What --compare says of each line, by part, family, group and metric.
std::map<TableRow, const Json*> ComparedLines(const Json& summary) {
  std::map<TableRow, const Json*> lines;
  if (summary.contains("compare"))
    for (const Part& part : SummaryParts(summary["compare"]))
      for (const Part::Line& line : part.lines)
        lines[{part.name, part.family, line.group, line.metric}] = line.statistic;
  return lines;
}

/// Every member of every statistic, as programs read it.
TextTable WholeTable(const Json& summary) {
  const auto compared = ComparedLines(summary);
  TableRow header = {"part", "family", "group", "metric"};
  header.insert(header.end(), kSummaryMembers.begin(), kSummaryMembers.end());
  header.insert(header.end(), {"ci95_low", "ci95_high"});
  header.insert(header.end(), kMeanMembers.begin(), kMeanMembers.end());
  if (!compared.empty()) {
    for (const std::string& member : kComparisonMembers) header.push_back("compare_" + member);
    header.insert(header.end(), {"compare_ci95_low", "compare_ci95_high"});
  }
  TextTable table{"", header, {}};
  for (const Part& part : SummaryParts(summary))
    for (const Part::Line& line : part.lines) {
      const Json& statistic = *line.statistic;
      TableRow row = {part.name, part.family, line.group, line.metric};
      const auto other = compared.find(row);
      for (const std::string& member : kSummaryMembers) row.push_back(ExactCell(statistic[member]));
      AddInterval(statistic, row);
      for (const std::string& member : kMeanMembers)
        row.push_back(statistic.contains(member) ? ExactCell(statistic[member]) : "");
      if (!compared.empty()) AddComparison(other == compared.end() ? Json() : *other->second, row);
      table.rows.push_back(std::move(row));
    }
  return table;
}

}  // namespace

std::vector<TextTable> SummaryTables(const Json& summary) {
  std::vector<TextTable> tables;
  for (const Part& part : SummaryParts(summary)) tables.push_back(SummaryTable(part));
  if (summary.contains("compare")) {
    const Json& compare = summary["compare"];
    const std::string other = std::filesystem::path(compare["file"].get<std::string>()).filename();
    for (const Part& part : SummaryParts(compare)) tables.push_back(ComparisonTable(part, other));
  }
  return tables;
}

std::string FormatSummary(const Json& summary, TableFormat format) {
  const bool is_for_programs = format == TableFormat::kTsv || format == TableFormat::kCsv;
  return TablesText(is_for_programs ? std::vector<TextTable>{WholeTable(summary)} : SummaryTables(summary),
                    format);
}

}  // namespace f4s
