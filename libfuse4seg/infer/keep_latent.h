// What an invertible network leaves beside the fused image, to be written with it.

#pragma once

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/infer/fuser.h"

namespace f4s {

/// How near to the sources their way there and back leads, of full scale: a quarter of a level of 8 bits is
/// ten times as much.
inline constexpr double kLatentExact = 1e-4;

/// Writes latent/ID.safetensors (latent_file.h) and sets the record's `latent`.
/// @param fused    in 0..1; what is kept is what it falls short of once it is written in Fuser::bits()
/// @param sources  as they were fused, in the order of the model's slots, whose colours are kept
/// @param planes   what Fuser::Fuse() gave with it
/// @throws Error(kInternal, "latent.inexact") when the sources cannot be reconstructed from it within
///         kLatentExact: of a network whose scales have run away, double precision does not suffice.  Nothing
///         is written.
void KeepLatent(Case& record, const Image<float>& fused, const CaseImages& sources,
                const LatentPlanes& planes, const Fuser& fuser, DatasetWriter& out);

}  // namespace f4s
