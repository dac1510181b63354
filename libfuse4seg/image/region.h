// Classes and regions of a label map: which values mean what, and which are scored together.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace f4s {

/// A set of label values that is scored as one structure, such as WT = 1, 2, 4.
struct Region {
  std::string name;
  std::vector<uint16_t> values;  ///< ascending, not 0, no value twice
  bool operator==(const Region&) const = default;
};

/// Label value -> name, background (0) not listed.
using Classes = std::map<uint16_t, std::string>;
constexpr size_t kMostClasses = 4096;  ///< of a file: with more, scoring would take hours

/// Reads 'WT=1,2,4 TC=1,4 ET=4' (white space between regions).
/// @throws Error(kUsage, "regions.syntax") naming the word that cannot be read.
[[nodiscard]] std::vector<Region> ParseRegions(const std::string& text);

/// Reads '1=necrosis 2=oedema 4=enhancing', commas between them too.  @throws Error(kUsage,
/// "classes.syntax").
[[nodiscard]] Classes ParseClasses(const std::string& text);

/// Whether a class of this name is none: nnU-Net's word for what nobody labelled, in any case.
[[nodiscard]] bool IsIgnore(const std::string& name);

/// What is wrong where a region is called as a class is, or several that share a name, and has other values;
/// or nothing.
[[nodiscard]] std::optional<std::string> RegionNamedAsClass(const Classes& classes,
                                                            const std::vector<Region>& regions);

/// Reads '255' or '254,255', ascending.  @throws Error(kUsage, "ignore.syntax").
[[nodiscard]] std::vector<uint16_t> ParseLabelValues(const std::string& text);

}  // namespace f4s
