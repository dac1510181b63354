#include "libfuse4seg/model/contrast.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// All of `text` as a number; else not a number.
template <class Number>
bool Parse(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::map<uint16_t, double> ParseContrast(const std::string& text) {
  std::map<uint16_t, double> levels;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    uint16_t value = 0;
    double level = 0;
    const bool parsed = equals != std::string::npos && Parse(word.substr(0, equals), value) &&
                        Parse(word.substr(equals + 1), level) && std::abs(level) <= 1;
    if (!parsed)
      throw Error(
          ErrorKind::kUsage, "contrast.syntax",
          Cat(Quoted(word), ": wanted VALUE=LEVEL, a label from 0 to 65535 and a level from -1 to 1"));
    if (!levels.emplace(value, level).second)
      throw Error(ErrorKind::kUsage, "contrast.syntax", Cat(Quoted(word), ": a label may occur only once"));
  }
  return levels;
}

}  // namespace f4s
