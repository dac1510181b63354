// PNG: the checksums of its chunks are set right first, so that what is in them is met.

#include "libfuse4seg/image/files/png_io.h"

#include <zlib.h>

#include "tests/fuzz/fuzz.h"

namespace f4s::fuzz {
namespace {

uint32_t BigEndian(std::string_view four) {
  uint32_t number = 0;
  for (const char c : four) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string WithChecksums(std::string bytes) {
  for (size_t at = 8; at + 12 <= bytes.size();) {
    const std::string_view all = bytes;
    const size_t length = BigEndian(all.substr(at, 4));
    if (length > bytes.size() - at - 12) break;
    const auto* const body = reinterpret_cast<const Bytef*>(bytes.data() + at + 4);
    const auto sum = static_cast<uint32_t>(::crc32(0, body, static_cast<uInt>(length + 4)));
    at += length + 12;
    for (size_t i = 0; i < 4; ++i) bytes[at - 4 + i] = static_cast<char>(sum >> (24 - 8 * i));
  }
  return bytes;
}

}  // namespace

void Png(std::string_view bytes) {
  const std::string sound = WithChecksums(std::string(bytes));
  OnFile(sound, "p.png", [](const Path& path) {
    HeaderNotes notes;
    VoxelType type{};
    const Image<uint16_t> levels = ReadPng(path, &type, &notes);
    Require(static_cast<int64_t>(levels.samples.size()) == levels.num_pixels() * levels.channels,
            "a sample for each pixel and channel");
    for (const uint16_t sample : levels.samples) Require(sample < 1 << LevelBits(type), "levels of its bits");
  });
  OnFile(sound, "p.png", [](const Path& path) {
    const Image<uint16_t> labels = ReadLabelPng(path);
    Require(static_cast<int64_t>(labels.samples.size()) == labels.num_pixels() * labels.channels,
            "a label for each pixel");
  });
}

}  // namespace f4s::fuzz
