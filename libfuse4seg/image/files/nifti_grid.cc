#include "libfuse4seg/image/files/nifti_grid.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

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
Affine NoForm(const NiftiHeader& h) {
  Affine map = IdentityAffine();
  for (size_t i = 0; i < 3; ++i) map[i][i] = (i < 2 ? -1 : 1) * h.pixdim[i + 1];
  return map;
}

/// Why an sform alone does not count.
Error BadSform(const NiftiHeader& h, const std::filesystem::path& path) {
  const double shear = ShearDegrees(h.SformAffine());
  if (shear > kMostShearDegrees) return ShearError(path, shear);
  const Vector3 spacing = Grid{{}, h.SformAffine()}.spacing_mm();
  const std::string message =
      Cat("its sform has a spacing of ", spacing[0], "x", spacing[1], "x", spacing[2], " mm and its pixdim ",
          h.pixdim[1], "x", h.pixdim[2], "x", h.pixdim[3],
          " mm: wanted the same, along axes at right angles, or a qform (the sform's are off by ", shear,
          " degrees)");
  return Error(ErrorKind::kBadInput, "nifti.forms", message).InFile(path);
}

/// The map of a NIfTI-2 header that counts.
Affine MapOfVersion2(const NiftiHeader& h, const std::filesystem::path& path) {
  const bool straight = h.sform_code > 0 && ShearDegrees(h.SformAffine()) <= kMostShearDegrees;
  if (straight && h.qform_code == 0 && !SformFits(h)) throw BadSform(h, path);  // as of version 1
  if (straight && (h.sform_code == 1 || h.qform_code == 0)) return h.SformAffine();
  if (h.qform_code > 0) return h.QformAffine();
  if (h.sform_code > 0) return h.SformAffine();  // sheared: refused with every other grid that is
  return NoForm(h);
}

/// The form of a NIfTI-1 header that counts, its axes as long as pixdim says.
Affine MapOfVersion1(const NiftiHeader& h, const std::filesystem::path& path) {
  if (h.sform_code == 0 && h.qform_code == 0) return NoForm(h);
  const Affine sform = h.SformAffine(), qform = InSinglePrecision(h.QformAffine());
  const bool take_sform = h.sform_code > 0 && (h.sform_code == 1 || h.qform_code == 0) && SformFits(h);
  if (!take_sform && h.qform_code == 0) throw BadSform(h, path);
  const Affine& form = take_sform ? sform : qform;
  Affine map = IdentityAffine();
  for (size_t axis = 0; axis < 3; ++axis) {
    double squares = 0;
    for (size_t i = 0; i < 3; ++i) squares += form[i][axis] * form[i][axis];
    const double length = squares == 0 ? 1 : std::sqrt(squares);
    for (size_t i = 0; i < 3; ++i) map[i][axis] = form[i][axis] / length * h.pixdim[axis + 1];
    map[axis][3] = form[axis][3];
  }
  return map;
}

/// Sform and qform where their code is above 0.
std::vector<Affine> NiftiForms(const NiftiHeader& header) {
  std::vector<Affine> forms;
  if (header.sform_code > 0) forms.push_back(header.SformAffine());
  if (header.qform_code > 0) forms.push_back(header.QformAffine());
  return forms;
}

/// How far a map of the file lies from the grid that was taken; a singular one is nowhere.
double Distance(const Grid& taken, const Affine& form) {
  if (!(std::abs(RelativeDeterminant(form)) > kSingular)) return INFINITY;
  return CornerDisplacement(taken, {taken.size, form});
}

/// Voxels by which the qform may lie off at a corner since its quaternion is of single precision: of a turn
/// by nearly 180 degrees the first component, sqrt(1 - b^2 - c^2 - d^2), is known to 3e-4 alone.
double LostInQuaternion(const NiftiHeader& header, const Grid& grid) {
  constexpr double kRounding = 1.2e-7;  // of the sum of squares
  double squares = 0;
  for (size_t i = 0; i < 3; ++i) squares += header.qform[i] * header.qform[i];
  const double of_first = std::max(0.0, 1 - squares);
  const double radians =
      2 * (std::sqrt(of_first + kRounding) - std::sqrt(std::max(0.0, of_first - kRounding)));
  const Vector3 spacing = grid.spacing_mm();
  double extent = 0;  // mm, squared
  for (size_t i = 0; i < 3; ++i) extent += std::pow(static_cast<double>(grid.size[i]) * spacing[i], 2);
  return radians * std::sqrt(extent) / *std::min_element(spacing.begin(), spacing.end());
}

std::string Apart(double voxels) {
  return std::isfinite(voxels) ? Cat(voxels, " voxels apart at a corner")
                               : "apart, since one of them is singular";
}

}  // namespace

Grid NiftiGrid(const NiftiHeader& header, const std::filesystem::path& path) {
  const Grid grid = {header.layout.size,
                     header.version == 2 ? MapOfVersion2(header, path) : MapOfVersion1(header, path),
                     header.is_picture(), header.has_spacing,
                     header.has_spacing && (header.sform_code > 0 || header.qform_code > 0)};
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

void AddFormNotes(const NiftiHeader& header, const Grid& grid, HeaderNotes& notes) {
  const std::vector<Affine> forms = NiftiForms(header);
  if (forms.empty()) notes.push_back(OrientationAssumed("has neither sform nor qform"));
  if (forms.size() < 2) return;
  const double sform = Distance(grid, forms[0]), qform = Distance(grid, forms[1]);
  if (std::max(sform, qform) <= kSameGridTolerance + LostInQuaternion(header, grid)) return;
  const double sheared = ShearDegrees(forms[0]);
  const std::string shear =
      sheared > kMostShearDegrees ? Cat(" (the sform is sheared by ", sheared, " degrees)") : "";
  notes.push_back({"nifti.forms_differ", "warning",
                   Cat("its sform and qform lie ", Apart(std::max(sform, qform)), ": the ",
                       sform <= qform ? "sform" : "qform", " was taken", shear)});
}

}  // namespace f4s
