// Cross-modal self-attention distillation: Zhang et al., arXiv:2011.03908; IEEE JBHI 26(11), 2022.  Its
// schedule is the profile's.

#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

void ResolveCsad(TrainOptions& r) {
  Demand(r.task, "segmentation", "--task", r);
  Demand(r.network.input, "images", "--input", r);
  Demand(r.network.segmentation.segmenter, "csad", "--segmenter", r);
}

}  // namespace

Method CsadMethod() { return {.resolve = ResolveCsad, .objective = CooperativeObjective}; }

}  // namespace f4s
