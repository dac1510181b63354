#include "libfuse4seg/image/files/volume_io.h"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/orient.h"
#include "tests/unit/image/files.h"

namespace f4s {
namespace {

const std::vector<std::string> kNames = {"v.nii", "v.nii.gz", "v.nrrd", "v.mha"};

Image<float> Ramp(const Size3& size, const Affine& affine) {
  Image<float> volume = {{size, affine}, 1, {}};
  for (int64_t i = 0; i < volume.grid.num_voxels(); ++i)
    volume.samples.push_back(static_cast<float>(i % 200));
  return volume;
}

TEST(VolumeIo, RoundTripsVoxelsOfEveryType) {
  const TemporaryFolder folder;
  for (const std::string& name : kNames)
    for (const VoxelType type :
         {VoxelType::kUint8, VoxelType::kInt16, VoxelType::kUint16, VoxelType::kInt32, VoxelType::kFloat32}) {
      Image<float> volume = Ramp({7, 5, 6}, Scaling(1, 2, 3));
      if (type == VoxelType::kFloat32) volume.samples[3] = -1.25e-3F;
      if (type == VoxelType::kInt16) volume.samples[3] = -32768;
      WriteVolume(folder / name, volume, type);
      VoxelType read{};
      EXPECT_EQ(ReadVolume(folder / name, &read).samples, volume.samples) << name;
      EXPECT_EQ(read, type) << name;
    }
}

/// NIfTI-1 stores single precision, so its numbers here are of that kind; the other formats
/// get a grid with nothing round in it.
TEST(VolumeIo, RoundTripsGeometry) {
  const TemporaryFolder folder;
  const Affine oblique = Oblique({0.9, 1.1, 2.7}, {-101.3, 88.8, -47.1});
  Affine mirrored = oblique;
  for (size_t i = 0; i < 3; ++i) mirrored[i][1] = -mirrored[i][1];
  Affine single = Scaling(-0.9375, 0.5, 3.25);
  single[0][3] = 90.5;
  single[2][3] = -72.125;
  for (const std::string& name : kNames)
    for (const Affine& affine : {single, oblique, mirrored}) {
      const bool nifti = name.find(".nii") != std::string::npos;
      // Half a unit in the last place of 101.3 as float32, and of the axes over 7 voxels.
      const double tolerance_mm = nifti && affine != single ? 2e-5 : 1e-6;
      const Image<float> volume = Ramp({8, 5, 6}, affine);
      WriteVolume(folder / name, volume, VoxelType::kUint8);
      const Grid back = ReadGeometry(folder / name);
      ASSERT_EQ(back.size, volume.grid.size);
      for (const Vector3& corner : {Vector3{0, 0, 0}, Vector3{7, 0, 0}, Vector3{0, 4, 0}, Vector3{7, 4, 5}})
        for (size_t i = 0; i < 3; ++i)
          EXPECT_NEAR(Apply(back.world_from_voxel, corner)[i], Apply(affine, corner)[i], tolerance_mm)
              << name;
    }
}

TEST(VolumeIo, LabelsKeepTheirValuesInTheSmallestType) {
  const TemporaryFolder folder;
  const auto type_of = [&](const std::string& name) {
    VoxelType type{};
    static_cast<void>(ReadVolume(folder / name, &type));
    return type;
  };
  for (const std::string& name : kNames) {
    Image<uint16_t> labels = {{{3, 2, 1}, IdentityAffine()}, 1, {0, 1, 2, 4, 255, 0}};
    WriteLabelVolume(folder / name, labels);
    EXPECT_EQ(ReadLabelVolume(folder / name).samples, labels.samples);
    EXPECT_EQ(type_of(name), VoxelType::kUint8);
    labels.samples[5] = 65535;
    WriteLabelVolume(folder / name, labels);
    EXPECT_EQ(ReadLabelVolume(folder / name).samples, labels.samples);
    EXPECT_EQ(type_of(name), VoxelType::kUint16);
  }
}

TEST(VolumeIo, WritesTheSameBytesTwice) {
  const TemporaryFolder folder;
  for (const std::string& name : kNames) {
    const Image<float> volume = Ramp({9, 9, 9}, Oblique({1, 1, 2}, {3, 4, 5}));
    WriteVolume(folder / name, volume);
    const std::string first = ReadFile(folder / name);
    WriteVolume(folder / name, volume);
    EXPECT_EQ(ReadFile(folder / name), first);
  }
}

TEST(VolumeIo, RefusesWhatCannotBeWritten) {
  const TemporaryFolder folder;
  const auto code = [&](const std::string& name, const Image<float>& volume) {
    return CodeOf([&] { WriteVolume(folder / name, volume, VoxelType::kUint8); });
  };
  Image<float> volume = Ramp({3, 3, 3}, IdentityAffine());
  EXPECT_EQ(code("v.mhd", volume), "volume.extension");
  EXPECT_EQ(code("v.txt", volume), "volume.extension");
  volume.samples[5] = 256;
  EXPECT_EQ(code("v.nii", volume), "volume.value");
  volume.samples[5] = 0.5F;
  EXPECT_EQ(code("v.nii", volume), "volume.value");
  volume.samples[5] = 0;
  volume.grid.world_from_voxel[0][1] = 0.2;
  EXPECT_EQ(code("v.nii", volume), "geometry.shear");
  volume.grid = {{27, 1, 1}, Scaling(0, 1, 1)};
  EXPECT_EQ(code("v.nii", volume), "geometry.spacing");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// A limit on the size of files stands in for the full disk: write(2) fails in the same place.
TEST(VolumeIo, FullDiskLeavesTheOldFile) {
  const TemporaryFolder folder;
  Image<float> volume = Ramp({40, 40, 40}, IdentityAffine());
  for (size_t i = 0; i < volume.samples.size(); ++i)
    volume.samples[i] = static_cast<float>(i * 2654435761U % 1000003);
  for (const std::string& name : kNames) {
    folder.Write(name, "old");
    struct rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {65536, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string code = CodeOf([&] { WriteVolume(folder / name, volume); });
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    EXPECT_EQ(code, "io.write") << name;
    EXPECT_EQ(ReadFile(folder / name), "old");
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 4)
      << "temporary files stay";
}

TEST(VolumeIo, TakesTheFormThatItkTakes) {
  const TemporaryFolder folder;
  const Affine sform = Oblique({1, 2, 3}, {10, -20, 30});
  for (const int s : {0, 1, 2, 4})
    for (const int q : {0, 1, 2})
      for (const bool big : {false, true}) {
        std::string one = Nifti1({5, 4, 3}, sform), two = Nifti2({5, 4, 3}, sform, big);
        Poke<int16_t>(one, 252, static_cast<int16_t>(q));
        Poke<int16_t>(one, 254, static_cast<int16_t>(s));
        Poke<int32_t>(two, 344, q, big);
        Poke<int32_t>(two, 348, s, big);
        const float quaternion[6] = {0.1F, -0.2F, 0.3F, 7, 8, 9};
        for (size_t i = 0; i < 6; ++i) {
          Poke(one, 256 + 4 * i, quaternion[i]);
          Poke(two, 352 + 8 * i, static_cast<double>(quaternion[i]), big);
        }
        const Grid itk = ReadGeometry(folder.Write("one.nii", one));
        const Grid ours = ReadGeometry(folder.Write("two.nii", two));
        EXPECT_LT(CornerDisplacement(itk, ours), 1e-5) << "sform " << s << " qform " << q;
      }
}

/// The 48 ways to store one patient: 6 orders of axes, 8 directions.
TEST(VolumeIo, AllOrientationsGiveTheSameSlices) {
  const TemporaryFolder folder;
  const Size3 patient = {5, 4, 3};  // voxels to R, A, S
  const auto value = [](int64_t r, int64_t a, int64_t s) {
    return static_cast<uint16_t>(1 + r + 10 * a + 100 * s);
  };
  std::array<int, 3> order = {0, 1, 2};
  int orientations = 0;
  do {
    for (unsigned flips = 0; flips < 8; ++flips, ++orientations) {
      Grid geometry;
      geometry.world_from_voxel = {};
      geometry.world_from_voxel[3][3] = 1;
      for (size_t j = 0; j < 3; ++j) {
        const auto world = static_cast<size_t>(order[j]);
        const bool flip = (flips >> j & 1) != 0;
        geometry.size[j] = patient[world];
        const double spacing = 1 + static_cast<double>(world) / 4;
        geometry.world_from_voxel[world][j] = flip ? -spacing : spacing;
        geometry.world_from_voxel[world][3] = flip ? spacing * static_cast<double>(patient[world] - 1) : 0;
      }
      std::string bytes = Nifti1(geometry.size, geometry.world_from_voxel);
      const auto num_voxels = static_cast<size_t>(geometry.num_voxels());
      for (size_t i = 0; i < num_voxels; ++i) {
        const auto n = static_cast<int64_t>(i);
        const Vector3 voxel = {static_cast<double>(n % geometry.size[0]),
                               static_cast<double>(n / geometry.size[0] % geometry.size[1]),
                               static_cast<double>(n / geometry.size[0] / geometry.size[1])};
        const Vector3 at = Apply(geometry.world_from_voxel, voxel);
        Poke(bytes, 352 + 2 * i,
             value(std::llround(at[0]), std::llround(at[1] / 1.25), std::llround(at[2] / 1.5)));
      }
      const Image<uint16_t> volume = ReadLabelVolume(folder.Write("o.nii", bytes));
      ASSERT_LT(CornerDisplacement(geometry, volume.grid), 1e-5);
      const auto [R, A, S] = patient;
      // What stands at pixel (0, 0), (1, 0) and (0, 1) of slice 0 and at (0, 0) of slice 1.
      const std::vector<std::pair<Plane, std::array<uint16_t, 4>>> expected = {
          {Plane::kAxial,
           {value(R - 1, A - 1, 0), value(R - 2, A - 1, 0), value(R - 1, A - 2, 0), value(R - 1, A - 1, 1)}},
          {Plane::kCoronal,
           {value(R - 1, A - 1, S - 1), value(R - 2, A - 1, S - 1), value(R - 1, A - 1, S - 2),
            value(R - 1, A - 2, S - 1)}},
          {Plane::kSagittal,
           {value(R - 1, A - 1, S - 1), value(R - 1, A - 2, S - 1), value(R - 1, A - 1, S - 2),
            value(R - 2, A - 1, S - 1)}}};
      for (const auto& [plane, values] : expected) {
        const Slicing slicing = SlicingOf(volume.grid, plane);
        const auto first = ExtractSlice(volume.samples, slicing, 0),
                   second = ExtractSlice(volume.samples, slicing, 1);
        const std::array<uint16_t, 4> found = {first[0], first[1], first[static_cast<size_t>(slicing.width)],
                                               second[0]};
        ASSERT_EQ(found, values) << ToString(plane) << ", orientation " << orientations;
        std::vector<uint16_t> back(volume.samples.size(), 0);
        for (int64_t k = 0; k < slicing.slices; ++k)
          ASSERT_EQ(InsertSlice(back, volume.grid.size, ExtractSlice(volume.samples, slicing, k),
                                slicing.width, slicing.height, slicing.voxel_from_pixel(k)),
                    slicing.width * slicing.height);
        ASSERT_EQ(back, volume.samples);
      }
    }
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(orientations, 48);
}

TEST(VolumeIo, ReadsRealVolumes) {
  const std::filesystem::path data = "../shared/data";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "no ../shared/data";
  int read = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (!entry.path().string().ends_with(".nii.gz")) continue;
    const Image<float> volume = ReadVolume(entry.path());
    EXPECT_EQ(static_cast<int64_t>(volume.samples.size()), volume.grid.num_voxels());
    if (++read == 6) break;
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace f4s
