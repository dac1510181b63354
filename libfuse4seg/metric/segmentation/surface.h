// Surfaces of a mask, in the two ways that the field knows.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

/// Voxels of the mask with a face neighbour outside of it (4 in 2-D, 6 in 3-D); outside of the
/// volume counts as outside of the mask.
/// @param dimensions  2: z neighbours are not looked at; 3: a slice on its own is all surface.
[[nodiscard]] BitVolume VoxelSurface(const BitVolume& mask, int dimensions);

/// The cells of 2x2x2 voxels (2x2 in 2-D) that the surface passes through: those whose voxels are
/// neither all in the mask nor all outside.  Cell (x, y, z) has the voxels x - 1, x and so on, so
/// the size is one more on each axis (but z in 2-D).
[[nodiscard]] BitVolume CellSurface(const BitVolume& mask, int dimensions);

/// Which of a cell's voxels are in the mask: bit i + 2 j + 4 k for voxel (x - 1 + i, y - 1 + j,
/// z - 1 + k), in 2-D without k.
[[nodiscard]] int CellCode(const BitVolume& mask, int dimensions, int64_t x, int64_t y, int64_t z);

/// Area in mm^2 (length in mm in 2-D, in the first 16) of the surface within a cell, by its code.
/// Voxel centres are the cell's corners.  The fewer corners (those inside, at a tie) make groups
/// that are joined along the cell's edges; each group is cut off by the polygon through the middles
/// of the edges that leave it.  A polygon that is not flat is folded in that way which has the
/// greatest area where the spacing is 1 (Lorensen and Cline, Computer Graphics 21 (1987) 163, with
/// Nikolov et al., J. Med. Internet Res. 23 (2021) e26151).
using CellAreas = std::array<double, 256>;
[[nodiscard]] CellAreas AreasOfCells(const Vector3& spacing_mm, int dimensions);

}  // namespace f4s
