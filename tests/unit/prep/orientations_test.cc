// One study in each of the 48 orders that its voxels can have gives one dataset, and what was cut from it
// can be put back on the grid that it came from, voxel for voxel.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/phantom/phantom.h"
#include "libfuse4seg/prep/prepare.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// A folder that goes away, in memory where it can: thousands of small files are flushed to it.
class Scratch {
 public:
  Scratch() {
    const fs::path base = fs::is_directory("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    std::string name = (base / "f4s-orient-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<AxisOrder> AllOrders() {
  std::vector<AxisOrder> orders;
  std::array<int, 3> axis = {0, 1, 2};
  do
    for (int flips = 0; flips < 8; ++flips)
      orders.push_back({axis, {(flips & 1) != 0, (flips & 2) != 0, (flips & 4) != 0}});
  while (std::next_permutation(axis.begin(), axis.end()));
  return orders;
}

/// Odd sides, no two alike, voxels of three lengths, a head turned a little: nothing that could hide a
/// mistake.
const PhantomCase& Head() {
  static const PhantomCase head = [] {
    PhantomOptions options;
    options.size = {19, 23, 17};
    options.spacing_mm = {8.5, 9, 10};
    PhantomCase made = MakePhantom(options, 3, 0);
    Affine turn = IdentityAffine();  // exact in single precision, so that no header rounds it
    turn[0] = {0.96875, -0.25, 0, 3.5};
    turn[1] = {0.25, 0.96875, 0, -7.25};
    for (Grid* geometry : {&made.t1.grid, &made.flair.grid, &made.label.grid}) {
      Affine& map = geometry->world_from_voxel;
      map = turn * map;
      for (auto& row : map) row[3] = std::round(row[3]);
    }
    return made;
  }();
  return head;
}

void Write(const fs::path& file, Image<uint16_t> volume, const AxisOrder& order) {
  volume.samples = Reordered(volume.samples, volume.grid.size, order);
  volume.grid = Reordered(volume.grid, order);
  WriteLabelVolume(file, volume);
}

void Write(const fs::path& file, Image<float> volume, const AxisOrder& order) {
  volume.samples = Reordered(volume.samples, volume.grid.size, order);
  volume.grid = Reordered(volume.grid, order);
  WriteVolume(file, volume);
}

Case StudyIn(const fs::path& folder, const AxisOrder& order) {
  fs::create_directories(folder);
  Write(folder / "t1.nii", Head().t1, order);
  Write(folder / "flair.nii", Head().flair, order);
  Write(folder / "seg.nii", Head().label, order);
  Case record("study");
  record.SetImage("t1", folder / "t1.nii");
  record.SetImage("flair", folder / "flair.nii");
  record.SetFile("label", folder / "seg.nii");
  return record;
}

std::vector<Case> Prepare(const Case& record, const PrepareOptions& options, const fs::path& folder) {
  RunContext run({"test", {}, Json::object()}, {});
  const Preparer preparer(options, run, *ListOfCases({}));
  DatasetWriter out(folder, run);
  return preparer.Prepare(record, out);
}

std::string Bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every picture of a dataset by its place in it.
std::map<std::string, std::string> Pictures(const fs::path& folder) {
  std::map<std::string, std::string> pictures;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".png")
      pictures[fs::relative(entry.path(), folder).string()] = Bytes(entry.path());
  return pictures;
}

Image<uint16_t> Assembled(const std::vector<Case>& records) {
  std::vector<PlacedSlice> slices;
  for (const Case& record : records)
    slices.push_back({*record.slice_of_volume(), ReadLabels(*record.file("label"))});
  return AssembleLabels(slices);
}

/// Prepares all 48 (or every `stride`th) and compares their pictures.
/// @param exact  slices come back as what was cut, voxel for voxel; else all come back alike.
void ExpectOneDataset(const PrepareOptions& options, bool exact, int stride = 1) {
  const Scratch scratch;
  std::map<std::string, std::string> first;
  std::vector<uint16_t> first_back;
  int number = 0;
  for (const AxisOrder& order : AllOrders()) {
    if (number++ % stride != 0) continue;
    const fs::path folder = scratch.path() / std::to_string(number);
    const Case study = StudyIn(folder / "raw", order);
    const std::vector<Case> records = Prepare(study, options, folder / "out");
    const auto pictures = Pictures(folder / "out");
    ASSERT_GT(pictures.size(), 2 * records.size());
    if (first.empty()) first = pictures;
    ASSERT_TRUE(pictures == first) << "orientation " << number;

    const Image<uint16_t> back = Assembled(records), source = ReadLabelVolume(*study.file("label"));
    ASSERT_LT(CornerDisplacement(source.grid, back.grid), 1e-6);
    const auto standard = Reordered(back.samples, back.grid.size, order.Inverted());
    if (first_back.empty()) first_back = standard;
    if (exact) {
      ASSERT_EQ(back.samples, source.samples) << "orientation " << number;
    }
    ASSERT_EQ(standard, first_back) << "orientation " << number;
    fs::remove_all(folder);
  }
  EXPECT_EQ(number, 48);
  EXPECT_GT(std::count_if(first_back.begin(), first_back.end(), [](uint16_t l) { return l != 0; }), 20);
}

PrepareOptions InPlane(PlaneChoice plane) {
  PrepareOptions options;
  options.plane = plane;
  options.slices = SliceChoice::kAll;
  return options;
}

TEST(Orientations, GiveTheSameAxialSlices) { ExpectOneDataset(InPlane(PlaneChoice::kAxial), true); }

TEST(Orientations, GiveTheSameCoronalSlicesOnALargerCanvas) {
  PrepareOptions options = InPlane(PlaneChoice::kCoronal);
  options.normalize = "zscore";
  options.size = "28";
  options.bits = 16;
  ExpectOneDataset(options, true);
}

TEST(Orientations, GiveTheSameSagittalSlicesWithBiasCorrected) {
  PrepareOptions options = InPlane(PlaneChoice::kSagittal);
  options.correct_bias = true;
  options.modalities = {"t1"};
  ExpectOneDataset(options, true, 7);  // each takes a second
}

TEST(Orientations, GiveTheSameSlicesOfAnotherSpacing) {
  PrepareOptions options = InPlane(PlaneChoice::kAxial);
  options.spacing = "6,12,7";
  ExpectOneDataset(options, false);
}

TEST(Orientations, GiveTheSameVolumesOnTheirOwnGrids) {
  PrepareOptions options;
  options.volumes = true;
  const Scratch scratch;
  std::vector<float> first;
  int number = 0;
  for (const AxisOrder& order : AllOrders()) {
    const fs::path folder = scratch.path() / std::to_string(number++);
    const Case study = StudyIn(folder / "raw", order);
    const std::vector<Case> records = Prepare(study, options, folder / "out");
    ASSERT_EQ(records.size(), 1U);
    const Image<float> flair = ReadVolume(records[0].image("flair"));
    ASSERT_LT(CornerDisplacement(ReadGeometry(study.image("flair")), flair.grid), 1e-6);
    const auto standard = Reordered(flair.samples, flair.grid.size, order.Inverted());
    if (first.empty()) first = standard;
    ASSERT_EQ(standard, first) << "orientation " << number;
    const Image<uint16_t> label = ReadLabelVolume(*records[0].file("label"));
    ASSERT_EQ(label.samples, ReadLabelVolume(*study.file("label")).samples);
  }
}

}  // namespace
}  // namespace f4s
