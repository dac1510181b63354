// NRRD and MetaImage: what is read and what is refused.

#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

const std::string kVoxels = [] {
  std::string bytes(120, '\0');
  for (size_t i = 0; i < 60; ++i) Poke(bytes, 2 * i, static_cast<int16_t>(i));
  return bytes;
}();

std::string Nrrd(const std::string& encoding = "raw") {
  return "NRRD0004\n# made by hand\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\n"
         "space directions: (1,0,0) (0,2,0) (0,0,3)\nkinds: domain domain domain\nendian: "
         "little\nencoding: " +
         encoding + "\nspace origin: (7,8,9)\n\n" + (encoding == "gzip" ? Compress(kVoxels, 31) : kVoxels);
}

std::string Meta(bool compressed, const std::string& data_file = "LOCAL") {
  const std::string data = compressed ? Compress(kVoxels, 15) : kVoxels;
  return std::string("ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n") +
         "CompressedData = " + (compressed ? "True" : "False") +
         "\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 7 8 9\nElementSpacing = 1 2 3\nDimSize = 5 4 3\n" +
         "ElementType = MET_SHORT\nElementDataFile = " + data_file + "\n" +
         (data_file == "LOCAL" ? data : "");
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  return text.replace(text.find(from), from.size(), to);
}

void ExpectTheVolume(const Image<float>& volume) {
  Affine expected = Scaling(-1, -2, 3);
  expected[0][3] = -7;
  expected[1][3] = -8;
  expected[2][3] = 9;
  EXPECT_LT(CornerDisplacement({{5, 4, 3}, expected}, volume.grid), 1e-12);
  ASSERT_EQ(volume.samples.size(), 60U);
  for (size_t i = 0; i < 60; ++i) ASSERT_EQ(volume.samples[i], static_cast<float>(i));
}

TEST(TextFormats, ReadsEveryEncoding) {
  const TemporaryFolder folder;
  ExpectTheVolume(ReadVolume(folder.Write("a.nrrd", Nrrd())));
  ExpectTheVolume(ReadVolume(folder.Write("b.nrrd", Nrrd("gzip"))));
  ExpectTheVolume(ReadVolume(folder.Write("a.mha", Meta(false))));
  ExpectTheVolume(ReadVolume(folder.Write("b.mha", Meta(true))));
  folder.Write("c.raw", kVoxels);
  ExpectTheVolume(ReadVolume(folder.Write("c.mhd", Meta(false, "c.raw"))));
  folder.Write("d.zraw", Compress(kVoxels, 15));
  ExpectTheVolume(ReadVolume(folder.Write("d.mhd", Meta(true, "d.zraw"))));
}

TEST(TextFormats, RefusesMalformedNrrd) {
  const TemporaryFolder folder;
  const std::string raw = Nrrd(), gzip = Nrrd("gzip");
  const auto expect = [&](const std::string& bytes, const char* code) {
    const auto path = folder.Write("f.nrrd", bytes);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(path)); }), code) << bytes.substr(0, 300);
  };
  expect("", "nrrd.magic");
  expect(Replaced(raw, "NRRD0004", "NRRD0009"), "nrrd.magic");
  expect(raw.substr(0, 60), "nrrd.truncated");
  expect(raw.substr(0, raw.size() - 1), "nrrd.truncated");
  expect(raw + "x", "nrrd.trailing");
  expect(gzip.substr(0, gzip.size() - 1), "nrrd.truncated");
  expect(gzip.substr(0, gzip.size() - 30), "nrrd.truncated");
  expect(Replaced(raw, "encoding: raw", "encoding: gzip"), "nrrd.compression");
  expect(Replaced(raw, "encoding: raw", "encoding: ascii"), "nrrd.encoding");
  expect(Replaced(raw, "type: short", "type: block"), "nrrd.type");
  expect(Replaced(raw, "type: short\n", ""), "nrrd.header");
  expect(Replaced(raw, "type: short", "type: short\ntype: short"), "nrrd.header");
  expect(Replaced(raw, "dimension: 3", "dimension: 4"), "nrrd.ndim");
  expect(Replaced(raw, "sizes: 5 4 3", "sizes: 5 4"), "nrrd.dim");
  expect(Replaced(raw, "sizes: 5 4 3", "sizes: 5 0 3"), "nrrd.dim");
  expect(Replaced(raw, "sizes: 5 4 3", "sizes: 5 -4 3"), "nrrd.dim");
  expect(Replaced(raw, "sizes: 5 4 3", "sizes: 4294967296 4294967296 4294967296"), "nrrd.dim");
  expect(Replaced(raw, "sizes: 5 4 3", "sizes: 50000 50000 50000"), "nrrd.truncated");
  expect(Replaced(raw, "endian: little\n", ""), "nrrd.header");
  expect(Replaced(raw, "(0,2,0)", "(0,nan,0)"), "nrrd.geometry");
  expect(Replaced(raw, "(7,8,9)", "(7,inf,9)"), "nrrd.geometry");
  expect(Replaced(raw, "(0,2,0)", "none"), "nrrd.geometry");
  expect(Replaced(raw, "(0,2,0)", "(1,2,0)"), "geometry.shear");
  expect(Replaced(raw, "kinds: domain", "kinds: RGB-color"), "nrrd.kind");
  expect(Replaced(raw, "endian:", "data file: f.raw\nendian:"), "nrrd.detached");
  expect(Replaced(raw, "endian:", "byte skip: 10\nendian:"), "nrrd.header");
}

TEST(TextFormats, RefusesMalformedMetaImage) {
  const TemporaryFolder folder;
  const std::string raw = Meta(false), zlib = Meta(true);
  const auto expect = [&](const std::string& bytes, const char* code, const char* name = "f.mha") {
    const auto path = folder.Write(name, bytes);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(path)); }), code) << bytes.substr(0, 400);
  };
  expect("", "metaimage.truncated");
  expect("rubbish\n", "metaimage.header");
  expect(raw.substr(0, 60), "metaimage.header");
  expect(raw.substr(0, raw.size() - 1), "metaimage.truncated");
  expect(raw + "x", "metaimage.trailing");
  expect(zlib.substr(0, zlib.size() - 1), "metaimage.truncated");
  expect(zlib.substr(0, zlib.size() - 40), "metaimage.truncated");
  expect(zlib + "x", "metaimage.trailing");
  expect(Replaced(raw, "CompressedData = False", "CompressedData = True"), "metaimage.compression");
  expect(Replaced(raw, "CompressedData = False", "CompressedData = Maybe"), "metaimage.header");
  expect(Replaced(raw, "NDims = 3", "NDims = 4"), "metaimage.ndim");
  expect(Replaced(raw, "DimSize = 5 4 3", "DimSize = 5 4 0"), "metaimage.dim");
  expect(Replaced(raw, "DimSize = 5 4 3", "DimSize = 5 4 4"), "metaimage.truncated");
  expect(Replaced(raw, "DimSize = 5 4 3", "DimSize = 9999999999 9999999999 9999999999"), "metaimage.dim");
  expect(Replaced(raw, "MET_SHORT", "MET_SHORT_ARRAY"), "metaimage.type");
  expect(Replaced(raw, "Offset = 7 8 9", "Offset = 7 nan 9"), "metaimage.geometry");
  expect(Replaced(raw, "ElementSpacing = 1 2 3", "ElementSpacing = 1 inf 3"), "metaimage.geometry");
  expect(Replaced(raw, "ElementSpacing = 1 2 3", "ElementSpacing = 1 0 3"), "geometry.spacing");
  expect(Replaced(raw, "1 0 0 0 1 0 0 0 1", "1 0 0 1 0 0 0 0 1"), "geometry.singular");
  expect(Replaced(raw, "1 0 0 0 1 0 0 0 1", "1 0 0 0.1 1 0 0 0 1"), "geometry.shear");
  expect(Replaced(raw, "NDims = 3", "NDims = 3\nElementNumberOfChannels = 3"), "metaimage.channels");
  expect(Replaced(raw, "NDims = 3", "NDims = 3\nHeaderSize = -1"), "metaimage.header");
  expect(Replaced(raw, "BinaryData = True", "BinaryData = False"), "metaimage.encoding");
  expect(Replaced(raw, "NDims", "Comment = " + std::string(251, 'x') + "\nNDims"), "metaimage.header");
  expect(Replaced(raw, "NDims", std::string(300, '9') + " = 1\nNDims"), "metaimage.header");
  expect(Replaced(raw, "NDims", "Comment = " + std::string(250, 'x') + "\nNDims"), "");
  expect(Meta(false, "LIST"), "metaimage.detached", "f.mhd");
  expect(Meta(false, "%d.raw 1 3 1"), "metaimage.detached", "f.mhd");
  expect(Meta(false, "gone.raw"), "input.missing", "f.mhd");
  folder.Write("short.raw", "12");
  expect(Meta(false, "short.raw"), "metaimage.truncated", "f.mhd");
}

/// Labels that are stored as such do not go by way of numbers of other types.
TEST(Nrrd, LabelsOfOneAndTwoBytesInEitherOrder) {
  const TemporaryFolder folder;
  const auto read = [&](const std::string& type, const std::string& endian, const std::string& voxels) {
    const std::string header = "NRRD0004\ntype: " + type + "\nendian: " + endian +
                               "\ndimension: 3\nsizes: 3 1 1\nencoding: raw\nspace: right-anterior-superior\n"
                               "space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n\n";
    return ReadLabelVolume(folder.Write("l.nrrd", header + voxels)).samples;
  };
  const std::vector<uint16_t> small = {0, 1, 200}, large = {258, 1, 65280};
  EXPECT_EQ(read("uint8", "little", std::string("\x00\x01\xc8", 3)), small);
  EXPECT_EQ(read("uint16", "little", std::string("\x02\x01\x01\x00\x00\xff", 6)), large);
  EXPECT_EQ(read("uint16", "big", std::string("\x01\x02\x00\x01\xff\x00", 6)), large);
  EXPECT_THROW(read("uint16", "little", std::string("\x02\x01\x01\x00\x00", 5)), Error);
}

}  // namespace
}  // namespace f4s
