// f4s-pretrain's and f4s-train's parameters.  No tensor library is needed to declare them.
//
// 0, or -1 where 0 has a meaning of its own, leaves a number to the profile: Resolved() puts it there.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/model/adversary_options.h"
#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/model/method_names.h"
#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/model/sampling_options.h"
#include "libfuse4seg/model/stage_options.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// f4s-pretrain.
struct PretrainOptions {
  CaseSelection cases;
  std::filesystem::path run_folder;
  SamplingOptions sampling;
  StageOptions stage;
  std::string profile = "tiny";
  FusionNetOptions network;
  double learning_rate = 0, least_learning_rate = 1e-6;
  int64_t halve_every = 0;  ///< epochs
  double gradient_clip = 1, sigma = 0.5;
  bool paper_strict = false;
  AdversaryOptions adversary;

  void Declare(Parameters& p) {
    p.Choice("profile", profile, {"tiny", "small", "base"}, "size of the network");
    sampling.Declare(p);
    p.Group("Training");
    stage.Declare(p);
    p.Real("learning_rate", learning_rate, AtLeast(0), "learning rate of Adam; 0: profile's");
    p.Real("least_learning_rate", least_learning_rate, AtLeast(0),
           "smallest learning rate, at which halving ends");
    p.Integer("halve_every", halve_every, Between(0, 1e6),
              "epochs after which the learning rate is halved; 0: epochs / 4");
    p.Real("gradient_clip", gradient_clip, MoreThan(0), "largest norm of the gradient of a step");
    p.Real("sigma", sigma, Between(0, 1),
           "share of the correlation loss; the other losses share the rest, 1 - sigma");
    p.Flag("paper_strict", paper_strict,
           "losses as printed in the paper: no bound in the correlation loss, "
           "saturating adversarial losses with labels 1 and 0 and no gradient penalty");
    adversary.Declare(p);
    p.Group("Networks");
    network.Declare(p);
  }

  /// The same with nothing left to the profile.  @throws Error(kConfig) for a network that cannot be.
  [[nodiscard]] PretrainOptions Resolved() const;
};

/// f4s-train.
struct TrainOptions {
  CaseSelection cases;
  std::filesystem::path run_folder;
  std::string method = "fuse4seg", task = "method", bilevel = "method", dice_of = "regions";
  std::string segmentation_optimiser = "profile";
  NetworkOptions network;
  SamplingOptions sampling;
  StageOptions stage;
  int64_t warmup_epochs = -1, encoder_slow_epochs = -1, fusion_halve_every = 0, segmentation_warmup_steps = 0;
  double fusion_weight = 1;           ///< lambda of eq. 6
  double gauss_newton_damping = 0.5;  ///< kappa of train/objective/gauss_newton.h
  double fusion_learning_rate = 0, fusion_least_learning_rate = 1e-6, encoder_slow_factor = 0.1;
  double segmentation_learning_rate = 0, momentum = -1, weight_decay = -1, poly_power = 0.9;
  double fusion_gradient_clip = 1, segmentation_gradient_clip = 12;
  bool nesterov = false;
  FusionLossOptions fusion_loss;
  InversionLossOptions inversion_loss;
  SegmentationLossOptions segmentation_loss;
  DistillationOptions distillation;
  AdversaryOptions adversary;

  void Declare(Parameters& p) {
    p.Choice("method", method, MethodNames(), MethodsHelp());
    p.Choice("task", task, {"method", "both", "fusion", "segmentation"},
             "what is trained; with segmentation the fusion of --init stays "
             "as it is; method: the method's own task, for fuse4seg both");
    p.Choice("bilevel", bilevel, {"method", "joint", "gauss-newton", "alternate", "none"},
             "joint: the segmentation loss also reaches the fusion network (eq. 6 and 7 of the paper); "
             "gauss-newton: its gradient is corrected for the response of the segmentation network "
             "(eq. 5); alternate: the networks are updated in turn, each with the other fixed; none: "
             "trained separately, each by its own loss; method: joint, unless the method sets another");
    p.Real("gauss_newton_damping", gauss_newton_damping, Between(0, 1), "kappa: weight of that correction");
    network.Declare(p);
    sampling.Declare(p);
    p.Group("Training");
    stage.Declare(p);
    p.Integer("warmup_epochs", warmup_epochs, Between(-1, 1e6),
              "initial epochs in which the fusion network is trained by its own loss alone; -1: epochs / 14");
    p.Real("fusion_weight", fusion_weight, AtLeast(0),
           "lambda: weight of the fusion loss relative to the segmentation loss");
    p.Real("fusion_learning_rate", fusion_learning_rate, AtLeast(0), "learning rate of Adam; 0: profile's");
    p.Real("fusion_least_learning_rate", fusion_least_learning_rate, AtLeast(0),
           "smallest learning rate, at which halving ends");
    p.Integer("fusion_halve_every", fusion_halve_every, Between(0, 1e6),
              "epochs after which the fusion network's learning rate is halved; 0: epochs / 7");
    p.Integer("encoder_slow_epochs", encoder_slow_epochs, Between(-1, 1e6),
              "initial epochs in which an encoder from --init "
              "is trained with a reduced rate; -1: epochs / 7");
    p.Real("encoder_slow_factor", encoder_slow_factor, Between(0, 1),
           "factor on its learning rate in those epochs");
    p.Choice("segmentation_optimiser", segmentation_optimiser, {"profile", "sgd", "adam"},
             "optimiser of the segmentation network: SGD with momentum, or Adam with decoupled weight decay");
    p.Real("segmentation_learning_rate", segmentation_learning_rate, AtLeast(0),
           "learning rate of the segmentation network; 0: the profile's for that optimiser");
    p.Real("momentum", momentum, Or(-1, Between(0, 0.9999)),
           "momentum of SGD; -1: 0.9, for the method unet 0.99");
    p.Flag("nesterov", nesterov, "use Nesterov momentum; always on with the method unet");
    p.Real("weight_decay", weight_decay, Or(-1, AtLeast(0)),
           "weight decay of the segmentation network; -1: 1e-4, for the method unet 3e-5");
    p.Real("poly_power", poly_power, AtLeast(0),
           "the segmentation network's learning rate falls as (1 - step / steps) to this power");
    p.Integer("segmentation_warmup_steps", segmentation_warmup_steps, Between(0, 1e6),
              "initial steps in which the segmentation network's "
              "learning rate rises; 0: steps / 20, at most 500");
    p.Real("fusion_gradient_clip", fusion_gradient_clip, MoreThan(0),
           "largest norm of the gradient of a step");
    p.Real("segmentation_gradient_clip", segmentation_gradient_clip, MoreThan(0),
           "largest norm of the gradient of a step");
    p.Choice("dice_of", dice_of, {"regions", "classes"}, "what the Dice loss averages over");
    fusion_loss.Declare(p);
    inversion_loss.Declare(p);
    segmentation_loss.Declare(p);
    distillation.Declare(p);
    adversary.Declare(p);
  }

  [[nodiscard]] bool fuses() const { return task != "segmentation" || network.input != "images"; }
  [[nodiscard]] bool segments() const { return task != "fusion"; }

  /// The same with nothing left to the profile.  @throws Error(kConfig) for a network that cannot be.
  [[nodiscard]] TrainOptions Resolved() const;
};

/// The parameters of an option struct by name.
template <class Options>
[[nodiscard]] Json ParametersOf(Options options) {
  Parameters p;
  options.Declare(p);
  return p.Effective();
}

}  // namespace f4s
