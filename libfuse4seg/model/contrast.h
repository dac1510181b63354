// Texts such as "0=-0.04 1=-0.2 4=0.22": by how much a fused image is to set each class off.

#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace f4s {

/// Label value (0: background) to level, -1 to 1.
/// @throws Error(kUsage, "contrast.syntax") naming the word and what it should be.
[[nodiscard]] std::map<uint16_t, double> ParseContrast(const std::string& text);

}  // namespace f4s
