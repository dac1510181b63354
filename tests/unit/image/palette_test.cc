// PNG with a palette: label maps as they are written, and what other programs write.

#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/label_tables.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/label_colours.h"
#include "tests/unit/image/png_bytes.h"

namespace f4s {
namespace {

TEST(LabelColours, AreDistinctAndBlackForBackground) {
  std::set<LabelRgb> colours;
  for (uint16_t value = 0; value < 256; ++value) colours.insert(LabelColour(value));
  EXPECT_EQ(colours.size(), 256U);
  EXPECT_EQ(LabelColour(0), (LabelRgb{0, 0, 0}));
  EXPECT_EQ(LabelColour(1), (LabelRgb{213, 94, 0}));
  EXPECT_EQ(LabelColour(256), LabelColour(1));
  EXPECT_EQ(LabelColour(65535), LabelColour(255));
}

TEST(Palette, LabelMapsKeepTheirValuesAndShowTheirColours) {
  const TemporaryFolder folder;
  std::vector<uint16_t> labels;
  for (uint16_t i = 0; i < 17 * 31; ++i) labels.push_back(static_cast<uint16_t>(i * 7 % 256));
  const Image<uint16_t> map = Picture(17, 31, labels);
  WriteLabels(folder / "l.png", map);
  EXPECT_EQ(ReadFile(folder / "l.png"), EncodeLabelPng(map));
  EXPECT_EQ(EncodeLabelPng(map).substr(0, 33), kSignature + Ihdr(17, 31, 8, 3));
  EXPECT_EQ(ReadLabels(folder / "l.png"), map);
  VoxelType type{};
  const Image<uint16_t> shown = ReadPicture(folder / "l.png", &type);
  ASSERT_EQ(std::tuple(shown.channels, type), std::tuple(3, VoxelType::kUint8));
  for (size_t i = 0; i < labels.size(); ++i)
    for (size_t c = 0; c < 3; ++c)
      ASSERT_EQ(shown.samples[3 * i + c], LabelColour(labels[i])[c]) << labels[i];
}

TEST(Palette, LabelsAbove255AreGreyOfSixteenBits) {
  const TemporaryFolder folder;
  const std::vector<uint16_t> labels = {0, 1, 256, 65535};
  WriteLabels(folder / "l.png", Picture(2, 2, labels));
  EXPECT_EQ(ReadFile(folder / "l.png").substr(0, 33), kSignature + Ihdr(2, 2, 16, 0));
  EXPECT_EQ(ReadLabels(folder / "l.png").samples, labels);
}

/// `count` colours, (i, 255 - i, 3 i).
std::string Colours(int count) {
  std::string palette;
  for (int i = 0; i < count; ++i)
    for (const int part : {i, 255 - i, 3 * i % 256}) palette += static_cast<char>(part);
  return palette;
}

/// Rows of `bits` a pixel, the leftmost in the highest bits, each behind the filter "None".
std::string PackedRows(const std::vector<uint16_t>& indices, size_t width, size_t bits) {
  std::string rows;
  for (size_t at = 0; at < indices.size(); at += width) {
    std::string row(1 + (width * bits + 7) / 8, '\0');
    for (size_t x = 0; x < width; ++x)
      row[1 + x * bits / 8] =
          static_cast<char>(row[1 + x * bits / 8] | indices[at + x] << (8 - bits - x * bits % 8));
    rows += row;
  }
  return rows;
}

TEST(Palette, OfAnyDepthGivesIndicesOrColours) {
  const TemporaryFolder folder;
  for (const auto& [bits, count] : {std::pair<size_t, int>{1, 2}, {2, 3}, {4, 13}, {8, 200}}) {
    std::vector<uint16_t> indices;  // 13 pixels: the last byte of a row is not full
    for (int i = 0; i < 13 * 5; ++i) indices.push_back(static_cast<uint16_t>(i * 11 % count));
    const auto path =
        folder.Write("p.png", Png(Ihdr(13, 5, static_cast<char>(bits), 3), PackedRows(indices, 13, bits),
                                  Chunk("PLTE", Colours(count))));
    EXPECT_EQ(ReadLabels(path).samples, indices) << bits;
    const Image<float> image = ReadImage(path);
    ASSERT_EQ(image.channels, 3);
    for (size_t i = 0; i < indices.size(); ++i) {
      ASSERT_EQ(image.samples[3 * i], static_cast<float>(indices[i]));
      ASSERT_EQ(image.samples[3 * i + 1], static_cast<float>(255 - indices[i]));
    }
  }
}

TEST(Palette, OfGreysGivesLevels) {
  const TemporaryFolder folder;
  const std::string greys("\x07\x07\x07\xc8\xc8\xc8\x64\x64\x64", 9);
  const auto path =
      folder.Write("p.png", Png(Ihdr(3, 1, 2, 3), PackedRows({2, 0, 1}, 3, 2), Chunk("PLTE", greys)));
  const Image<uint16_t> levels = ReadPicture(path);
  EXPECT_EQ(levels.channels, 1);
  EXPECT_EQ(levels.samples, (std::vector<uint16_t>{100, 7, 200}));
  EXPECT_EQ(ReadLabels(path).samples, (std::vector<uint16_t>{2, 0, 1}));
}

/// Adam7 of a 2x2 picture of 4 bits: pass 1 holds (0,0), pass 6 (1,0), pass 7 the second row.
TEST(Palette, InterlacedGivesIndices) {
  const TemporaryFolder folder;
  const std::string rows("\0\x50\0\x60\0\x7b", 6);
  const auto path = folder.Write("p.png", Png(Ihdr(2, 2, 4, 3, 1), rows, Chunk("PLTE", Colours(12))));
  EXPECT_EQ(ReadLabels(path).samples, (std::vector<uint16_t>{5, 6, 7, 11}));
}

TEST(Palette, TransparencyIsNothingToLabels) {
  const TemporaryFolder folder;
  const auto path =
      folder.Write("p.png", Png(Ihdr(2, 1, 8, 3), std::string("\0\1\2", 3),
                                Chunk("PLTE", Colours(3)) + Chunk("tRNS", std::string(1, '\0'))));
  EXPECT_EQ(ReadLabels(path).samples, (std::vector<uint16_t>{1, 2}));
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadPicture(path)); }), "png.format");
}

TEST(Palette, DamagedOnesAreRefused) {
  const TemporaryFolder folder;
  const std::string rows("\0\1\2", 3);  // 2x1 of 8 bits
  const auto expect = [&](const std::string& bytes, const char* code) {
    const auto path = folder.Write("p.png", bytes);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadPicture(path)); }), code);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadLabels(path)); }), code);
  };
  expect(Png(Ihdr(2, 1, 8, 3), rows, Chunk("PLTE", Colours(3))), "");
  expect(Png(Ihdr(2, 1, 8, 3), rows, Chunk("PLTE", Colours(2))), "png.damaged");  // no index 2
  expect(Png(Ihdr(2, 1, 2, 3), PackedRows({1, 3}, 2, 2), Chunk("PLTE", Colours(3))), "png.damaged");
  expect(Png(Ihdr(2, 1, 8, 3), rows), "png.damaged");  // no palette
  expect(Png(Ihdr(2, 1, 8, 3), rows, Chunk("PLTE", "")), "png.damaged");
  expect(Png(Ihdr(2, 1, 8, 3), rows, Chunk("PLTE", Colours(3) + "x")), "png.damaged");
  expect(Png(Ihdr(2, 1, 8, 3), rows.substr(0, 2), Chunk("PLTE", Colours(3))), "png.damaged");
  expect(Png(Ihdr(2, 1, 16, 3), rows + "__", Chunk("PLTE", Colours(3))), "png.format");
  expect(Png(Ihdr(2, 1, 3, 3), rows, Chunk("PLTE", Colours(3))), "png.format");
  expect(Png(Ihdr(60000, 60000, 1, 3), rows, Chunk("PLTE", Colours(2))), "png.size");
}

TEST(Palette, ALabelMapInColourIsRefused) {
  const TemporaryFolder folder;
  WriteImage(folder / "c.png", Image<uint16_t>{PictureGrid(1, 1), 3, {1, 2, 3}}, 8);
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadLabels(folder / "c.png")); }), "label.colour");
}

TEST(LabelTables, NameAndColourEachClass) {
  const Classes classes = {{1, "necrosis"}, {4, "enhancing \"rim\"\tnew"}};
  EXPECT_EQ(DsegTable(classes),
            "index\tname\tcolor\n1\tnecrosis\t#d55e00\n4\tenhancing \"rim\" new\t#f0e442\n");
  EXPECT_EQ(ItkSnapLabels(classes),
            "# ITK-SnAP Label Description File\n# IDX R G B A VIS MSH \"LABEL\"\n"
            "0 0 0 0 0 0 0 \"Clear Label\"\n1 213 94 0 1 1 1 \"necrosis\"\n"
            "4 240 228 66 1 1 1 \"enhancing 'rim''new\"\n");
  EXPECT_EQ(SlicerColours(classes),
            "# 3D Slicer color table: value name R G B A\n0 background 0 0 0 0\n"
            "1 necrosis 213 94 0 255\n4 enhancing_\"rim\"_new 240 228 66 255\n");
}

}  // namespace
}  // namespace f4s
