// Hyper-parameters of the discriminators and of training against them.  No tensor library is needed to
// declare them.

#pragma once

#include <cstdint>

#include "libfuse4seg/model/network_choices.h"
#include "libfuse4seg/tool/setting.h"

namespace f4s {

class Parameters;

struct DiscriminatorOptions {
  DiscriminatorHead discriminator = DiscriminatorHead::kPooled;
  int64_t side = 224;  ///< pixels, for flat: that of the crops, so no flag of its own

  void Declare(Parameters& p);
};

/// What a generator minimises: -log D, or log(1 - D), as the paper prints it.
enum class GeneratorGoal { kNonSaturating, kSaturating };

struct AdversarialLossOptions {
  GeneratorGoal generator_loss = GeneratorGoal::kNonSaturating;
  double real_label = 0.9;  ///< what a real image is to be called, one-sided
  double r1_weight = 1;     ///< gamma of the R1 penalty
  int64_t r1_every = 16;    ///< steps from one R1 penalty to the next; 0: none

  void Declare(Parameters& p);
};

struct AdversaryOptions {
  Setting<double> weight;  ///< lambda of eq. 9; 0: no discriminators
  int64_t warmup_epochs = 2;
  double learning_rate = 1e-4;
  AdversarialLossOptions loss;
  DiscriminatorOptions discriminator;

  void Declare(Parameters& p);
};

}  // namespace f4s
