#include "libfuse4seg/base/delimited.h"

#include <sstream>
#include <string_view>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr const char* kByteOrderMark = "\xef\xbb\xbf";
/// All of ASCII but tab, line feed and carriage return: in a name they would be taken for another.
constexpr std::string_view kControls(
    "\0\1\2\3\4\5\6\7\10\13\14\16\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37\177", 30);

std::vector<std::string> FieldsOf(const std::string& line, char separator) {
  std::vector<std::string> fields = {""};
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool is_quote = line[i] == '"';
    if (is_quote && quoted && i + 1 < line.size() && line[i + 1] == '"')
      fields.back() += line[i++];
    else if (is_quote)
      quoted = !quoted;
    else if (line[i] == separator && !quoted)
      fields.emplace_back();
    else
      fields.back() += line[i];
  }
  for (std::string& field : fields) field = Trimmed(field);
  return fields;
}

/// Whether a line holds a row.
bool IsRow(const std::string& line) { return !Trimmed(line).empty() && line.front() != '#'; }

std::string WithoutMark(const std::string& text) {
  return text.starts_with(kByteOrderMark) ? text.substr(3) : text;
}

}  // namespace

char SeparatorOf(const std::string& text) {
  std::istringstream lines(WithoutMark(text));
  for (std::string line; std::getline(lines, line);)
    if (IsRow(line))
      for (const char separator : {'\t', ',', ';'})
        if (line.find(separator) != std::string::npos) return separator;
  return '\t';
}

std::vector<DelimitedRow> DelimitedRows(const std::string& text, char separator) {
  std::vector<DelimitedRow> rows;
  std::istringstream lines(WithoutMark(text));
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
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
  return DelimitedRows(text, SeparatorOf(text));
}

}  // namespace f4s
