// Guo and Su, "Fuse4Seg", arXiv:2409.10328: what the profiles say is its own.

#include "libfuse4seg/train/methods/method.h"

namespace f4s {

Method Fuse4SegMethod() {
  return {.resolve = [](TrainOptions&) {}, .objective = CooperativeObjective};
}

}  // namespace f4s
