// NIfTI-1 and NIfTI-2 headers: everything that a reader could only guess at is refused.
//
// Format: https://nifti.nimh.nih.gov/nifti-1, nifti-2 (the C headers nifti1.h, nifti2.h).

#pragma once

#include <array>

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
  int datatype = 0, bitpix = 0, intent = 0;
  double vox_offset = 0;  ///< bytes before the voxels
  double slope = 0, intercept = 0;
  int xyzt_units = 0, qform_code = 0, sform_code = 0;
  std::array<double, 6> qform{};   ///< quaternion b, c, d, offset x, y, z
  std::array<double, 12> sform{};  ///< rows x, y, z

  VoxelLayout layout;  ///< what it says about the voxels

  [[nodiscard]] uint64_t header_bytes() const { return version == 1 ? 348 : 540; }
  [[nodiscard]] bool is_volume() const { return dim[0] > 2; }  ///< or one slice
  [[nodiscard]] Affine SformAffine() const;                    ///< RAS, meaningful where sform_code > 0
  [[nodiscard]] Affine QformAffine() const;                    ///< RAS, meaningful where qform_code > 0
};

/// Reads the header and its extensions from the start of `reader`, whose topic is
/// "nifti", and leaves it at the first voxel.
///
/// Accepted: 3 dimensions, 4 with a last size of 1, or 2 (one slice); uint8, int8, int16,
/// uint16, int32, uint32, float32 and float64; slope 0 means unscaled (nifti1.h).
/// @throws Error(kBadInput): nifti.truncated, .magic, .pair, .ndim, .dim, .datatype,
///         .bitpix, .vox_offset, .extension, .spacing, .units, .scale, .form_code, .qform,
///         .sform.
[[nodiscard]] NiftiHeader ReadNiftiHeader(ByteReader& reader);

}  // namespace f4s
