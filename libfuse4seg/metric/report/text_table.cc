#include "libfuse4seg/metric/report/text_table.h"

#include <algorithm>
#include <charconv>

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

}  // namespace f4s
