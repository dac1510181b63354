// Splitting and joining of texts, and numbers read from them.

#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"

namespace f4s {

/// The parts one after another with `separator` between: "a, b, c".
/// @param shown  what is printed of a part; by default the part itself, as Cat() prints it.
template <class Parts, class Shown = std::identity>
[[nodiscard]] std::string Joined(const Parts& parts, const std::string& separator, const Shown& shown = {}) {
  std::string text;
  bool is_first = true;
  for (const auto& part : parts) {
    if (!is_first) text += separator;
    text += Cat(shown(part));
    is_first = false;
  }
  return text;
}

/// Likewise, but of no more than the first `most` parts, and "..." for the others: "a, b, ...".
template <class Part, class Shown = std::identity>
[[nodiscard]] std::string Listed(const std::vector<Part>& parts, size_t most, const std::string& separator,
                                 const Shown& shown = {}) {
  const std::vector<Part> first(parts.begin(), std::next(parts.begin(), std::min(most, parts.size())));
  return Joined(first, separator, shown) + (parts.size() > most ? separator + "..." : "");
}

/// "a,b,c" -> {"a","b","c"}; nothing between commas is dropped.
[[nodiscard]] std::vector<std::string> SplitList(const std::string& text, char separator = ',');
/// "a_b__c" at '_' -> {"a","b","","c"}: what is empty stays.
[[nodiscard]] std::vector<std::string> SplitFields(const std::string& text, char separator);
/// What blanks part: spaces, tabs, ends of lines.
[[nodiscard]] std::vector<std::string> Words(const std::string& text);

/// Without blanks, tabs and carriage returns at either end.
[[nodiscard]] std::string Trimmed(const std::string& text);
/// ASCII letters only.
[[nodiscard]] std::string LowerCase(std::string text);
/// Letters and digits alone, small, to compare names by: "T1-weighted (post-Gd)" -> "t1weightedpostgd".
/// @param also  other characters that stay
[[nodiscard]] std::string Squeezed(const std::string& text, std::string_view also = "");
[[nodiscard]] std::string FirstLine(const std::string& text);

/// All of `text` as a number, no blanks; nothing when it is none, or none that a Number can hold.  "nan" and
/// "inf" are numbers, whatever the locale.
template <class Number>
[[nodiscard]] std::optional<Number> NumberIn(std::string_view text) {
  Number value{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return value;
}

/// Likewise, and with a sign + too.
[[nodiscard]] std::optional<double> ParseReal(const std::string& text);
[[nodiscard]] std::optional<int64_t> ParseWhole(const std::string& text);

/// "K/N" as {K, N}, K from 1 to N; nothing when it is none.
[[nodiscard]] std::optional<std::pair<int64_t, int64_t>> ParsePart(const std::string& text);

/// The words of `text`, with `separators` taken as blanks, where each is a finite number and there are
/// `count` of them.
[[nodiscard]] std::optional<std::vector<double>> FiniteNumbers(std::string text,
                                                               const std::string& separators, size_t count);

/// "1,1,3" as exactly `count` finite numbers greater than 0.
/// @throws Error(kUsage, "parameter.value") naming the text and the rule.
std::vector<double> ParseNumbers(const std::string& text, size_t count);

}  // namespace f4s
