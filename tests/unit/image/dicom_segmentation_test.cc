// A label map as a DICOM Segmentation, read back by another library, and by highdicom where there is one.

#include "libfuse4seg/image/dicom/dicom_segmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>
#include <sstream>
#include <tuple>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/dicom/helper_process.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/label_colours.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

const Classes kClasses = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}, {300, "Zone \\ \xc3\xa9"}};
const DicomMaker kMaker = {"f4s-segment", "1.2.3", "model abc"};

bool WritesDicom() {
  try {
    static_cast<void>(HelperProgram("f4s-write-dicom-seg", "it"));
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// What a shell command prints.
std::string Output(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> part{};
  for (size_t count = 0; (count = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), count);
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << text;
  return text;
}

std::string Program(const std::string& name) {
  return (fs::read_symlink("/proc/self/exe").parent_path() / name).string();
}

/// A label and where it lies, micrometres, LPS.
using Spot = std::tuple<int, int64_t, int64_t, int64_t>;

Spot SpotAt(int label, const Vector3& lps) {
  const auto round = [](double mm) { return static_cast<int64_t>(std::llround(mm * 1000)); };
  return {label, round(lps[0]), round(lps[1]), round(lps[2])};
}

struct ReadBack {
  std::map<std::string, std::string> fields;
  std::vector<std::string> segments, colours;
  std::vector<std::string> frames;
  std::multiset<Spot> spots;  ///< labels are numbers of segments
};

ReadBack Read(const fs::path& file) {
  ReadBack back;
  std::istringstream lines(Output(Program("read_dicom_seg") + " " + file.string()));
  for (std::string line; std::getline(lines, line);) {
    const std::string kind = line.substr(0, line.find(' ')), rest = line.substr(line.find(' ') + 1);
    if (kind == "field") back.fields[rest.substr(0, 9)] = rest.substr(10);
    if (kind == "segment") back.segments.push_back(rest);
    if (kind == "colour") back.colours.push_back(rest);
    if (kind == "frame") back.frames.push_back(rest);
    if (kind != "voxel") continue;
    int segment = 0;
    Vector3 at{};
    std::istringstream(rest) >> segment >> at[0] >> at[1] >> at[2];
    back.spots.insert(SpotAt(segment, at));
  }
  return back;
}

class DicomSegmentation : public testing::Test {
 protected:
  void SetUp() override {
    if (!WritesDicom()) GTEST_SKIP() << "this build writes no DICOM segmentations";
  }

  /// A series of known voxels.
  void MakeSeries(const std::string& options) {
    Output(Program("make_dicom") + " " + Folder().string() + " " + options);
  }
  [[nodiscard]] fs::path Folder() const { return scratch_ / "series"; }
  [[nodiscard]] fs::path File() const { return scratch_ / "out/seg.dcm"; }

  /// Labels that no mirror and no exchange of axes leaves as they are; slice 1 has none but one 2.
  [[nodiscard]] Image<uint16_t> Labels() const {
    Image<uint16_t> labels = {ReadDicomFacts(Folder()).geometry, 1, {}};
    const auto& [nx, ny, nz] = labels.grid.size;
    constexpr std::array<uint16_t, 7> kValues = {0, 1, 0, 2, 0, 0, 300};
    for (int64_t z = 0; z < nz; ++z)
      for (int64_t y = 0; y < ny; ++y)
        for (int64_t x = 0; x < nx; ++x)
          labels.samples.push_back(z == 1 ? (x == 2 && y == 1 ? 2 : 0)
                                          : kValues[static_cast<size_t>(x * x + 3 * y + x * y + 2 * z) % 7]);
    return labels;
  }

  void Write(const Image<uint16_t>& labels, const Classes& classes = kClasses) const {
    WriteDicomSegmentation(File(), Folder(), {}, labels, classes, kMaker);
  }

  /// Where the label map has its labels, by its own grid.
  static std::multiset<Spot> SpotsOf(const Image<uint16_t>& labels) {
    std::multiset<Spot> spots;
    const auto& [nx, ny, nz] = labels.grid.size;
    for (int64_t i = 0; i < labels.grid.num_voxels(); ++i) {
      const uint16_t label = labels.samples[static_cast<size_t>(i)];
      const Vector3 ras = Apply(
          labels.grid.world_from_voxel,
          {static_cast<double>(i % nx), static_cast<double>(i / nx % ny), static_cast<double>(i / nx / ny)});
      const auto segment = static_cast<int>(std::distance(kClasses.begin(), kClasses.find(label))) + 1;
      if (label != 0) spots.insert(SpotAt(segment, {-ras[0], -ras[1], ras[2]}));
    }
    return spots;
  }

  Scratch scratch_;
};

TEST_F(DicomSegmentation, VoxelsLieWhereTheSourcesLie) {
  for (const char* plane : {"axial", "coronal", "sagittal", "oblique"})
    for (const char* more : {"reversed=0", "reversed=1", "enhanced=1", "enhanced=1 reversed=1",
                             "syntax=implicit size=7,3,2", "syntax=j2k size=33,31,3", "size=1,1,1"}) {
      fs::remove_all(Folder());
      MakeSeries(Cat("plane=", plane, " ", more));
      const Image<uint16_t> labels = Labels();
      Write(labels);
      const ReadBack back = Read(File());
      EXPECT_EQ(back.spots, SpotsOf(labels)) << plane << " " << more;
      EXPECT_EQ(labels.samples.size() == 1 || !back.spots.empty(), true);
    }
}

TEST_F(DicomSegmentation, FramesReferToTheSourcesFramesThere) {
  for (const char* kind : {"enhanced=0", "enhanced=1"}) {
    fs::remove_all(Folder());
    MakeSeries(Cat("plane=oblique reversed=1 ", kind));
    Write(Labels());
    DicomSession session;
    std::set<std::string> places;
    for (const DicomFile& file : ReadDicomHeaders(DicomFilesIn(Folder()), session))
      for (size_t i = 0; i < file.frames.size(); ++i) {
        std::array<char, 200> text{};
        const Vector3& at = *file.frames[i].position;
        std::snprintf(text.data(), text.size(), "%s %zu %.6f %.6f %.6f", file.instance_uid.c_str(),
                      file.enhanced ? i + 1 : 0, at[0], at[1], at[2]);
        places.insert(text.data());
      }
    const ReadBack back = Read(File());
    ASSERT_GT(back.frames.size(), 4U);
    for (const std::string& frame : back.frames)
      EXPECT_EQ(places.count(frame.substr(frame.find(' ') + 1)), 1U) << frame;
  }
}

TEST_F(DicomSegmentation, SaysWhoseItIsAndWhatItHolds) {
  MakeSeries(R"(set=0010,0010:Some^One set=0010,0020:4711 set=0008,1030:Study set=0020,0011:7)");
  Write(Labels());
  ReadBack back = Read(File());
  const std::map<std::string, std::string> wanted = {{"0008,0016", "1.2.840.10008.5.1.4.1.1.66.4"},
                                                     {"0008,0060", "SEG"},
                                                     {"0010,0010", "Some^One"},
                                                     {"0010,0020", "4711"},
                                                     {"0008,1030", "Study"},
                                                     {"0020,0011", "1007"},
                                                     {"0020,000d", "1.2.826.0.1.3680043.2.1125.1"},
                                                     {"0008,0023", "20010203"},
                                                     {"0008,0033", "040506"},
                                                     {"0020,0052", "1.2.826.0.1.3680043.2.1125.9"},
                                                     {"0008,0070", "fuse4seg"},
                                                     {"0018,1020", "1.2.3"},
                                                     {"0008,1090", "f4s-segment"},
                                                     {"0062,0001", "BINARY"},
                                                     {"0062,0013", "NO"}};
  for (const auto& [tag, text] : wanted) EXPECT_EQ(back.fields[tag], text) << tag;
  for (const char* uid : {"0008,0018", "0020,000e"}) EXPECT_EQ(back.fields[uid].substr(0, 5), "2.25.");
  EXPECT_NE(back.fields["0020,000e"], back.fields["0008,0018"]);
  // 4 has no voxel, but a segment and an empty frame.
  const std::string zone = CodesOfClass("Zone \\ \xc3\xa9").type.value;
  EXPECT_EQ(back.segments,
            (std::vector<std::string>{"1|necrosis|label value 1|49755003 SCT|6574001 SCT",
                                      "2|oedema|label value 2|49755003 SCT|79654002 SCT",
                                      "3|enhancing|label value 4|49755003 SCT|C113842 NCIt",
                                      "4|Zone _ _|label value 300|85756007 SCT|" + zone + " 99FUSE4SEG"}));
  EXPECT_EQ(std::count_if(back.frames.begin(), back.frames.end(),
                          [](const std::string& frame) { return frame[0] == '3'; }),
            1);
}

/// The colour in sRGB of a number of a segment with PCS values as DICOM has them (PS3.3, C.10.7.1.1), by the
/// formulae of CIE 15 for the white of sRGB (IEC 61966-2-1).
LabelRgb RgbOf(const std::string& colour) {
  int number = 0, l = 0, a = 0, b = 0;
  std::istringstream(colour) >> number >> l >> a >> b;
  const double y = (l / 65535.0 * 100 + 16) / 116, x = y + (a / 65535.0 * 255 - 128) / 500,
               z = y - (b / 65535.0 * 255 - 128) / 200;
  const auto stimulus = [](double f) { return f > 6.0 / 29 ? f * f * f : 3 * (f - 4.0 / 29) * 36 / 841; };
  const Vector3 xyz = {0.95047 * stimulus(x), stimulus(y), 1.08883 * stimulus(z)};
  const Vector3 rows[] = {{3.2404542, -1.5371385, -0.4985314},
                          {-0.9692660, 1.8760108, 0.0415560},
                          {0.0556434, -0.2040259, 1.0572252}};
  LabelRgb rgb{};
  for (size_t i = 0; i < 3; ++i) {
    const double linear = std::max(0.0, Dot(rows[i], xyz));
    const double level = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    rgb[i] = static_cast<uint8_t>(std::lround(std::clamp(level, 0.0, 1.0) * 255));
  }
  return rgb;
}

TEST_F(DicomSegmentation, SegmentsHaveTheColoursOfTheirLabels) {
  MakeSeries("");
  Write(Labels());
  const ReadBack back = Read(File());
  ASSERT_EQ(back.colours.size(), kClasses.size());
  size_t segment = 0;
  for (const auto& [value, name] : kClasses) {
    const LabelRgb rgb = RgbOf(back.colours[segment++]), wanted = LabelColour(value);
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(rgb[i], wanted[i], 1) << name;
  }
}

TEST_F(DicomSegmentation, PatientAndStudyAreTakenAsTheyAre) {
  MakeSeries("syntax=implicit set=0010,1010:45 set=0010,0030:1950.1.1 set=0010,0040:male study=1.2.03.4");
  Write(Labels());
  ReadBack back = Read(File());
  EXPECT_EQ(back.fields["0010,1010"], "45");
  EXPECT_EQ(back.fields["0010,0030"], "1950.1.1");
  EXPECT_EQ(back.fields["0010,0040"], "male");
  EXPECT_EQ(back.fields["0020,000d"], "1.2.03.4");
}

TEST_F(DicomSegmentation, NothingSegmentedIsAnEmptyFrameOfEachClass) {
  MakeSeries("");
  Image<uint16_t> labels = Labels();
  labels.samples.assign(labels.samples.size(), 0);
  Write(labels);
  const ReadBack back = Read(File());
  EXPECT_EQ(back.segments.size(), 4U);
  EXPECT_EQ(back.frames.size(), 4U);
  EXPECT_TRUE(back.spots.empty());
}

TEST_F(DicomSegmentation, EqualWorkGivesEqualBytesAndOtherWorkAnotherUid) {
  MakeSeries("");
  Image<uint16_t> labels = Labels();
  Write(labels);
  const std::string first = ReadFile(File()), uid = Read(File()).fields["0008,0018"];
  const std::string series = Read(File()).fields["0020,000e"];
  Write(labels);
  EXPECT_EQ(ReadFile(File()), first);
  labels.samples[0] = 4;
  Write(labels);
  EXPECT_NE(Read(File()).fields["0008,0018"], uid);
  EXPECT_EQ(Read(File()).fields["0020,000e"], series);
}

TEST_F(DicomSegmentation, RefusesWhatItCannotSay) {
  MakeSeries("");
  Image<uint16_t> labels = Labels();
  labels.samples[3] = 5;
  EXPECT_F4S_ERROR(Write(labels), ErrorKind::kBadInput, "dicom.label");
  Image<uint16_t> moved = Labels();
  moved.grid.world_from_voxel[0][3] += 0.1;
  EXPECT_F4S_ERROR(Write(moved), ErrorKind::kBadInput, "dicom.grid");
  fs::remove_all(Folder());
  MakeSeries("set=0020,0052: set=0010,0010:PLANT");
  try {
    Write(Labels());
    FAIL() << "a source without frame of reference";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "dicom.reference");
    EXPECT_EQ(error.Line().find("PLANT"), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(File()));
}

TEST_F(DicomSegmentation, HighdicomOpensIt) {
  // Beside the machine's own packages those that cmake/setup.sh --tests fetches.
  const std::string python =
      "PYTHONPATH=\"/opt/fuse4seg/test-tools:${XDG_CACHE_HOME:-$HOME/.cache}/fuse4seg/test-tools\" python3 ";
  if (std::system((python + "-c 'import highdicom' >/dev/null 2>&1").c_str()) != 0)
    GTEST_SKIP() << "python3 has no highdicom";
  for (const char* options :
       {"plane=oblique reversed=1", "enhanced=1 size=33,31,5", "size=6,5,4 plane=sagittal"}) {
    fs::remove_all(Folder());
    MakeSeries(options);
    const Image<uint16_t> labels = Labels();
    Write(labels);
    WriteLabelVolume(scratch_ / "labels.nii.gz", labels);
    EXPECT_EQ(Output(Cat(python, "tests/support/check_dicom_seg.py ", File().string(), " ", Folder().string(),
                         " ", (scratch_ / "labels.nii.gz").string())),
              "equal\n")
        << options;
  }
}

TEST(DerivedUid, IsAUuidInDecimal) {
  // python3 -c "import hashlib, uuid; print(uuid.UUID(bytes=hashlib.sha256(b'a').digest()[:16],
  // version=...).int)" with version 8 and the variant of RFC 9562 set by hand:
  // ca978112-ca1b-8dca-bac2-31b39a23dc4d.
  EXPECT_EQ(DerivedUid("a"), "2.25.269290709893686844195134956664967650381");
  EXPECT_NE(DerivedUid("b"), DerivedUid("a"));
  EXPECT_LE(DerivedUid("").size(), 44U);
}

TEST(SegmentCodes, KnownNamesAreSnomedsAndOthersTheirOwn) {
  EXPECT_EQ(CodesOfClass("Enhancing_Tumour").type.value, "C113842");
  EXPECT_EQ(CodesOfClass(" brain ").category.meaning, "Anatomical Structure");
  const SegmentCodes own = CodesOfClass("peripheral zone");
  EXPECT_EQ(own.type.scheme, "99FUSE4SEG");
  EXPECT_EQ(own.type.meaning, "peripheral zone");
  EXPECT_NE(own.type.value, CodesOfClass("transition zone").type.value);
}

}  // namespace
}  // namespace f4s
