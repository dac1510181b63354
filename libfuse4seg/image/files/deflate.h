// Compression of whole buffers, the same bytes each time.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace f4s {

/// How many bytes one compressed byte can stand for: 258 for a 2-bit pair of codes (RFC 1951).
inline constexpr uint64_t kMaxExpansion = 1032;

enum class Wrapper { kGzip, kZlib };

/// Runs of equal bytes only, no search for longer matches: the fast choice for image rows
/// behind a PNG filter.
enum class Matching { kFull, kRuns };

/// `bytes` as one gzip member (no name, no time) or one zlib stream, at zlib's own default
/// level, which on BraTS volumes is 4 % smaller than level 1 and takes half as long again.
[[nodiscard]] std::string Deflate(std::string_view bytes, Wrapper wrapper,
                                  Matching matching = Matching::kFull);

/// The first `most` bytes that a zlib stream stands for; fewer where it ends, or is damaged.
[[nodiscard]] std::string InflateUpTo(std::string_view stream, size_t most);

}  // namespace f4s
