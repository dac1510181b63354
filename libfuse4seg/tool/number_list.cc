#include "libfuse4seg/tool/number_list.h"

#include <charconv>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

std::vector<double> ParseNumbers(const std::string& text, size_t count) {
  std::vector<double> numbers;
  for (const std::string& word : SplitList(text)) {
    double number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(number) || number <= 0)
      throw Error(ErrorKind::kUsage, "parameter.value",
                  Cat(Quoted(text), ": ", Quoted(word), " is not a number greater than 0"));
    numbers.push_back(number);
  }
  if (numbers.size() != count)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not ", count, " numbers parted by commas"));
  return numbers;
}

}  // namespace f4s
