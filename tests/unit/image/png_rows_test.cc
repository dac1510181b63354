// PNG files that are decoded at once beside what libpng makes of the same rows.

#include "libfuse4seg/image/files/png_rows.h"

#include <cstdlib>
#include <random>

#include "libfuse4seg/image/files/png_io.h"
#include "tests/unit/image/mutant.h"
#include "tests/unit/image/png_bytes.h"

namespace f4s {
namespace {

/// More than is passed over: the file is left to libpng.
const std::string& TextForLibpng() {
  static const std::string text = Chunk("teXt", std::string((1 << 20) + 1, 'x'));
  return text;
}

/// The same file with that text behind its header of 33 bytes.
std::string ForLibpng(const std::string& file) { return std::string(file).insert(33, TextForLibpng()); }

/// What a file reads as: its samples, or the code of its error.
struct Read {
  std::vector<uint16_t> samples;
  std::string code;
  bool operator==(const Read&) const = default;
};

Read ReadBytes(const TemporaryFolder& folder, const std::string& bytes) {
  Read read;
  const auto path = folder.Write("p.png", bytes);
  read.code = CodeOf([&] { read.samples = ReadPng(path).samples; });
  return read;
}

unsigned char GuessOf(int filter, int left, int above, int corner) {
  const int estimate = left + above - corner;
  const int a = std::abs(estimate - left), b = std::abs(estimate - above), c = std::abs(estimate - corner);
  switch (filter) {
    case 1: return static_cast<unsigned char>(left);
    case 2: return static_cast<unsigned char>(above);
    case 3: return static_cast<unsigned char>((left + above) / 2);
    case 4: return static_cast<unsigned char>(a <= b && a <= c ? left : b <= c ? above : corner);
    default: return 0;
  }
}

/// Rows of random samples, each behind a random filter; `pixel` bytes a pixel.
std::string FilteredRows(size_t row_bytes, size_t height, size_t pixel, std::mt19937_64& random) {
  std::vector<unsigned char> above(row_bytes), row(row_bytes);
  std::string rows;
  for (size_t y = 0; y < height; ++y) {
    const int filter = static_cast<int>(random() % 5);
    rows += static_cast<char>(filter);
    for (size_t i = 0; i < row_bytes; ++i) {
      row[i] = static_cast<unsigned char>(random() % 3 == 0 ? random() : i);
      const int left = i < pixel ? 0 : row[i - pixel], corner = i < pixel ? 0 : above[i - pixel];
      rows += static_cast<char>(row[i] - GuessOf(filter, left, above[i], corner));
    }
    row.swap(above);
  }
  return rows;
}

TEST(PngRows, AreThoseOfLibpng) {
  const TemporaryFolder folder;
  std::mt19937_64 random(5);
  for (const int colour : {0, 2})
    for (const int bits : {8, 16})
      for (const auto& [width, height] : {std::pair{1, 1}, {3, 40}, {61, 17}, {256, 64}}) {
        const size_t pixel = static_cast<size_t>((colour == 0 ? 1 : 3) * bits / 8);
        const auto row_bytes = static_cast<size_t>(width) * pixel;
        const std::string rows = FilteredRows(row_bytes, static_cast<size_t>(height), pixel, random);
        const std::string header = Ihdr(static_cast<uint32_t>(width), static_cast<uint32_t>(height),
                                        static_cast<char>(bits), static_cast<char>(colour));
        const std::string file = Png(header, rows, Chunk("tIME", "0123456"));
        std::vector<unsigned char> decoded(row_bytes * static_cast<size_t>(height));
        ASSERT_TRUE(
            DecodeRows(PlainImageData(file), {static_cast<size_t>(height), row_bytes, pixel}, decoded));
        EXPECT_EQ(PlainImageData(ForLibpng(file)), "");
        const Read read = ReadBytes(folder, file), wanted = ReadBytes(folder, ForLibpng(file));
        EXPECT_EQ(wanted.code, "");
        EXPECT_TRUE(read == wanted) << width << "x" << height << ", colour " << colour << ", " << bits
                                    << " bits";
      }
}

/// A file of 8x4 grey pixels whose chunks of image data are `chunks`.
std::string WithData(const std::string& chunks) {
  return kSignature + Ihdr(8, 4, 8, 0) + chunks + Chunk("IEND", "");
}

TEST(PngRows, AreLeftToLibpngWhereTheFileIsUnusual) {
  const TemporaryFolder folder;
  std::mt19937_64 random(6);
  const std::string rows = FilteredRows(8, 4, 1, random), data = Compress(rows, 15);
  const std::string first = data.substr(0, 9), rest = data.substr(9);
  std::string no_filter = rows, no_sum = data;
  no_filter[9] = 5;
  no_sum.back() ^= 1;
  const PngRows layout = {4, 8, 1};
  const auto decodes = [&](const std::string& file) {
    std::vector<unsigned char> decoded(32);
    return DecodeRows(PlainImageData(file), layout, decoded);
  };
  for (const std::string& sound :
       {WithData(Chunk("IDAT", data)), WithData(Chunk("IDAT", first) + Chunk("IDAT", rest)),
        WithData(Chunk("IDAT", Compress(rows, 9)))}) {
    EXPECT_TRUE(decodes(sound));
    EXPECT_TRUE(ReadBytes(folder, sound) == ReadBytes(folder, ForLibpng(sound)));
  }
  for (const std::string& unsound :
       {WithData(Chunk("IDAT", Compress(no_filter, 15))), WithData(Chunk("IDAT", no_sum)), WithData(""),
        WithData(Chunk("IDAT", data + "x")), WithData(Chunk("IDAT", Compress(rows + "x", 15))),
        WithData(Chunk("IDAT", Compress(rows.substr(1), 15))),
        WithData(Chunk("IDAT", data.substr(0, data.size() - 1))),
        WithData(Chunk("IDAT", first) + Chunk("teXt", "") + Chunk("IDAT", rest)),
        WithData(Chunk("CrIT", "") + Chunk("IDAT", data)),
        WithData(Chunk("ba d", "") + Chunk("IDAT", data))}) {
    EXPECT_FALSE(decodes(unsound));
    const Read read = ReadBytes(folder, unsound);
    EXPECT_EQ(read.code, "png.damaged");
    EXPECT_TRUE(read == ReadBytes(folder, ForLibpng(unsound)));
  }
}

/// A window of 256 bytes that a match looks beyond: whether that is damage, libpng says.
TEST(PngRows, KeepToTheirWindow) {
  std::mt19937_64 random(7);
  const std::string rows = FilteredRows(64, 40, 1, random);
  std::string data = Compress(rows, 15);
  data[0] = 0x08;
  data[1] = static_cast<char>(31 - 0x0800 % 31);  // the check of both bytes
  std::vector<unsigned char> decoded(64 * 40);
  EXPECT_FALSE(DecodeRows(data, {40, 64, 1}, decoded));
}

TEST(PngRows, OfMutantsAreThoseOfLibpng) {
  const TemporaryFolder folder;
  std::mt19937_64 random(8);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 300; ++i) {
    const size_t pixel = i % 2 == 0 ? 1 : 6;
    const std::string rows = FilteredRows(9 * pixel, 7, pixel, random);
    std::string data = Compress(rows, 15);
    for (size_t k = random() % 3; k > 0; --k)
      data[random() % data.size()] ^= static_cast<char>(1 << random() % 8);
    const std::string file = Png(Ihdr(9, 7, pixel == 1 ? 8 : 16, pixel == 1 ? 0 : 2), rows).substr(0, 33) +
                             Chunk("IDAT", data) + Chunk("IEND", "");
    const Read read = ReadBytes(folder, file);
    EXPECT_TRUE(read == ReadBytes(folder, ForLibpng(file))) << "mutant " << i;
    ++(read.code.empty() ? accepted : refused);
  }
  EXPECT_GT(accepted, 50);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace f4s
