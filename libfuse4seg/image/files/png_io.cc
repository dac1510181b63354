#include "libfuse4seg/image/files/png_io.h"

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/deflate.h"
#include "libfuse4seg/image/files/png_chunks.h"
#include "libfuse4seg/image/files/png_rows.h"
#include "libfuse4seg/image/label_colours.h"

namespace f4s {
namespace {

constexpr unsigned char kSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// Everything that libpng's callbacks touch; plain data, safe across longjmp.
struct PngSession {
  const unsigned char* bytes;
  size_t size, at;
  char message[160];
  int num_colours;  ///< of the palette, 0 where there is none
  png_color palette[256];
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

/// Keeps the palette of a picture of indices.
void KeepPalette(PngSession* session, png_structp png, png_infop info) {
  png_colorp colours = nullptr;
  int count = 0;
  if (png_get_color_type(png, info) != PNG_COLOR_TYPE_PALETTE ||
      png_get_PLTE(png, info, &colours, &count) == 0)
    return;
  session->num_colours = std::min(count, 256);
  std::copy(colours, colours + session->num_colours, session->palette);
}

/// Decodes into `rows`, indices of a palette as a byte each; false leaves the reason in `session`.  Holds
/// only plain data because libpng leaves it by longjmp.
bool DecodePng(PngSession* session, png_structp png, png_infop info, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_read_fn(png, session, &Pull);
  png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);  // RequireSound() has looked at them
  png_set_benign_errors(png, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);  // text, colour profiles
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_check_for_invalid_index(png, -1);  // ReadWhole() does, and says which
  png_read_info(png, info);
  KeepPalette(session, png, info);
  png_set_packing(png);
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

struct PngHeader {
  uint32_t width, height;
  int bits, colour;

  [[nodiscard]] bool has_palette() const { return colour == PNG_COLOR_TYPE_PALETTE; }
  /// Of a sample; a palette's colours have 8.
  [[nodiscard]] int depth() const { return has_palette() ? 8 : bits; }
  [[nodiscard]] bool has_alpha() const {
    return colour == PNG_COLOR_TYPE_GRAY_ALPHA || colour == PNG_COLOR_TYPE_RGB_ALPHA;
  }
  /// Without alpha.
  [[nodiscard]] int channels() const {
    return colour == PNG_COLOR_TYPE_RGB || colour == PNG_COLOR_TYPE_RGB_ALPHA ? 3 : 1;
  }
  [[nodiscard]] int samples() const { return channels() + (has_alpha() ? 1 : 0); }
};

void CheckFormat(const PngFile& file, const PngHeader& header) {
  const int bits = header.bits, colour = header.colour;
  if (colour != PNG_COLOR_TYPE_GRAY && colour != PNG_COLOR_TYPE_RGB && colour != PNG_COLOR_TYPE_PALETTE &&
      !header.has_alpha())
    throw file.Bad("format", "has an unknown colour type: wanted grey, RGB or a palette");
  if (header.has_palette() ? bits != 1 && bits != 2 && bits != 4 && bits != 8 : bits != 8 && bits != 16)
    throw file.Bad("format",
                   Cat("has ", bits, " bits: wanted ",
                       header.has_palette() ? "1, 2, 4 or 8 with a palette"
                                            : "8 or 16, since some readers take its 1 as 1, others as 255"));
}

PngHeader CheckHeader(const PngFile& file) {
  const unsigned char* p = file.data();
  const size_t size = file.bytes.size();
  if (size < 8 || std::memcmp(p, kSignature, 8) != 0)
    throw file.Bad(size < 8 ? "truncated" : "signature",
                   Cat("is no PNG file: its ", size, " bytes do not begin as one"));
  if (size < 33) throw file.Bad("truncated", Cat("has ", size, " bytes: a PNG header has 33"));
  if (BigEndian32(p + 8) != 13 || std::memcmp(p + 12, "IHDR", 4) != 0)
    throw file.Bad("damaged", "its first chunk is not a header of 13 bytes");
  const PngHeader header = {BigEndian32(p + 16), BigEndian32(p + 20), p[24], p[25]};
  if (header.width == 0 || header.height == 0 || header.width > 0x7fffffff || header.height > 0x7fffffff)
    throw file.Bad("size", Cat("declares ", header.width, "x", header.height, " pixels"));
  CheckFormat(file, header);
  const auto pixel_bits = static_cast<uint64_t>(header.samples() * header.bits);
  const uint64_t needed = uint64_t{header.height} * ((uint64_t{header.width} * pixel_bits + 7) / 8 + 1);
  if (needed / kMaxExpansion > size)
    throw file.Bad("size", Cat("declares ", header.width, "x", header.height, " pixels, ", needed,
                               " bytes, which ", size, " bytes of file cannot hold"));
  return header;
}

/// Walks the chunks: lengths, checksums, an end, and nothing behind it.
/// @param transparency  whether a transparent colour is of no account: indices do without.
/// @return what they leave open
HeaderNotes RequireSound(const PngFile& file, const PngHeader& header, bool transparency) {
  PngChunks chunks(header.depth(),
                   [&](const char* reason, const std::string& message) { return file.Bad(reason, message); });
  const unsigned char* p = file.data();
  for (size_t at = 8, left = file.bytes.size() - 8;;) {
    if (left < 12)
      throw file.Bad("truncated", Cat("ends after ", at + left, " bytes, before its IEND chunk"));
    const uint32_t length = BigEndian32(p + at);
    const std::string name(file.bytes, at + 4, 4);
    if (length > left - 12)
      throw file.Bad("truncated", Cat("the chunk ", Quoted(name), " declares ", length, " bytes, ", left - 12,
                                      " are left"));
    const uint32_t found = Crc32(std::string_view(file.bytes).substr(at + 4, size_t{length} + 4));
    if (found != BigEndian32(p + at + 8 + length))
      throw file.Bad("damaged",
                     Cat("the checksum of the chunk ", Quoted(name), " at byte ", at, " is wrong"));
    if (name == "tRNS" && !transparency)
      throw file.Bad("format", "has a transparent colour (tRNS): wanted grey or RGB");
    chunks.Take(name, std::string_view(file.bytes).substr(at + 8, length));
    at += 12 + length;
    left -= 12 + size_t{length};
    if (name != "IEND") continue;
    if (left > 0) throw file.Bad("damaged", Cat(left, " bytes follow its end"));
    return chunks.notes();
  }
}

/// Owns libpng's structures.
class ReadSession {
 public:
  explicit ReadSession(const PngFile& file) : session_{file.data(), file.bytes.size(), 0, "", 0, {}} {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session_, &OnPngError, &OnWarning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) throw std::bad_alloc();
  }
  ~ReadSession() { png_destroy_read_struct(&png_, &info_, nullptr); }
  ReadSession(const ReadSession&) = delete;
  ReadSession& operator=(const ReadSession&) = delete;
  bool Run(png_bytepp rows) { return DecodePng(&session_, png_, info_, rows); }
  [[nodiscard]] const char* message() const { return session_.message; }
  [[nodiscard]] std::span<const png_color> palette() const {
    return {session_.palette, static_cast<size_t>(session_.num_colours)};
  }

 private:
  PngSession session_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

/// The colours of a picture of indices: grey where all of the palette is.
Image<uint16_t> InColour(const Image<uint16_t>& indices, std::span<const png_color> palette) {
  const bool is_grey = std::all_of(palette.begin(), palette.end(), [](const png_color& colour) {
    return colour.red == colour.green && colour.green == colour.blue;
  });
  Image<uint16_t> levels = {indices.grid, is_grey ? 1 : 3, {}};
  levels.samples.reserve(indices.samples.size() * static_cast<size_t>(levels.channels));
  for (const uint16_t index : indices.samples) {
    const png_color& colour = palette[index];
    levels.samples.push_back(colour.red);
    if (!is_grey) levels.samples.insert(levels.samples.end(), {colour.green, colour.blue});
  }
  return levels;
}

/// Takes out alpha, which may say nothing: what is half transparent has another level on each background.
void DropAlpha(const PngFile& file, const PngHeader& header, std::vector<uint16_t>& samples) {
  const auto all = static_cast<size_t>(header.samples());
  const uint16_t opaque = header.bits == 16 ? 65535 : 255;
  size_t to = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    if ((i + 1) % all != 0)
      samples[to++] = samples[i];
    else if (samples[i] != opaque)
      throw file.Bad("format",
                     "has an alpha channel by which some pixels are transparent: wanted none, or all "
                     "opaque");
  }
  samples.resize(to);
}

/// Grey and RGB that are not interlaced, in sound files: nearly all that there is.
/// @return false, whatever `samples` then hold, for all others.
bool DecodePlain(const PngFile& file, const PngHeader& header, std::vector<uint16_t>& samples) {
  const unsigned char* const ways = file.data() + 26;  // of compression, filters and interlacing
  if (header.has_palette() || header.has_alpha() ||
      std::any_of(ways, ways + 3, [](int way) { return way != 0; }))
    return false;
  const size_t sample_bytes = header.bits == 16 ? 2 : 1, bytes = samples.size() * sample_bytes;
  const std::unique_ptr<unsigned char[]> rows(new unsigned char[bytes]);
  const PngRows layout = {header.height, bytes / header.height,
                          sample_bytes * static_cast<size_t>(header.samples())};
  if (!DecodeRows(PlainImageData(file.bytes), layout, {rows.get(), bytes})) return false;
  const unsigned char* const from = rows.get();
  if (sample_bytes == 1)
    std::copy_n(from, bytes, samples.data());
  else
    for (size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<uint16_t>(from[2 * i] << 8 | from[2 * i + 1]);
  return true;
}

/// Whether these are the colours that EncodeLabelPng() gives.
bool IsOfLabels(const std::vector<png_color>& palette) {
  if (palette.size() != 256) return false;
  for (uint16_t value = 0; value < 256; ++value) {
    const auto wanted = LabelColour(value);
    const png_color& colour = palette[value];
    if (colour.red != wanted[0] || colour.green != wanted[1] || colour.blue != wanted[2]) return false;
  }
  return true;
}

/// Whatever libpng reads.  @return the palette, where there is one; `samples` are then its indices
std::vector<png_color> DecodeAny(const PngFile& file, const PngHeader& header,
                                 std::vector<uint16_t>& samples) {
  const bool is_deep = header.bits == 16;
  const size_t row_bytes = samples.size() / header.height * (is_deep ? 2 : 1);
  std::vector<unsigned char> narrow(is_deep ? 0 : samples.size());
  unsigned char* to = is_deep ? reinterpret_cast<unsigned char*>(samples.data()) : narrow.data();
  std::vector<png_bytep> rows(header.height);
  for (size_t y = 0; y < rows.size(); ++y) rows[y] = to + y * row_bytes;
  ReadSession session(file);
  if (!session.Run(rows.data())) throw file.Bad("damaged", Cat("cannot be decoded: ", session.message()));
  std::copy(narrow.begin(), narrow.end(), samples.begin());
  return {session.palette().begin(), session.palette().end()};
}

/// @param indices  of a palette: its indices, instead of its colours
Image<uint16_t> ReadWhole(const std::filesystem::path& path, bool indices, VoxelType* type,
                          HeaderNotes* notes) {
  const PngFile file = {path, ReadFile(path)};
  const PngHeader header = CheckHeader(file);
  HeaderNotes found = RequireSound(file, header, indices && header.has_palette());
  if (notes != nullptr) *notes = std::move(found);
  if (type != nullptr) *type = TypeOfLevels(header.bits == 16 ? 16 : 8);
  Image<uint16_t> levels = {PictureGrid(header.width, header.height), header.channels(), {}};
  levels.samples.resize(static_cast<size_t>(levels.num_pixels() * header.samples()));
  std::vector<png_color> palette;
  if (!DecodePlain(file, header, levels.samples)) palette = DecodeAny(file, header, levels.samples);
  if (header.has_alpha()) DropAlpha(file, header, levels.samples);
  if (!header.has_palette()) return levels;
  const uint16_t most = *std::max_element(levels.samples.begin(), levels.samples.end());
  if (most >= palette.size())
    throw file.Bad("damaged",
                   Cat("holds the index ", most, ", but its palette has ", palette.size(), " colours"));
  if (indices) return levels;
  if (notes != nullptr && IsOfLabels(palette))
    notes->push_back(
        {"image.label_like", "warning", "has the colours of a label map: it is taken as an image"});
  return InColour(levels, palette);
}

}  // namespace

Image<uint16_t> ReadPng(const std::filesystem::path& path, VoxelType* type, HeaderNotes* notes) {
  return ReadWhole(path, false, type, notes);
}

Image<uint16_t> ReadLabelPng(const std::filesystem::path& path, HeaderNotes* notes) {
  return ReadWhole(path, true, nullptr, notes);
}

bool HasPalette(const std::filesystem::path& path) {
  return CheckHeader({path, ReadFile(path)}).has_palette();
}

}  // namespace f4s
