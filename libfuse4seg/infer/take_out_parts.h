// Small parts of regions taken out of a label map, and what volume is left.
//
// Parts are the connected components of a region's voxels, neighbours by a face, an edge or a corner.

#pragma once

#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/model/postprocess.h"

namespace f4s {

/// Takes out parts smaller than `min_volume_ml` and, of `largest`, all parts but the largest (of equally
/// large ones the first), of the regions from the smallest to the largest set of values.  A voxel that is
/// taken out gets the least value by which the smallest region that holds the region exceeds it (of ET 4
/// within TC 1,4: 1), and 0 where no region holds it.
/// @return  {"WT":{"parts":3,"ml":0.4},...}: how much was taken out of each region that lost any
Json TakeOutParts(const Postprocess& rules, const std::vector<Region>& regions, Image<uint16_t>& labels);

/// {"necrosis":1.2,"WT":30.5,...}: the volume of each class by its name (its value, where it has none) and of
/// each region, in ml.
[[nodiscard]] Json VolumesMl(const Image<uint16_t>& labels, const Classes& classes,
                             const std::vector<Region>& regions);

}  // namespace f4s
