// Cross-modal self-attention distillation: Zhang et al., arXiv:2011.03908; IEEE JBHI 26(11), 2022.  Its
// schedule is the profile's.

#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

void Resolve(TrainOptions& r) {
  r.task = "segmentation";
  if (r.network.input == "fused") r.network.input = "images";
  TakeUnset(r.network.segmentation.segmenter, std::string("profile"), std::string("csad"));
}

}  // namespace

Method CsadMethod() { return {.resolve = Resolve, .objective = CooperativeObjective}; }

}  // namespace f4s
