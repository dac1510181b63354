// Labelled multi-modality brain studies from a seed, BraTS-like: example, test and training data.
//
// Anatomy is implicit: signed distances under smooth random warps, folded by band-limited
// noise.  Tumours come with what makes real ones hard: vessels as bright as an enhancing
// rim, white-matter lesions as bright as oedema, fluid as dark as necrosis.  No threshold
// on one modality finds them.

#pragma once

#include <cstdint>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// What to make.  Two cases of one seed differ in head, scanner and tumour.
struct PhantomOptions {
  Size3 size = {160, 192, 144};    ///< voxels, each 16..512
  Vector3 spacing_mm = {0, 0, 0};  ///< 0.4..10 each; all 0: isotropic, head fits, at least 1
  bool skull = false;              ///< scalp, skull, eyes and air instead of exact 0 outside the brain
  double noise = 0.03;             ///< sd of the Rician noise over white matter's signal, 0..0.3
  double bias = 0.12;              ///< largest relative departure of the coil's shading, 0..0.6
  int tumours = 1;                 ///< 0..3; each may have a satellite
  double satellite = 0.25;         ///< chance of a satellite beside a tumour, 0..1
  double tumour_size = 1.0;        ///< factor on tumour diameters, 0.4..1.5
  double oedema = 1.0;             ///< factor on the reach of oedema, 0..2
  double mass_effect = 1.0;        ///< how far a tumour pushes its surroundings, 0..2; 1 is mild
  double confounders = 1.0;        ///< amount of tumour-like normal findings, 0..2
};

/// One study.  All grids are the same: x index to patient left, y to posterior, z to
/// superior, as BraTS has them; world 0 is near the anterior commissure.
struct PhantomCase {
  Image<float> t1, t1ce, t2,
      flair;              ///< whole numbers in 0..32767, stored as int16, raw scale per case and modality
  Image<uint16_t> label;  ///< 0, 1 necrosis and other non-enhancing core, 2 oedema, 4 enhancing
  Image<uint16_t> brain;  ///< 0 or 1; without skull all modalities are >= 1 within and 0 outside
};

/// @throws Error(kUsage, "phantom.range") naming the option, its value and its range, and
///         where size times spacing covers less than 100 mm or more than 1000 mm of an axis.
void CheckPhantomOptions(const PhantomOptions& options);

/// The study `case_index` (0 or more) of `seed`.  A pure function: the same bytes on any
/// machine and thread; safe to call from many threads.
/// @throws Error as CheckPhantomOptions(), and for a negative `case_index`.
[[nodiscard]] PhantomCase MakePhantom(const PhantomOptions& options, uint64_t seed, int case_index);

}  // namespace f4s
