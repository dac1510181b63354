// What an invertible network leaves beside the fused image, to be written with it.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/data/case.h"
#include "libfuse4seg/data/dataset_writer.h"
#include "libfuse4seg/infer/fuser.h"

namespace f4s {

/// Writes latent/ID.safetensors (latent_file.h) and sets the record's `latent`.
/// @param fused       as it is written, at its levels
/// @param sources     as they were fused, whose colours are kept
/// @param modalities  their names, all of the model's, in the order of its slots
/// @param planes      what Fuser::Fuse() gave with it
void KeepLatent(Case& record, const Raster& fused, const std::vector<Raster>& sources,
                const std::vector<std::string>& modalities, const LatentPlanes& planes, const Fuser& fuser,
                DatasetWriter& out);

/// The same of a volume.
void KeepLatent(Case& record, const Volume& fused, const std::vector<std::string>& modalities,
                const LatentPlanes& planes, const Fuser& fuser, DatasetWriter& out);

}  // namespace f4s
