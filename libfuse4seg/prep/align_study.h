// Alignment of a study's modalities: resampled to one grid, and registered.

#pragma once

#include <string>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"

namespace f4s {

/// What --register says.
enum class Alignment {
  kAuto,  ///< resampled and registered where the grid, or DICOM's frame of reference, is another; else left
          ///< alone
  kHeaders,  ///< resampled where the grid is not the reference's; headers are believed
  kNone,     ///< another grid is an error
  kRigid,    ///< as kAuto, and those on the reference's grid are registered too
};

/// Brings every modality, the label and the mask on the grid of `reference` (one of the study's
/// modalities; empty: the first).  Images are interpolated linearly, once, and smoothed before where the
/// reference is coarser (Resample()); labels take the nearest voxel.  A label on another modality's grid
/// was drawn there and moves with it; so do, under kAuto, modalities on the grid of one that was moved.
///
/// Registration begins at the headers' alignment, which stays where registration does not help; see
/// RigidRegistration.  `record` gains `registration` (one member a modality that was looked at) and
/// the findings geometry.resampled, geometry.partial_overlap, label.resampled, mask.resampled,
/// registration.no_gain, .no_relation, .implausible, .unstable, .failed.
/// @throws Error(kBadInput) naming the file: "geometry.grids" (kNone), "geometry.no_overlap" where two
///         fields of view have no voxel in common; "prep.reference" for a modality that there is not.
void AlignStudy(Study& study, Alignment alignment, const std::string& reference, Case& record);

}  // namespace f4s
