// What a sound volume file's header leaves to be decided, and how it was decided.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// Something that a reader should know and that does not stop the work.
struct HeaderNote {
  std::string code, severity, text;  ///< as in a case's findings
};

/// Looks at a file of which ReadGeometry() gave `geometry`:
///
///   nifti.forms_differ  warning  sform and qform lie more than kSameGridTolerance voxels apart at a corner;
///                                which was taken (by the rule of nifti_grid.h), and the sform's shear where
///                                that decided
///   nifti.no_form       info     neither is there: axes were taken to point to the left, the back and the
///   top
///
/// Formats other than NIfTI hold one map, so nothing is left open.
[[nodiscard]] std::vector<HeaderNote> HeaderNotesOf(const std::filesystem::path& path, const Grid& geometry);

}  // namespace f4s
