#include "libfuse4seg/image/files/nifti_grid.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

constexpr int kVectorIntent = 1007, kSymmetricMatrixIntent = 1005, kMatrixIntent = 1004;
constexpr float kSameSpacing_mm = 1e-3F;
constexpr double kSameAxes = 1e-4;

/// The axes of a map in single precision, which NIfTI-1 has: their lengths, and unit vectors as columns.
struct Axes {
  std::array<float, 3> length_mm{};
  std::array<std::array<float, 3>, 3> unit{};
};

Axes AxesOf(const Affine& map) {
  Axes axes;
  for (size_t j = 0; j < 3; ++j) {
    float squares = 0;
    for (size_t i = 0; i < 3; ++i) squares += static_cast<float>(map[i][j]) * static_cast<float>(map[i][j]);
    axes.length_mm[j] = std::sqrt(squares);
    const float scale = 1 / std::sqrt(squares);
    for (size_t i = 0; i < 3; ++i) axes.unit[i][j] = scale * static_cast<float>(map[i][j]);
  }
  return axes;
}

/// The sform is a turned grid with pixdim's spacing: R R^T = 1.  NaN is not.
bool SformFits(const NiftiHeader& h) {
  const Axes sform = AxesOf(h.SformAffine());
  for (size_t i = 0; i < 3; ++i) {
    if (std::abs(static_cast<float>(h.pixdim[i + 1]) - sform.length_mm[i]) > kSameSpacing_mm) return false;
    for (size_t j = 0; j < 3; ++j) {
      float product = sform.unit[i][0] * sform.unit[j][0];
      for (size_t k = 1; k < 3; ++k) product += sform.unit[i][k] * sform.unit[j][k];
      if (!(std::abs(i == j ? product - 1 : product) <= kSameAxes)) return false;
    }
  }
  return true;
}

Affine InSinglePrecision(Affine map) {
  for (auto& row : map)
    for (double& value : row) value = static_cast<float>(value);
  return map;
}

/// Along L, P, S from the origin.
Affine NoForm(const NiftiHeader& h, size_t num_axes) {
  Affine map = IdentityAffine();
  for (size_t i = 0; i < num_axes; ++i)
    map[i][i] = (i < 2 ? -1 : 1) * (h.pixdim[i + 1] > 0 ? h.pixdim[i + 1] : 1);
  return map;
}

/// The map of a NIfTI-2 header that counts.
Affine MapOfVersion2(const NiftiHeader& h) {
  const bool straight = h.sform_code > 0 && ShearDegrees(h.SformAffine()) <= kMostShearDegrees;
  if (straight && (h.sform_code == 1 || h.qform_code == 0)) return h.SformAffine();
  if (h.qform_code > 0) return h.QformAffine();
  if (h.sform_code > 0) return h.SformAffine();  // sheared: refused with every other grid that is
  return NoForm(h, 3);
}

/// Why an sform alone does not count.
Error BadSform(const NiftiHeader& h, const std::filesystem::path& path) {
  const double shear = ShearDegrees(h.SformAffine());
  if (h.is_volume() && shear > kMostShearDegrees) return ShearError(path, shear);
  const Vector3 spacing = Grid{{}, h.SformAffine()}.spacing_mm();
  const std::string message =
      Cat("its sform has a spacing of ", spacing[0], "x", spacing[1], "x", spacing[2], " mm and its pixdim ",
          h.pixdim[1], "x", h.pixdim[2], "x", h.pixdim[3],
          " mm: wanted the same, along axes at right angles, or a qform (the sform's are off by ", shear,
          " degrees)");
  if (!h.is_volume()) return BadHeader(path, message);
  return Error(ErrorKind::kBadInput, "nifti.forms", message).InFile(path);
}

/// Dimensions that count: without the last ones of size 1 where a voxel is said to be a vector.
size_t NumAxes(const NiftiHeader& h) {
  size_t num_axes = h.is_volume() ? 3 : 2;
  if (h.intent == kVectorIntent || h.intent == kSymmetricMatrixIntent)
    while (num_axes > 1 && h.dim[num_axes] == 1) --num_axes;
  return num_axes;
}

/// The form of a NIfTI-1 header that counts, its axes as long as pixdim says.
Affine MapOfVersion1(const NiftiHeader& h, const std::filesystem::path& path) {
  if (h.intent == kMatrixIntent)
    throw BadHeader(path,
                    Cat("its intent code is ", kMatrixIntent, " (matrices): wanted one number in a voxel"));
  const size_t num_axes = NumAxes(h);
  if (h.sform_code == 0 && h.qform_code == 0) return NoForm(h, num_axes);
  const Affine sform = h.SformAffine(), qform = InSinglePrecision(h.QformAffine());
  const bool take_sform = h.sform_code > 0 && (h.sform_code == 1 || h.qform_code == 0) && SformFits(h);
  if (!take_sform && h.qform_code == 0) throw BadSform(h, path);
  const Affine& form = take_sform ? sform : qform;
  Affine map = IdentityAffine();
  for (size_t axis = 0; axis < num_axes; ++axis) {
    double squares = 0;
    for (size_t i = 0; i < num_axes; ++i) squares += form[i][axis] * form[i][axis];
    const double length = squares == 0 ? 1 : std::sqrt(squares);
    for (size_t i = 0; i < num_axes; ++i) map[i][axis] = form[i][axis] / length * h.pixdim[axis + 1];
    map[axis][3] = form[axis][3];
  }
  return map;
}

}  // namespace

std::vector<Affine> NiftiForms(const NiftiHeader& header) {
  std::vector<Affine> forms;
  if (header.is_volume() && header.sform_code > 0) forms.push_back(header.SformAffine());
  if (header.is_volume() && header.qform_code > 0) forms.push_back(header.QformAffine());
  return forms;
}

Grid NiftiGrid(const NiftiHeader& header, const std::filesystem::path& path) {
  const Grid grid = {header.layout.size,
                     header.version == 2 ? MapOfVersion2(header) : MapOfVersion1(header, path)};
  CheckGrid(grid, path);  // first: it says more
  const std::vector<Affine> forms = NiftiForms(header);
  double nearest = forms.empty() ? 0 : INFINITY;
  for (const Affine& form : forms)
    if (std::abs(RelativeDeterminant(form)) > kSingular)
      nearest = std::min(nearest, CornerDisplacement({grid.size, form}, grid));
  if (nearest > kSameGridTolerance)
    throw Error(ErrorKind::kBadInput, "nifti.forms",
                Cat("its spacing (pixdim) and its sform or qform differ by ", nearest,
                    " voxels at a corner: wanted at most ", kSameGridTolerance))
        .InFile(path);
  return grid;
}

}  // namespace f4s
