// Where voxels lie in the patient: size, spacing and the map to world coordinates.
//
// World coordinates are RAS millimetres (x to the right of the patient,
// y to the front, z up), as NIfTI has them.  LPS ends inside image/files and image/dicom.

#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

namespace f4s {

using Vector3 = std::array<double, 3>;
using Size3 = std::array<int64_t, 3>;
/// 4x4, row by row; the last row is 0 0 0 1.
using Affine = std::array<std::array<double, 4>, 4>;

[[nodiscard]] inline Vector3 Minus(const Vector3& a, const Vector3& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
[[nodiscard]] inline double Dot(const Vector3& a, const Vector3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
[[nodiscard]] inline Vector3 Cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
[[nodiscard]] inline double Length(const Vector3& a) { return std::sqrt(Dot(a, a)); }

// Written out, and not Eigen's: its inverse rounds oblique matrices otherwise (1.4e-15 relative), and records
// hold what is computed from them to the last bit.
[[nodiscard]] Affine IdentityAffine();
[[nodiscard]] Affine operator*(const Affine& a, const Affine& b);
[[nodiscard]] Vector3 Apply(const Affine& a, const Vector3& point);
/// @throws Error(kBadInput, "geometry.singular") when `a` has no inverse.
[[nodiscard]] Affine Inverse(const Affine& a);

/// Determinant of the 3x3 part over the product of its columns' lengths: 1 or -1 for
/// orthogonal columns whatever the spacing, 0 when it has no inverse.
[[nodiscard]] double RelativeDeterminant(const Affine& a);
/// A map whose relative determinant is not larger in size is taken as singular.
inline constexpr double kSingular = 1e-6;
/// By how much the angle between two voxel axes differs from 90 degrees, the worst of three.
[[nodiscard]] double ShearDegrees(const Affine& a);
/// More is refused.  Oblique grids in single precision stay below 1e-4 degrees.
inline constexpr double kMostShearDegrees = 0.01;

/// Where the samples of an image lie.  Voxel (0,0,0) is the first in memory, x runs fastest.
struct Grid {
  Size3 size = {0, 0, 0};                      ///< voxels in x, y, z; z is 1 of a picture
  Affine world_from_voxel = IdentityAffine();  ///< voxel index -> RAS mm
  bool is_picture = false;                     ///< two-dimensional
  // What no file said is assumed: 1 mm, axes to the left, the back and the top.
  bool has_spacing = true;  ///< the distance between voxels was stated
  bool has_place = true;    ///< so was where they lie in the patient's world

  [[nodiscard]] Vector3 spacing_mm() const;  ///< lengths of the first three columns
  [[nodiscard]] int64_t num_voxels() const { return size[0] * size[1] * size[2]; }
  /// Place in memory of a voxel, in an image of one channel.
  [[nodiscard]] size_t Index(int64_t x, int64_t y, int64_t z) const {
    return static_cast<size_t>((z * size[1] + y) * size[0] + x);
  }
  bool operator==(const Grid&) const = default;
};

/// The grid of a two-dimensional image of which nobody says how large its pixels are.
[[nodiscard]] inline Grid PictureGrid(int64_t width, int64_t height) {
  return {{width, height, 1}, IdentityAffine(), true, false, false};
}
/// Makes the third axis of a picture the unit normal of the other two.
void SetNormal(Affine& world_from_pixel);

/// Largest displacement of a corner voxel between two grids of one size, in voxels of `a`.
/// @return infinity when the sizes differ.
[[nodiscard]] double CornerDisplacement(const Grid& a, const Grid& b);

/// The suite's one rule for "same grid": sizes equal, corners within this many voxels; of two pictures as far
/// as both say where they lie, and how large their pixels are.  The order of the voxels may differ:
/// OrderOnto() in image/orient.h.
inline constexpr double kSameGridTolerance = 0.01;
[[nodiscard]] bool SameGrid(const Grid& a, const Grid& b);

/// @param why  who wants it: "t1.png is"
/// @throws Error(kBadInput, "case.kinds") for a picture where a volume is wanted, or the reverse.
void RequireKind(const Grid& grid, const std::filesystem::path& file, bool wants_picture,
                 const std::string& why);

/// Where two images are not on one grid (SameGrid()), an error that names both files.
/// @throws as RequireKind(); Error(kBadInput): image.size of pictures, geometry.grids of volumes.
void RequireSameGrid(const Grid& first, const std::filesystem::path& first_file, const Grid& other,
                     const std::filesystem::path& other_file);

/// "240x240x155 voxels of 1x1x1 mm", for messages.
[[nodiscard]] std::string Describe(const Grid& geometry);

}  // namespace f4s
