#include "libfuse4seg/image/files/nrrd_segments.h"

#include <cstdint>
#include <map>
#include <optional>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

struct Segment {
  std::string id, name, value;
  bool is_told_twice = false;  ///< one of them, in two ways
};

/// What a key says of which segment: {"12", "Name"} of "Segment12_Name"; nothing for other keys.
std::optional<std::pair<std::string, std::string>> PartsOfKey(const std::string& key) {
  constexpr std::string_view kStart = "Segment";
  if (!key.starts_with(kStart)) return std::nullopt;
  const size_t end = key.find('_', kStart.size());
  if (end == std::string::npos) return std::nullopt;
  const std::string number = key.substr(kStart.size(), end - kStart.size());
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::pair(number, key.substr(end + 1));
}

/// The format writes a line's end as "\\n", and a backslash twice.
std::string Unescaped(const std::string& text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_escape =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == '\\');
    plain += !is_escape ? text[i] : text[++i] == 'n' ? ' ' : '\\';
  }
  return Trimmed(plain);
}

/// By number.
std::map<std::string, Segment> SegmentsOf(const NrrdKeys& keys) {
  std::map<std::string, Segment> segments;
  for (const auto& [key, value] : keys) {
    const auto parts = PartsOfKey(key);
    if (!parts) continue;
    Segment& segment = segments[parts->first];
    const auto take = [&](std::string& to, std::string text) {
      segment.is_told_twice = segment.is_told_twice || (!to.empty() && to != text);
      to = std::move(text);
    };
    if (parts->second == "ID") take(segment.id, Unescaped(value));
    if (parts->second == "Name") take(segment.name, Unescaped(value));
    if (parts->second == "LabelValue") take(segment.value, Trimmed(value));
  }
  return segments;
}

/// Why a segment names no value; empty where it does.
std::string Fault(const std::string& number, const Segment& segment, const Classes& known) {
  if (segment.is_told_twice) return Cat("a key of Segment", number, " stands twice, with different texts");
  const auto value = ParseWhole(segment.value);
  if (!value || *value < 1 || *value > 65535)
    return Cat("Segment", number, "_LabelValue is ", Quoted(segment.value),
               ": wanted a whole number from 1 to 65535");
  if (known.contains(static_cast<uint16_t>(*value))) return Cat("two segments have the value ", *value);
  return segment.name.empty() && segment.id.empty() ? Cat("Segment", number, " has no name") : "";
}

}  // namespace

Classes SegmentsIn(const NrrdKeys& keys, HeaderNotes& notes) {
  Classes names;
  const std::map<std::string, Segment> segments = SegmentsOf(keys);
  if (segments.size() > kMostClasses) {
    notes.push_back(
        {"nrrd.segments", "warning",
         Cat("has ", segments.size(), " segments: the names of more than ", kMostClasses, " are not taken")});
    return {};
  }
  for (const auto& [number, segment] : segments) {
    if (segment.value.empty()) continue;
    if (const std::string fault = Fault(number, segment, names); !fault.empty()) {
      notes.push_back({"nrrd.segments", "warning", fault + "; the names of its segments are not taken"});
      return {};
    }
    names[static_cast<uint16_t>(*ParseWhole(segment.value))] =
        segment.name.empty() ? segment.id : segment.name;
  }
  return names;
}

}  // namespace f4s
