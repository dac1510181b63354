#include "libfuse4seg/image/files/header_notes.h"

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

/// How far a map of the file lies from the grid that was taken; a singular one is nowhere.
double Distance(const Grid& taken, const Affine& form) {
  if (!(std::abs(RelativeDeterminant(form)) > kSingular)) return INFINITY;
  return CornerDisplacement(taken, {taken.size, form});
}

std::string Apart(double voxels) {
  return std::isfinite(voxels) ? Cat(voxels, " voxels apart at a corner")
                               : "apart, since one of them is singular";
}

}  // namespace

std::vector<HeaderNote> HeaderNotesOf(const std::filesystem::path& path, const Grid& geometry) {
  const VolumeFile file = OpenVolumeFile(path);
  if (file.format != VolumeFormat::kNifti || geometry.size[2] == 1) return {};
  if (file.forms.empty())
    return {{"nifti.no_form", "info",
             "has neither sform nor qform: its axes are taken to point to the left, the back and the top"}};
  if (file.forms.size() < 2) return {};
  const double sform = Distance(geometry, file.forms[0]), qform = Distance(geometry, file.forms[1]);
  if (std::max(sform, qform) <= kSameGridTolerance) return {};
  const bool took_sform = sform <= qform;
  const std::string shear = file.sform_shear_degrees > kMostShearDegrees
                                ? Cat(" (the sform is sheared by ", file.sform_shear_degrees, " degrees)")
                                : "";
  return {{"nifti.forms_differ", "warning",
           Cat("its sform and qform lie ", Apart(std::max(sform, qform)), ": the ",
               took_sform ? "sform" : "qform", " was taken", shear)}};
}

}  // namespace f4s
