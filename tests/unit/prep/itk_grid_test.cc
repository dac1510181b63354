// The grid that our readers take from a header is ITK's, bit for bit: `world_from_voxel` stands in records.
// Written with ITK 5.2.1, whose readers this test links; nothing else does.  Where ITK errs, ours differs:
//
//   NIfTI-1  From some 300 mm between origin and first voxel ITK's check of an sform, a decomposition in
//   single
//            precision, may fail, whereupon it takes the qform, or says that there is no orthonormal map.
//            Of an sform of code 2 or above and a qform, both of origin 0 and within 1e-4 mm of each other,
//            it takes the sform.
//   NRRD     In "left-anterior-superior" it turns the first world axis about, not the second; it takes 1 mm
//   where
//            "axis mins" and "axis maxs" say how far the voxels are apart; units are not applied.
//   MetaImage  DistanceUnits are not applied.
// Of a picture ITK keeps the two axes of its plane.

#include <gtest/gtest.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>
#include <nifti1_io.h>

#include <cstring>
#include <iomanip>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"
#include "tests/unit/image/mutant.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

itk::ImageIOBase::Pointer ReaderOf(const fs::path& path) {
  itk::Object::SetGlobalWarningDisplay(false);
  nifti_set_debug_level(0);
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".nrrd")) return itk::NrrdImageIO::New().GetPointer();
  if (name.ends_with(".mha") || name.ends_with(".mhd")) return itk::MetaImageIO::New().GetPointer();
  return itk::NiftiImageIO::New().GetPointer();
}

/// ITK's grid in RAS: its first two world axes (LPS) change sign.  @throws itk::ExceptionObject.
Grid ItkGrid(const fs::path& path) {
  const auto io = ReaderOf(path);
  io->SetFileName(path.string());
  io->ReadImageInformation();
  Grid grid;
  const unsigned num_axes = std::min(io->GetNumberOfDimensions(), 3U);
  grid.size = {1, 1, 1};
  for (unsigned axis = 0; axis < num_axes; ++axis) {
    grid.size[axis] = static_cast<int64_t>(io->GetDimensions(axis));
    const std::vector<double> direction = io->GetDirection(axis);
    for (unsigned i = 0; i < num_axes; ++i)
      grid.world_from_voxel[i][axis] = (i < 2 ? -1 : 1) * direction[i] * io->GetSpacing(axis);
    grid.world_from_voxel[axis][3] = (axis < 2 ? -1 : 1) * io->GetOrigin(axis);
  }
  for (auto& row : grid.world_from_voxel)
    for (double& value : row) value += 0.0;  // -0 becomes 0
  return grid;
}

std::string Text(const Grid& grid) {
  std::ostringstream text;
  text << std::setprecision(17) << Describe(grid);
  for (const auto& row : grid.world_from_voxel)
    for (const double value : row) text << ' ' << value;
  return text.str();
}

bool SameBits(const Grid& a, Grid b) {
  if (a.is_picture)
    for (size_t i = 0; i < 3; ++i) {
      b.world_from_voxel[i][2] = a.world_from_voxel[i][2];
      b.world_from_voxel[2][i] = a.world_from_voxel[2][i];
    }
  return a.size == b.size && std::memcmp(&a.world_from_voxel, &b.world_from_voxel, sizeof(Affine)) == 0;
}

enum class Outcome { kSame, kRefused };

/// What we read ITK reads, too, as the same grid.
Outcome Compare(const fs::path& path, const std::string& what) {
  Grid ours;
  try {
    ours = ReadGeometry(path);
  } catch (const Error& error) {
    EXPECT_TRUE(error.kind() == ErrorKind::kBadInput || error.kind() == ErrorKind::kMissingInput) << what;
    return Outcome::kRefused;
  }
  try {
    const Grid itk = ItkGrid(path);
    EXPECT_TRUE(SameBits(ours, itk)) << what << "\nours " << Text(ours) << "\nITK  " << Text(itk);
  } catch (const itk::ExceptionObject& error) {
    ADD_FAILURE() << what << "\nours " << Text(ours) << "\nITK refuses it: " << error.GetDescription();
  }
  return Outcome::kSame;
}

/// A NIfTI-1 header's geometry, all of it.
struct Forms {
  int sform_code = 1, qform_code = 1;
  std::array<float, 12> sform{};
  std::array<float, 6> qform{};  ///< quaternion b, c, d, offset
  std::array<float, 4> pixdim{1, 1, 1, 1};
};

std::string Nifti(const Forms& forms) {
  std::string bytes = Nifti1({5, 4, 3}, IdentityAffine());
  Poke<int16_t>(bytes, 252, static_cast<int16_t>(forms.qform_code));
  Poke<int16_t>(bytes, 254, static_cast<int16_t>(forms.sform_code));
  for (size_t i = 0; i < 4; ++i) Poke(bytes, 76 + 4 * i, forms.pixdim[i]);
  for (size_t i = 0; i < 6; ++i) Poke(bytes, 256 + 4 * i, forms.qform[i]);
  for (size_t i = 0; i < 12; ++i) Poke(bytes, 280 + 4 * i, forms.sform[i]);
  return bytes;
}

/// Any rotation, now and then a quarter or half turn; spacings from 0.3 to 5 mm, often alike; within 250 mm
/// of the origin; the sform is the qform's map.
Forms RandomForms(std::mt19937_64& random) {
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Forms forms;
  std::array<double, 4> q{};
  double squares = 0;
  for (double& value : q) {
    value = random() % 4 == 0 ? std::round(uniform(-1, 1)) : uniform(-1, 1);
    squares += value * value;
  }
  const double length = squares > 0 ? std::sqrt(squares) : 1, sign = q[0] < 0 ? -1 : 1;
  for (size_t i = 0; i < 3; ++i) {
    forms.qform[i] = static_cast<float>(sign * q[i + 1] / length);
    forms.qform[3 + i] = static_cast<float>(uniform(-140, 140));
    forms.pixdim[i + 1] = static_cast<float>(random() % 3 == 0 ? 1 : uniform(0.3, 5));
  }
  forms.pixdim[0] = random() % 2 == 0 ? -1 : 1;
  const mat44 map = nifti_quatern_to_mat44(forms.qform[0], forms.qform[1], forms.qform[2], forms.qform[3],
                                           forms.qform[4], forms.qform[5], forms.pixdim[1], forms.pixdim[2],
                                           forms.pixdim[3], forms.pixdim[0]);
  for (size_t i = 0; i < 12; ++i) forms.sform[i] = map.m[i / 4][i % 4];
  return forms;
}

/// Rounded by another writer, moved, sheared, of another spacing, other dimensions, intents.
std::string DamagedNifti(Forms forms, std::mt19937_64& random) {
  const auto upto = [&](uint64_t most) { return static_cast<float>(random() % (most + 1)); };
  switch (random() % 7) {
    case 1:
      for (float& value : forms.sform) value *= 1 + 1e-6F * upto(2);
      break;
    case 2: forms.sform[random() % 3 * 4 + 3] += 5; break;
    case 3: forms.sform[random() % 3] += 1e-5F * upto(40); break;
    case 4: forms.pixdim[1 + random() % 3] += 1e-4F * upto(25); break;
    default: break;
  }
  std::string bytes = Nifti(forms);
  if (random() % 10 == 0) Poke<int16_t>(bytes, 68, random() % 2 == 0 ? 1002 : 1001);
  if (random() % 10 == 0) {
    static constexpr std::array<std::array<int16_t, 5>, 3> kDims = {
        {{3, 5, 12, 1, 1}, {4, 5, 4, 3, 1}, {3, 60, 1, 1, 1}}};
    const auto& dim = kDims[random() % kDims.size()];
    for (size_t i = 0; i < 5; ++i) Poke(bytes, 40 + 2 * i, dim[i]);
  }
  return bytes;
}

TEST(ItkGrid, NiftiFormsOfEveryCode) {
  const TemporaryFolder folder;
  std::mt19937_64 random(7);
  int same = 0;
  for (int i = 0; i < 3000; ++i) {
    Forms forms = RandomForms(random);
    forms.sform_code = static_cast<int>(random() % 4);
    forms.qform_code = static_cast<int>(random() % 3);
    const auto path = folder.Write("f.nii", DamagedNifti(forms, random));
    same += Compare(path, Cat("number ", i, ": ")) == Outcome::kSame ? 1 : 0;
  }
  EXPECT_GT(same, 2000);
}

/// The 48 ways to store one patient, as our writer stores them and with each of the forms alone.
TEST(ItkGrid, AllOrientationsOfEveryFormat) {
  const TemporaryFolder folder;
  std::array<size_t, 3> order = {0, 1, 2};
  int orientations = 0;
  do {
    for (size_t flips = 0; flips < 8; ++flips, ++orientations) {
      Image<float> volume;
      volume.grid = {{5, 4, 3}, Affine{}};
      volume.grid.world_from_voxel[3][3] = 1;
      for (size_t j = 0; j < 3; ++j) {
        const double spacing = 0.7 + static_cast<double>(j) / 3;
        volume.grid.world_from_voxel[order[j]][j] = (flips >> j & 1) != 0 ? -spacing : spacing;
        volume.grid.world_from_voxel[j][3] = 10.1 * static_cast<double>(j) - 7.7;
      }
      volume.samples.assign(60, 1);
      for (const char* name : {"o.nii", "o.nii.gz", "o.nrrd", "o.mha"}) {
        WriteVolume(folder / name, volume);
        EXPECT_EQ(Compare(folder / name, Cat(name, ", orientation ", orientations)), Outcome::kSame);
      }
      for (const size_t code : {252U, 254U}) {
        std::string bytes = ReadFile(folder / "o.nii");
        Poke<int16_t>(bytes, code, 0);
        EXPECT_EQ(Compare(folder.Write("f.nii", bytes), Cat("orientation ", orientations)), Outcome::kSame);
      }
    }
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(orientations, 48);
}

const std::vector<std::string>& NrrdHeaders() {
  static const std::vector<std::string> headers = {
      "space: left-posterior-superior\nspace directions: (1.1,0,0) (0,2.2,0) (0,0,3.3)\n"
      "kinds: domain space none\nspace origin: (7.1,8.2,9.3)\n",
      "space: right-anterior-superior\nspace directions: (0.28,0.96,0) (0.96,-0.28,0) (0,0,3.3)\n"
      "space origin: (7.1,-8.7,9.3)\nspace units: \"mm\" \"mm\" \"mm\"\n"
      "measurement frame: (1,0,0) (0,1,0) (0,0,1)\n",
      "space dimension: 3\nspace directions: (0.36,0.48,-0.8) (-0.8,0.6,0) (1.44,1.92,1.8)\n"
      "space origin: (1e-3,2E2,-3.25)\nthicknesses: nan nan 3\n",
      "space: RAS\nspacedirections: (0,0,1.7) (0,-1.3,0) (0.9,0,0)\nspaceorigin: (7.7,8.8,9.9)\n",
      "space: scanner-xyz\nspace directions: (0.7,0,0) (0,0,-1.3) (0,0.9,0)\n",
      "space: 3D-left-handed\nspace directions: (-1,0,0) (0,-2,0) (0,0,3)\n",
      "space: 3D right handed\nspace origin: ( 7 , 8 , 9 )\n",
      "spacings: 0.7 1.1 3.3\nunits: \"mm\" \"mm\" \"mm\"\nlabels: \"x\" \"y\" \"z\"\n",
      "spacings: 0.7 -1.1 3.3\naxis mins: 3.1 -4.2 5.3\ncenters: cell node ???\n",
      "old min: 3\ncontent: some words\nkey:=value\n",
      "axismins: 1.1 2.2 3.3\n",
      ""};
  return headers;
}

std::string Nrrd(const std::string& geometry) {
  return "NRRD0005\ntype: uchar\ndimension: 3\nsizes: 5 4 3\nencoding: raw\n" + geometry + "\n";
}

const std::vector<std::string>& MetaHeaders() {
  static const std::vector<std::string> headers = {
      "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
      "CompressedData = False\nTransformMatrix = 0.36 0.48 -0.8 -0.8 0.6 0 0.48 0.64 0.6\n"
      "Offset = 7.1 8.2 -9.3\nCenterOfRotation = 1 2 3\nAnatomicalOrientation = RAI\n"
      "ElementSpacing = 1.1 2.2 3.3\nDimSize = 5 4 3\n",
      "NDims = 3\nOrientation = 1 0 0 0 -1 0 0 0 -1\nPosition = 7.1 8.2 -9.3\nElementSize = 1.1 2.2 3.3\n"
      "DimSize = 5 4 3\nComment = a b\nAnatomicalOrientation = LAS\n",
      "NDims = 3\nDimSize = 5 4 3\nRotation = 0 1 0 -1 0 0 0 0 1\nOrigin = -1.5 2 3\nColor = 1 1 1 1\n"
      "ElementSpacing = 0.5 .25 1e1\nID = 3\nElementMin = 0\nElementMax = 255\nModality = MET_MOD_MR\n",
      // One thing said twice; where the two differ, we refuse what ITK reads by an order of its own.
      "NDims = 3\nDimSize = 5 4 3\nOrigin = 4 5 6\nOffset = 4 5 6\nPosition = 4 5 6\nDistanceUnits = mm\n"
      "Orientation = 0 1 0 1 0 0 0 0 1\nRotation = 0 1 0 1 0 0 0 0 1\nElementSize = 2 2 2\n",
      "NDims = 3\nDimSize = 5 4 3\nPosition = 4 5 6\nOffset = 4 5 6\nElementSpacing = 3 -3 3\n"
      "ElementSize = 2 2 2\nRotation = 0 1 0 1 0 0 0 0 1\nTransformMatrix = 0 1 0 1 0 0 0 0 1\n",
      "NDims = 2\nDimSize = 5 12\nElementSpacing = 1.5 2.5\nOffset = 7 8\nTransformMatrix = 0.6 0.8 -0.8 0.6\n",
      "NDims = 3\nDimSize = 5 4 3\n"};
  return headers;
}

std::string Meta(const std::string& geometry) {
  return geometry + "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n";
}

/// Every header as it stands, then damaged: what we read ITK reads alike.
void CompareTexts(const std::string& name, const std::vector<std::string>& headers) {
  const TemporaryFolder folder;
  std::mt19937_64 random(11);
  for (const std::string& header : headers)
    EXPECT_EQ(Compare(folder.Write(name, header + std::string(60, '\1')), header), Outcome::kSame) << header;
  int same = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string header = headers[random() % headers.size()];
    header = TextMutant(header, header.size(), random);
    if (header.find("LAS") != std::string::npos || header.find("axis maxs") != std::string::npos) continue;
    if (header.find("\"m\"") != std::string::npos || header.find("Units = m\n") != std::string::npos)
      continue;
    const auto path = folder.Write(name, header + std::string(60, '\1'));
    same += Compare(path, header) == Outcome::kSame ? 1 : 0;
  }
  EXPECT_GT(same, 150);
}

TEST(ItkGrid, NrrdHeadersWholeAndDamaged) {
  std::vector<std::string> headers;
  for (const std::string& header : NrrdHeaders()) headers.push_back(Nrrd(header));
  std::string slice =
      Nrrd("space dimension: 2\nspace directions: (0,2.2) (1.1,0)\nspace origin: (5.5,6.6)\n");
  headers.push_back(slice.replace(slice.find("3\nsizes: 5 4 3"), 14, "2\nsizes: 5 12"));
  CompareTexts("f.nrrd", headers);
}

TEST(ItkGrid, MetaImageHeadersWholeAndDamaged) {
  std::vector<std::string> headers;
  for (const std::string& header : MetaHeaders()) headers.push_back(Meta(header));
  CompareTexts("f.mha", headers);
}

TEST(ItkGrid, LeftAnteriorSuperiorIsWhatTheFormatSays) {
  const TemporaryFolder folder;
  const std::string las = "space: LAS\nspace directions: (1,0,0) (0,2,0) (0,0,3)\nspace origin: (7,8,9)\n";
  const Grid grid = ReadGeometry(folder.Write("f.nrrd", Nrrd(las) + std::string(60, '\1')));
  Affine wanted = Scaling(-1, 2, 3);
  for (size_t i = 0; i < 3; ++i) wanted[i][3] = std::array{-7, 8, 9}[i];
  EXPECT_EQ(grid.world_from_voxel, wanted);
}

TEST(ItkGrid, FarFromTheOriginAnSformCountsStill) {
  const TemporaryFolder folder;
  const Affine sform = Oblique({0.3, 1, 4}, {700, -800, 900});
  const Grid grid = ReadGeometry(folder.Write("f.nii", Nifti1({5, 4, 3}, sform)));
  EXPECT_LT(CornerDisplacement({{5, 4, 3}, sform}, grid), 1e-3);
}

/// Every volume that lies beside the repository.
TEST(ItkGrid, RealVolumes) {
  const fs::path shared = "../shared";
  if (!fs::exists(shared)) GTEST_SKIP() << "no ../shared";
  int same = 0;
  for (const char* part : {"data", "golden", "faults"})
    for (const auto& entry : fs::recursive_directory_iterator(shared / part)) {
      const std::string name = entry.path().filename().string();
      const bool is_volume = name.ends_with(".nii") || name.ends_with(".nii.gz") || name.ends_with(".nrrd") ||
                             name.ends_with(".mha");
      if (entry.is_regular_file() && is_volume)
        same += Compare(entry.path(), entry.path().string()) == Outcome::kSame ? 1 : 0;
    }
  EXPECT_GT(same, 1000);
}

}  // namespace
}  // namespace f4s
