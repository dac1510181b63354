#include "libfuse4seg/image/files/nifti_header.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace f4s {
namespace {

constexpr uint64_t kMinOffset1 = 352, kMinOffset2 = 544;
constexpr int kMostExtensions = 1000;

/// Fields of a header by their byte offset.
class Fields {
 public:
  Fields(const unsigned char* bytes, bool swap) : bytes_(bytes), swap_(swap) {}

  template <class T>
  [[nodiscard]] T Get(size_t offset) const {
    unsigned char raw[sizeof(T)];
    std::memcpy(raw, bytes_ + offset, sizeof(T));
    if (swap_) std::reverse(raw, raw + sizeof(T));
    T value;
    std::memcpy(&value, raw, sizeof(T));
    return value;
  }
  template <class T, size_t kCount, class To>
  void Get(size_t offset, std::array<To, kCount>& to) const {
    for (size_t i = 0; i < kCount; ++i) to[i] = static_cast<To>(Get<T>(offset + i * sizeof(T)));
  }

 private:
  const unsigned char* bytes_;
  bool swap_;
};

NiftiHeader Version1(const Fields& f) {
  NiftiHeader h;
  f.Get<int16_t>(40, h.dim);
  h.intent = f.Get<int16_t>(68);
  h.datatype = f.Get<int16_t>(70);
  h.bitpix = f.Get<int16_t>(72);
  f.Get<float>(76, h.pixdim);
  h.vox_offset = f.Get<float>(108);
  h.slope = f.Get<float>(112);
  h.intercept = f.Get<float>(116);
  h.xyzt_units = f.Get<uint8_t>(123);
  h.qform_code = f.Get<int16_t>(252);
  h.sform_code = f.Get<int16_t>(254);
  f.Get<float>(256, h.qform);
  f.Get<float>(280, h.sform);
  return h;
}

NiftiHeader Version2(const Fields& f) {
  NiftiHeader h;
  h.version = 2;
  h.datatype = f.Get<int16_t>(12);
  h.bitpix = f.Get<int16_t>(14);
  f.Get<int64_t>(16, h.dim);
  f.Get<double>(104, h.pixdim);
  h.vox_offset = static_cast<double>(f.Get<int64_t>(168));
  h.slope = f.Get<double>(176);
  h.intercept = f.Get<double>(184);
  h.qform_code = f.Get<int32_t>(344);
  h.sform_code = f.Get<int32_t>(348);
  f.Get<double>(352, h.qform);
  f.Get<double>(400, h.sform);
  h.xyzt_units = f.Get<int32_t>(500);
  h.intent = f.Get<int32_t>(504);
  return h;
}

/// Reads the 348 or 540 bytes and recognizes version and byte order.
NiftiHeader ReadNiftiFields(ByteReader& reader) {
  unsigned char bytes[540] = {};
  const size_t got = reader.Read(bytes, 348);
  if (got < 348)
    throw reader.Bad("truncated",
                     Cat("the header has ", got, " bytes: wanted 348 (NIfTI-1) or 540 (NIfTI-2)"));
  const auto header_size = Fields(bytes, false).Get<uint32_t>(0);
  const auto swapped_size = __builtin_bswap32(header_size);
  const bool swap = swapped_size == 348 || swapped_size == 540;
  const uint32_t size = swap ? swapped_size : header_size;
  const char* magic1 = reinterpret_cast<const char*>(bytes + 344);
  if (size == 348 && std::memcmp(magic1, "ni1", 4) == 0)
    throw reader.Bad("pair", "is the header of a .hdr/.img pair: wanted one .nii or .nii.gz file");
  if (size == 348 && std::memcmp(magic1, "n+1", 4) != 0)
    throw reader.Bad("magic", Cat("its magic is ", Quoted(std::string(magic1, 4)), ": wanted 'n+1\\x00'"));
  if (size != 348 && size != 540)
    throw reader.Bad("magic", Cat("begins with the header size ", header_size, ": wanted 348 or 540"));
  if (size == 540) {
    const size_t more = reader.Read(bytes + 348, 540 - 348);
    if (more < 540 - 348)
      throw reader.Bad("truncated", Cat("the header has ", 348 + more, " bytes: wanted 540"));
    if (std::memcmp(bytes + 4, "n+2\0\r\n\032\n", 8) != 0)
      throw reader.Bad("magic",
                       Cat("its magic is ", Quoted(std::string(reinterpret_cast<char*>(bytes + 4), 8)),
                           ": wanted that of NIfTI-2 in one file, 'n+2\\x00\\x0d\\x0a\\x1a\\x0a'"));
  }
  NiftiHeader h = size == 348 ? Version1(Fields(bytes, swap)) : Version2(Fields(bytes, swap));
  h.big_endian = swap;
  return h;
}

ScalarType TypeOf(const NiftiHeader& h, const ByteReader& reader) {
  switch (h.datatype) {
    case 2: return ScalarType::kUint8;
    case 4: return ScalarType::kInt16;
    case 8: return ScalarType::kInt32;
    case 16: return ScalarType::kFloat32;
    case 64: return ScalarType::kFloat64;
    case 256: return ScalarType::kInt8;
    case 512: return ScalarType::kUint16;
    case 768: return ScalarType::kUint32;
    case 1024: return ScalarType::kInt64;
    case 1280: return ScalarType::kUint64;
    default: break;
  }
  const char* name = h.datatype == 128 || h.datatype == 2304                        ? " (colour)"
                     : h.datatype == 32 || h.datatype == 1792 || h.datatype == 2048 ? " (complex)"
                                                                                    : "";
  throw reader.Bad("datatype", Cat("its datatype is ", h.datatype, name,
                                   ": wanted integers of 8, 16, 32 or 64 bits, float32 or float64"));
}

/// A slope that is no number scales nothing: nifti1_io, nibabel, FSL and ITK read it so.
void TakeScale(NiftiHeader& h, VoxelLayout& layout) {
  const bool has_slope = std::isfinite(h.slope) && h.slope != 0;
  if (!std::isfinite(h.slope) || (has_slope && !std::isfinite(h.intercept)))
    h.notes.push_back({"nifti.scale", "warning",
                       Cat("has the scale scl_slope ", h.slope, " and scl_inter ", h.intercept, ": ",
                           has_slope ? Cat(h.slope, " and 0") : "1 and 0", " are assumed")});
  else if (!has_slope && h.intercept != 0)
    h.notes.push_back({"nifti.scale", "warning",
                       Cat("has the scale scl_slope 0 and scl_inter ", h.intercept,
                           ": nothing is scaled, as the format says, but some readers add the intercept")});
  if (!has_slope) return;
  layout.slope = h.slope;
  if (std::isfinite(h.intercept)) layout.intercept = h.intercept;
}

/// Intents by which a voxel is more than a number: matrices, vectors, points, triangles, quaternions,
/// colours.
void RefuseVectors(const NiftiHeader& h, const ByteReader& reader) {
  if ((h.intent >= 1004 && h.intent <= 1010) || h.intent == 2003 || h.intent == 2004)
    throw reader.Bad("intent", Cat("its intent code is ", h.intent,
                                   " (vectors, matrices, points or colours): wanted one number in a voxel"));
}

VoxelLayout CheckLayout(NiftiHeader& h, const ByteReader& reader) {
  const int64_t ndim = h.dim[0];
  if (ndim < 2 || ndim > 7)
    throw reader.Bad("ndim", Cat("has ", ndim, " dimensions: wanted 3, 4 for several volumes, or 2"));
  for (size_t i = 1; i <= static_cast<size_t>(ndim); ++i)
    if (h.dim[i] <= 0) throw reader.Bad("dim", Cat("dim[", i, "] is ", h.dim[i], ": wanted more than 0"));
  for (size_t i = 5; i <= static_cast<size_t>(ndim); ++i)
    if (h.dim[i] != 1)
      throw reader.Bad(
          "ndim", Cat("dim[", i, "] is ", h.dim[i], ": it holds several numbers in a voxel, wanted one"));
  VoxelLayout layout;
  if (ndim > 3) layout.volumes = h.dim[4];
  layout.size = {h.dim[1], h.dim[2], ndim > 2 ? h.dim[3] : 1};
  layout.type = TypeOf(h, reader);
  layout.big_endian = h.big_endian;
  const auto bits = static_cast<int64_t>(SizeOf(layout.type) * 8);
  if (h.bitpix != bits)
    throw reader.Bad("bitpix", Cat("bitpix is ", h.bitpix, ": wanted ", bits, " for datatype ", h.datatype));
  if (CheckedProduct({layout.size[0], layout.size[1], layout.size[2], layout.volumes, bits}) == 0)
    throw reader.Bad("dim", Cat(layout.size[0], "x", layout.size[1], "x", layout.size[2], " voxels",
                                layout.volumes > 1 ? Cat(" in ", layout.volumes, " volumes") : "",
                                " are more than any file holds"));
  RefuseVectors(h, reader);
  TakeScale(h, layout);
  return layout;
}

void CheckForm(const NiftiHeader& h, const ByteReader& reader) {
  if (h.qform_code < 0 || h.qform_code > 5 || h.sform_code < 0 || h.sform_code > 5)
    throw reader.Bad("form_code", Cat("qform_code is ", h.qform_code, " and sform_code ", h.sform_code,
                                      ": wanted 0 to 5"));
  // Even of a form whose code is 0: other readers look at its numbers.
  const auto sound = [](double value) { return std::isfinite(value); };
  if (!std::all_of(h.qform.begin(), h.qform.end(), sound) || !std::isfinite(h.pixdim[0]))
    throw reader.Bad("qform", "the qform holds NaN or infinity");
  if (!std::all_of(h.sform.begin(), h.sform.end(), sound))
    throw reader.Bad("sform", "the sform holds NaN or infinity");
  const double norm = std::hypot(h.qform[0], h.qform[1], h.qform[2]);
  if (h.qform_code > 0 && norm > 1.001)
    throw reader.Bad("qform", Cat("its quaternion (b, c, d) has the length ", norm, ": wanted at most 1"));
}

void RefuseSingular(const NiftiHeader& h, const ByteReader& reader) {
  // The negation refuses what overflows, too.
  if (h.sform_code > 0 && !(std::abs(RelativeDeterminant(h.SformAffine())) > kSingular))
    throw reader.Bad("sform", "the sform is singular: it maps the volume to a plane, line or point");
}

/// All lengths in mm.
void TakeUnits(NiftiHeader& h, const ByteReader& reader) {
  const int code = h.xyzt_units & 7;
  if (code > 3)
    throw reader.Bad("units", Cat("its unit of length has the code ", code,
                                  ": wanted 1 (metres), 2 (millimetres), 3 (micrometres) or 0 (unknown)"));
  const double mm = code == 1 ? 1e3 : code == 3 ? 1e-3 : 1;
  if (mm == 1) return;
  for (size_t i = 1; i <= 3; ++i) h.pixdim[i] *= mm;
  for (size_t i = 3; i < 6; ++i) h.qform[i] *= mm;
  for (double& value : h.sform) value *= mm;
}

/// The third axis of a picture is not stated: the unit normal of the others.
void CompletePicture(NiftiHeader& h) {
  h.pixdim[3] = 1;
  Affine map = h.SformAffine();
  SetNormal(map);
  for (size_t i = 0; i < 3; ++i) h.sform[i * 4 + 2] = map[i][2];
}

/// A spacing of 0 is none.
void CompleteSpacing(NiftiHeader& h) {
  const size_t num_axes = h.is_picture() ? 2 : 3;
  if (std::all_of(&h.pixdim[1], &h.pixdim[1] + num_axes, [](double spacing) { return spacing > 0; })) {
    if ((h.xyzt_units & 7) == 0) h.notes.push_back(UnitsAssumed("names no unit of length (xyzt_units)"));
    return;
  }
  h.has_spacing = h.sform_code > 0;
  h.notes.push_back(h.has_spacing ? HeaderNote{"nifti.spacing", "info",
                                               "has a spacing of 0 (pixdim): that of its sform is taken"}
                                  : SpacingAssumed("has a spacing of 0 (pixdim) and no sform"));
  const Vector3 of_sform = Grid{{}, h.SformAffine()}.spacing_mm();
  for (size_t i = 1; i <= num_axes; ++i)
    if (h.pixdim[i] == 0) h.pixdim[i] = h.has_spacing ? static_cast<float>(of_sform[i - 1]) : 1;
}

void CheckGeometry(NiftiHeader& h, const ByteReader& reader) {
  for (size_t i = 1; i <= (h.is_picture() ? 2 : 3); ++i)
    if (!std::isfinite(h.pixdim[i]) || h.pixdim[i] < 0)
      throw reader.Bad("spacing", Cat("pixdim[", i, "] is ", h.pixdim[i],
                                      ": wanted a finite number above 0, or 0 where it is unknown"));
  CheckForm(h, reader);
  TakeUnits(h, reader);
  if (h.is_picture()) CompletePicture(h);
  RefuseSingular(h, reader);
  CompleteSpacing(h);
}

/// The header extensions: each an even 16 bytes, all of them before the voxels.
void CheckExtensions(const NiftiHeader& h, ByteReader& reader) {
  const uint64_t least = h.version == 1 ? kMinOffset1 : kMinOffset2;
  if (!std::isfinite(h.vox_offset) || h.vox_offset < static_cast<double>(least) || h.vox_offset > 0x1p52 ||
      h.vox_offset != std::floor(h.vox_offset))
    throw reader.Bad("vox_offset",
                     Cat("vox_offset is ", h.vox_offset, ": wanted a whole number from ", least));
  const auto end = static_cast<uint64_t>(h.vox_offset);
  if (end > reader.most_bytes())
    throw reader.Bad("truncated", Cat("vox_offset is ", end, ", beyond the end of the file"));
  unsigned char flag[4] = {};
  uint64_t at = h.header_bytes() + reader.Read(flag, 4);
  for (int count = 0; flag[0] != 0 && at < end; ++count) {
    if (count == kMostExtensions)
      throw reader.Bad("extension",
                       Cat("has more than ", kMostExtensions, " header extensions before its voxels"));
    unsigned char raw[8] = {};
    if (end - at < 8 || reader.Read(raw, 8) < 8)
      throw reader.Bad("extension", Cat("a header extension begins at byte ", at, ", too near to ", end,
                                        " where the voxels begin"));
    const auto size = Fields(raw, h.big_endian).Get<int32_t>(0);
    if (size < 16 || size % 16 != 0 || static_cast<uint64_t>(size) > end - at)
      throw reader.Bad("extension", Cat("the header extension at byte ", at, " declares ", size,
                                        " bytes: wanted a multiple of 16 that ends by byte ", end));
    if (reader.Skip(static_cast<uint64_t>(size) - 8) < static_cast<uint64_t>(size) - 8) break;
    at += static_cast<uint64_t>(size);
  }
  if (at < end) at += reader.Skip(end - at);
  if (at < end) throw reader.Bad("truncated", Cat("the file ends before vox_offset, byte ", end));
}

}  // namespace

Affine NiftiHeader::SformAffine() const {
  Affine a = IdentityAffine();
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 4; ++j) a[i][j] = sform[i * 4 + j];
  return a;
}

/// nifti1.h, "METHOD 2": R(a,b,c,d) with a = sqrt(1 - b^2 - c^2 - d^2), the third axis times qfac.  In the
/// precision and order of nifti1_io.c, since the last bits stand in records.
Affine NiftiHeader::QformAffine() const {
  double b = qform[0], c = qform[1], d = qform[2];
  auto a = static_cast<double>(1.0L - (b * b + c * c + d * d));
  if (a < 1e-7) {
    const auto scale = static_cast<double>(1.0L / std::sqrt(b * b + c * c + d * d));
    b *= scale;
    c *= scale;
    d *= scale;
    a = 0;
  } else {
    a = std::sqrt(a);
  }
  const auto spacing = [&](size_t axis) { return pixdim[axis] > 0 ? pixdim[axis] : 1; };
  const double x = spacing(1), y = spacing(2), z = pixdim[0] < 0 ? -spacing(3) : spacing(3);
  const auto twice = [](double product, double mm) { return static_cast<double>(2.0L * product * mm); };
  return {{{(a * a + b * b - c * c - d * d) * x, twice(b * c - a * d, y), twice(b * d + a * c, z), qform[3]},
           {twice(b * c + a * d, x), (a * a + c * c - b * b - d * d) * y, twice(c * d - a * b, z), qform[4]},
           {twice(b * d - a * c, x), twice(c * d + a * b, y), (a * a + d * d - c * c - b * b) * z, qform[5]},
           {0, 0, 0, 1}}};
}

NiftiHeader ReadNiftiHeader(ByteReader& reader) {
  NiftiHeader h = ReadNiftiFields(reader);
  h.layout = CheckLayout(h, reader);
  CheckGeometry(h, reader);
  CheckExtensions(h, reader);
  RequireRoom(reader, static_cast<uint64_t>(h.vox_offset), h.layout);
  return h;
}

}  // namespace f4s
