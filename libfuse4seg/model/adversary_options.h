// Hyper-parameters of adversarial training.  No tensor library is needed to declare them.

#pragma once

#include <cstdint>

#include "libfuse4seg/model/discriminator_options.h"
#include "libfuse4seg/model/loss_options.h"

namespace f4s {

struct AdversaryOptions {
  double weight = -1;  ///< lambda of eq. 9; 0: no discriminators; -1: the profile's
  int64_t warmup_epochs = 2;
  double learning_rate = 1e-4;
  AdversarialLossOptions loss;
  DiscriminatorOptions discriminator;

  void Declare(Parameters& p) {
    p.Group("Adversarial loss");
    p.Real("adversarial_weight", weight, Or(-1, AtLeast(0)),
           "lambda: weight of the adversarial loss; 0: no discriminators; -1: the profile's");
    p.Integer("adversarial_warmup_epochs", warmup_epochs, Between(0, 1e6),
              "initial epochs without the adversarial loss");
    p.Real("discriminator_learning_rate", learning_rate, MoreThan(0),
           "learning rate of Adam for the discriminators");
    loss.Declare(p);
    discriminator.Declare(p);
  }
};

}  // namespace f4s
