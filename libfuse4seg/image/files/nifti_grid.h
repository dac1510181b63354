// The grid that a NIfTI header means: which of its two maps counts, and the arithmetic.
//
// NIfTI-1: the sform where it is free of shear, its spacing is pixdim's, and its code is 1, or the qform has
// none; else the qform; without either, voxels lie along L, P, S from the origin.  Axes are those of the map,
// spacing is pixdim's.  ITK 5.2 reads the same, and as records hold its numbers, the order of arithmetic is
// its own, to the last bit (itk_grid_test.cc, which says where ITK errs).
//
// NIfTI-2, which ITK 5.2 does not read: the same choice by angles alone; the map counts as it stands.

#pragma once

#include <filesystem>
#include <vector>

#include "libfuse4seg/image/files/nifti_header.h"

namespace f4s {

/// @throws Error(kBadInput): nifti.forms (what counts is not a map of the file, within kSameGridTolerance),
///         "geometry.shear".
[[nodiscard]] Grid NiftiGrid(const NiftiHeader& header, const std::filesystem::path& path);

/// Adds what its forms left open of `grid`, which NiftiGrid() gave:
///
///   nifti.forms_differ  warning  sform and qform lie more than kSameGridTolerance voxels apart at a corner;
///                                which was taken, and the sform's shear where that decided
///   geometry.orientation_assumed  neither is there
void AddFormNotes(const NiftiHeader& header, const Grid& grid, HeaderNotes& notes);

}  // namespace f4s
