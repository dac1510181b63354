// Which series of a case its label map goes to as a DICOM Segmentation, and when there is none.

#include "libfuse4seg/cases/record_dicom.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

const DicomMaker kMaker = {"f4s-segment", "1.2.3", "model abc"};

class RecordSegmentation : public testing::Test {
 protected:
  void SetUp() override {
    try {
      RequireDicomWriter();
    } catch (const Error&) {
      GTEST_SKIP() << "this build writes no DICOM segmentations";
    }
    MakeSeries("a", "size=6,5,4 series=1.2.3.99991");
    MakeSeries("b", "size=5,4,3 series=1.2.3.99992");
    record_.SetClasses({{1, "necrosis"}}, {});
  }

  void MakeSeries(const std::string& name, const std::string& options) const {
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / "make_dicom";
    ASSERT_EQ(std::system((program.string() + " " + Folder(name).string() + " " + options).c_str()), 0);
  }
  [[nodiscard]] fs::path Folder(const std::string& name) const { return scratch_ / name; }
  [[nodiscard]] fs::path File() const { return scratch_ / "out/labels/case.dcm"; }

  /// A label map on the grid of a series.
  [[nodiscard]] Image<uint16_t> LabelsOn(const std::string& name) const {
    Image<uint16_t> labels = {ReadDicomFacts(Folder(name)).geometry, 1, {}};
    labels.samples.assign(static_cast<size_t>(labels.grid.num_voxels()), 1);
    return labels;
  }
  /// As f4s-prep leaves it: prepared images, which are no DICOM, and what they were made from.
  void SetSource(const std::string& modality, const std::string& name) {
    record_.json()["source"][modality] = Folder(name).string();
    std::map<std::string, SeriesFacts> facts;
    facts[modality] = ReadDicomFacts(Folder(name));
    KeepSeries(facts, record_);
  }
  void Write(const Image<uint16_t>& labels) {
    WriteDicomPrediction(record_, labels, kMaker, File(), scratch_ / "out/measurements/case.dcm");
  }
  /// The series that the written file refers to.
  [[nodiscard]] bool FileNames(const std::string& uid) const {
    return std::system(("grep -aqF '" + uid + "' " + File().string()).c_str()) == 0;
  }

  Scratch scratch_;
  Case record_{"case"};
};

TEST_F(RecordSegmentation, TheFirstSeriesOfItsGrid) {
  SetSource("t1", "a");
  SetSource("t2", "b");
  Write(LabelsOn("b"));
  EXPECT_TRUE(FileNames("1.2.3.99992"));
  EXPECT_FALSE(FileNames("1.2.3.99991"));
  EXPECT_EQ(record_.file("prediction_dicom"), File());
  Write(LabelsOn("a"));
  EXPECT_TRUE(FileNames("1.2.3.99991"));
}

TEST_F(RecordSegmentation, AnImageMayBeTheSeriesItself) {
  record_.SetImage("t1", Folder("a"));
  Write(LabelsOn("a"));
  EXPECT_TRUE(FileNames("1.2.3.99991"));
}

TEST_F(RecordSegmentation, OneOfTheSeriesOfAFolder) {
  MakeSeries("a", "size=5,4,3 series=1.2.3.99994 name=X");
  record_.json()["source"]["t1"] = Folder("a").string();
  ChooseSeries(record_, "t1", {SeriesId("1.2.3.99994"), ""});
  Write(LabelsOn("b"));
  EXPECT_TRUE(FileNames("1.2.3.99994"));
}

TEST_F(RecordSegmentation, RefusesWhatHasNoSeriesOfItsGrid) {
  EXPECT_F4S_ERROR(RequireDicomSource(record_), ErrorKind::kBadInput, "dicom.source");
  record_.json()["source"]["t1"] = "/nowhere/t1.nii.gz";
  EXPECT_F4S_ERROR(Write(LabelsOn("a")), ErrorKind::kBadInput, "dicom.source");
  SetSource("t1", "a");
  Image<uint16_t> labels = LabelsOn("a");
  labels.grid.world_from_voxel[1][3] += 1;
  EXPECT_F4S_ERROR(Write(labels), ErrorKind::kBadInput, "dicom.grid");
  const Image<uint16_t> kept = LabelsOn("a");
  fs::remove_all(Folder("a"));
  EXPECT_F4S_ERROR(Write(kept), ErrorKind::kMissingInput, "dicom.source");
  EXPECT_FALSE(fs::exists(File()));
  EXPECT_FALSE(record_.file("prediction_dicom"));
}

TEST_F(RecordSegmentation, RefusesASlice) {
  SetSource("t1", "a");
  record_.json()["geometry"] = ParseJson(
      R"({"size":[6,5],"spacing_mm":[1,1],"volume":{"id":"v","axis":"axial","slice":0,"slices":4,"size":[6,5,4],
          "voxel_from_pixel":[[1,0,0],[0,1,0],[0,0,0]],
          "world_from_voxel":[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]}})",
      "");
  EXPECT_F4S_ERROR(RequireDicomSource(record_), ErrorKind::kBadInput, "dicom.slice");
}

}  // namespace
}  // namespace f4s
