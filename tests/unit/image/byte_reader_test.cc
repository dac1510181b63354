// Compressed files that are decompressed at once beside the same files piece by piece; what Deflate() writes.

#include "libfuse4seg/image/files/byte_reader.h"

#include <random>

#include "libfuse4seg/image/files/deflate.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

std::string Content(size_t size) {
  std::mt19937 random(3);
  std::string content(size, '\0');
  for (size_t i = 0; i < size; ++i)
    content[i] = static_cast<char>(random() % 4 == 0 ? random() % 256 : i / 7);
  return content;
}

/// What comes of a file: its bytes, or the code of its error.
std::string Outcome(const std::filesystem::path& path, Compression compression, size_t wanted, bool at_once) {
  std::string bytes(wanted, '\0');
  std::string code = CodeOf([&] {
    ByteReader reader(path, compression, "test");
    const size_t header = reader.Read(bytes.data(), std::min<size_t>(wanted, 5));
    if (at_once) reader.Expect(wanted - header);
    size_t done = header;
    while (const size_t got = reader.Read(bytes.data() + done, std::min<size_t>(wanted - done, 1000)))
      done += got;
    bytes.resize(done);
    reader.ExpectEnd();
  });
  return code.empty() ? bytes : code;
}

std::string WithHeaderSum(std::string gzip) {
  gzip[3] = 2;  // a checksum of the header follows it: this one is wrong
  return gzip.insert(10, "\1\2");
}

TEST(ByteReader, ReadsTheSameAtOnceAsPieceByPiece) {
  const TemporaryFolder folder;
  const std::string content = Content(70000), zeros(64, '\0');
  const std::string gzip = Compress(content, 31), zlib = Compress(content, 15);
  std::string no_sum = gzip;
  no_sum[gzip.size() - 6] ^= 1;
  const std::vector<std::pair<std::string, Compression>> files = {
      {gzip, Compression::kGzip},
      {zlib, Compression::kZlib},
      {content, Compression::kNone},
      {Compress(content.substr(0, 300), 31) + Compress(content.substr(300), 31), Compression::kGzip},
      {gzip + zeros, Compression::kGzip},
      {zlib + zeros, Compression::kZlib},
      {Compress(content + zeros, 31), Compression::kGzip},
      {Compress(content + "x", 31), Compression::kGzip},
      {Compress(content.substr(1), 31), Compression::kGzip},
      {gzip + "x", Compression::kGzip},
      {gzip.substr(0, gzip.size() - 1), Compression::kGzip},
      {gzip.substr(0, 20), Compression::kGzip},
      {no_sum, Compression::kGzip},
      {WithHeaderSum(gzip), Compression::kGzip},
      {"", Compression::kGzip}};
  for (size_t i = 0; i < files.size(); ++i) {
    const auto path = folder.Write("f", files[i].first);
    const std::string wanted = Outcome(path, files[i].second, content.size(), false);
    EXPECT_TRUE(Outcome(path, files[i].second, content.size(), true) == wanted) << "file " << i;
    EXPECT_EQ(wanted == content, i < 7) << "file " << i;
  }
}

TEST(InflateWhole, TakesNothingButTheWhole) {
  const std::string content = Content(5000);
  std::vector<unsigned char> to(content.size());
  const auto inflates = [&](const std::string& stream, Wrapper wrapper) {
    return InflateWhole({reinterpret_cast<const unsigned char*>(stream.data()), stream.size()}, wrapper, to);
  };
  for (const auto& [wrapper, bits] : {std::pair{Wrapper::kGzip, 31}, {Wrapper::kZlib, 15}}) {
    const std::string stream = Compress(content, bits);
    EXPECT_TRUE(inflates(stream, wrapper));
    EXPECT_TRUE(std::equal(to.begin(), to.end(), content.begin(),
                           [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); }));
    EXPECT_FALSE(inflates(stream + "x", wrapper));
    EXPECT_FALSE(inflates(stream.substr(0, stream.size() - 1), wrapper));
    EXPECT_FALSE(inflates(Compress(content + "x", bits), wrapper));
    EXPECT_FALSE(inflates(Compress(content.substr(1), bits), wrapper));
  }
}

TEST(Deflate, IsReadByZlib) {
  const TemporaryFolder folder;
  for (const size_t size : {0, 1, 1000, 300000}) {
    const std::string content = Content(size);
    const auto expect = [&](const std::string& stream, Compression compression) {
      EXPECT_EQ(Outcome(folder.Write("f", stream), compression, size, false), content);
    };
    expect(Deflate(content, Wrapper::kGzip), Compression::kGzip);
    expect(Deflate(content, Wrapper::kZlib), Compression::kZlib);
    expect(DeflateRuns(content), Compression::kZlib);
    EXPECT_EQ(Deflate(content, Wrapper::kGzip), Deflate(content, Wrapper::kGzip));
    EXPECT_EQ(DeflateRuns(content), DeflateRuns(content));
  }
}

TEST(Crc32, IsZlibs) {
  for (const size_t size : {0, 1, 17, 5000}) {
    const std::string content = Content(size);
    EXPECT_EQ(Crc32(content),
              ::crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(size)));
  }
}

}  // namespace
}  // namespace f4s
