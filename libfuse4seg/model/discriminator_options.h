// Hyper-parameters of the discriminators.  No tensor library is needed to declare them.

#pragma once

#include <cstdint>
#include <string>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct DiscriminatorOptions {
  std::string discriminator = "pooled";  ///< pooled: any size; flat: images of `side` alone
  int64_t side = 224;                    ///< pixels, for flat: that of the crops, so no flag of its own

  void Declare(Parameters& p) {
    p.Choice("discriminator", discriminator, {"pooled", "flat"},
             "last layer of the discriminators: on the mean of their features, or on all of them");
  }
};

}  // namespace f4s
