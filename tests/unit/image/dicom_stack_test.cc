// Which DICOM frames make a volume: parts of a series, and slices as a grid.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "libfuse4seg/image/dicom/slice_stack.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

/// An axial slice at height `z` of a 6x5 series with pixels of 0.5 (columns) x 0.75 (rows) mm.
DicomFile Slice(double z, std::map<std::string, std::string> facts = {}) {
  static int instance = 0;
  DicomFile file;
  file.path = "/series/file";
  file.series_uid = "1.2.3";
  file.instance_uid = std::to_string(++instance);
  file.photometric = "MONOCHROME2";
  file.rows = 5;
  file.columns = 6;
  DicomFrame frame;
  frame.position = Vector3{-10, 20, z};
  frame.orientation = {1, 0, 0, 0, 1, 0};
  frame.spacing = {0.75, 0.5};
  frame.facts = std::move(facts);
  file.frames = {frame};
  return file;
}

std::vector<DicomFile> Slices(const std::vector<double>& heights) {
  std::vector<DicomFile> files;
  for (const double z : heights) files.push_back(Slice(z));
  return files;
}

SliceStack Stack(const std::vector<DicomFile>& files) {
  const auto parts = PartsOf(files);
  EXPECT_EQ(parts.size(), 1U);
  return StackOf(files, parts.front());
}

std::vector<std::string> PartNames(const std::vector<DicomFile>& files) {
  std::vector<std::string> names;
  for (const SeriesPart& part : PartsOf(files)) names.push_back(part.name);
  return names;
}

TEST(SliceStack, GridIsRasWhateverTheOrderOfFiles) {
  std::vector<DicomFile> files = Slices({0, 3, 6, 9});
  std::shuffle(files.begin(), files.end(), std::mt19937(7));
  const SliceStack stack = Stack(files);
  EXPECT_EQ(stack.geometry.size, (Size3{6, 5, 4}));
  const Affine wanted = {{{-0.5, 0, 0, 10}, {0, -0.75, 0, -20}, {0, 0, 3, 0}, {0, 0, 0, 1}}};
  EXPECT_EQ(stack.geometry.world_from_voxel, wanted);
  EXPECT_TRUE(stack.findings.empty());
  for (size_t k = 0; k < 4; ++k)
    EXPECT_EQ((*files[stack.frames[k].file].frames[0].position)[2], 3.0 * static_cast<double>(k));
}

TEST(SliceStack, RefusesGapsAndIrregularDistances) {
  EXPECT_F4S_ERROR(Stack(Slices({0, 3, 9, 12})), ErrorKind::kBadInput, "dicom.gap");
  EXPECT_F4S_ERROR(Stack(Slices({0, 3, 6, 9, 13})), ErrorKind::kBadInput, "dicom.spacing");
  const SliceStack uneven = Stack(Slices({0, 3, 6.15, 9}));
  ASSERT_EQ(uneven.findings.size(), 1U);
  EXPECT_EQ(uneven.findings[0].code, "dicom.spacing");
  EXPECT_TRUE(Stack(Slices({0, 3, 6.01, 9})).findings.empty());
}

TEST(SliceStack, FewSlicesWantAWordOnTheirDistance) {
  EXPECT_F4S_ERROR(Stack(Slices({0, 3})), ErrorKind::kBadInput, "dicom.slices");
  EXPECT_F4S_ERROR(Stack(Slices({0})), ErrorKind::kBadInput, "dicom.slices");
  std::vector<DicomFile> files = Slices({0, 3});
  for (DicomFile& file : files) file.frames[0].thickness = 3;
  EXPECT_EQ(Stack(files).geometry.spacing_mm()[2], 3);
  files[0].frames[0].thickness = files[1].frames[0].thickness = 1;
  EXPECT_F4S_ERROR(Stack(files), ErrorKind::kBadInput, "dicom.gap");
  EXPECT_EQ(Stack({files[0]}).geometry.world_from_voxel[2][2], 1);
}

TEST(SliceStack, EverySecondSliceMissingIsAWarning) {
  std::vector<DicomFile> files = Slices({0, 6, 12});
  for (DicomFile& file : files) file.frames[0].between = 3;
  const SliceStack stack = Stack(files);
  ASSERT_EQ(stack.findings.size(), 1U);
  EXPECT_EQ(stack.findings[0].code, "dicom.gap");
}

TEST(SliceStack, RefusesATiltAndForgivesRounding) {
  std::vector<DicomFile> tilted = Slices({0, 3, 6, 9});
  for (size_t k = 0; k < 4; ++k) (*tilted[k].frames[0].position)[1] += 0.25 * static_cast<double>(k);
  EXPECT_F4S_ERROR(Stack(tilted), ErrorKind::kBadInput, "dicom.tilt");
  std::vector<DicomFile> rounded = Slices({0, 1});
  for (DicomFile& file : rounded) file.frames[0].thickness = 1;
  (*rounded[1].frames[0].position)[1] += 0.001;  // 0.06 degrees, but a hundredth of a pixel
  EXPECT_EQ(ShearDegrees(Stack(rounded).geometry.world_from_voxel), 0);
}

TEST(SliceStack, RefusesWhatHasNoPlace) {
  const auto refused = [](auto change, const char* code) {
    std::vector<DicomFile> files = Slices({0, 3, 6});
    for (DicomFile& file : files) change(file);
    EXPECT_F4S_ERROR(Stack(files), ErrorKind::kBadInput, code);
  };
  refused([](DicomFile& f) { f.frames[0].position.reset(); }, "dicom.position");
  refused([](DicomFile& f) { f.frames[0].spacing = {0, 1}; }, "dicom.position");
  refused([](DicomFile& f) { f.frames[0].orientation = {1, 0, 0, 1, 0, 0}; }, "dicom.orientation");
  refused([](DicomFile& f) { f.samples = 3; }, "dicom.colour");
  refused([](DicomFile& f) { f.num_frames = 20; }, "dicom.multiframe");
  refused(
      [](DicomFile& f) { f.photometric = (*f.frames[0].position)[2] > 0 ? "MONOCHROME1" : "MONOCHROME2"; },
      "dicom.units");
  refused([](DicomFile& f) { f.suv_type = (*f.frames[0].position)[2] > 0 ? "BW" : "LBM"; }, "dicom.units");
  refused([](DicomFile& f) { f.image_type = "ORIGINAL\\PRIMARY\\MOSAIC"; }, "dicom.mosaic");
  const auto upper = [](const DicomFile& f) { return (*f.frames[0].position)[2] > 0; };
  refused([&](DicomFile& f) { f.modality = upper(f) ? "CT" : "MR"; }, "dicom.units");
  for (const char* part : {"P", "PHASE", "R", "I", "P_SE", "R_FFE", "PHASE MAP"})
    refused([&](DicomFile& f) { f.image_type = Cat("ORIGINAL\\PRIMARY\\", upper(f) ? part : "M"); },
            "dicom.units");
  const auto frame_of = [&](const char* fact, const char* one, const char* other) {
    return [=](DicomFile& f) { f.enhanced = true, f.frames[0].facts[fact] = upper(f) ? one : other; };
  };
  refused(frame_of("ComplexImageComponent", "PHASE", "MAGNITUDE"), "dicom.units");
  refused(frame_of("ImageType", "ORIGINAL\\PRIMARY\\P", "ORIGINAL\\PRIMARY\\M"), "dicom.units");
  refused([&](DicomFile& f) { f.photometric = "MONOCHROME1", f.bits_stored = upper(f) ? 12 : 16; },
          "dicom.units");
  refused([&](DicomFile& f) { f.patient_name = upper(f) ? "Doe^Jane" : "Roe^Jane"; }, "dicom.patients");
}

TEST(SliceStack, SaysWhatIsHardlyMeant) {
  const auto codes = [](auto change) {
    std::vector<DicomFile> files = Slices({0, 3, 6});
    for (size_t k = 0; k < files.size(); ++k) change(files[k], k);
    std::vector<std::string> found;
    for (const DicomFinding& finding : Stack(files).findings) found.push_back(finding.code);
    return found;
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes([](DicomFile& f, size_t k) { f.scaled = k != 1; }), Codes{"dicom.units"});
  EXPECT_EQ(codes([](DicomFile& f, size_t k) { f.contrast = k == 1 ? "Gd" : ""; }), Codes{"dicom.series"});
  EXPECT_EQ(codes([](DicomFile& f, size_t k) { f.description = k == 1 ? "T1" : "T2"; }),
            Codes{"dicom.series"});
  EXPECT_EQ(codes([](DicomFile& f, size_t) { f.concatenation_parts = 4; }), Codes{"dicom.count"});
  EXPECT_EQ(codes([](DicomFile& f, size_t) { f.concatenation_parts = 3; }), Codes{});
  const auto named = [](DicomFile& f, size_t k) { f.patient_name = k == 1 ? "DOE^JANE^^^ " : "Doe^Jane"; };
  EXPECT_EQ(codes(named), Codes{});
  EXPECT_EQ(codes([](DicomFile& f, size_t k) {
              f.patient_id = "7", f.patient_name = k == 1 ? "Mueller" : "Müller";
            }),
            Codes{"dicom.patients"});
}

TEST(SeriesParts, SpacingsThatAreRoundedDifferentlyAreOne) {
  std::vector<DicomFile> files = Slices({0, 3, 6});
  files[2].frames[0].spacing = {0.75, 0.500001};
  EXPECT_EQ(Stack(files).geometry.spacing_mm()[0], 0.5);
  files[2].frames[0].spacing = {0.75, 0.5001};
  EXPECT_EQ(PartsOf(files).size(), 2U);
}

TEST(SeriesParts, RepetitionsAreSetApart) {
  std::vector<DicomFile> files;
  for (const char* echo : {"30", "90"})
    for (const double z : {0., 3., 6.}) files.push_back(Slice(z, {{"EchoTime", echo}}));
  EXPECT_EQ(PartNames(files), (std::vector<std::string>{"EchoTime=30", "EchoTime=90"}));
  for (const SeriesPart& part : PartsOf(files)) EXPECT_EQ(StackOf(files, part).geometry.size[2], 3);
}

TEST(SeriesParts, DiffusionInSeveralDirections) {
  std::vector<DicomFile> files;
  for (const double z : {0., 3., 6.}) {
    files.push_back(Slice(z, {{"DiffusionBValue", "0"}}));
    for (const char* gradient : {"1\\0\\0", "0\\1\\0"})
      files.push_back(Slice(z, {{"DiffusionBValue", "800"}, {"DiffusionGradient", gradient}}));
  }
  const std::vector<std::string> names = PartNames(files);
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0], "DiffusionBValue=0");
  // Text may name a person: it is shown as a hash.
  EXPECT_EQ(names[1].rfind("DiffusionBValue=800,DiffusionGradient=#", 0), 0U) << names[1];
}

TEST(SeriesParts, WhatNothingSetsApartIsRefused) {
  std::vector<DicomFile> files = Slices({0, 3, 3, 6});
  EXPECT_F4S_ERROR(Stack(files), ErrorKind::kBadInput, "dicom.repeats");
  // A fact that does not give each value all places sets nothing apart.
  files[1].frames[0].facts["EchoTime"] = "30";
  EXPECT_F4S_ERROR(Stack(files), ErrorKind::kBadInput, "dicom.repeats");
}

TEST(SeriesParts, ACopyOfAnInstanceIsTakenOnce) {
  std::vector<DicomFile> files = Slices({0, 3, 6});
  files.push_back(files[1]);
  const SliceStack stack = Stack(files);
  EXPECT_EQ(stack.geometry.size[2], 3);
  ASSERT_EQ(stack.findings.size(), 1U);
  EXPECT_EQ(stack.findings[0].code, "dicom.copies");
}

TEST(SeriesParts, AnInstanceThatLiesElsewhereIsNoCopy) {
  std::vector<DicomFile> files = Slices({0, 3, 6, 9});
  for (DicomFile& file : files) file.instance_uid = "1.2.3";
  const SliceStack stack = Stack(files);
  EXPECT_EQ(stack.geometry.size[2], 4);
  ASSERT_EQ(stack.findings.size(), 1U);
  EXPECT_EQ(stack.findings[0].code, "dicom.uid");
}

TEST(SliceStack, OnePatientAndOneFrameOfReference) {
  const auto with = [](auto change) {
    std::vector<DicomFile> files = Slices({0, 3, 6});
    for (DicomFile& file : files)
      file.patient_id = file.patient_name = file.study_uid = file.frame_of_reference = "a";
    change(files[1]);
    return files;
  };
  EXPECT_F4S_ERROR(Stack(with([](DicomFile& f) { f.patient_id = "b"; })), ErrorKind::kBadInput,
                   "dicom.patients");
  EXPECT_EQ(Stack(with([](DicomFile& f) { f.patient_name = "b"; })).findings.at(0).code, "dicom.patients");
  EXPECT_F4S_ERROR(Stack(with([](DicomFile& f) { f.patient_name = f.patient_id = "b"; })),
                   ErrorKind::kBadInput, "dicom.patients");
  EXPECT_F4S_ERROR(Stack(with([](DicomFile& f) { f.study_uid = "b"; })), ErrorKind::kBadInput,
                   "dicom.patients");
  EXPECT_TRUE(Stack(with([](DicomFile&) {})).findings.empty());
  EXPECT_TRUE(Stack(with([](DicomFile& f) { f.patient_id = ""; })).findings.empty());
  const SliceStack moved = Stack(with([](DicomFile& f) { f.frame_of_reference = "b"; }));
  ASSERT_EQ(moved.findings.size(), 1U);
  EXPECT_EQ(moved.findings[0].code, "dicom.reference");
}

TEST(SeriesParts, SeriesOrientationsAndSizesAreKeptApart) {
  std::vector<DicomFile> files = Slices({0, 3, 6});
  for (DicomFile& file : Slices({0, 3})) {
    file.frames[0].orientation = {1, 0, 0, 0, 0, -1};
    files.push_back(file);
  }
  files.push_back(Slice(0));
  files.back().rows = 7;
  EXPECT_EQ(PartNames(files), (std::vector<std::string>{"group=1", "group=2", "group=3"}));
  files.push_back(Slice(0));
  files.back().series_uid = "1.2.4";
  EXPECT_EQ(PartsOf(files).size(), 4U);
}

}  // namespace
}  // namespace f4s
