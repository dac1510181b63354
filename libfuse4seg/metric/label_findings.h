// What two label maps that are compared hold, and what of it is worth saying before anybody believes the
// numbers.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// The labels that maps hold, ascending, without 0.
struct HeldLabels {
  std::vector<uint16_t> label, prediction;
};

/// Findings of labels that are no class (label.value), of maps that have none in common (label.masks_differ,
/// label.values_differ), and of regions that are not those of the maps (label.region).
/// @param regions  that are scored; empty: each label by itself
/// @param ignore   labels of the reference that do not count
void FindDoubtfulLabels(Case& record, const HeldLabels& held, const std::vector<Region>& regions,
                        const std::vector<uint16_t>& ignore);

}  // namespace f4s
