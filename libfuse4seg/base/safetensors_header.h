// The header of a safetensors file, parsed and checked.  For safetensors.cc alone.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace f4s {

struct SafetensorsEntry {
  std::string dtype;
  std::vector<int64_t> shape;
  uint64_t begin = 0, end = 0;  ///< bytes from the end of the header
};

struct SafetensorsHeader {
  std::map<std::string, SafetensorsEntry> tensors;
  std::map<std::string, std::string> metadata;
};

/// What a hostile file might take memory with.  100 MB is the reference implementation's limit;
/// the others are far above what any network has.
constexpr uint64_t kMaxHeaderBytes = 100'000'000;
constexpr size_t kMaxTensors = 100'000, kMaxDimensions = 64;

/// Parses the JSON and holds it against the `data_bytes` that follow: each tensor as long as its
/// shape and dtype say, all of them together without gap or overlap from 0 to `data_bytes`.
/// @throws Error(kBadInput, "safetensors.REASON") naming tensor and value, not the file.
[[nodiscard]] SafetensorsHeader ParseSafetensorsHeader(std::string_view json, uint64_t data_bytes);

/// Where the reference implementation sorts a dtype: larger ones first.  -1 when unknown.
[[nodiscard]] int SafetensorsDtypeRank(std::string_view dtype);

}  // namespace f4s
