// The information about the sources that a fused image does not hold, as a file beside it.
//
//     z            F64 [S-1,H',W'], of a volume [S-1,D,H',W']   the network's latent planes
//     rest         F64 [H',W'] or [D,H',W']    what the stored fused image falls short of: its
//                                              range and levels
//     chroma.NAME  F32 [2,H,W]                 Cb and Cr of a modality in colour, in 0..1
//
// in a safetensors file, whose metadata have format "f4s.latent/1" and `latent`, a JSON text:
// {"model":SHA256,"fused":SHA256 of the fused image's pixels,"tensors":SHA256 of all numbers,
// "modalities":[...],"bits":[8 or 16 of each],"size":[W,H] or [W,H,D]}.
// D, H, W are of the slices as networks see them (volume_planes.h), H' and W' of what they are padded to.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/infer/fuser.h"

namespace f4s {

// What an invertible network leaves beside the fused image, to be written with it.

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

struct Chroma {
  std::vector<float> cb, cr;  ///< [H,W] each
};

struct Latent {
  std::string model, fused;             ///< sha256 of the model's file; PixelDigest() of the fused image
  std::vector<std::string> modalities;  ///< S, in the order of the slots
  std::vector<int> bits;                ///< of each one's levels
  int64_t width = 0, height = 0, slices = 0;  ///< slices 0: a picture
  int64_t padded_width = 0, padded_height = 0;
  std::vector<double> z, rest;
  std::map<std::string, Chroma> chroma;  ///< by modality

  /// Those of slice k of a volume, or of the picture: [S-1,H',W'] and [H',W'].
  [[nodiscard]] std::vector<double> SliceOfZ(int64_t k) const;
  [[nodiscard]] std::vector<double> SliceOfRest(int64_t k) const;
};

/// A digest of what an image in 0..1 shows: its size, and its levels as a file of `type` has them.
[[nodiscard]] std::string PixelDigest(const Image<float>& image, VoxelType type);

/// @throws Error(kCannotCreate) or Error(kIo).
void WriteLatent(const std::filesystem::path& file, const Latent& latent);

/// @throws Error(kMissingInput); Error(kBadInput, "safetensors....") for a damaged file, "latent.damaged" for
///         numbers that are not those that were written; "latent.format" for
///         another kind of file, "latent.field" for a field that does not fit, "latent.shape" for a tensor.
[[nodiscard]] Latent ReadLatent(const std::filesystem::path& file);

}  // namespace f4s
