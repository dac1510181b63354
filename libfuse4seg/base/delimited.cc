#include "libfuse4seg/base/delimited.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr const char* kBlanks = " \t\r";  // as Trimmed() has them
constexpr const char* kByteOrderMark = "\xef\xbb\xbf";
/// All of ASCII but tab, line feed and carriage return: in a name they would be taken for another.
constexpr std::string_view kControls(
    "\0\1\2\3\4\5\6\7\10\13\14\16\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37\177", 30);

/// A line's fields.  A quote is one where a field begins with it, and a character as others elsewhere.
/// @throws what is wrong with the line's quotes
std::vector<std::string> FieldsOf(const std::string& line, char separator) {
  std::vector<std::string> fields = {""};
  bool is_open = false, was_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool is_quote = line[i] == '"';
    if (is_open && is_quote && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[i++];
    } else if (is_open && is_quote) {
      is_open = false;
    } else if (!is_open && line[i] == separator) {
      fields.emplace_back();
      was_quoted = false;
    } else if (is_quote && !was_quoted && fields.back().find_first_not_of(kBlanks) == std::string::npos) {
      is_open = was_quoted = true;
      fields.back().clear();
    } else if (!is_open && was_quoted && !Trimmed(line.substr(i, 1)).empty()) {
      throw Error(ErrorKind::kBadInput, "table.quote",
                  Cat("a quote is closed within a field, before ", Quoted(line.substr(i, 20))));
    } else {
      fields.back() += line[i];
    }
  }
  if (is_open)
    throw Error(ErrorKind::kBadInput, "table.quote",
                Cat("a quote is opened and not closed in the line: ", Quoted(line.substr(0, 40))));
  for (std::string& field : fields) field = Trimmed(field);
  return fields;
}

/// Whether a line holds a row.
bool IsRow(const std::string& line) { return !Trimmed(line).empty() && line.front() != '#'; }

/// The character that a line "sep=;" names, as Excel reads and writes it before the heading.
std::optional<char> SaidSeparator(const std::string& line) {
  const std::string said = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  return said.size() == 5 && said.starts_with("sep=") ? std::optional(said[4]) : std::nullopt;
}

/// Without a byte order mark; lines that end with a carriage return alone end as others do.
std::string Plain(const std::string& text) {
  std::string plain = text.starts_with(kByteOrderMark) ? text.substr(3) : text;
  if (plain.find('\n') == std::string::npos) std::replace(plain.begin(), plain.end(), '\r', '\n');
  return plain;
}

}  // namespace

char SeparatorOf(const std::string& text) {
  std::istringstream lines(Plain(text));
  for (std::string line; std::getline(lines, line);)
    if (IsRow(line)) {
      if (const auto said = SaidSeparator(line)) return *said;
      for (const char separator : {'\t', ',', ';'})
        if (line.find(separator) != std::string::npos) return separator;
    }
  return '\t';
}

std::vector<DelimitedRow> DelimitedRows(const std::string& text, char separator) {
  std::vector<DelimitedRow> rows;
  std::istringstream lines(Plain(text));
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const Context context(Cat("line ", number));
    if (rows.empty() && SaidSeparator(line)) continue;
    if (IsRow(line)) rows.push_back({number, FieldsOf(line, separator)});
  }
  return rows;
}

std::vector<DelimitedRow> RowsOfTable(const std::filesystem::path& file) {
  const std::string text = ReadFile(file);
  try {
    static_cast<void>(Json(text).dump());
  } catch (const Json::exception&) {
    throw Error(ErrorKind::kBadInput, "table.utf8", "is not text in UTF-8: save it as such").InFile(file);
  }
  const size_t control = text.find_first_of(kControls);
  if (control != std::string::npos)
    throw Error(ErrorKind::kBadInput, "table.control",
                Cat("byte ", control, " is a control character: wanted text, tabs and ends of lines"))
        .InFile(file);
  try {
    return DelimitedRows(text, SeparatorOf(text));
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

}  // namespace f4s
