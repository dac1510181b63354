#include "libfuse4seg/image/files/png_rows.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "libfuse4seg/image/files/deflate.h"

namespace f4s {
namespace {

constexpr size_t kMostPassedOver = size_t{1} << 20;  // of a chunk; libpng refuses those above 8 MB

enum Filter : unsigned char { kNone, kSub, kUp, kAverage, kPaeth };

bool IsUpper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool IsLetter(char letter) { return IsUpper(letter) || (letter >= 'a' && letter <= 'z'); }

/// Of the pixels to the left, above, and above to the left, the one that is nearest to left + above - corner.
[[gnu::always_inline]] inline int Nearest(int left, int above, int corner) {
  const int to_left = std::abs(above - corner), to_above = std::abs(left - corner),
            to_corner = std::abs(left + above - 2 * corner);
  const int other = to_above <= to_corner ? above : corner;
  return to_left <= to_above && to_left <= to_corner ? left : other;
}

/// Rows whose filters look to the left: what lies there stays in registers.
template <size_t kPixel, Filter kFilter>
void AddLeft(const unsigned char* __restrict in, const unsigned char* __restrict above, size_t count,
             unsigned char* __restrict out) {
  std::array<int, kPixel> left{}, corner{};
  for (size_t i = 0; i < count; i += kPixel)
    for (size_t k = 0; k < kPixel; ++k) {
      const int up = above[i + k];
      int guess = left[k];
      if constexpr (kFilter == kAverage) guess = (left[k] + up) / 2;
      if constexpr (kFilter == kPaeth) guess = Nearest(left[k], up, corner[k]);
      corner[k] = up;
      left[k] = (in[i + k] + guess) & 0xff;
      out[i + k] = static_cast<unsigned char>(left[k]);
    }
}

template <size_t kPixel>
bool TakeFilterOff(unsigned char filter, const unsigned char* __restrict in,
                   const unsigned char* __restrict above, size_t count, unsigned char* __restrict out) {
  switch (filter) {
    case kNone: return std::memcpy(out, in, count), true;
    case kSub: return AddLeft<kPixel, kSub>(in, above, count, out), true;
    case kUp:
      for (size_t i = 0; i < count; ++i) out[i] = static_cast<unsigned char>(in[i] + above[i]);
      return true;
    case kAverage: return AddLeft<kPixel, kAverage>(in, above, count, out), true;
    case kPaeth: return AddLeft<kPixel, kPaeth>(in, above, count, out), true;
    default: return false;
  }
}

using RowDecoder = bool (*)(unsigned char, const unsigned char*, const unsigned char*, size_t,
                            unsigned char*);

RowDecoder DecoderOf(size_t pixel_bytes) {
  switch (pixel_bytes) {
    case 1: return &TakeFilterOff<1>;
    case 2: return &TakeFilterOff<2>;
    case 3: return &TakeFilterOff<3>;
    default: return &TakeFilterOff<6>;
  }
}

/// Whether the stream's own window holds all that it gives: libdeflate does not look at it.
bool IsWithinWindow(std::string_view stream, size_t bytes) {
  constexpr unsigned kLargest = 7;  // 32 KiB, which deflate cannot look beyond
  if (stream.empty()) return false;
  const unsigned window = static_cast<unsigned char>(stream[0]) >> 4U;
  return window == kLargest || (window < kLargest && bytes <= size_t{256} << window);
}

uint32_t LengthAt(std::string_view file, size_t at) {
  uint32_t length = 0;
  for (size_t i = at; i < at + 4; ++i) length = length << 8U | static_cast<unsigned char>(file[i]);
  return length;
}

}  // namespace

std::string PlainImageData(std::string_view file) {
  constexpr size_t kAfterHeader = 33, kAround = 12;  // length, name and checksum
  std::string data;
  bool has_ended = false;
  for (size_t at = kAfterHeader; at + kAround <= file.size();) {
    const size_t length = LengthAt(file, at);
    const std::string_view name = file.substr(at + 4, 4);
    if (name == "IEND") return length == 0 ? data : "";
    if (name == "IDAT") {
      if (has_ended) return "";
      data += file.substr(at + 8, length);
    } else {
      const bool is_passed_over = std::all_of(name.begin(), name.end(), IsLetter) && !IsUpper(name[0]);
      if (!is_passed_over || name == "tRNS" || length > kMostPassedOver) return "";
      has_ended = !data.empty();
    }
    at += kAround + length;
  }
  return "";
}

bool DecodeRows(std::string_view image_data, const PngRows& layout, std::span<unsigned char> rows) {
  const size_t stride = layout.row_bytes + 1, bytes = stride * layout.height;
  if (!IsWithinWindow(image_data, bytes)) return false;
  const std::unique_ptr<unsigned char[]> filtered(new unsigned char[bytes]);
  const auto* const stream = reinterpret_cast<const unsigned char*>(image_data.data());
  if (!InflateWhole({stream, image_data.size()}, Wrapper::kZlib, {filtered.get(), bytes})) return false;
  const std::unique_ptr<unsigned char[]> zeros(new unsigned char[layout.row_bytes]());
  const unsigned char* above = zeros.get();
  const RowDecoder decode = DecoderOf(layout.pixel_bytes);
  for (size_t y = 0; y < layout.height; ++y) {
    const unsigned char* const row = filtered.get() + y * stride;
    unsigned char* const to = rows.data() + y * layout.row_bytes;
    if (!decode(row[0], row + 1, above, layout.row_bytes, to)) return false;
    above = to;
  }
  return true;
}

}  // namespace f4s
