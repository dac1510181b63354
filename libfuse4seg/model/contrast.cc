#include "libfuse4seg/model/contrast.h"

#include <cmath>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
std::map<uint16_t, double> ParseContrast(const std::string& text) {
  std::map<uint16_t, double> levels;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const auto value = NumberIn<uint16_t>(word.substr(0, equals));
    const auto level = equals == std::string::npos ? std::nullopt : NumberIn<double>(word.substr(equals + 1));
    if (!value || !level || !(std::abs(*level) <= 1))
      throw Error(
          ErrorKind::kUsage, "contrast.syntax",
          Cat(Quoted(word), ": wanted VALUE=LEVEL, a label from 0 to 65535 and a level from -1 to 1"));
    if (!levels.emplace(*value, *level).second)
      throw Error(ErrorKind::kUsage, "contrast.syntax", Cat(Quoted(word), ": a label may occur only once"));
  }
  return levels;
}

}  // namespace f4s
