#include "libfuse4seg/image/files/volume_encode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/deflate.h"

namespace f4s {
namespace {

/// A stored type and its word in each format.
struct TypeWords {
  ScalarType type;
  int16_t nifti;
  const char* nrrd;
  const char* meta;
};

TypeWords WordsOf(VoxelType type) {
  switch (type) {
    case VoxelType::kUint8: return {ScalarType::kUint8, 2, "uchar", "MET_UCHAR"};
    case VoxelType::kInt16: return {ScalarType::kInt16, 4, "short", "MET_SHORT"};
    case VoxelType::kUint16: return {ScalarType::kUint16, 512, "ushort", "MET_USHORT"};
    case VoxelType::kInt32: return {ScalarType::kInt32, 8, "int", "MET_INT"};
    default: return {ScalarType::kFloat32, 16, "float", "MET_FLOAT"};
  }
}

/// Shortest text that reads back as the same number.
std::string Exact(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value + 0.0).ptr;
  return {text, end};
}

template <class T>
void Put(std::string& bytes, size_t offset, T value) {
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

template <class T, class From>
std::string VoxelBytes(const std::vector<From>& voxels, const std::filesystem::path& path) {
  std::string bytes(voxels.size() * sizeof(T), '\0');
  for (size_t i = 0; i < voxels.size(); ++i) {
    const auto value = static_cast<double>(voxels[i]);
    // NaN fails the first comparison.
    const bool fits = value >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
                      value <= static_cast<double>(std::numeric_limits<T>::max()) &&
                      (!std::is_integral_v<T> || value == std::floor(value));
    if (!fits)
      throw Error(
          ErrorKind::kBadInput, "volume.value",
          Cat("voxel ", i, " is ", value, ", which ", std::is_integral_v<T> ? "an integer" : "a float",
              " of ", sizeof(T) * 8, " bits cannot hold"))
          .InFile(path);
    Put(bytes, i * sizeof(T), static_cast<T>(voxels[i]));
  }
  return bytes;
}

template <class From>
std::string VoxelBytes(const std::vector<From>& voxels, VoxelType type, const std::filesystem::path& path) {
  switch (type) {
    case VoxelType::kUint8: return VoxelBytes<uint8_t>(voxels, path);
    case VoxelType::kInt16: return VoxelBytes<int16_t>(voxels, path);
    case VoxelType::kUint16: return VoxelBytes<uint16_t>(voxels, path);
    case VoxelType::kInt32: return VoxelBytes<int32_t>(voxels, path);
    default: return VoxelBytes<float>(voxels, path);
  }
}

/// Unit vectors along the voxel axes, as columns.
Affine Directions(const Grid& geometry) {
  const Vector3 spacing = geometry.spacing_mm();
  Affine directions = geometry.world_from_voxel;
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) directions[i][j] /= spacing[j];
  return directions;
}

/// The quaternion (b, c, d) of a rotation r (a >= 0), by the largest of its four components.
/// nifti1.h, "METHOD 2"; Shepperd, J. Guidance and Control 1 (1978) 223.
Vector3 Quaternion(const Affine& r) {
  const double trace = r[0][0] + r[1][1] + r[2][2];
  std::array<double, 4> q{};  // a, b, c, d
  size_t largest = 0;
  const std::array<double, 4> squares = {trace, r[0][0], r[1][1], r[2][2]};
  for (size_t i = 1; i < 4; ++i)
    if (squares[i] > squares[largest]) largest = i;
  q[largest] = 0.5 * std::sqrt(std::max(0.0, largest == 0 ? 1 + trace : 1 + 2 * squares[largest] - trace));
  const double quarter = 0.25 / q[largest];
  const double ab = r[2][1] - r[1][2], ac = r[0][2] - r[2][0], ad = r[1][0] - r[0][1];
  const double bc = r[0][1] + r[1][0], bd = r[0][2] + r[2][0], cd = r[1][2] + r[2][1];
  const std::array<std::array<double, 4>, 4> products = {
      {{0, ab, ac, ad}, {ab, 0, bc, bd}, {ac, bc, 0, cd}, {ad, bd, cd, 0}}};
  for (size_t i = 0; i < 4; ++i)
    if (i != largest) q[i] = products[largest][i] * quarter;
  const double sign = q[0] < 0 ? -1 : 1;
  return {sign * q[1], sign * q[2], sign * q[3]};
}

std::string NiftiHeaderBytes(const std::filesystem::path& path, const Grid& geometry, const TypeWords& type) {
  std::string h(352, '\0');
  const Vector3 spacing = geometry.spacing_mm();
  Affine rotation = Directions(geometry);
  const bool mirrored = RelativeDeterminant(rotation) < 0;
  if (mirrored)
    for (size_t i = 0; i < 3; ++i) rotation[i][2] = -rotation[i][2];
  Put<int32_t>(h, 0, 348);
  Put<char>(h, 38, 'r');
  Put<int16_t>(h, 40, 3);
  Put<float>(h, 76, mirrored ? -1.F : 1.F);
  for (size_t i = 0; i < 3; ++i) {
    if (geometry.size[i] > 32767)
      throw Error(ErrorKind::kBadInput, "nifti.dim",
                  Cat(geometry.size[i], " voxels along an axis: NIfTI-1 holds 32767"))
          .InFile(path);
    Put(h, 42 + 2 * i, static_cast<int16_t>(geometry.size[i]));
    Put(h, 80 + 4 * i, static_cast<float>(spacing[i]));
    Put(h, 256 + 4 * i, static_cast<float>(Quaternion(rotation)[i]));
    Put(h, 268 + 4 * i, static_cast<float>(geometry.world_from_voxel[i][3]));
    for (size_t j = 0; j < 4; ++j)
      Put(h, 280 + 16 * i + 4 * j, static_cast<float>(geometry.world_from_voxel[i][j]));
  }
  for (size_t i = 4; i < 8; ++i) Put<int16_t>(h, 40 + 2 * i, 1);
  Put(h, 70, type.nifti);
  Put(h, 72, static_cast<int16_t>(8 * SizeOf(type.type)));
  Put<float>(h, 108, 352);
  Put<float>(h, 112, 1);    // scl_slope
  Put<uint8_t>(h, 123, 2);  // millimetres
  Put<int16_t>(h, 252, 1);
  Put<int16_t>(h, 254, 1);
  std::memcpy(h.data() + 344, "n+1", 4);
  return h;
}

std::string NrrdHeaderText(const Grid& geometry, const TypeWords& type) {
  const Affine& a = geometry.world_from_voxel;
  const auto lps = [&](size_t j) {
    return Cat("(", Exact(-a[0][j]), ",", Exact(-a[1][j]), ",", Exact(a[2][j]), ")");
  };
  return Cat(
      "NRRD0004\n# Complete NRRD file format specification at:\n# "
      "http://teem.sourceforge.net/nrrd/format.html\n",
      "type: ", type.nrrd, "\ndimension: 3\nspace: left-posterior-superior\nsizes: ", geometry.size[0], " ",
      geometry.size[1], " ", geometry.size[2], "\nspace directions: ", lps(0), " ", lps(1), " ", lps(2),
      "\nkinds: domain domain domain\n", SizeOf(type.type) > 1 ? "endian: little\n" : "",
      "encoding: gzip\nspace origin: ", lps(3), "\n\n");
}

/// MetaIO's TransformMatrix holds the axes one after another.
std::string MetaHeaderText(const Grid& geometry, const TypeWords& type, size_t data_bytes) {
  const Affine directions = Directions(geometry);
  const Vector3 spacing = geometry.spacing_mm();
  const auto lps = [&](size_t j) {
    return Cat(" ", Exact(-directions[0][j]), " ", Exact(-directions[1][j]), " ", Exact(directions[2][j]));
  };
  return Cat(
      "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = "
      "True\n",
      "CompressedDataSize = ", data_bytes, "\nTransformMatrix =", lps(0), lps(1), lps(2),
      "\nOffset =", lps(3), "\nCenterOfRotation = 0 0 0\nElementSpacing = ", Exact(spacing[0]), " ",
      Exact(spacing[1]), " ", Exact(spacing[2]), "\nDimSize = ", geometry.size[0], " ", geometry.size[1], " ",
      geometry.size[2], "\nElementType = ", type.meta, "\nElementDataFile = LOCAL\n");
}

std::string Encode(const std::filesystem::path& path, VolumeFormat format, const Grid& geometry,
                   VoxelType stored, const std::string& voxels) {
  const TypeWords type = WordsOf(stored);
  if (format == VolumeFormat::kNrrd) return NrrdHeaderText(geometry, type) + Deflate(voxels, Wrapper::kGzip);
  if (format == VolumeFormat::kMetaImage) {
    const std::string data = Deflate(voxels, Wrapper::kZlib);
    return MetaHeaderText(geometry, type, data.size()) + data;
  }
  const std::string file = NiftiHeaderBytes(path, geometry, type) + voxels;
  return LowerCaseExtension(path) == ".gz" ? Deflate(file, Wrapper::kGzip) : file;
}

}  // namespace

std::string LowerCaseExtension(const std::filesystem::path& path) {
  return LowerCase(path.extension().string());
}

template <class T>
std::string EncodeVolume(const std::filesystem::path& path, VolumeFormat format, const Image<T>& volume,
                         VoxelType type) {
  return Encode(path, format, volume.grid, type, VoxelBytes(volume.samples, type, path));
}
template std::string EncodeVolume(const std::filesystem::path&, VolumeFormat, const Image<float>&, VoxelType);
template std::string EncodeVolume(const std::filesystem::path&, VolumeFormat, const Image<uint16_t>&,
                                  VoxelType);

}  // namespace f4s
