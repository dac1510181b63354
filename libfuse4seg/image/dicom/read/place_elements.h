// The elements that say where a frame lies; enhanced images and nuclear medicine have them in sequences.

#pragma once

#include "libfuse4seg/image/dicom/read/checked_elements.h"

namespace f4s {

inline const NumberElement kPosition = {
    .tag = {0x0020, 0x0032}, .keyword = "ImagePositionPatient", .count = 3, .empty = Emptiness::kRefused};
inline const NumberElement kOrientation = {
    .tag = {0x0020, 0x0037}, .keyword = "ImageOrientationPatient", .count = 6, .empty = Emptiness::kRefused};
/// Of either sign with nuclear medicine.
inline const NumberElement kBetween = {.tag = {0x0018, 0x0088}, .keyword = "SpacingBetweenSlices"};

}  // namespace f4s
