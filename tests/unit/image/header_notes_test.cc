// What headers leave open: two maps that disagree, or none.

#include "libfuse4seg/image/files/header_notes.h"

#include <numbers>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

const Size3 kSize = {5, 4, 3};

/// Identity with both maps, the qform's origin moved along x.
std::string BothForms(float qform_x) {
  std::string bytes = Nifti1(kSize, Scaling(1, 1, 1));
  bytes[123] = 2;
  Poke<int16_t>(bytes, 252, 1);
  Poke(bytes, 268, qform_x);
  return bytes;
}

HeaderNotes NotesOf(const std::filesystem::path& path) { return HeaderNotesOf(path); }

TEST(HeaderNotes, TheRuleIsTheSameGrid) {
  const TemporaryFolder folder;
  EXPECT_TRUE(NotesOf(folder.Write("a.nii", BothForms(0))).empty());
  EXPECT_TRUE(NotesOf(folder.Write("b.nii", BothForms(0.009F))).empty());
  const auto notes = NotesOf(folder.Write("c.nii", BothForms(0.5F)));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].code, "nifti.forms_differ");
  EXPECT_EQ(notes[0].severity, "warning");
  EXPECT_NE(notes[0].text.find("0.5 voxels apart at a corner: the sform was taken"), std::string::npos)
      << notes[0].text;
}

/// Of a turn by nearly 180 degrees a quaternion of single precision says less than a voxel of a large volume:
/// that is no difference of the forms, and one of a voxel still is.
TEST(HeaderNotes, ATurnByHalfACircleIsNoDifference) {
  const TemporaryFolder folder;
  int differ = 0;
  for (int i = 0; i < 40; ++i) {
    const double angle = std::numbers::pi - 1e-5 * i, tilt = 0.3 + 0.01 * i;
    Affine turn = IdentityAffine();  // about (cos tilt, sin tilt, 0): Rodrigues
    const double u[3] = {std::cos(tilt), std::sin(tilt), 0}, c = std::cos(angle), s = std::sin(angle);
    const double cross[3][3] = {{0, 0, u[1]}, {0, 0, -u[0]}, {-u[1], u[0], 0}};
    for (size_t r = 0; r < 3; ++r)
      for (size_t k = 0; k < 3; ++k) turn[r][k] = (r == k ? c : 0) + s * cross[r][k] + (1 - c) * u[r] * u[k];
    const Image<uint16_t> volume = ImageOn<uint16_t>(Grid{{256, 240, 2}, turn * Scaling(0.5, 0.5, 3)});
    const auto path = folder.path() / Cat(i, ".nii");
    WriteVolume(path, volume, VoxelType::kUint8);
    EXPECT_TRUE(NotesOf(path).empty()) << i << (NotesOf(path).empty() ? "" : NotesOf(path)[0].text);
    std::string bytes = ReadFile(path);
    float x = 0;
    std::memcpy(&x, bytes.data() + 268, sizeof x);
    Poke(bytes, 268, x + 0.5F);
    differ += NotesOf(folder.Write("moved.nii", bytes)).empty() ? 0 : 1;
  }
  EXPECT_EQ(differ, 40);
}

/// ITK's rule: of codes 2 and 1 the qform's counts.
TEST(HeaderNotes, NamesTheMapThatWasTaken) {
  const TemporaryFolder folder;
  std::string bytes = BothForms(2);
  Poke<int16_t>(bytes, 254, 2);
  const auto path = folder.Write("a.nii", bytes);
  EXPECT_NEAR(ReadGeometry(path).world_from_voxel[0][3], 2, 1e-6);
  EXPECT_NE(NotesOf(path).at(0).text.find("2 voxels apart at a corner: the qform was taken"),
            std::string::npos);
  std::string sheared = BothForms(0);
  Poke<float>(sheared, 284, 1);  // 45 degrees
  EXPECT_NE(
      NotesOf(folder.Write("b.nii", sheared)).at(0).text.find("the qform was taken (the sform is sheared"),
      std::string::npos);
}

TEST(HeaderNotes, NoMapAtAllIsSaid) {
  const TemporaryFolder folder;
  std::string bytes = Nifti1(kSize, Scaling(1, 1, 1));
  bytes[123] = 2;
  Poke<int16_t>(bytes, 254, 0);
  const auto path = folder.Write("a.nii", bytes);
  ASSERT_EQ(NotesOf(path).size(), 1U);
  EXPECT_EQ(NotesOf(path)[0].code, "geometry.orientation_assumed");
  // What the note says of the axes is what was taken.
  const Affine taken = ReadGeometry(path).world_from_voxel;
  EXPECT_LT(taken[0][0], 0);
  EXPECT_LT(taken[1][1], 0);
  EXPECT_GT(taken[2][2], 0);
}

/// Lengths in another unit are the same lengths.
TEST(HeaderNotes, UnitsAreApplied) {
  const TemporaryFolder folder;
  Affine metres = Scaling(0.001, 0.002, 0.003);
  metres[0][3] = 0.01;
  for (const auto& [unit, factor] : {std::pair('\1', 1.0), {'\3', 1e6}}) {
    Affine map = metres;
    for (auto& row : map)
      for (double& value : row) value *= factor;
    map[3] = {0, 0, 0, 1};
    std::string bytes = Nifti1(kSize, map);
    bytes[123] = unit;
    Affine wanted = Scaling(1, 2, 3);
    wanted[0][3] = 10;
    const auto path = folder.Write("u.nii", bytes);
    EXPECT_LT(CornerDisplacement({kSize, wanted}, ReadGeometry(path)), 1e-5);
    EXPECT_TRUE(NotesOf(path).empty());
  }
}

/// Single precision: detail that is lost is said, the noise of computations is not.
TEST(HeaderNotes, WhatSinglePrecisionLoses) {
  const TemporaryFolder folder;
  const auto note = [&](const std::string& type, const auto& values) {
    std::string bytes =
        "NRRD0004\ntype: " + type +
        "\ndimension: 3\nspace: RAS\nsizes: 4 1 1\nspace directions: (1,0,0) (0,1,0) (0,0,1)\n"
        "space origin: (0,0,0)\nendian: little\nencoding: raw\n\n";
    for (const auto value : values) {
      bytes.resize(bytes.size() + sizeof value);
      Poke(bytes, bytes.size() - sizeof value, value);
    }
    HeaderNotes notes;
    static_cast<void>(ReadVolume(folder.Write("p.nrrd", bytes), nullptr, &notes));
    return notes.empty() ? "" : notes[0].code;
  };
  using Doubles = std::vector<double>;
  EXPECT_EQ(note("double", Doubles{1e9, 1e9 + 0.25, 1e9 + 0.5, 1e9 + 1}), "volume.precision");
  EXPECT_EQ(note("double", Doubles{0, 1e6 + 0.001, 1e6 + 0.002, 1e6 + 0.003}), "volume.precision");
  EXPECT_EQ(note("double", Doubles{0, 0.1, 0.2, 0.3}), "");
  EXPECT_EQ(note("double", Doubles{0, 100, 100 + 1e-14, 100 - 1e-14}), "");
  EXPECT_EQ(note("double", Doubles{7.1, 7.1, 7.1, 7.1}), "");
  EXPECT_EQ(note("int", std::vector<int32_t>{0, 1, 2, (1 << 24) + 1}), "volume.precision");
  EXPECT_EQ(note("int", std::vector<int32_t>{0, -7, 2, 1 << 24}), "");
  EXPECT_EQ(note("longlong", std::vector<int64_t>{0, 1, 2, (int64_t{1} << 60) + 1}), "volume.precision");
  EXPECT_EQ(note("ulonglong", std::vector<uint64_t>{0, 1, 2, 40000}), "");
}

}  // namespace
}  // namespace f4s
