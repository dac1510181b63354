// What headers leave open: two maps that disagree, or none.

#include "libfuse4seg/image/files/header_notes.h"

#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

const Size3 kSize = {5, 4, 3};

/// Identity with both maps, the qform's origin moved along x.
std::string BothForms(float qform_x) {
  std::string bytes = Nifti1(kSize, Scaling(1, 1, 1));
  Poke<int16_t>(bytes, 252, 1);
  Poke(bytes, 268, qform_x);
  return bytes;
}

std::vector<HeaderNote> NotesOf(const std::filesystem::path& path) {
  return HeaderNotesOf(path, ReadGeometry(path));
}

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
  Poke<int16_t>(bytes, 254, 0);
  const auto path = folder.Write("a.nii", bytes);
  ASSERT_EQ(NotesOf(path).size(), 1U);
  EXPECT_EQ(NotesOf(path)[0].code, "nifti.no_form");
  // What the note says of the axes is what was taken.
  const Affine taken = ReadGeometry(path).world_from_voxel;
  EXPECT_LT(taken[0][0], 0);
  EXPECT_LT(taken[1][1], 0);
  EXPECT_GT(taken[2][2], 0);
}

}  // namespace
}  // namespace f4s
