// Small readers for the text headers of NRRD and MetaImage.

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace f4s {

/// Without blanks, tabs and carriage returns at either end.
[[nodiscard]] std::string Trimmed(const std::string& text);
[[nodiscard]] std::string LowerCase(std::string text);
[[nodiscard]] std::vector<std::string> Words(const std::string& text);

/// All of `text` as a number, no blanks; nothing when it is no number.  "nan" and "inf" are.
[[nodiscard]] std::optional<double> ParseReal(const std::string& text);
[[nodiscard]] std::optional<int64_t> ParseWhole(const std::string& text);

/// True when each word of `text`, with `separators` taken as blanks, is a finite number,
/// and there are `count` of them.
[[nodiscard]] bool AreFinite(std::string text, const std::string& separators, size_t count);

}  // namespace f4s
