// The attention maps of a network with cross-attention, as images beside the fused one.
//
// Files, for a case fused of A (the querying one, in the model's lowest slot) and others:
//
//     received             attention that each position of the other modality received, mean over
//                          queries and heads
//     received_B, _C       the same where there are several others, on one scale
//     entropy              how widely each position of A spread its attention
//     base_contribution    share of the fused base features that comes from attention
//     detail_contribution  the same of detail features
//
// Each is stretched from its least value, level 0, to its greatest, full scale; the record's
// `attention_range` has both, so that values can be reconstructed.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/infer/networks.h"

namespace f4s {

/// Appends a slice's maps to those of the slices before it; all of the same modalities.
void Append(AttentionPlanes& maps, const AttentionPlanes& slice);

/// Writes attention/ID_NAME.png or .nii.gz, and sets the record's `attention` and `attention_range`.
/// @param maps        of all slices as networks see them, [D,H,W]
/// @param modalities  the images' names, in the order that the network had them
/// @param grid        the fused image's
void WriteAttention(Case& record, const AttentionPlanes& maps, const std::vector<std::string>& modalities,
                    const Grid& grid, int bits, DatasetWriter& out);

}  // namespace f4s
