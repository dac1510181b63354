// One case fused: reads its images, writes the fused ones, and says so in its records.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/infer/fuser.h"

namespace f4s {

/// The sets of modalities to fuse of a case: one, or one a combination.  For a rule each in the
/// options' order, for a model in the order of its slots.
/// @throws Error(kBadInput, "fuse.modalities") when there are fewer than 2 (1, of a model with `needs`) or
/// more
///         than 4, or the case lacks one; "model.modalities", saying what the model takes.
[[nodiscard]] std::vector<std::vector<SlotMatch>> SetsToFuse(const Case& record, const Fuser& fuser,
                                                             const FuserOptions& options);

/// One record for each set: `fused`, `fused_from`, `fused_by`; a combination has the id
/// ID+A-B and keeps the old one under `case`.  With --attention also `attention` and
/// `attention_range` (attention_maps.h), with --latent `latent` (latent_file.h), with
/// --montage `montage`: montage/ID.png (drawing/case_pages.h).
[[nodiscard]] std::vector<Case> FuseCase(const Case& record, const Fuser& fuser, const FuserOptions& options,
                                         DatasetWriter& out);

}  // namespace f4s
