#include "libfuse4seg/image/files/png_io.h"

#include <png.h>
#include <zlib.h>
#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <string_view>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/deflate.h"

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
  const auto* checked = reinterpret_cast<const Bytef*>(out.data() + begin);
  PutBigEndian32(out, static_cast<uint32_t>(crc32(0, checked, static_cast<uInt>(data.size() + 4))));
}

void CheckSamples(const Image<uint16_t>& levels, int bits) {
  F4S_CHECK_EQ(levels.samples.size(), static_cast<size_t>(levels.num_pixels() * levels.channels));
  F4S_CHECK_EQ(levels.width() > 0 && levels.height() > 0, true);
  F4S_CHECK_EQ((levels.channels == 1 || levels.channels == 3) && (bits == 8 || bits == 16), true);
  F4S_CHECK_EQ(*std::max_element(levels.samples.begin(), levels.samples.end()) < 1 << bits, true);
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
    const uint16_t* samples = levels.samples.data() + y * row_samples;
    for (size_t i = 0; i < row_samples; ++i) {
      if (sample_bytes == 2) row[2 * i] = static_cast<unsigned char>(samples[i] >> 8);
      row[sample_bytes * i + sample_bytes - 1] = static_cast<unsigned char>(samples[i] & 0xff);
    }
    char* to = rows.data() + y * (row_bytes + 1);
    *to++ = 2;
    for (size_t i = 0; i < row_bytes; ++i) to[i] = static_cast<char>(row[i] - above[i]);
    row.swap(above);
  }
  return rows;
}

}  // namespace

std::string EncodePng(const Image<uint16_t>& levels, int bits) {
  CheckSamples(levels, bits);
  std::string header;
  PutBigEndian32(header, static_cast<uint32_t>(levels.width()));
  PutBigEndian32(header, static_cast<uint32_t>(levels.height()));
  header += static_cast<char>(bits);
  header += static_cast<char>(levels.channels == 1 ? 0 : 2);
  header.append(3, '\0');  // deflate, the five filters, not interlaced
  std::string out("\x89PNG\r\n\x1a\n", 8);
  PutChunk(out, "IHDR", header);
  PutChunk(out, "IDAT", Deflate(FilteredRows(levels, bits), Wrapper::kZlib, Matching::kRuns));
  PutChunk(out, "IEND", "");
  return out;
}

namespace {

constexpr unsigned char kSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// Everything that libpng's callbacks touch; plain data, safe across longjmp.
struct PngSession {
  const unsigned char* bytes;
  size_t size, at;
  char message[160];
};

void Keep(PngSession* session, const char* message) {
  std::strncpy(session->message, message, sizeof session->message - 1);
}

[[noreturn]] void OnPngError(png_structp png, png_const_charp message) {
  Keep(static_cast<PngSession*>(png_get_error_ptr(png)), message);
  png_longjmp(png, 1);
}

/// Damage, such as data behind the last row, is made an error by png_set_benign_errors();
/// what is left to warn of concerns chunks that we do not use.
void OnWarning(png_structp, png_const_charp) {}

void Pull(png_structp png, png_bytep to, size_t count) {
  auto* session = static_cast<PngSession*>(png_get_io_ptr(png));
  if (count > session->size - session->at) png_error(png, "the file ends inside a chunk");
  std::memcpy(to, session->bytes + session->at, count);
  session->at += count;
}

/// Decodes into `rows`; false leaves the reason in `session`.  Holds only plain data because
/// libpng leaves it by longjmp.
bool DecodePng(PngSession* session, png_structp png, png_infop info, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_read_fn(png, session, &Pull);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_benign_errors(png, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);  // text, colour profiles
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_read_info(png, info);
  if (png_get_bit_depth(png, info) == 16) png_set_swap(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  png_read_image(png, rows);
  png_read_end(png, nullptr);
  return true;
}

uint32_t BigEndian32(const unsigned char* p) {
  return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3];
}

/// A file's bytes with the path for messages.
struct PngFile {
  const std::filesystem::path& path;
  std::string bytes;

  [[nodiscard]] const unsigned char* data() const {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  }
  [[nodiscard]] Error Bad(const char* reason, const std::string& message) const {
    return Error(ErrorKind::kBadInput, std::string("png.") + reason, message).InFile(path);
  }
};

/// What the header promises, without samples.
std::pair<Image<uint16_t>, int> CheckHeader(const PngFile& file) {
  const unsigned char* p = file.data();
  const size_t size = file.bytes.size();
  if (size < 8 || std::memcmp(p, kSignature, 8) != 0)
    throw file.Bad(size < 8 ? "truncated" : "signature",
                   Cat("is no PNG file: its ", size, " bytes do not begin as one"));
  if (size < 33) throw file.Bad("truncated", Cat("has ", size, " bytes: a PNG header has 33"));
  if (BigEndian32(p + 8) != 13 || std::memcmp(p + 12, "IHDR", 4) != 0)
    throw file.Bad("damaged", "its first chunk is not a header of 13 bytes");
  const uint32_t width = BigEndian32(p + 16), height = BigEndian32(p + 20);
  const int bits = p[24], colour = p[25];
  if (width == 0 || height == 0 || width > 0x7fffffff || height > 0x7fffffff)
    throw file.Bad("size", Cat("declares ", width, "x", height, " pixels"));
  if (bits != 8 && bits != 16) throw file.Bad("format", Cat("has ", bits, " bits: wanted 8 or 16"));
  if (colour != 0 && colour != 2)
    throw file.Bad("format", Cat(colour == 3                  ? "has a palette"
                                 : colour == 4 || colour == 6 ? "has an alpha channel"
                                                              : "has an unknown colour type",
                                 ": wanted grey or RGB"));
  const int channels = colour == 0 ? 1 : 3;
  const uint64_t needed =
      uint64_t{height} * (uint64_t{width} * static_cast<uint64_t>(channels * bits / 8) + 1);
  if (needed / kMaxExpansion > size)
    throw file.Bad("size", Cat("declares ", width, "x", height, " pixels, ", needed, " bytes, which ", size,
                               " bytes of file cannot hold"));
  return {{PictureGrid(width, height), channels, {}}, bits};
}

/// Walks the chunks: lengths, checksums, no transparency, an end, and nothing behind it.
void RequireSound(const PngFile& file) {
  const unsigned char* p = file.data();
  for (size_t at = 8, left = file.bytes.size() - 8;;) {
    if (left < 12)
      throw file.Bad("truncated", Cat("ends after ", at + left, " bytes, before its IEND chunk"));
    const uint32_t length = BigEndian32(p + at);
    const std::string name(file.bytes, at + 4, 4);
    if (length > left - 12)
      throw file.Bad("truncated", Cat("the chunk ", Quoted(name), " declares ", length, " bytes, ", left - 12,
                                      " are left"));
    const auto found = static_cast<uint32_t>(crc32(0, p + at + 4, length + 4));
    const uint32_t wanted = BigEndian32(p + at + 8 + length);
    if (found != wanted)
      throw file.Bad("damaged",
                     Cat("the checksum of the chunk ", Quoted(name), " at byte ", at, " is wrong"));
    if (name == "tRNS") throw file.Bad("format", "has a transparent colour (tRNS): wanted grey or RGB");
    at += 12 + length;
    left -= 12 + size_t{length};
    if (name != "IEND") continue;
    if (left > 0) throw file.Bad("damaged", Cat(left, " bytes follow its end"));
    return;
  }
}

/// Owns libpng's structures.
class ReadSession {
 public:
  explicit ReadSession(const PngFile& file) : session_{file.data(), file.bytes.size(), 0, ""} {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session_, &OnPngError, &OnWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) throw std::bad_alloc();
  }
  ~ReadSession() { png_destroy_read_struct(&png_, &info_, nullptr); }
  ReadSession(const ReadSession&) = delete;
  ReadSession& operator=(const ReadSession&) = delete;
  bool Run(png_bytepp rows) { return DecodePng(&session_, png_, info_, rows); }
  [[nodiscard]] const char* message() const { return session_.message; }

 private:
  PngSession session_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

}  // namespace

Image<uint16_t> ReadPng(const std::filesystem::path& path, VoxelType* type) {
  const PngFile file = {path, ReadFile(path)};
  auto [levels, bits] = CheckHeader(file);
  RequireSound(file);
  levels.samples.resize(static_cast<size_t>(levels.num_pixels() * levels.channels));
  const auto row_bytes = static_cast<size_t>(levels.width() * levels.channels * (bits / 8));
  std::vector<unsigned char> narrow(bits == 8 ? levels.samples.size() : 0);
  unsigned char* to = bits == 8 ? narrow.data() : reinterpret_cast<unsigned char*>(levels.samples.data());
  std::vector<png_bytep> rows(static_cast<size_t>(levels.height()));
  for (size_t y = 0; y < rows.size(); ++y) rows[y] = to + y * row_bytes;
  ReadSession session(file);
  if (!session.Run(rows.data())) throw file.Bad("damaged", Cat("cannot be decoded: ", session.message()));
  std::copy(narrow.begin(), narrow.end(), levels.samples.begin());
  if (type != nullptr) *type = TypeOfLevels(bits);
  return levels;
}

}  // namespace f4s
