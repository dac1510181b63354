// Answers as lines for people.

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/info/info.h"

namespace f4s {
namespace {

constexpr size_t kLongestCell = 8192;  // bytes

using Rows = std::vector<std::vector<std::string>>;

/// "spacing_mm" as "spacing mm".
std::string Spoken(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string Scalar(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_float() ? Cat(value.get<double>()) : ToLine(value);
}

/// What stands between the numbers of "240 x 240", "0 to 255" and "a, b".
const char* Between(const std::string& name, bool within_line) {
  if (name == "size" || name.starts_with("spacing")) return " x ";
  if (name == "range") return " to ";
  return within_line ? " " : ", ";
}

bool IsPlain(const Json& value) {
  if (value.is_array())
    return std::none_of(value.begin(), value.end(), [](const Json& part) { return part.is_structured(); });
  return !value.is_object();
}

bool IsFlat(const Json& object) { return std::all_of(object.begin(), object.end(), IsPlain); }

std::string Plain(const std::string& name, const Json& value, bool within_line) {
  return value.is_array() ? Joined(value, Between(name, within_line), Scalar) : Scalar(value);
}

/// A finding as "warning: TEXT [CODE]", any other object as "name value, name value".
std::string OneLine(const Json& object) {
  if (object.contains("severity") && object.contains("text"))
    return Cat(TextAt(object, "severity"), ": ", TextAt(object, "text"), " [", TextAt(object, "code"), "]");
  std::vector<std::string> parts;
  for (const auto& [name, value] : object.items())
    parts.push_back(Spoken(name) + " " + Plain(name, value, true));
  return Joined(parts, ", ");
}

void AddRows(const std::string& name, const Json& value, Rows& rows) {
  if (value.is_null() || (value.is_structured() && value.empty())) return;
  if (IsPlain(value)) {
    rows.push_back({Spoken(name), Plain(name, value, false)});
  } else if (value.is_array()) {
    for (const Json& part : value) AddRows(name, part, rows);
  } else if (IsFlat(value)) {
    rows.push_back({Spoken(name), OneLine(value)});
  } else {
    for (const auto& [key, member] : value.items()) AddRows(name + "." + key, member, rows);
  }
}

}  // namespace

std::string Aligned(const Rows& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], Shown(row[i], kLongestCell).size());
  }
  std::string text;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = Shown(row[i], kLongestCell);
      text += cell;
      if (i + 1 < row.size()) text += std::string(widths[i] + 2 - cell.size(), ' ');
    }
    text += "\n";
  }
  return text;
}

std::string InfoText(const Json& info) {
  Rows rows;
  for (const auto& [name, value] : info.items())
    if (name != "schema") AddRows(name, value, rows);
  return Aligned(rows);
}

}  // namespace f4s
