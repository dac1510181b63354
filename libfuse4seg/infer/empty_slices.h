// Slices on which there is nothing: computed once, not for each.
//
// A study has some above and below the brain, and f4s-prep cuts what is around it to 0.  What a network makes
// of planes that are 0 everywhere is the same each time, and so it is remembered: not a bit of any result
// changes.

#pragma once

#include <memory>

#include "libfuse4seg/infer/networks.h"

namespace f4s {

/// The network, whose Fuse() and Probabilities() of planes that are all 0 are computed once for each size,
/// set of slots, and with and without flips.
[[nodiscard]] std::shared_ptr<const LoadedNetwork> WithEmptySlicesOnce(
    std::shared_ptr<const LoadedNetwork> network);

}  // namespace f4s
