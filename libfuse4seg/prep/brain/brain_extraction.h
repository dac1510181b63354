// Brain extraction that needs no weights: T1, contrast-enhanced T1, T2 or FLAIR of a whole head.
//
// The head's deepest part is brain.  From its middle rays go out in 2,562 directions; on each the
// brain ends where tissue of its intensity does, and neighbouring rays decide together, from wide
// caps to narrow ones.  The idea that a smooth surface grows from the middle of the head, and the
// robust range of intensities, are those of
//   S. Smith, "Fast robust automated brain extraction", Human Brain Mapping 17, 2002;
// the surface is found as the best one of each direction instead of by forces, so that nothing
// depends on steps or starts.

#pragma once

#include <span>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/prep/brain/star_surface.h"

namespace f4s {

struct BrainSettings {
  brain::TissueSettings tissue;
  brain::SurfaceSettings surface;
};

/// The brain in one head, 1 within, on the grid of `contrasts`, which all have one grid of any
/// orientation and spacing.  Several contrasts decide together: the median of their distances in
/// each direction.  The first one says where the head is.
///
/// Works on a grid of 2 mm: a head of 240x240x155 mm takes 40 MB beside the volumes.  The same bits
/// each time; one thread.
/// @throws Error(kBadInput, "brain.no_head") when there is no head in it.
[[nodiscard]] Image<uint16_t> ExtractBrain(std::span<const Image<float>* const> contrasts,
                                           const BrainSettings& settings = {});

}  // namespace f4s
