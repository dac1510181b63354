// Texts such as "1,1,3" as numbers.

#pragma once

#include <string>
#include <vector>

namespace f4s {

/// Exactly `count` finite numbers greater than 0, parted by commas.
/// @throws Error(kUsage, "parameter.value") naming the text and the rule.
std::vector<double> ParseNumbers(const std::string& text, size_t count);

}  // namespace f4s
