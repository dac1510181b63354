#include "libfuse4seg/metric/report/text_table.h"

#include <algorithm>
#include <charconv>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// Without control characters, which would end a cell or a comment.
std::string Clean(const std::string& text) { return f4s::Shown(text); }

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

/// The signs of a direction, in the letters of LaTeX.
std::string ArrowsInLatex(std::string text) {
  for (const auto& [arrow, command] : {std::pair("\u2191", "$\\uparrow$"), {"\u2193", "$\\downarrow$"}})
    if (const size_t at = text.find(arrow); at != std::string::npos) text.replace(at, 3, command);
  return text;
}

bool IsBest(const TextTable& table, size_t row, size_t column) { return table.best.contains({row, column}); }

std::string AlignedText(const TextTable& table) {
  std::vector<TableRow> rows = {table.header};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  std::vector<size_t> widths(table.header.size());
  for (size_t y = 0; y < rows.size(); ++y)
    for (size_t x = 0; x < rows[y].size(); ++x) {
      std::string& cell = rows[y][x] = Clean(rows[y][x]);
      if (!table.best.empty() && x >= table.num_names) cell += y > 0 && IsBest(table, y - 1, x) ? '*' : ' ';
      widths[x] = std::max(widths[x], Width(cell));
    }
  std::string text = Clean(table.title) + "\n";
  for (const TableRow& row : rows) {
    std::string line;
    for (size_t x = 0; x < row.size(); ++x) {
      const std::string padding(widths[x] - Width(row[x]), ' ');
      line += (x > 0 ? "  " : "") + (x < table.num_names ? row[x] + padding : padding + row[x]);
    }
    if (!table.best.empty()) line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string MarkdownText(const TextTable& table) {
  const auto line = [](const TableRow& cells) { return "| " + Joined(cells, " | ") + " |\n"; };
  TableRow header;
  for (const std::string& cell : table.header) header.push_back(InMarkdown(Clean(cell)));
  std::string text = "**" + InMarkdown(Clean(table.title)) + "**\n\n" + line(header) + "|";
  for (size_t x = 0; x < table.header.size(); ++x) text += x < table.num_names ? ":---|" : "---:|";
  text += "\n";
  for (size_t y = 0; y < table.rows.size(); ++y) {
    TableRow cells;
    for (size_t x = 0; x < table.rows[y].size(); ++x) {
      const std::string cell = InMarkdown(Clean(table.rows[y][x]));
      cells.push_back(IsBest(table, y, x) ? "**" + cell + "**" : cell);
    }
    text += line(cells);
  }
  return text;
}

std::string LatexText(const TextTable& table) {
  const auto cell_of = [&](const TableRow& row, size_t x) {
    return ArrowsInLatex(x < table.num_names ? InLatex(Clean(row[x])) : NumberInLatex(Clean(row[x])));
  };
  const auto line = [](const TableRow& cells) { return Joined(cells, " & ") + " \\\\\n"; };
  const std::string columns =
      std::string(table.num_names, 'l') + std::string(table.header.size() - table.num_names, 'r');
  TableRow header;
  for (size_t x = 0; x < table.header.size(); ++x) header.push_back(cell_of(table.header, x));
  std::string text = "% " + Clean(table.title) + "\n\\begin{tabular}{" + columns + "}\n\\toprule\n" +
                     line(header) + "\\midrule\n";
  for (size_t y = 0; y < table.rows.size(); ++y) {
    const TableRow& row = table.rows[y];
    if (table.num_names > 1 && y > 0 && row[0] != table.rows[y - 1][0]) text += "\\addlinespace\n";
    TableRow cells;
    for (size_t x = 0; x < row.size(); ++x)
      cells.push_back(IsBest(table, y, x) ? "\\textbf{" + cell_of(row, x) + "}" : cell_of(row, x));
    text += line(cells);
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

std::string InCsv(const std::string& raw) {
  const std::string text = Clean(raw);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

/// Lines of cells alone.
template <class Shown>
std::string PlainText(const TextTable& table, const char* separator, const Shown& shown) {
  std::string text = Joined(table.header, separator, shown) + "\n";
  for (const TableRow& row : table.rows) text += Joined(row, separator, shown) + "\n";
  return text;
}

std::string InXml(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

/// A picture of tables, under one another; lengths are in pixels.
class SvgTables {
 public:
  void Add(const TextTable& table) {
    if (bottom_ > 0) bottom_ += kRow;
    Text(kMargin, false, true, table.title);
    std::vector<size_t> rights;  // of the columns
    size_t right = kMargin;
    for (size_t x = 0; x < table.header.size(); ++x) {
      size_t width = Width(table.header[x]);
      for (const TableRow& row : table.rows) width = std::max(width, Width(row[x]));
      rights.push_back(right += width * kLetter + kGap);
    }
    width_ = std::max(width_, right + kMargin);
    Line(right);
    AddRow(table.header, table.num_names, rights, [](size_t) { return false; });
    Line(right);
    for (size_t y = 0; y < table.rows.size(); ++y)
      AddRow(table.rows[y], table.num_names, rights, [&](size_t x) { return IsBest(table, y, x); });
    Line(right);
  }

  [[nodiscard]] std::string Whole() const {
    return Cat("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", width_, "\" height=\"",
               bottom_ + kMargin,
               "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" "
               "fill=\"white\"/>\n",
               body_, "</svg>\n");
  }

 private:
  static constexpr size_t kMargin = 12, kRow = 22, kLetter = 8, kGap = 16;

  template <class Bold>
  void AddRow(const TableRow& row, size_t num_names, const std::vector<size_t>& rights, const Bold& bold) {
    bottom_ += kRow;
    for (size_t x = 0; x < row.size(); ++x)
      if (x < num_names)
        Put(x == 0 ? kMargin : rights[x - 1], false, bold(x), row[x]);
      else
        Put(rights[x], true, bold(x), row[x]);
  }
  void Text(size_t x, bool at_end, bool bold, const std::string& text) {
    bottom_ += kRow;
    Put(x, at_end, bold, text);
  }
  void Put(size_t x, bool at_end, bool bold, const std::string& text) {
    body_ += Cat("<text x=\"", x, "\" y=\"", bottom_, "\"", at_end ? " text-anchor=\"end\"" : "",
                 bold ? " font-weight=\"bold\"" : "", ">", InXml(Clean(text)), "</text>\n");
  }
  void Line(size_t right) {
    body_ += Cat("<path d=\"M", kMargin, " ", bottom_ + 7, "H", right, "\" stroke=\"black\"/>\n");
  }

  std::string body_;
  size_t width_ = 0, bottom_ = 0;
};

std::string TableText(const TextTable& table, TableFormat format) {
  switch (format) {
    case TableFormat::kTable: return AlignedText(table);
    case TableFormat::kTsv: return PlainText(table, "\t", Clean);
    case TableFormat::kCsv: return PlainText(table, ",", InCsv);
    case TableFormat::kMarkdown: return MarkdownText(table);
    case TableFormat::kLatex: return LatexText(table);
    case TableFormat::kSvg: break;
  }
  return "";
}

}  // namespace

TableFormat ParseTableFormat(const std::string& name) {
  const std::vector<std::string> names = {"table", "tsv", "csv", "markdown", "latex", "svg"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<TableFormat>(found - names.begin());
  throw Error(ErrorKind::kUsage, "table.format",
              Cat(Quoted(name), " is not a table format; available: ", Joined(names, ", ")));
}

std::string TablesText(const std::vector<TextTable>& tables, TableFormat format) {
  if (tables.empty()) return "";
  if (format == TableFormat::kSvg) {
    SvgTables picture;
    for (const TextTable& table : tables) picture.Add(table);
    return picture.Whole();
  }
  return Joined(tables, "\n", [&](const TextTable& table) { return TableText(table, format); });
}

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
  return interval.is_array() && interval.size() == 2
             ? Cat("[", Rounded(interval[0]), ", ", Rounded(interval[1]), "]")
             : "-";
}

std::string RoundedP(const Json& value) {
  return value.is_number() && value.get<double>() < 0.0001 ? "<0.0001" : Rounded(value);
}

std::string ExactCell(const Json& value) { return value.is_number() ? ToLine(value) : ""; }

}  // namespace f4s
