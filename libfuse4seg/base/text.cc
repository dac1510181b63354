#include "libfuse4seg/base/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace f4s {
namespace {

std::string_view WithoutPlus(std::string_view text) {
  return text.substr(text.size() > 1 && text[0] == '+' ? 1 : 0);
}

}  // namespace

std::vector<std::string> SplitList(const std::string& text, char separator) {
  std::vector<std::string> words = SplitFields(text, separator);
  std::erase(words, "");
  return words;
}

std::vector<std::string> SplitFields(const std::string& text, char separator) {
  std::vector<std::string> fields = {""};
  for (const char c : text)
    if (c == separator)
      fields.emplace_back();
    else
      fields.back() += c;
  return fields;
}

std::vector<std::string> Words(const std::string& text) {
  constexpr const char* kBlanks = " \t\n\v\f\r";
  std::vector<std::string> words;
  for (size_t begin = text.find_first_not_of(kBlanks); begin != std::string::npos;) {
    const size_t end = std::min(text.find_first_of(kBlanks, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

std::string Trimmed(const std::string& text) {
  const char* blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string LowerCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string Squeezed(const std::string& text, std::string_view also) {
  std::string squeezed;
  for (const char c : LowerCase(text))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || also.find(c) != std::string_view::npos)
      squeezed += c;
  return squeezed;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

std::optional<double> ParseReal(const std::string& text) { return NumberIn<double>(WithoutPlus(text)); }
std::optional<int64_t> ParseWhole(const std::string& text) { return NumberIn<int64_t>(WithoutPlus(text)); }

std::optional<std::pair<int64_t, int64_t>> ParsePart(const std::string& text) {
  const std::vector<std::string> fields = SplitFields(text, '/');
  if (fields.size() != 2) return std::nullopt;
  const auto part = NumberIn<int64_t>(fields[0]), count = NumberIn<int64_t>(fields[1]);
  if (!part || !count || *part < 1 || *part > *count) return std::nullopt;
  return std::pair(*part, *count);
}

std::optional<std::vector<double>> FiniteNumbers(std::string text, const std::string& separators,
                                                 size_t count) {
  for (char& c : text)
    if (separators.find(c) != std::string::npos) c = ' ';
  std::vector<double> numbers;
  for (const std::string& word : Words(text)) {
    const auto value = ParseReal(word);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    numbers.push_back(*value);
  }
  if (numbers.size() != count) return std::nullopt;
  return numbers;
}

std::vector<double> ParseNumbers(const std::string& text, size_t count) {
  std::vector<double> numbers;
  for (const std::string& word : SplitList(text)) {
    const auto number = NumberIn<double>(word);
    if (!number || !std::isfinite(*number) || *number <= 0)
      throw Error(ErrorKind::kUsage, "parameter.value",
                  Cat(Quoted(text), ": ", Quoted(word), " is not a number greater than 0"));
    numbers.push_back(*number);
  }
  if (numbers.size() != count)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not ", count, " numbers separated by commas"));
  return numbers;
}

}  // namespace f4s
