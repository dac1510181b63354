// Thousands of damaged NRRD, MetaImage, PNG and JPEG files: each is read whole or refused with a reason.

#include <cmath>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"
#include "tests/unit/image/mutant.h"

namespace f4s {
namespace {

constexpr int kMutants = 3000;  ///< of each kind of file

/// How many mutants were read and how many refused.
struct Outcome {
  int accepted = 0, refused = 0;
};

/// Reads mutants of `files` in turn; a crash or hang ends the test, anything but a sound image or an Error of
/// bad or missing input fails it.
Outcome ReadMutants(const std::vector<std::pair<std::string, std::string>>& files,
                    const std::function<std::string(const std::string&, std::mt19937_64&)>& damage,
                    const std::function<void(const std::filesystem::path&)>& read) {
  const TemporaryFolder folder;
  std::mt19937_64 random(20240916);
  Outcome outcome;
  for (int i = 0; i < kMutants; ++i) {
    const auto& [name, bytes] = files[static_cast<size_t>(i) % files.size()];
    const auto path = folder.Write(name, damage(bytes, random));
    try {
      read(path);
      ++outcome.accepted;
    } catch (const Error& error) {
      ++outcome.refused;
      EXPECT_TRUE(error.kind() == ErrorKind::kBadInput || error.kind() == ErrorKind::kMissingInput)
          << error.Line();
      EXPECT_FALSE(error.file().empty()) << error.Line();
    }
  }
  testing::Test::RecordProperty("accepted", outcome.accepted);
  testing::Test::RecordProperty("refused", outcome.refused);
  return outcome;
}

void ReadWholeVolume(const std::filesystem::path& path) {
  const Image<float> volume = ReadVolume(path);
  ASSERT_EQ(static_cast<int64_t>(volume.samples.size()), volume.grid.num_voxels());
  ASSERT_TRUE(
      std::all_of(volume.samples.begin(), volume.samples.end(), [](float v) { return std::isfinite(v); }));
  for (const double mm : volume.grid.spacing_mm()) ASSERT_TRUE(std::isfinite(mm) && mm > 0);
}

void ReadWholePicture(const std::filesystem::path& path) {
  VoxelType type{};
  const Image<uint16_t> levels = ReadPicture(path, &type);
  ASSERT_EQ(static_cast<int64_t>(levels.samples.size()), levels.num_pixels() * levels.channels);
  for (const uint16_t sample : levels.samples) ASSERT_LT(sample, 1 << LevelBits(type));
}

/// As an image, or as a label map.
void ReadWholePng(const std::filesystem::path& path) {
  if (path.filename() != "labels.png") return ReadWholePicture(path);
  const Image<uint16_t> labels = ReadLabelPng(path);
  ASSERT_EQ(static_cast<int64_t>(labels.samples.size()), labels.num_pixels() * labels.channels);
}

/// 60 float voxels, whose bits a mutant may make NaN.
std::string Voxels() {
  std::string bytes(240, '\0');
  for (size_t i = 0; i < 60; ++i) Poke(bytes, 4 * i, static_cast<float>(i) + 0.5F);
  return bytes;
}

std::string Nrrd(bool compressed) {
  return std::string("NRRD0004\ntype: float\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\n") +
         "space directions: (1,0,0) (0,2,0) (0,0,3)\nkinds: domain domain domain\nendian: little\n" +
         "encoding: " + (compressed ? "gzip" : "raw") + "\nspace origin: (7,8,9)\n\n" +
         (compressed ? Compress(Voxels(), 31) : Voxels());
}

std::string Meta(bool compressed) {
  return std::string("ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n") +
         "CompressedData = " + (compressed ? "True" : "False") +
         "\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 7 8 9\nElementSpacing = 1 2 3\nDimSize = 5 4 3\n" +
         "ElementType = MET_FLOAT\nElementDataFile = LOCAL\n" +
         (compressed ? Compress(Voxels(), 15) : Voxels());
}

size_t HeaderBytes(const std::string& bytes) {
  const size_t nrrd = bytes.find("\n\n"), meta = bytes.find("LOCAL\n");
  return meta != std::string::npos ? meta + 6 : nrrd + 2;
}

/// Bytes one time, words of the header the next.
std::string DamagedText(const std::string& bytes, std::mt19937_64& random) {
  const size_t header = HeaderBytes(bytes);
  return random() % 2 == 0 ? Mutant(bytes, header, random) : TextMutant(bytes, header, random);
}

TEST(Mutants, OfNrrdAreReadOrRefused) {
  const Outcome outcome =
      ReadMutants({{"a.nrrd", Nrrd(false)}, {"b.nrrd", Nrrd(true)}}, DamagedText, ReadWholeVolume);
  EXPECT_GT(outcome.accepted, 50);  // mutants are files still, not rubbish
  EXPECT_GT(outcome.refused, 1500);
}

TEST(Mutants, OfMetaImageAreReadOrRefused) {
  const Outcome outcome =
      ReadMutants({{"a.mha", Meta(false)}, {"b.mha", Meta(true)}}, DamagedText, ReadWholeVolume);
  EXPECT_GT(outcome.accepted, 50);
  EXPECT_GT(outcome.refused, 1500);
}

/// Damages a PNG inside its chunks and sets their checksums right, so that the damage is met.
std::string DamagedPng(const std::string& bytes, std::mt19937_64& random) {
  if (random() % 3 == 0) return Mutant(bytes, 33, random);
  std::string damaged = bytes;
  for (size_t i = 0; i < 1 + random() % 3; ++i)
    damaged[8 + random() % (damaged.size() - 8)] ^= static_cast<char>(1 << random() % 8);
  for (size_t at = 8; at + 12 <= damaged.size();) {
    size_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(damaged[at + i]);
    if (length > damaged.size() - at - 12) break;
    const auto* body = reinterpret_cast<const Bytef*>(damaged.data() + at + 4);
    Poke(damaged, at + 8 + length, static_cast<uint32_t>(crc32(0, body, static_cast<uInt>(length + 4))),
         true);
    at += 12 + length;
  }
  return damaged;
}

TEST(Mutants, OfPngAreReadOrRefused) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const int channels : {1, 3})
    for (const int bits : {8, 16}) {
      Image<uint16_t> levels = {PictureGrid(13, 7), channels, {}};
      for (int64_t i = 0; i < levels.num_pixels() * channels; ++i)
        levels.samples.push_back(static_cast<uint16_t>(i * 7919 % (1 << bits)));
      files.push_back({Cat("p", channels, bits, ".png"), EncodePng(levels, bits)});
    }
  std::vector<uint16_t> labels(13 * 7);
  for (size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<uint16_t>(i * 5 % 256);
  for (const char* name : {"labels.png", "palette.png"})
    files.push_back({name, EncodeLabelPng(Picture(13, 7, labels))});
  const Outcome outcome = ReadMutants(files, DamagedPng, ReadWholePng);
  EXPECT_GT(outcome.accepted, 20);
  EXPECT_GT(outcome.refused, 1500);
}

TEST(Mutants, OfJpegAreReadOrRefused) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* name : {"grey.jpg", "colour.jpg"})
    files.push_back({name, ReadFile(std::filesystem::path("tests/unit/image/jpeg") / name)});
  const auto damage = [](const std::string& bytes, std::mt19937_64& random) {
    return Mutant(bytes, 600, random);
  };
  const Outcome outcome = ReadMutants(files, damage, ReadWholePicture);
  EXPECT_GT(outcome.accepted, 50);
  EXPECT_GT(outcome.refused, 1000);
}

}  // namespace
}  // namespace f4s
