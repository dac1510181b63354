#include "libfuse4seg/cases/raw_study.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

TEST(RawStudy, IsTheFirstVolumeOrFolderOfDicomFiles) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "bids/README", "");
  WriteFileAtomically(scratch / "bids/sub-1/ses-1/anat/sub-1_T1w.nii.gz", "");
  WriteFileAtomically(scratch / "bids/sub-1/ses-1/anat/sub-1_FLAIR.nii.gz", "");
  WriteFileAtomically(scratch / "archive/0001/t1/1", std::string(128, '\0') + "DICM");
  WriteFileAtomically(scratch / "series/1.dcm", "");
  WriteFileAtomically(scratch / "pictures/1.png", "");
  EXPECT_EQ(RawStudyIn(scratch / "bids"), "sub-1/ses-1/anat/sub-1_FLAIR.nii.gz");
  EXPECT_EQ(RawStudyIn(scratch / "archive"), "DICOM files in 0001/t1");
  EXPECT_EQ(RawStudyIn(scratch / "series"), "DICOM files");
  EXPECT_EQ(RawStudyIn(scratch / "pictures"), std::nullopt);
  EXPECT_EQ(RawStudyIn(scratch / "none"), std::nullopt);
}

TEST(RawStudy, IsNotWhatTheSuiteWrites) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "data/images/t1/a.nii.gz", "");
  EXPECT_EQ(RawStudyIn(scratch / "data"), "images/t1/a.nii.gz");
  WriteFileAtomically(scratch / "data/.f4s/journal-1-of-1.ndjson", "");
  EXPECT_EQ(RawStudyIn(scratch / "data"), std::nullopt);
}

TEST(RawStudy, IsPreparedByACommandThatCanBeTyped) {
  EXPECT_EQ(PrepareCommand("/d/brats/"), "f4s-prep /d/brats/ -o brats-prepared");
  EXPECT_EQ(PrepareCommand("my studies"), "f4s-prep 'my studies' -o 'my studies-prepared'");
}

}  // namespace
}  // namespace f4s
