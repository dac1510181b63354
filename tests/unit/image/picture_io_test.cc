// PNG and JPEG: round trips, and files that are refused.

#include <signal.h>
#include <sys/resource.h>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/jpeg_io.h"
#include "libfuse4seg/image/files/png_io.h"
#include "tests/unit/image/files.h"
#include "tests/unit/image/png_bytes.h"

namespace f4s {
namespace {

Image<uint16_t> Pattern(int width, int height, int channels, int bits) {
  Image<uint16_t> levels = {PictureGrid(width, height), channels, {}};
  uint32_t state = 7;
  for (int64_t i = 0; i < levels.num_pixels() * channels; ++i) {
    state = state * 1664525U + 1013904223U;
    levels.samples.push_back(
        static_cast<uint16_t>((i % 3 == 0 ? state >> 16 : static_cast<uint32_t>(i)) & ((1U << bits) - 1)));
  }
  return levels;
}

void ExpectCode(const TemporaryFolder& folder, const char* name, const std::string& bytes, const char* code) {
  const auto path = folder.Write(name, bytes);
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadPicture(path)); }), code) << bytes.size() << " bytes";
}

TEST(Png, RoundTrips) {
  const TemporaryFolder folder;
  for (const int channels : {1, 3})
    for (const int bits : {8, 16})
      for (const auto& [width, height] : {std::pair{1, 1}, {17, 5}, {240, 240}}) {
        const Image<uint16_t> levels = Pattern(width, height, channels, bits);
        WriteImage(folder / "p.png", levels, bits);
        VoxelType type{};
        EXPECT_TRUE(ReadPng(folder / "p.png", &type) == levels);
        EXPECT_EQ(type, TypeOfLevels(bits));
        EXPECT_EQ(EncodePng(levels, bits), ReadFile(folder / "p.png"));
      }
}

/// What another reader meets: rows of filter byte 2 ("Up"), high byte first.
TEST(Png, StoresSixteenBitsBigEndian) {
  const Image<uint16_t> levels = Pattern(31, 9, 1, 16);
  const std::string bytes = EncodePng(levels, 16);
  EXPECT_EQ(bytes.substr(0, 33), kSignature + Ihdr(31, 9, 16, 0));
  std::string rows(static_cast<size_t>((31 * 2 + 1) * 9), '\0');
  uLongf size = rows.size();
  const size_t data = bytes.find("IDAT") + 4;
  ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data() + data), bytes.size() - data - 16),
            Z_OK);
  EXPECT_EQ(size, rows.size());
  EXPECT_EQ(rows[0], 2);
  EXPECT_EQ(static_cast<unsigned char>(rows[1]), levels.samples[0] >> 8);
  EXPECT_EQ(static_cast<unsigned char>(rows[2]), levels.samples[0] & 255);
}

/// Adam7 of a 2x2 picture: pass 1 holds (0,0), pass 6 (1,0), pass 7 the second row.
TEST(Png, ReadsInterlacedFiles) {
  const TemporaryFolder folder;
  const std::string rows("\0\x0a\0\x14\0\x1e\x28", 7);
  const Image<uint16_t> levels = ReadPng(folder.Write("i.png", Png(Ihdr(2, 2, 8, 0, 1), rows)));
  EXPECT_EQ(levels.samples, (std::vector<uint16_t>{10, 20, 30, 40}));
}

TEST(Png, RefusesMalformedFiles) {
  const TemporaryFolder folder;
  const std::string good = EncodePng(Pattern(20, 20, 1, 8), 8), rows(2 * 3, '\0');
  const auto expect = [&](const std::string& bytes, const char* code) {
    ExpectCode(folder, "p.png", bytes, code);
  };
  const auto at = [&](size_t offset) {
    std::string bytes = good;
    bytes[offset] = static_cast<char>(bytes[offset] ^ 0x10);
    return bytes;
  };
  expect(Png(Ihdr(2, 2, 8, 0), rows), "");
  expect("", "png.truncated");
  expect("\x89PN", "png.truncated");
  expect("GIF89a__________", "png.signature");
  expect(good.substr(0, 30), "png.truncated");
  expect(good.substr(0, good.size() / 2), "png.truncated");
  expect(good.substr(0, good.size() - 12), "png.truncated");
  expect(good.substr(0, good.size() - 1), "png.truncated");
  expect(good + "x", "png.damaged");
  expect(at(20), "png.size");                  // the height becomes 2^28
  expect(at(29), "png.damaged");               // checksum of the header
  expect(at(60), "png.damaged");               // checksum of the data
  expect(at(good.size() - 1), "png.damaged");  // checksum of the end
  expect(Png(Ihdr(2, 2, 1, 0), rows), "png.format");
  expect(Png(Ihdr(2, 2, 2, 0), rows), "png.format");
  expect(Png(Ihdr(2, 2, 4, 0), rows), "png.format");
  expect(Png(Ihdr(2, 2, 8, 5), rows), "png.format");
  expect(Png(Ihdr(2, 2, 16, 7), rows), "png.format");
  expect(Png(Ihdr(2, 2, 8, 0), rows, Chunk("tRNS", std::string(2, '\0'))), "png.format");
  expect(Png(Ihdr(0, 2, 8, 0), rows), "png.size");
  expect(Png(Ihdr(50000, 50000, 16, 2), rows), "png.size");
  expect(Png(Ihdr(2, 2, 8, 0, 7), rows), "png.damaged");
  expect(Png(Ihdr(2, 3, 8, 0), rows), "png.damaged");                     // a row is missing
  expect(Png(Ihdr(2, 1, 8, 0), rows), "png.damaged");                     // a row too many
  expect(Png(Ihdr(2, 2, 8, 0), "\x09" + rows.substr(1)), "png.damaged");  // no such filter
  expect(kSignature + Ihdr(2, 2, 8, 0) + Chunk("IEND", ""), "png.damaged");
  const std::string data = Compress(rows, 15);
  const auto with_data = [&](const std::string& idat) {
    return kSignature + Ihdr(2, 2, 8, 0) + Chunk("IDAT", idat) + Chunk("IEND", "");
  };
  std::string bad_sum = data;
  bad_sum.back() ^= 1;
  expect(with_data(bad_sum), "png.damaged");
  expect(with_data(data + "rubbish"), "png.damaged");
  expect(with_data(data.substr(0, data.size() / 2)), "png.damaged");
  EXPECT_EQ(CodeOf([] { static_cast<void>(ReadPng("/nonexistent.png")); }), "input.missing");
}

TEST(Png, FullDiskLeavesTheOldFile) {
  const TemporaryFolder folder;
  folder.Write("p.png", "old");
  struct rlimit before = {};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small = {4096, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string code = CodeOf([&] { WriteImage(folder / "p.png", Pattern(100, 100, 3, 16), 16); });
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  EXPECT_EQ(code, "io.write");
  EXPECT_EQ(ReadFile(folder / "p.png"), "old");
}

/// Files made with libjpeg-turbo 2.1.5 at quality 100: grey.jpg (40x30) has the level 60 + y
/// in row y, colour.jpg (64x64) the colour (200, 60 + y, 60 + y), cmyk.jpg four components.
std::string Jpeg(const std::string& name) { return ReadFile("tests/unit/image/jpeg/" + name); }

TEST(Jpeg, ReadsGreyAndColour) {
  const TemporaryFolder folder;
  const Image<uint16_t> grey = ReadPicture(folder.Write("g.jpg", Jpeg("grey.jpg")));
  EXPECT_EQ(std::tuple(grey.width(), grey.height(), grey.channels), std::tuple(40, 30, 1));
  EXPECT_NEAR(grey.samples[40 * 20 + 3], 80, 2);
  const Image<uint16_t> colour = ReadPicture(folder.Write("c.JPEG", Jpeg("colour.jpg")));
  EXPECT_EQ(colour.channels, 3);
  EXPECT_NEAR(colour.samples[3 * (64 * 20 + 5)], 200, 4);
  EXPECT_NEAR(colour.samples[3 * (64 * 20 + 5) + 1], 80, 4);
}

TEST(Jpeg, RefusesMalformedFiles) {
  const TemporaryFolder folder;
  const std::string good = Jpeg("colour.jpg");
  const auto expect = [&](const std::string& bytes, const char* code) {
    ExpectCode(folder, "p.jpg", bytes, code);
  };
  expect("", "jpeg.signature");
  expect("\x89PNG\r\n", "jpeg.signature");
  expect("\xff\xd8", "jpeg.damaged");
  expect(good.substr(0, 100), "jpeg.damaged");
  expect(good.substr(0, good.size() * 3 / 4), "jpeg.damaged");
  expect(good.substr(0, good.size() - 2), "jpeg.damaged");
  expect(Jpeg("cmyk.jpg"), "jpeg.format");
  std::string bomb = good;
  const size_t frame = bomb.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  Poke<uint16_t>(bomb, frame + 5, 60000, true);
  Poke<uint16_t>(bomb, frame + 7, 60000, true);
  expect(bomb, "jpeg.size");
  std::string damaged = good;
  damaged.replace(good.size() - 60, 20, std::string("\xff\xd9\xff\xd0\xff\xc4\xff\xda____________", 20));
  expect(damaged, "jpeg.damaged");
}

TEST(ImageFile, GoesByTheName) {
  const TemporaryFolder folder;
  EXPECT_EQ(ImageFileKindOf("a/b.PNG"), ImageFileKind::kPng);
  EXPECT_EQ(ImageFileKindOf("b.Jpeg"), ImageFileKind::kJpeg);
  for (const char* name : {"b.nii", "b.NII.GZ", "b.nrrd", "b.mha", "b.mhd"})
    EXPECT_EQ(ImageFileKindOf(name), ImageFileKind::kVolume) << name;
  EXPECT_EQ(ImageFileKindOf(folder.path()), ImageFileKind::kDicomFolder);
  EXPECT_EQ(CodeOf([] { static_cast<void>(ImageFileKindOf("b.tif")); }), "image.extension");
  EXPECT_EQ(CodeOf([] { static_cast<void>(ReadPicture("b.nii")); }), "image.kind");
}

}  // namespace
}  // namespace f4s
