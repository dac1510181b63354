// SHA-256 of bytes and files (FIPS 180-4), for digests of inputs, models and configurations.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace f4s {

/// A digest in the making.  With the SHA instructions of x86-64 over 1 GB/s, else about 0.2.
class Sha256 {
 public:
  /// Appends `bytes` to what is digested.
  void Update(std::string_view bytes);

  /// The digest of all bytes so far, 64 lower-case hexadecimal digits; more may follow.
  [[nodiscard]] std::string HexDigest() const;

 private:
  std::array<uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<char, 64> block_ = {};  ///< the bytes that do not fill a block yet
  uint64_t length_ = 0;              ///< bytes so far
};

/// The digest of `bytes`.
[[nodiscard]] std::string Sha256Of(std::string_view bytes);

/// The digest of a file, read piece by piece.  @throws Error(kMissingInput) or Error(kIo).
[[nodiscard]] std::string Sha256OfFile(const std::filesystem::path& file);

namespace internal {
/// Folds `count` blocks of 64 bytes into `state`, with plain arithmetic.  For the tests, which
/// compare it with what the CPU's own instructions give.
void CompressPlain(uint32_t* state, const char* blocks, size_t count);
}  // namespace internal

}  // namespace f4s
