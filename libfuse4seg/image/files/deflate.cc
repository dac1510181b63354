#include "libfuse4seg/image/files/deflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

constexpr int kLevel = 6;

struct FreeDeflate {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

/// One a thread, since making one costs as much as a small picture.
libdeflate_compressor* Compressor() {
  static thread_local const std::unique_ptr<libdeflate_compressor, FreeDeflate> compressor(
      libdeflate_alloc_compressor(kLevel));
  if (compressor == nullptr) throw std::bad_alloc();
  return compressor.get();
}

libdeflate_decompressor* Decompressor() {
  static thread_local const std::unique_ptr<libdeflate_decompressor, FreeDeflate> decompressor(
      libdeflate_alloc_decompressor());
  if (decompressor == nullptr) throw std::bad_alloc();
  return decompressor.get();
}

/// zlib's stream for runs of equal bytes, which zlib alone offers: one a thread, since its tables are larger
/// than most pictures.  Header and checksum are put around it here, as libdeflate's sum takes less time.
class RunStream {
 public:
  RunStream() {
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, -15, 9, Z_RLE) != Z_OK) throw std::bad_alloc();
  }
  ~RunStream() { deflateEnd(&stream_); }
  RunStream(const RunStream&) = delete;
  RunStream& operator=(const RunStream&) = delete;

  std::string Deflate(std::string_view bytes) {
    deflateReset(&stream_);
    stream_.avail_in = 0;  // an exception may have left some
    const uint32_t sum = libdeflate_adler32(1, bytes.data(), bytes.size());
    std::string out = "\x78\x01";  // RFC 1950: a window of 32 KiB, no dictionary, the fastest way
    int result = Z_OK;
    char buffer[1 << 16];
    while (result == Z_OK) {
      if (stream_.avail_in == 0) {  // avail_in has 32 bits, a picture may have more bytes
        const size_t step = std::min(bytes.size(), size_t{1} << 30);
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(step);
        bytes.remove_prefix(step);
      }
      stream_.next_out = reinterpret_cast<Bytef*>(buffer);
      stream_.avail_out = sizeof buffer;
      result = deflate(&stream_, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
      out.append(buffer, sizeof buffer - stream_.avail_out);
    }
    if (result != Z_STREAM_END)
      throw Error(ErrorKind::kInternal, "internal.deflate", Cat("zlib says ", result));
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(sum >> shift & 0xff);
    return out;
  }

 private:
  z_stream stream_ = {};
};

}  // namespace

std::string Deflate(std::string_view bytes, Wrapper wrapper) {
  libdeflate_compressor* const compressor = Compressor();
  const bool is_gzip = wrapper == Wrapper::kGzip;
  const auto bound = is_gzip ? &libdeflate_gzip_compress_bound : &libdeflate_zlib_compress_bound;
  const auto compress = is_gzip ? &libdeflate_gzip_compress : &libdeflate_zlib_compress;
  std::string out(bound(compressor, bytes.size()), '\0');
  const size_t size = compress(compressor, bytes.data(), bytes.size(), out.data(), out.size());
  if (size == 0) throw Error(ErrorKind::kInternal, "internal.deflate", "libdeflate found no room");
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

std::string DeflateRuns(std::string_view bytes) {
  static thread_local RunStream stream;
  return stream.Deflate(bytes);
}

bool InflateWhole(std::span<const unsigned char> bytes, Wrapper wrapper, std::span<unsigned char> to) {
  constexpr size_t kFlags = 3;               // of gzip's header, RFC 1952
  constexpr unsigned char kHeaderSum = 0x2;  // which libdeflate passes over
  const bool is_gzip = wrapper == Wrapper::kGzip;
  if (is_gzip && (bytes.size() <= kFlags || (bytes[kFlags] & kHeaderSum) != 0)) return false;
  const auto decompress = is_gzip ? &libdeflate_gzip_decompress_ex : &libdeflate_zlib_decompress_ex;
  size_t taken = 0, given = 0;
  const libdeflate_result result =
      decompress(Decompressor(), bytes.data(), bytes.size(), to.data(), to.size(), &taken, &given);
  return result == LIBDEFLATE_SUCCESS && taken == bytes.size() && given == to.size();
}

uint32_t Crc32(std::string_view bytes) { return libdeflate_crc32(0, bytes.data(), bytes.size()); }

std::string InflateUpTo(std::string_view stream, size_t most) {
  z_stream state = {};
  if (inflateInit(&state) != Z_OK) throw std::bad_alloc();
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stream.data()));
  state.avail_in = static_cast<uInt>(std::min(stream.size(), most));
  std::string out;
  char buffer[1 << 14];
  for (int result = Z_OK; result == Z_OK && out.size() < most;) {
    state.next_out = reinterpret_cast<Bytef*>(buffer);
    state.avail_out = sizeof buffer;
    result = inflate(&state, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - state.avail_out);
  }
  inflateEnd(&state);
  out.resize(std::min(out.size(), most));
  return out;
}

}  // namespace f4s
