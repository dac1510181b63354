#include "libfuse4seg/metric/table.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using Row = std::vector<std::string>;

/// Rows of one family of metrics in one part of the summary.
struct Table {
  std::string part;    // "" for the whole, "split val", "floor average"
  std::string family;  // fusion or segmentation
  struct Line {
    std::string group, metric;
    const Json* leaf;
  };
  std::vector<Line> lines;
};

void AddLines(const std::string& group, const Json& fields, Table& table) {
  for (const auto& [metric, leaf] : fields.items())
    if (leaf.is_object() && leaf.contains("n")) table.lines.push_back({group, metric, &leaf});
}

Table FusionTable(const std::string& part, const Json& fusion) {
  Table table{part, "fusion", {}};
  AddLines("all", fusion, table);
  if (fusion.contains("weakest")) AddLines("weakest", fusion["weakest"], table);
  if (fusion.contains("per_source"))
    for (const auto& [source, fields] : fusion["per_source"].items()) AddLines(source, fields, table);
  return table;
}

Table SegmentationTable(const std::string& part, const Json& segmentation) {
  Table table{part, "segmentation", {}};
  for (const auto& [region, fields] : segmentation.items()) AddLines(region, fields, table);
  return table;
}

void AddTables(const std::string& part, const Json& tree, std::vector<Table>& tables) {
  if (tree.contains("fusion")) tables.push_back(FusionTable(part, tree["fusion"]));
  if (tree.contains("segmentation")) tables.push_back(SegmentationTable(part, tree["segmentation"]));
}

std::vector<Table> TablesOf(const Json& summary) {
  std::vector<Table> tables;
  AddTables("", summary, tables);
  for (const auto& [member, word] : {std::pair("by_split", "split "), std::pair("floors", "floor ")})
    if (summary.contains(member))
      for (const auto& [name, tree] : summary[member].items()) AddTables(word + name, tree, tables);
  return tables;
}

/// To 4 places whatever the locale; whole numbers as they are; "-" for null.
std::string Rounded(const Json& value) {
  if (!value.is_number()) return "-";
  if (value.is_number_integer()) return std::to_string(value.get<int64_t>());
  char text[400];
  return {text,
          std::to_chars(text, text + sizeof text, value.get<double>(), std::chars_format::fixed, 4).ptr};
}

std::string RoundedInterval(const Json& interval) {
  return interval.is_array() ? Cat("[", Rounded(interval[0]), ", ", Rounded(interval[1]), "]") : "-";
}

Row Header(const Table& table) {
  return {table.family == "fusion" ? "source" : "region", "metric", "n", "mean", "sd", "median", "95 % CI"};
}

Row RowOf(const Table::Line& line) {
  const Json& leaf = *line.leaf;
  return {line.group,
          line.metric,
          Rounded(leaf["n"]),
          Rounded(leaf["mean"]),
          Rounded(leaf["sd"]),
          Rounded(leaf["median"]),
          RoundedInterval(leaf["ci95"])};
}

std::vector<Row> RowsOf(const Table& table) {
  std::vector<Row> rows = {Header(table)};
  for (const Table::Line& line : table.lines) rows.push_back(RowOf(line));
  return rows;
}

std::string Title(const Table& table) {
  return table.part.empty() ? table.family : table.part + ", " + table.family;
}

/// Characters, not bytes, of UTF-8.
size_t Width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// Names to the left, numbers to the right.
std::string Aligned(const Table& table) {
  const std::vector<Row> rows = RowsOf(table);
  std::vector<size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  std::string text = Title(table) + "\n";
  for (const Row& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - Width(row[i]), ' ');
      line += (i > 0 ? "  " : "") + (i < 2 ? row[i] + padding : padding + row[i]);
    }
    text += line + "\n";
  }
  return text;
}

std::string Joined(const Row& row, const std::string& between) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i) text += (i > 0 ? between : "") + row[i];
  return text;
}

/// `text` with each of `characters` behind a backslash.
std::string Escaped(const std::string& text, const std::string& characters) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) != std::string::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string Markdown(const Table& table) {
  std::string text = "**" + Escaped(Title(table), "*_|") + "**\n\n";
  bool is_header = true;
  for (Row row : RowsOf(table)) {
    for (std::string& cell : row) cell = Escaped(cell, "*_|");
    text += "| " + Joined(row, " | ") + " |\n";
    if (is_header) text += "|:---|:---|---:|---:|---:|---:|---:|\n";
    is_header = false;
  }
  return text;
}

std::string Latex(const Table& table) {
  std::string text = "% " + Title(table) + "\n\\begin{tabular}{llrrrrr}\n\\toprule\n";
  bool is_header = true;
  for (Row row : RowsOf(table)) {
    for (std::string& cell : row) cell = Escaped(cell, "&%$#_{}");
    text += Joined(row, " & ") + " \\\\\n";
    if (is_header) text += "\\midrule\n";
    is_header = false;
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

/// A number in full, nothing for null, as programs read it.
std::string Exact(const Json& value) { return value.is_number() ? ToLine(value) : ""; }

std::string Tsv(const std::vector<Table>& tables) {
  const Row members = {"n", "n_undefined", "mean", "sd", "median", "min", "max"};
  std::string text =
      "part\tfamily\tgroup\tmetric\t" + Joined(members, "\t") + "\tci95_low\tci95_high\tmean_penalised\n";
  for (const Table& table : tables)
    for (const Table::Line& line : table.lines) {
      const Json& leaf = *line.leaf;
      Row row = {table.part, table.family, line.group, line.metric};
      for (const std::string& member : members) row.push_back(Exact(leaf[member]));
      for (const size_t end : {0, 1}) row.push_back(leaf["ci95"].is_array() ? Exact(leaf["ci95"][end]) : "");
      row.push_back(Exact(leaf["mean_penalised"]));
      text += Joined(row, "\t") + "\n";
    }
  return text;
}

}  // namespace

TableFormat ParseTableFormat(const std::string& name) {
  if (name == "table") return TableFormat::kTable;
  if (name == "tsv") return TableFormat::kTsv;
  if (name == "markdown") return TableFormat::kMarkdown;
  if (name == "latex") return TableFormat::kLatex;
  throw Error(ErrorKind::kUsage, "table.format",
              Cat(Quoted(name), " is not a table format; there are: table, tsv, markdown, latex"));
}

std::string FormatSummary(const Json& summary, TableFormat format) {
  const std::vector<Table> tables = TablesOf(summary);
  if (format == TableFormat::kTsv) return Tsv(tables);
  std::string text;
  for (const Table& table : tables) {
    if (!text.empty()) text += "\n";
    text += format == TableFormat::kTable      ? Aligned(table)
            : format == TableFormat::kMarkdown ? Markdown(table)
                                               : Latex(table);
  }
  return text;
}

}  // namespace f4s
