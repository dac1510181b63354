// The loops of networks for each kind of processor that this one can run.

#pragma once

#include <string>

#include "libfuse4seg/kernels/net/net_kernels.h"

namespace f4s {

/// `work` by each version of the loops, which models are laid out for.
template <class Work>
void OnEachProcessor(const Work& work) {
  for (const std::string& kind : NetKernelKinds()) {
    UseNetKernels(kind);
    work(kind);
  }
  UseNetKernels(NetKernelKinds().front());
}

}  // namespace f4s
