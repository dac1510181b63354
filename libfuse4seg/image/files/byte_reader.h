// Bytes of an image file, plain or compressed, one after another.

#pragma once

#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/tar.h"

namespace f4s {

enum class Compression { kNone, kGzip, kZlib };

/// Reads a file from `offset` on, in bounded memory.  gzip may have several members; each member's CRC and
/// length are checked as its end is reached, a zlib stream's checksum likewise.
class ByteReader {
 public:
  /// @param topic  first word of the codes of its errors: TOPIC.truncated (the file ends
  ///               inside the compressed stream), TOPIC.compression (the stream is damaged).
  /// @throws Error(kMissingInput) or Error(kIo).
  ByteReader(std::filesystem::path path, Compression compression, std::string topic, uint64_t offset = 0);
  ~ByteReader();
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  /// Puts the next `count` bytes at `to`.  @return how many there were; fewer only at the end.
  size_t Read(void* to, size_t count);
  /// Throws away the next `count` bytes.  @return how many there were.
  uint64_t Skip(uint64_t count);

  /// From here on `count` bytes are wanted, and then the end: a compressed file that is sound and not large
  /// (kMostAtOnce) is decompressed at once, in memory for all of it.  What is read stays the same.
  void Expect(uint64_t count);
  static constexpr uint64_t kMostAtOnce = uint64_t{1} << 28;

  /// @throws Error TOPIC.trailing unless what is left is at most kMaxPadding zero bytes
  ///         (some writers fill the last block of a tape or disk).
  void ExpectEnd();
  static constexpr uint64_t kMaxPadding = 65536;

  /// The most bytes that can follow the offset: deflate expands at most 1032 to 1.
  [[nodiscard]] uint64_t most_bytes() const;
  [[nodiscard]] uint64_t file_bytes() const { return file_bytes_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// An Error(kBadInput) of this file with the code TOPIC.reason.
  [[nodiscard]] Error Bad(const std::string& reason, const std::string& message) const;

 private:
  size_t ReadFile(void* to, size_t count);
  size_t Inflate(void* to, size_t count);
  bool Refill();
  void EndOfMember();

  std::filesystem::path path_;
  Compression compression_;
  std::string topic_;
  InputFile file_;
  uint64_t offset_, file_bytes_, next_;  ///< next_: of what is read
  std::vector<unsigned char> input_;
  z_stream stream_ = {};
  bool finished_ = false;                   ///< the compressed stream has ended
  uint64_t inflated_ = 0;                   ///< how many bytes it has given so far
  std::unique_ptr<unsigned char[]> whole_;  ///< all that it gives, where Expect() had it decompressed
  uint64_t whole_bytes_ = 0;
};

}  // namespace f4s
