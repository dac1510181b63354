// What a file or folder is: the answer of `f4s info`.
//
// An answer is a JSON object of the schema f4s.info/1: `file`, `kind`, and what there is to say of that kind.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

inline constexpr const char* kInfoSchema = "f4s.info/1";

/// @throws Error(kMissingInput, "input.missing"); Error(kBadInput, "info.kind") that lists what was looked
/// for;
///         as the readers of its kind do for what is damaged.
[[nodiscard]] Json InfoOf(const std::filesystem::path& path);

/// An answer for people: lines "name  value", the values in one column.
[[nodiscard]] std::string InfoText(const Json& info);

/// Texts of several columns, each as wide as its widest text, two blanks between.
[[nodiscard]] std::string Aligned(const std::vector<std::vector<std::string>>& rows);

}  // namespace f4s
