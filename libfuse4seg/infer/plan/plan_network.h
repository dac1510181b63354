// A model on the CPU, by the suite's own code alone: no LibTorch is opened.
//
// The same graph as LibTorch's, operation for operation, as far as rounding goes: within 1e-5 of full scale,
// the same labels but where classes are as probable as each other to that.  Results do not depend on threads,
// nor on what else is computed; on another kind of processor (NetKernelKinds()) they differ by rounding.

#pragma once

#include <memory>
#include <string>

#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {

/// What a network is opened for.
enum class NetworkUse {
  kFuse,     ///< Fuse(), FuseAndKeep(), RawOf(), TakeApart()
  kSegment,  ///< Probabilities(), and Fuse() where it is to see the fused image
  kBoth,     ///< Probabilities() and Fuse()
};

/// Why there is no plan of what a model is used for ("segmentation_stem = resnet"), or nothing.
[[nodiscard]] std::string WhyNoPlan(const ModelDescription& model, NetworkUse use);

/// @throws Error(kMissingInput), Error(kBadInput) for a file that is no whole model; where WhyNoPlan() says
/// why.  With `int8`, Error(kBadInput, "model.int8") for a file without its second set, with the words that
/// make
///        one, and Error(kUnavailable, "precision.int8") where the CPU cannot, or no U-Net or csad segments.
[[nodiscard]] std::shared_ptr<const LoadedNetwork> LoadPlan(const std::filesystem::path& file,
                                                            const ModelDescription& model, NetworkUse use,
                                                            const PlanUse& how = {});

}  // namespace f4s
