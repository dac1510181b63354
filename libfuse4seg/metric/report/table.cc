#include "libfuse4seg/metric/report/table.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kNames = 2;  ///< columns of names, aligned to the left

/// Without control characters, which would end a cell or a comment.
std::string Clean(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }, ' ');
  return text;
}

/// Characters, not bytes, of UTF-8.
size_t Width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string InMarkdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string("\\*_|`<").find(c) != std::string::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string MarkdownRow(const TableRow& row) {
  return "| " + Joined(row, " | ", [](const std::string& cell) { return InMarkdown(Clean(cell)); }) + " |\n";
}

std::string InLatex(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\textbackslash{}"; break;
      case '~': out += "\\textasciitilde{}"; break;
      case '^': out += "\\textasciicircum{}"; break;
      case '<':
      case '>': out += std::string("$") + c + "$"; break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\';  // and the character
        [[fallthrough]];
      default: out += c;
    }
  }
  return out;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// A minus sign is longer than a hyphen: "-0.1" and "[-0.2, -0.1]" of numbers.
std::string NumberInLatex(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_minus = text[i] == '-' && i + 1 < text.size() && IsDigit(text[i + 1]);
    out += is_minus ? "$-$" : InLatex(std::string(1, text[i]));
  }
  return out;
}

std::string LatexRow(const TableRow& row) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i)
    text += (i > 0 ? " & " : "") + (i < kNames ? InLatex(Clean(row[i])) : NumberInLatex(Clean(row[i])));
  return text + " \\\\\n";
}

}  // namespace

std::string AlignedText(const TextTable& table) {
  std::vector<TableRow> rows = {table.header};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  std::vector<size_t> widths(table.header.size());
  for (TableRow& row : rows)
    for (size_t i = 0; i < row.size(); ++i) {
      row[i] = Clean(row[i]);
      widths[i] = std::max(widths[i], Width(row[i]));
    }
  std::string text = Clean(table.title) + "\n";
  for (const TableRow& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - Width(row[i]), ' ');
      text += (i > 0 ? "  " : "") + (i < kNames ? row[i] + padding : padding + row[i]);
    }
    text += "\n";
  }
  return text;
}

std::string MarkdownText(const TextTable& table) {
  std::string text = "**" + InMarkdown(Clean(table.title)) + "**\n\n";
  text += MarkdownRow(table.header) + "|";
  for (size_t i = 0; i < table.header.size(); ++i) text += i < kNames ? ":---|" : "---:|";
  text += "\n";
  for (const TableRow& row : table.rows) text += MarkdownRow(row);
  return text;
}

std::string LatexText(const TextTable& table) {
  const std::string columns = std::string(kNames, 'l') + std::string(table.header.size() - kNames, 'r');
  std::string text = "% " + Clean(table.title) + "\n\\begin{tabular}{" + columns + "}\n\\toprule\n" +
                     LatexRow(table.header) + "\\midrule\n";
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const bool is_new_group = i > 0 && table.rows[i][0] != table.rows[i - 1][0];
    text += (is_new_group ? "\\addlinespace\n" : "") + LatexRow(table.rows[i]);
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

std::string TsvLine(const TableRow& row) { return Joined(row, "\t", Clean) + "\n"; }

std::string Rounded(const Json& value) {
  if (!value.is_number()) return "-";
  if (value.is_number_integer()) return std::to_string(value.get<int64_t>());
  char text[400];
  const double number = value.get<double>();
  const std::string rounded(text,
                            std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, 4).ptr);
  return rounded == "-0.0000" ? "0.0000" : rounded;
}

std::string RoundedInterval(const Json& interval) {
  return interval.is_array() ? Cat("[", Rounded(interval[0]), ", ", Rounded(interval[1]), "]") : "-";
}

std::string RoundedP(const Json& value) {
  return value.is_number() && value.get<double>() < 0.0001 ? "<0.0001" : Rounded(value);
}

std::string ExactCell(const Json& value) { return value.is_number() ? ToLine(value) : ""; }

namespace {

/// The lines of one family of metrics in one part of the summary.
struct Part {
  std::string name;    // "" for the whole, "split val", "floor average"
  std::string family;  // fusion, decomposition or segmentation
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

Part SegmentationPart(const std::string& name, const Json& segmentation) {
  Part part{name, "segmentation", {}};
  for (const auto& [region, fields] : segmentation.items()) AddLines(region, fields, part);
  return part;
}

void AddParts(const std::string& name, const Json& tree, std::vector<Part>& parts) {
  for (const char* family : {"fusion", "decomposition"})
    if (tree.contains(family)) parts.push_back(SourcesPart(name, family, tree[family]));
  if (tree.contains("segmentation")) parts.push_back(SegmentationPart(name, tree["segmentation"]));
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

std::string NameOfGroups(const Part& part) { return part.family == "segmentation" ? "region" : "source"; }

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

std::vector<TextTable> TextTablesOf(const Json& summary) {
  std::vector<TextTable> tables;
  for (const Part& part : SummaryParts(summary)) tables.push_back(SummaryTable(part));
  if (summary.contains("compare")) {
    const Json& compare = summary["compare"];
    const std::string other = std::filesystem::path(compare["file"].get<std::string>()).filename();
    for (const Part& part : SummaryParts(compare)) tables.push_back(ComparisonTable(part, other));
  }
  return tables;
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

std::string Tsv(const Json& summary) {
  const auto compared = ComparedLines(summary);
  TableRow header = {"part", "family", "group", "metric"};
  header.insert(header.end(), kSummaryMembers.begin(), kSummaryMembers.end());
  header.insert(header.end(), {"ci95_low", "ci95_high"});
  header.insert(header.end(), kMeanMembers.begin(), kMeanMembers.end());
  if (!compared.empty()) {
    for (const std::string& member : kComparisonMembers) header.push_back("compare_" + member);
    header.insert(header.end(), {"compare_ci95_low", "compare_ci95_high"});
  }
  std::string text = TsvLine(header);
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
      text += TsvLine(row);
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
              Cat(Quoted(name), " is not a table format; available: table, tsv, markdown, latex"));
}

std::string FormatSummary(const Json& summary, TableFormat format) {
  if (format == TableFormat::kTsv) return Tsv(summary);
  std::string text;
  for (const TextTable& table : TextTablesOf(summary)) {
    if (!text.empty()) text += "\n";
    text += format == TableFormat::kTable      ? AlignedText(table)
            : format == TableFormat::kMarkdown ? MarkdownText(table)
                                               : LatexText(table);
  }
  return text;
}

}  // namespace f4s
