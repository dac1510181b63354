// Reading DICOM in a process of its own: its failures, and series against what other programs made of them.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/dicom/helper_process.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

const std::filesystem::path kData = "../shared/data";

/// How a shell command that is asked for a line fails.
HelperFault FaultOf(const std::string& command, double seconds = 20) {
  HelperProcess helper("/bin/sh", {"-c", command});
  helper.SetDeadline(seconds);
  try {
    static_cast<void>(helper.ReceiveLine(100));
  } catch (const HelperFailure& failure) {
    // What is dead stays so, and takes nothing else with it.
    EXPECT_THROW(static_cast<void>(helper.ReceiveLine(100)), HelperFailure);
    return failure.fault;
  }
  ADD_FAILURE() << command << " gives a line";
  return HelperFault::kCrashed;
}

TEST(HelperProcess, SpeaksAndHears) {
  HelperProcess helper("/bin/sh", {"-c", "read line; echo \"<$line>\"; printf abc"});
  helper.SetDeadline(20);
  helper.Send("hello\n");
  EXPECT_EQ(helper.ReceiveLine(100), "<hello>");
  char three[3];
  helper.Receive(three, 3);
  EXPECT_EQ(std::string(three, 3), "abc");
}

TEST(HelperProcess, FailuresAreToldApart) {
  EXPECT_EQ(FaultOf("kill -SEGV $$"), HelperFault::kCrashed);
  EXPECT_EQ(FaultOf("exit 1"), HelperFault::kCrashed);
  EXPECT_EQ(FaultOf("exit 71"), HelperFault::kMemory);
  EXPECT_EQ(FaultOf("kill -XCPU $$"), HelperFault::kTime);
  EXPECT_EQ(FaultOf("sleep 30", 0.1), HelperFault::kTime);
  EXPECT_EQ(FaultOf("while :; do printf aaaaaaaaaa; done"), HelperFault::kCrashed);
}

TEST(HelperProcess, AMissingProgramIsSaid) {
  EXPECT_F4S_ERROR(HelperProcess("/nowhere", {}), ErrorKind::kUnavailable, "helper.start");
  EXPECT_F4S_ERROR(static_cast<void>(HelperProgram("f4s-none", "nothing")), ErrorKind::kUnavailable,
                   "helper.missing");
}

/// Whether this build reads DICOM.
bool ReadsDicom() {
  try {
    static_cast<void>(HelperProgram("f4s-read-dicom", "reading of DICOM"));
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::filesystem::path WriteText(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(DicomSession, LimitsHoldAndTheNextFileIsRead) {
  if (!ReadsDicom()) GTEST_SKIP() << "this build reads no DICOM";
  const Scratch scratch;
  const auto file = WriteText(scratch / "a", "hello");
  EXPECT_F4S_ERROR(static_cast<void>(DicomSession({.header_seconds = 0}).Header(file)), ErrorKind::kBadInput,
                   "dicom.time");
  DicomSession session;
  for (int i = 0; i < 2; ++i)
    EXPECT_F4S_ERROR(static_cast<void>(session.Header(file)), ErrorKind::kBadInput, "dicom.syntax");
}

TEST(DicomVolume, AFolderWithoutImagesIsNone) {
  const Scratch scratch;
  WriteText(scratch / "readme", "hello");
  EXPECT_FALSE(IsDicomFolder(scratch.folder()));
  EXPECT_F4S_ERROR(static_cast<void>(ReadVolume(scratch.folder())), ErrorKind::kBadInput, "dicom.none");
  EXPECT_F4S_ERROR(static_cast<void>(ReadLabelVolume(scratch.folder())), ErrorKind::kBadInput, "label.dicom");
}

/// Both hold the same values at the same places, whatever the order of their axes.
void ExpectSame(const Image<float>& ours, const Image<float>& theirs) {
  ASSERT_EQ(ours.grid.num_voxels(), theirs.grid.num_voxels());
  const Affine theirs_from_ours = Inverse(theirs.grid.world_from_voxel) * ours.grid.world_from_voxel;
  const auto& [nx, ny, nz] = ours.grid.size;
  const auto& [mx, my, mz] = theirs.grid.size;
  size_t index = 0;
  for (int64_t z = 0; z < nz; ++z)
    for (int64_t y = 0; y < ny; ++y)
      for (int64_t x = 0; x < nx; ++x, ++index) {
        const Vector3 at =
            Apply(theirs_from_ours, {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
        std::array<int64_t, 3> near{};
        for (size_t i = 0; i < 3; ++i) {
          near[i] = std::llround(at[i]);
          ASSERT_NEAR(at[i], static_cast<double>(near[i]), 0.001);
        }
        ASSERT_TRUE(near[0] >= 0 && near[0] < mx && near[1] >= 0 && near[1] < my && near[2] >= 0 &&
                    near[2] < mz);
        ASSERT_EQ(ours.samples[index],
                  theirs.samples[static_cast<size_t>(near[0] + mx * (near[1] + my * near[2]))])
            << x << " " << y << " " << z;
      }
}

TEST(DicomVolume, VendorsAgreeWithDicom2nifti) {
  const auto vendors = kData / "dicom/vendors";
  if (!ReadsDicom() || !std::filesystem::exists(vendors)) GTEST_SKIP() << vendors << " is not there";
  for (const char* name : {"generic/compressed_rle/001", "generic/compressed_jpegls/001",
                           "hitachi/anatomical/001", "hitachi/anatomical/001_implicit"}) {
    const Image<float> ours = ReadVolume(vendors / name);
    EXPECT_TRUE(SameGrid(ours.grid, ReadGeometry(vendors / name)));
    ExpectSame(ours, ReadVolume(vendors / (std::string(name) + "_ground_truth.nii.gz")));
    ExpectSame(ours, ReadVolume(vendors / (std::string(name) + "_ground_truth_reoriented.nii.gz")));
  }
  EXPECT_F4S_ERROR(static_cast<void>(ReadVolume(vendors / "failing/slicecount/001")), ErrorKind::kBadInput,
                   "dicom.slices");
}

TEST(DicomVolume, ProstateIsVoxelForVoxelItsNifti) {
  const auto dicom = kData / "dicom/prostatex-0000", nifti = kData / "prostate/ProstateX-0000";
  if (!ReadsDicom() || !std::filesystem::exists(dicom)) GTEST_SKIP() << dicom << " is not there";
  const std::pair<const char*, const char*> pairs[] = {
      {"4.000000-t2tsetra-00702", "t2w.nii.gz"},
      {"7.000000-ep2ddifftraDYNDISTADC-48780", "adc.nii.gz"},
      {"8.000000-ep2ddifftraDYNDISTCALCBVAL-83202", "hbv.nii.gz"}};
  for (const auto& [series, file] : pairs) {
    const Image<float> ours = ReadVolume(dicom / series), theirs = ReadVolume(nifti / file);
    EXPECT_TRUE(SameGrid(ours.grid, theirs.grid));
    EXPECT_EQ(ours.samples, theirs.samples) << series;
  }
}

}  // namespace
}  // namespace f4s
