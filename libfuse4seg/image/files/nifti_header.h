// NIfTI-1 and NIfTI-2 headers: everything that a reader could only guess at is refused.
//
// Format: https://nifti.nimh.nih.gov/nifti-1, nifti-2 (the C headers nifti1.h, nifti2.h).

#pragma once

#include <array>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/voxel_data.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// The fields of either version that matter here, in machine byte order.  Lengths are in mm once it has been
/// read, whatever their unit is in the file, and what it leaves out is filled in: a spacing of 0 by the
/// sform's or by 1 mm, a picture's third axis by the normal of the others.
struct NiftiHeader {
  int version = 1;  ///< 1: 348 bytes, 2: 540 bytes
  bool big_endian = false;
  std::array<int64_t, 8> dim{};    ///< number of dimensions, then sizes
  std::array<double, 8> pixdim{};  ///< qfac, then spacing
  int datatype = 0, bitpix = 0, intent = 0;
  double vox_offset = 0;  ///< bytes before the voxels
  double slope = 0, intercept = 0;
  int xyzt_units = 0, qform_code = 0, sform_code = 0;
  bool has_spacing = true;         ///< the file states it
  std::array<double, 6> qform{};   ///< quaternion b, c, d, offset x, y, z
  std::array<double, 12> sform{};  ///< rows x, y, z

  VoxelLayout layout;  ///< what it says about the voxels
  HeaderNotes notes;

  [[nodiscard]] uint64_t header_bytes() const { return version == 1 ? 348 : 540; }
  [[nodiscard]] bool is_picture() const { return dim[0] == 2; }
  [[nodiscard]] Affine SformAffine() const;  ///< RAS, meaningful where sform_code > 0
  [[nodiscard]] Affine QformAffine() const;  ///< RAS, meaningful where qform_code > 0
};

/// Reads the header and its extensions from the start of `reader`, whose topic is
/// "nifti", and leaves it at the first voxel.
///
/// Accepted: 3 dimensions, 4 of several volumes, or 2 (a picture); 8 to 64 bit integers, float32 and
/// float64; lengths in m, mm, um or of no unit (mm).  A slope that is 0, NaN or infinite means unscaled.
/// @throws Error(kBadInput): nifti.truncated, .magic, .pair, .ndim, .dim, .intent (a voxel that is more than
///         one number), .datatype, .bitpix, .vox_offset, .extension, .spacing, .units, .form_code, .qform,
///         .sform.
[[nodiscard]] NiftiHeader ReadNiftiHeader(ByteReader& reader);

}  // namespace f4s
