// Where a network's cross-attention looked, as images beside the fused one.
//
// Files, for a case fused of A (the modality in the model's lowest slot, which asks) and others:
//
//     received             what each place of the other modality received, mean over queries and heads
//     received_B, _C       the same where there are several others, on one scale
//     entropy              how widely each place of A spread its attention
//     base_contribution    how much of what is fused comes from attention, in base features
//     detail_contribution  the same in detail features
//
// Each is stretched from its least value, level 0, to its greatest, full scale; the record's
// `attention_range` has both, so that values can be reconstructed.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/infer/networks.h"

namespace f4s {

/// Appends a slice's maps to those of the slices before it; all of the same modalities.
void Append(AttentionPlanes& maps, const AttentionPlanes& slice);

/// Planes of all slices to voxels.
[[nodiscard]] AttentionPlanes InVoxels(const AttentionPlanes& maps, const Slicing& slicing);

/// The grid of the fused image.
struct MapGrid {
  int width = 0, height = 0;         ///< of a picture
  const Geometry* volume = nullptr;  ///< of a volume; or null
  int bits = 8;
};

/// Writes attention/ID_NAME.png or .nii.gz, and sets the record's `attention` and `attention_range`.
/// @param modalities  the images' names, in the order that the network had them
void WriteAttention(Case& record, const AttentionPlanes& maps, const std::vector<std::string>& modalities,
                    const MapGrid& grid, DatasetWriter& out);

}  // namespace f4s
