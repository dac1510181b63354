#include "libfuse4seg/image/files/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "libfuse4seg/base/error.h"

namespace f4s {

std::string Deflate(std::string_view bytes, Wrapper wrapper, Matching matching) {
  z_stream stream = {};
  const int window_bits = wrapper == Wrapper::kGzip ? 15 + 16 : 15;
  const int strategy = matching == Matching::kRuns ? Z_RLE : Z_DEFAULT_STRATEGY;
  if (deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 9, strategy) != Z_OK) throw std::bad_alloc();
  std::string out;
  int result = Z_OK;
  try {
    char buffer[1 << 16];
    while (result == Z_OK) {
      if (stream.avail_in == 0) {  // avail_in has 32 bits, a volume may have more bytes
        const size_t step = std::min(bytes.size(), size_t{1} << 30);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream.avail_in = static_cast<uInt>(step);
        bytes.remove_prefix(step);
      }
      stream.next_out = reinterpret_cast<Bytef*>(buffer);
      stream.avail_out = sizeof buffer;
      result = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
      out.append(buffer, sizeof buffer - stream.avail_out);
    }
  } catch (...) {
    deflateEnd(&stream);
    throw;
  }
  deflateEnd(&stream);
  if (result != Z_STREAM_END)
    throw Error(ErrorKind::kInternal, "internal.deflate", Cat("zlib says ", result));
  return out;
}

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
