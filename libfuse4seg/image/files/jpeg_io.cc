#include "libfuse4seg/image/files/jpeg_io.h"

#include <csetjmp>
#include <cstdio>
// libjpeg's header wants <cstdio> first.
#include <jpeglib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <optional>
#include <string_view>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/exif.h"

namespace f4s {
namespace {

/// A baseline block of 8x8 samples takes at least 2 bits (DC and end of block), scans of a
/// progressive file that repeat add nothing to the size.
constexpr uint64_t kMostPixelsInByte = 8 * 64;

/// libjpeg's state and the way out of it; plain data, safe across longjmp.
struct JpegSession {
  jpeg_decompress_struct jpeg;
  jpeg_error_mgr errors;
  std::jmp_buf out;
  char message[JMSG_LENGTH_MAX];
};

JpegSession* JpegSessionOf(j_common_ptr jpeg) { return static_cast<JpegSession*>(jpeg->client_data); }

[[noreturn]] void OnJpegError(j_common_ptr jpeg) {
  JpegSession* session = JpegSessionOf(jpeg);
  (*jpeg->err->format_message)(jpeg, session->message);
  std::longjmp(session->out, 1);
}

/// Level -1 is a warning, by which libjpeg means damaged data; others are chatter.
void OnMessage(j_common_ptr jpeg, int level) {
  if (level < 0) OnJpegError(jpeg);
}

void Print(j_common_ptr) {}

/// The functions below hold only plain data, because libjpeg leaves them by longjmp.
bool Start(JpegSession* session, const unsigned char* bytes, size_t count) {
  std::memset(session, 0, sizeof *session);
  session->jpeg.err = jpeg_std_error(&session->errors);
  session->errors.error_exit = &OnJpegError;
  session->errors.emit_message = &OnMessage;
  session->errors.output_message = &Print;
  session->jpeg.client_data = session;
  if (setjmp(session->out) != 0) return false;
  jpeg_create_decompress(&session->jpeg);
  session->jpeg.client_data = session;
  jpeg_mem_src(&session->jpeg, bytes, count);
  jpeg_read_header(&session->jpeg, TRUE);
  return true;
}

bool DecodeJpeg(JpegSession* session, unsigned char* pixels) {
  if (setjmp(session->out) != 0) return false;
  jpeg_decompress_struct* jpeg = &session->jpeg;
  jpeg->out_color_space = jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(jpeg);
  const size_t row_bytes =
      static_cast<size_t>(jpeg->output_width) * static_cast<size_t>(jpeg->output_components);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = pixels + jpeg->output_scanline * row_bytes;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_decompress(jpeg);
  return true;
}

struct SessionEnd {
  JpegSession* session;
  ~SessionEnd() { jpeg_destroy_decompress(&session->jpeg); }
};

/// Calls `use` with the kind and the data of each segment before the first scan.
void ForEachSegment(std::string_view bytes,
                    const std::function<void(unsigned char kind, std::string_view data)>& use) {
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(bytes[at]); };
  for (size_t at = 2; at + 4 <= bytes.size() && byte(at) == 0xff;) {
    const unsigned char marker = byte(at + 1);
    if (marker == 0xff) {  // filling
      ++at;
      continue;
    }
    if (marker == 0xda || marker == 0xd9) return;
    const size_t length = static_cast<size_t>(byte(at + 2)) << 8 | byte(at + 3);
    use(marker, bytes.substr(std::min(at + 4, bytes.size()), length < 2 ? 0 : length - 2));
    at += 2 + length;
  }
}

constexpr std::string_view kExif("Exif\0\0", 6), kXmp("http://ns.adobe.com/xap/1.0/\0", 29),
    kProfile("ICC_PROFILE\0", 12);

/// Of any Exif or XMP packet: readers differ in which they take.
int OrientationOf(std::string_view bytes) {
  int turn = 1;
  ForEachSegment(bytes, [&](unsigned char kind, std::string_view data) {
    if (turn != 1 || kind != 0xe1) return;
    if (data.starts_with(kExif)) turn = ExifOrientation(data).value_or(1);
    if (data.starts_with(kXmp)) turn = XmpOrientation(data).value_or(1);
  });
  return turn;
}

void AddNotes(const jpeg_decompress_struct& jpeg, std::string_view bytes, HeaderNotes& notes) {
  const auto add = [&](const std::optional<HeaderNote>& note) {
    if (note && std::find(notes.begin(), notes.end(), *note) == notes.end()) notes.push_back(*note);
  };
  if (jpeg.saw_JFIF_marker != 0) add(PixelAspect("JFIF density", jpeg.X_density, jpeg.Y_density));
  ForEachSegment(bytes, [&](unsigned char kind, std::string_view data) {
    if (kind == 0xe1 && data.starts_with(kExif))
      if (const auto resolution = ExifResolution(data))
        add(PixelAspect("Exif resolution", resolution->first, resolution->second));
    if (kind == 0xe2 && data.starts_with(kProfile)) add(ProfileIgnored("a colour profile (ICC_PROFILE)"));
  });
}

using BadJpeg = std::function<Error(const char*, const std::string&)>;

/// Behind the end there is nothing but a little padding.
void RequireEnd(const jpeg_decompress_struct& jpeg, const BadJpeg& bad) {
  const size_t left = jpeg.src->bytes_in_buffer;
  const bool zero = std::all_of(jpeg.src->next_input_byte, jpeg.src->next_input_byte + left,
                                [](JOCTET byte) { return byte == 0; });
  if (!zero || left > ByteReader::kMaxPadding)
    throw bad("jpeg.trailing", Cat(left, " bytes follow the end of its picture: wanted one picture alone"));
}

}  // namespace

Image<uint16_t> ReadJpeg(const std::filesystem::path& path, VoxelType* type, HeaderNotes* notes) {
  const std::string bytes = ReadFile(path);
  const BadJpeg bad = [&](const char* code, const std::string& message) {
    return Error(ErrorKind::kBadInput, code, message).InFile(path);
  };
  if (!bytes.starts_with("\xff\xd8"))
    throw bad("jpeg.signature", Cat("is no JPEG file: its ", bytes.size(), " bytes do not begin as one"));
  JpegSession session;
  const SessionEnd end = {&session};
  if (!Start(&session, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()))
    throw bad("jpeg.damaged", Cat("cannot be decoded: ", session.message));
  const jpeg_decompress_struct& jpeg = session.jpeg;
  if (jpeg.num_components != 1 && (jpeg.num_components != 3 || jpeg.jpeg_color_space == JCS_UNKNOWN))
    throw bad("jpeg.format", Cat("has ", jpeg.num_components, " components",
                                 jpeg.num_components == 4 ? " (CMYK)" : "", ": wanted grey or RGB"));
  if (const int turn = OrientationOf(bytes); turn != 1)
    throw bad("jpeg.orientation", Cat("its orientation (of Exif or XMP) is ", turn,
                                      " (turned or mirrored): wanted 1, its pixels stored as they are seen"));
  const uint64_t num_pixels = uint64_t{jpeg.image_width} * jpeg.image_height;
  if (num_pixels / kMostPixelsInByte > bytes.size())
    throw bad("jpeg.size", Cat("declares ", jpeg.image_width, "x", jpeg.image_height, " pixels, which ",
                               bytes.size(), " bytes of file cannot hold"));
  std::vector<unsigned char> pixels(num_pixels * static_cast<size_t>(jpeg.num_components));
  if (!DecodeJpeg(&session, pixels.data()))
    throw bad("jpeg.damaged", Cat("cannot be decoded: ", session.message));
  RequireEnd(jpeg, bad);
  if (type != nullptr) *type = VoxelType::kUint8;
  if (notes != nullptr) AddNotes(jpeg, bytes, *notes);
  return {
      PictureGrid(jpeg.image_width, jpeg.image_height), jpeg.num_components, {pixels.begin(), pixels.end()}};
}

namespace {

/// libjpeg's state and the way out of it; plain data, safe across longjmp.
struct EncodeSession {
  jpeg_compress_struct jpeg;
  jpeg_error_mgr errors;
  std::jmp_buf out;
  unsigned char* bytes;
  unsigned long count;
};

[[noreturn]] void LeaveEncoder(j_common_ptr jpeg) {
  std::longjmp(static_cast<EncodeSession*>(jpeg->client_data)->out, 1);
}

/// Holds only plain data, because libjpeg leaves it by longjmp.  @return whether it went well
bool EncodeRows(EncodeSession* session, unsigned char* samples, int width, int height, int channels,
                int quality) {
  jpeg_compress_struct* jpeg = &session->jpeg;
  jpeg->err = jpeg_std_error(&session->errors);
  session->errors.error_exit = &LeaveEncoder;
  if (setjmp(session->out) != 0) return false;
  jpeg_create_compress(jpeg);
  jpeg->client_data = session;
  jpeg_mem_dest(jpeg, &session->bytes, &session->count);
  jpeg->image_width = static_cast<JDIMENSION>(width);
  jpeg->image_height = static_cast<JDIMENSION>(height);
  jpeg->input_components = channels;
  jpeg->in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg->dct_method = JDCT_ISLOW;  // the same bytes with and without vector instructions
  jpeg->optimize_coding = TRUE;
  jpeg_start_compress(jpeg, TRUE);
  while (jpeg->next_scanline < jpeg->image_height) {
    JSAMPROW row = samples + static_cast<size_t>(jpeg->next_scanline) * static_cast<size_t>(width * channels);
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  return true;
}

}  // namespace

std::string EncodeJpeg(const Image<uint16_t>& levels, int quality) {
  F4S_CHECK_EQ(levels.channels == 1 || levels.channels == 3, true);
  F4S_CHECK_EQ(levels.width() > 0 && levels.height() > 0, true);
  std::vector<unsigned char> samples(levels.samples.begin(), levels.samples.end());
  EncodeSession session = {};
  const bool is_done =
      EncodeRows(&session, samples.data(), levels.width(), levels.height(), levels.channels, quality);
  const std::string bytes(reinterpret_cast<const char*>(session.bytes), is_done ? session.count : 0);
  jpeg_destroy_compress(&session.jpeg);
  std::free(session.bytes);
  if (!is_done) throw std::bad_alloc();  // nothing else can fail in memory
  return bytes;
}

}  // namespace f4s
