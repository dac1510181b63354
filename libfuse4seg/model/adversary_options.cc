#include "libfuse4seg/model/adversary_options.h"

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

void DiscriminatorOptions::Declare(Parameters& p) {
  p.Choice("discriminator", discriminator,
           {{"pooled", DiscriminatorHead::kPooled}, {"flat", DiscriminatorHead::kFlat}},
           "last layer of the discriminators: on the mean of their features, or on all of them");
}

void AdversarialLossOptions::Declare(Parameters& p) {
  p.Group("Losses");
  p.Choice("generator_loss", generator_loss,
           {{"non-saturating", GeneratorGoal::kNonSaturating}, {"saturating", GeneratorGoal::kSaturating}},
           "loss of the generator: -log D, or log(1 - D) as printed in the paper");
  p.Real("real_label", real_label, Between(0.5, 1), "label of real images for the discriminators");
  p.Real("r1_weight", r1_weight, AtLeast(0), "weight of the discriminators' gradient penalty");
  p.Integer("r1_every", r1_every, AtLeast(0), "steps between gradient penalties; 0: never");
}

void AdversaryOptions::Declare(Parameters& p) {
  p.Group("Adversarial loss");
  p.Real("adversarial_weight", weight, Or(-1, AtLeast(0)),
         "lambda: weight of the adversarial loss; 0: no discriminators");
  p.Integer("adversarial_warmup_epochs", warmup_epochs, Between(0, 1e6),
            "initial epochs without the adversarial loss");
  p.Real("discriminator_learning_rate", learning_rate, MoreThan(0),
         "learning rate of Adam for the discriminators");
  loss.Declare(p);
  discriminator.Declare(p);
}

}  // namespace f4s
