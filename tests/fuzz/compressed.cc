// Streams of gzip and zlib, of one member or several: the bytes after the first, which says how they are
// read.

#include "libfuse4seg/image/files/byte_reader.h"
#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Compressed(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto how = static_cast<unsigned char>(bytes.front());
  const Compression kind = how % 2 == 0 ? Compression::kGzip : Compression::kZlib;
  OnFile(bytes.substr(1), "stream", [&](const Path& path) {
    ByteReader reader(path, kind, "nifti", how / 64);
    uint64_t total = reader.Skip(how % 64);
    std::string piece(997, 0);
    for (size_t got = piece.size(); got == piece.size() && total < (1 << 20); total += got)
      got = reader.Read(piece.data(), piece.size());
    Require(total <= reader.most_bytes(), "no more bytes than deflate can hold");
    reader.ExpectEnd();
  });
}
