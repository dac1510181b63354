// What CONTRIBUTING.md shows: a method of one's own.  It says the same, letter by letter.

// A U-Net on the fused image, each of the two networks by its own loss.

#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

void Resolve(TrainOptions& options) {
  Demand(options.bilevel, "none", "--bilevel", options);
  TakeUnset(options.network.segmentation.segmenter, std::string("profile"), std::string("unet"));
  TakeUnset(options.segmentation_optimiser, std::string("profile"), std::string("adam"));
}

}  // namespace

Method ApartMethod() { return {.resolve = Resolve, .objective = CooperativeObjective}; }

}  // namespace f4s
