// JSON as the suite uses it: objects keep the order of their keys, text is one line.

#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace f4s {

using Json = nlohmann::ordered_json;

inline constexpr size_t kMostJsonDepth = 100;
inline constexpr size_t kMostJsonKeys = 10'000;  ///< a search for a key looks at all before it

/// One line of JSON.  Bytes that are not UTF-8 become U+FFFD instead of an exception.
[[nodiscard]] std::string ToLine(const Json& json);

/// Parses what may come from anybody: in time that grows with the text alone, and to no depth that recursion
/// over the result could not take.
/// @throws Error(kBadInput) in `where`: "json.syntax" with the parser's reason; "json.depth" for more than
///         kMostJsonDepth levels, "json.keys" for an object of more than kMostJsonKeys; "json.key_twice" for
///         a key that stands twice in an object, of which others would take the one or the other in silence.
[[nodiscard]] Json ParseJson(const std::string& text, const std::filesystem::path& where);

/// The member at a dotted path such as "summary.fusion.VIF", or null when there is none.
/// Names that hold dots themselves are found too: longer names are tried first.
[[nodiscard]] const Json* FindPath(const Json& json, const std::string& path);

/// The text at such a path, or "" where there is none.
[[nodiscard]] std::string TextAt(const Json& json, const std::string& path);

}  // namespace f4s
