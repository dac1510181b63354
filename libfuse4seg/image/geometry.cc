#include "libfuse4seg/image/geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using Matrix3 = std::array<std::array<double, 3>, 3>;

Vector3 Column(const Affine& a, int j) {
  return {a[0][static_cast<size_t>(j)], a[1][static_cast<size_t>(j)], a[2][static_cast<size_t>(j)]};
}

/// Cofactors of the upper left 3x3: its inverse is their transpose over the determinant.
Matrix3 Cofactors(const Affine& a) {
  Matrix3 c{};
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) {
      const size_t i1 = (i + 1) % 3, i2 = (i + 2) % 3, j1 = (j + 1) % 3, j2 = (j + 2) % 3;
      c[i][j] = a[i1][j1] * a[i2][j2] - a[i1][j2] * a[i2][j1];
    }
  return c;
}

}  // namespace

Affine IdentityAffine() {
  Affine a{};
  for (size_t i = 0; i < 4; ++i) a[i][i] = 1;
  return a;
}

Affine operator*(const Affine& a, const Affine& b) {
  Affine c{};
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 4; ++j)
      for (size_t k = 0; k < 4; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Vector3 Apply(const Affine& a, const Vector3& point) {
  Vector3 moved{};
  for (size_t i = 0; i < 3; ++i)
    moved[i] = a[i][0] * point[0] + a[i][1] * point[1] + a[i][2] * point[2] + a[i][3];
  return moved;
}

double RelativeDeterminant(const Affine& a) {
  const Matrix3 c = Cofactors(a);
  const double lengths = Length(Column(a, 0)) * Length(Column(a, 1)) * Length(Column(a, 2));
  return lengths > 0 ? (a[0][0] * c[0][0] + a[0][1] * c[0][1] + a[0][2] * c[0][2]) / lengths : 0;
}

Affine Inverse(const Affine& a) {
  // Negated so that NaN counts as singular.
  if (!(std::abs(RelativeDeterminant(a)) > kSingular))
    throw Error(ErrorKind::kBadInput, "geometry.singular",
                Cat("the map from voxels to the patient has no inverse: its "
                    "determinant over the product of its columns' lengths is ",
                    RelativeDeterminant(a), ", wanted more than ", kSingular, " in size"));
  const Matrix3 c = Cofactors(a);
  const double determinant = a[0][0] * c[0][0] + a[0][1] * c[0][1] + a[0][2] * c[0][2];
  Affine inverse = IdentityAffine();
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) inverse[i][j] = c[j][i] / determinant;
  for (size_t i = 0; i < 3; ++i)
    inverse[i][3] = -(inverse[i][0] * a[0][3] + inverse[i][1] * a[1][3] + inverse[i][2] * a[2][3]);
  return inverse;
}

Vector3 Grid::spacing_mm() const {
  return {Length(Column(world_from_voxel, 0)), Length(Column(world_from_voxel, 1)),
          Length(Column(world_from_voxel, 2))};
}

double ShearDegrees(const Affine& a) {
  double worst = 0;
  for (int i = 0; i < 3; ++i) {
    const Vector3 u = Column(a, i), v = Column(a, (i + 1) % 3);
    const double cosine = Dot(u, v) / (Length(u) * Length(v));
    worst = std::max(worst, std::abs(std::asin(std::clamp(cosine, -1.0, 1.0))));
  }
  return worst * 180 / std::acos(-1.0);
}

double CornerDisplacement(const Grid& a, const Grid& b) {
  if (a.size != b.size) return std::numeric_limits<double>::infinity();
  const Affine a_from_b = Inverse(a.world_from_voxel) * b.world_from_voxel;
  double worst = 0;
  for (int corner = 0; corner < 8; ++corner) {
    Vector3 voxel{};
    for (size_t i = 0; i < 3; ++i) voxel[i] = (corner >> i & 1) != 0 ? static_cast<double>(a.size[i] - 1) : 0;
    const Vector3 moved = Apply(a_from_b, voxel);
    worst = std::max(worst, Length(Minus(moved, voxel)));
  }
  return worst;
}

void SetNormal(Affine& world_from_pixel) {
  const Vector3 normal = Cross(Column(world_from_pixel, 0), Column(world_from_pixel, 1));
  const double length = Length(normal);
  for (size_t i = 0; i < 3; ++i) world_from_pixel[i][2] = normal[i] / length;
}

namespace {

/// A picture as far as another one says as much of itself.
Grid AsFarAs(const Grid& other, const Grid& grid) {
  if (grid.has_place && other.has_place) return grid;
  Grid said = {grid.size, IdentityAffine(), true};
  if (grid.has_spacing && other.has_spacing)
    for (size_t i = 0; i < 3; ++i) said.world_from_voxel[i][i] = grid.spacing_mm()[i];
  return said;
}

/// By how many voxels two grids differ where they can be compared.
double Difference(const Grid& a, const Grid& b) {
  if (!a.is_picture || !b.is_picture) return CornerDisplacement(a, b);
  return CornerDisplacement(AsFarAs(b, a), AsFarAs(a, b));
}

}  // namespace

bool SameGrid(const Grid& a, const Grid& b) { return Difference(a, b) <= kSameGridTolerance; }

void RequireKind(const Grid& grid, const std::filesystem::path& file, bool wants_picture,
                 const std::string& why) {
  if (grid.is_picture == wants_picture) return;
  const char* const kinds[] = {"a volume", "a 2-D image"};
  throw Error(ErrorKind::kBadInput, "case.kinds",
              Cat("is ", kinds[grid.is_picture], ": wanted ", kinds[wants_picture], ", as ", why))
      .InFile(file);
}

void RequireSameGrid(const Grid& first, const std::filesystem::path& first_file, const Grid& other,
                     const std::filesystem::path& other_file) {
  const std::string name = first_file.filename().string();
  const auto refuse = [&](const char* code, const std::string& what) {
    throw Error(ErrorKind::kBadInput, code, what).InFile(other_file);
  };
  RequireKind(other, other_file, first.is_picture, name + " is");
  if (first.is_picture && first.size != other.size)
    refuse("image.size", Cat("is ", other.size[0], "x", other.size[1], ", but ", name, " is ", first.size[0],
                             "x", first.size[1]));
  const double displacement = Difference(first, other);
  if (displacement <= kSameGridTolerance) return;
  const std::string how = std::isinf(displacement) ? "the sizes differ"
                                                   : Cat("corners lie up to ", displacement, " voxels apart");
  refuse("geometry.grids",
         Cat("its grid (", Describe(other), ") is not that of ", name, " (", Describe(first), "): ", how));
}

std::string Describe(const Grid& geometry) {
  const Vector3 spacing = geometry.spacing_mm();
  return Cat(geometry.size[0], "x", geometry.size[1], "x", geometry.size[2], " voxels of ", spacing[0], "x",
             spacing[1], "x", spacing[2], " mm");
}

}  // namespace f4s
