// PNG files made chunk by chunk.

#pragma once

#include <string>

#include "tests/unit/image/files.h"

namespace f4s {

inline std::string Chunk(const std::string& name, const std::string& data) {
  std::string out(4, '\0');
  Poke(out, 0, static_cast<uint32_t>(data.size()), true);
  const std::string body = name + data;
  std::string sum(4, '\0');
  Poke(sum, 0,
       static_cast<uint32_t>(
           crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))),
       true);
  return out + body + sum;
}

inline std::string Ihdr(uint32_t width, uint32_t height, char bits, char colour, char interlace = 0) {
  std::string data(13, '\0');
  Poke(data, 0, width, true);
  Poke(data, 4, height, true);
  data[8] = bits;
  data[9] = colour;
  data[12] = interlace;
  return Chunk("IHDR", data);
}

inline const std::string kSignature("\x89PNG\r\n\x1a\n", 8);

/// A PNG of `rows` behind a header; rows hold their filter bytes.
inline std::string Png(const std::string& header, const std::string& rows, const std::string& before = "") {
  return kSignature + header + before + Chunk("IDAT", Compress(rows, 15)) + Chunk("IEND", "");
}

}  // namespace f4s
