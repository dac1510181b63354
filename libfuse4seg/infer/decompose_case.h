// Decomposes one fused image: writes its modalities, and says so in its record.

#pragma once

#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/infer/fuser.h"

namespace f4s {

/// The record with `decomposed` {modality: file} and `decomposed_from`, which is by --decompose-from:
///
///     exact   of the fused image, latent planes and rest: the images that were fused, to their levels, of
///             which --bits may give more; colours are the sources'
///     levels  of the fused image and latent planes, without the residual of clipping and rounding
///     fused   of the fused image alone: the latent planes are drawn from `seed` and the case's id; grey
///
/// auto being exact of a record with `latent`, else fused.  The modalities are named by --modalities, else as
/// the latent file or `fused_from` has them, else by the model's slots (of alternatives "ct|pet").
/// @param fuser  of a model that inverts
/// @throws Error(kBadInput): "case.fused", "case.latent" for what the record lacks; "case.stretch" where the
///         fused image was stretched; "latent.model",
///         "latent.fused" when the latent planes are another model's or were kept with another fused image;
///         as ReadLatent(), ReadUnitImage(); "model.modalities" for names that are not as many.
[[nodiscard]] std::vector<Case> DecomposeCase(const Case& record, const Fuser& fuser,
                                              const FuserOptions& options, uint64_t seed, DatasetWriter& out);

}  // namespace f4s
