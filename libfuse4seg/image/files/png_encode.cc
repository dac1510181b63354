#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/deflate.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/label_colours.h"

namespace f4s {
namespace {

void PutBigEndian32(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

void PutChunk(std::string& out, const char* name, const std::string& data) {
  PutBigEndian32(out, static_cast<uint32_t>(data.size()));
  const size_t begin = out.size();
  out += name;
  out += data;
  PutBigEndian32(out, Crc32(std::string_view(out).substr(begin)));
}

void CheckSamples(const Image<uint16_t>& levels, int bits) {
  F4S_CHECK_EQ(levels.samples.size(), static_cast<size_t>(levels.num_pixels() * levels.channels));
  F4S_CHECK_EQ(levels.width() > 0 && levels.height() > 0, true);
  F4S_CHECK_EQ((levels.channels == 1 || levels.channels == 3) && (bits == 8 || bits == 16), true);
  int set = 0;  // bits of any sample
  for (const uint16_t sample : levels.samples) set |= sample;
  F4S_CHECK_EQ(set < 1 << bits, true);
}

/// Samples big-endian, as PNG has them.
void PutRow(const uint16_t* __restrict samples, size_t count, bool is_deep, unsigned char* __restrict row) {
  if (!is_deep)
    for (size_t i = 0; i < count; ++i) row[i] = static_cast<unsigned char>(samples[i] & 0xff);
  else
    for (size_t i = 0; i < count; ++i) {
      row[2 * i] = static_cast<unsigned char>(samples[i] >> 8);
      row[2 * i + 1] = static_cast<unsigned char>(samples[i] & 0xff);
    }
}

void Subtract(const unsigned char* __restrict row, const unsigned char* __restrict above, size_t count,
              char* __restrict to) {
  for (size_t i = 0; i < count; ++i) to[i] = static_cast<char>(row[i] - above[i]);
}

/// Each row as bytes behind the number of its filter (PNG specification, section 9):
/// "Up" keeps the difference to the row above, which empty background turns into zeros.
std::string FilteredRows(const Image<uint16_t>& levels, int bits) {
  const auto sample_bytes = static_cast<size_t>(bits / 8), height = static_cast<size_t>(levels.height());
  const size_t row_samples = levels.samples.size() / height;
  const size_t row_bytes = row_samples * sample_bytes;
  std::string rows((row_bytes + 1) * height, '\0');
  std::vector<unsigned char> above(row_bytes, 0), row(row_bytes);
  for (size_t y = 0; y < height; ++y) {
    PutRow(levels.samples.data() + y * row_samples, row_samples, sample_bytes == 2, row.data());
    char* to = rows.data() + y * (row_bytes + 1);
    *to++ = 2;
    Subtract(row.data(), above.data(), row_bytes, to);
    row.swap(above);
  }
  return rows;
}

/// The content of pHYs: pixels a metre along both axes.
std::string Resolution(int dots_per_inch) {
  std::string content;
  for (int axis = 0; axis < 2; ++axis)
    PutBigEndian32(content, static_cast<uint32_t>(std::lround(dots_per_inch / 0.0254)));
  return content + '\1';
}

/// A whole file.  @param colour_type  0 grey, 2 RGB, 3 indices of `palette` (PNG specification, table 11.1).
std::string PngOf(const Image<uint16_t>& levels, int bits, char colour_type, const std::string& palette,
                  int dots_per_inch = 0) {
  CheckSamples(levels, bits);
  std::string header;
  PutBigEndian32(header, static_cast<uint32_t>(levels.width()));
  PutBigEndian32(header, static_cast<uint32_t>(levels.height()));
  header += static_cast<char>(bits);
  header += colour_type;
  header.append(3, '\0');  // deflate, the five filters, not interlaced
  std::string out("\x89PNG\r\n\x1a\n", 8);
  PutChunk(out, "IHDR", header);
  if (!palette.empty()) PutChunk(out, "PLTE", palette);
  if (dots_per_inch > 0) PutChunk(out, "pHYs", Resolution(dots_per_inch));
  PutChunk(out, "IDAT", DeflateRuns(FilteredRows(levels, bits)));
  PutChunk(out, "IEND", "");
  return out;
}

/// The colours of 0 to 255.
std::string LabelPalette() {
  std::string palette;
  for (uint16_t value = 0; value < 256; ++value)
    for (const uint8_t part : LabelColour(value)) palette += static_cast<char>(part);
  return palette;
}

}  // namespace

std::string EncodePng(const Image<uint16_t>& levels, int bits, int dots_per_inch) {
  return PngOf(levels, bits, levels.channels == 1 ? 0 : 2, "", dots_per_inch);
}

std::string EncodeLabelPng(const Image<uint16_t>& labels) {
  const bool is_narrow =
      std::all_of(labels.samples.begin(), labels.samples.end(), [](uint16_t label) { return label < 256; });
  if (!is_narrow) return EncodePng(labels, 16);
  return PngOf(labels, 8, 3, LabelPalette());
}

}  // namespace f4s
