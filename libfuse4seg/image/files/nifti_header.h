// NIfTI-1 and NIfTI-2 headers, checked before ITK sees the file.
//
// ITK 5.2 takes truncated files, bad magic and non-finite geometry without a word, and a
// NaN in the sform aborts the process.  Everything that it would guess at is refused here.
// Format: https://nifti.nimh.nih.gov/nifti-1, nifti-2 (the C headers nifti1.h, nifti2.h).

#pragma once

#include <array>
#include <string>
#include <vector>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/voxel_data.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// The fields of either version that matter here, in machine byte order.
struct NiftiHeader {
  int version = 1;  ///< 1: 348 bytes, 2: 540 bytes
  bool big_endian = false;
  std::array<int64_t, 8> dim{};    ///< number of dimensions, then sizes
  std::array<double, 8> pixdim{};  ///< qfac, then spacing
  int datatype = 0, bitpix = 0;
  double vox_offset = 0;  ///< bytes before the voxels
  double slope = 0, intercept = 0;
  int xyzt_units = 0, qform_code = 0, sform_code = 0;
  std::array<double, 6> qform{};   ///< quaternion b, c, d, offset x, y, z
  std::array<double, 12> sform{};  ///< rows x, y, z

  [[nodiscard]] uint64_t header_bytes() const { return version == 1 ? 348 : 540; }
  [[nodiscard]] Affine SformAffine() const;  ///< RAS, meaningful where sform_code > 0
  [[nodiscard]] Affine QformAffine() const;  ///< RAS, meaningful where qform_code > 0
};

/// What the header says about the voxels, and the maps to the patient that it holds.
struct NiftiVoxels {
  VoxelLayout layout;
  uint64_t vox_offset = 0;         ///< bytes from the start of the (decompressed) file
  std::vector<Affine> forms;       ///< sform and qform where their code is above 0; none for one slice
  double sform_shear_degrees = 0;  ///< 0 without sform
  Vector3 pixdim = {1, 1, 1};      ///< spacing in mm
  Geometry chosen;                 ///< by ChooseForm()
  int version = 1;
};

/// The map that ITK 5.2 takes from a NIfTI-1 header, which it reads, for NIfTI-2, which it does
/// not: the sform where it is free of shear and its code is 1 or the qform's 0; else the qform;
/// without either voxels lie along L, P, S from the origin.
[[nodiscard]] Affine ChooseForm(const NiftiHeader& header);
/// Oblique grids in single precision stay below 1e-4 degrees.
inline constexpr double kMostShearDegrees = 0.01;

/// Reads the header and its extensions from the start of `reader`, whose topic is
/// "nifti", and leaves it at the first voxel.
///
/// Accepted: 3 dimensions, 4 with a last size of 1, or 2 (one slice); uint8, int8, int16,
/// uint16, int32, uint32, float32 and float64; slope 0 means unscaled (nifti1.h).
/// @throws Error(kBadInput): nifti.truncated, .magic, .pair, .ndim, .dim, .datatype,
///         .bitpix, .vox_offset, .extension, .spacing, .units, .scale, .form_code, .qform,
///         .sform.
[[nodiscard]] NiftiVoxels ReadNiftiHeader(ByteReader& reader);

}  // namespace f4s
