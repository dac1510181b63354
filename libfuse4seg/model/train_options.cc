#include "libfuse4seg/model/train_options.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

void StageOptions::Declare(Parameters& p) {
  p.Path("init", init, "MODEL|RUN", "initial weights: a model's file, the NAME of one, or a finished RUN");
  p.Flag("transfer", transfer,
         "accept an --init with other modalities or classes, and take those of its weights that fit");
  p.Integer("epochs", epochs, Between(0, 1e6),
            "passes over the training slices; 0: as many as the profile has");
  p.Integer("steps_per_epoch", steps_per_epoch, Between(0, 1e6),
            "training steps in an epoch; 0: as many as the slices make");
  p.Integer("validate_every", validate_every, Between(1, 1e6), "epochs between validations");
  p.Integer("validation_slices", validation_slices, Between(0, 1e6),
            "number of validation slices, evenly spaced, on "
            "which fusion and reconstruction are scored; 0: all");
  p.Real("checkpoint_minutes", checkpoint_minutes, AtLeast(0),
         "minutes between checkpoints, in addition to one after each validation");
  p.Integer("log_every", log_every, Between(0, 1e6),
            "steps between lines in events.ndjson; 0: one line per epoch only");
  p.Flag("tensorboard", tensorboard, "also write the events for TensorBoard, to RUN/tensorboard");
  p.Integer("most_skipped_steps", most_skipped_steps, Between(0, 1e6),
            "steps of an epoch that may be skipped because a loss "
            "or gradient is not finite; one more ends the run");
  p.Integer("accumulate", accumulate, Between(1, 4096),
            "batches whose gradients are accumulated for one step");
  p.Choice(
      "precision", precision, {"auto", "float32", "tf32", "bfloat16"},
      "precision of matrix products and convolutions; tf32: TF32 for all of "
      "them on a GPU; bfloat16: bfloat16 for those of the networks in training; auto: bfloat16 on GPUs that "
      "have it, float32 elsewhere");
  p.Flag("recompute", recompute,
         "recompute activations in the backward pass instead of "
         "storing them: less memory, more time, the same numbers");
  p.Real(
      "device_memory", device_memory, AtLeast(0),
      "bytes that training may take on its device; 0: on a GPU what is free as it begins, on the CPU without "
      "limit.  A batch that needs more goes through the networks in parts, as with --recompute");
  p.Integer(
      "images_at_once", images_at_once, Between(0, 1e6),
      "images in a part of a batch that goes through the networks by itself; 0: as many as --device-memory "
      "holds");
  p.Choice("cuda_graphs", cuda_graphs,
           {{"auto", CudaGraphs::kAuto}, {"on", CudaGraphs::kOn}, {"off", CudaGraphs::kOff}},
           "give a GPU each training step as one CUDA graph, which takes more memory and less of the host's "
           "time; auto: where steps can be; the last digits may differ from off");
  p.Real("ema_decay", ema_decay, Between(0, 0.999999),
         "decay per step of a moving average of the weights, "
         "which is then validated and saved; 0: no averaging");
  p.Integer(
       "ranks", ranks, Between(1, 1024),
       "processes on this machine that train together, each on its share of every batch; torchrun and srun "
       "start them on several machines and need no option")
      .NotInConfig();
  p.Real("rank_timeout", rank_timeout_s, Between(1, 86400),
         "seconds to wait for another rank, at the start and in a step")
      .NotInConfig();
}

namespace {

/// What goes together, whatever the method.
void RequireTogether(const TrainOptions& r) {
  if (r.bilevel == BilevelMode::kGaussNewton && r.task == Task::kBoth && r.sampling.batch_size < 2)
    throw Error(ErrorKind::kUsage, "train.batch_size",
                Cat("--batch-size ", r.sampling.batch_size,
                    ": --bilevel gauss-newton splits each batch into halves and needs at least 2 slices"));
  r.network.RequirePossible();
  if (r.network.fusion.fuser == FuserKind::kInn && r.method != "fusioninn" && r.task != Task::kSegmentation)
    throw Error(ErrorKind::kUsage, "train.fuser",
                Cat("--fuser inn with --method ", r.method,
                    ": --method fusioninn trains it to fuse; others segment "
                    "what it fuses, with --task segmentation --init RUN"));
  if (r.gain != 1 && r.task != Task::kFusion)
    throw Error(ErrorKind::kUsage, "train.gain",
                Cat("--gain ", r.gain,
                    ": a segmentation network takes fused images as the fusion network makes "
                    "them; leave it out, or train with --task fusion"));
  if (r.distillation.weight > 0 && r.network.segmentation.segmenter != SegmenterKind::kCsad)
    throw Error(ErrorKind::kUsage, "train.distillation",
                Cat("--distillation-weight ", r.distillation.weight, ": --segmenter ",
                    r.network.ToJson()["segmenter"].get<std::string>(),
                    " has no encoder for each modality, csad has"));
}

}  // namespace

void PretrainOptions::Declare(Parameters& p) {
  p.Choice("profile", profile, ProfileNames(), "size of the network");
  sampling.Declare(p);
  p.Group("Training");
  stage.Declare(p);
  p.Real("learning_rate", learning_rate, AtLeast(0), "learning rate of Adam; 0: the profile's");
  p.Real("least_learning_rate", least_learning_rate, AtLeast(0),
         "smallest learning rate, at which halving ends");
  p.Integer("halve_every", halve_every, Between(0, 1e6), "epochs after which the learning rate is halved");
  p.Real("gradient_clip", gradient_clip, MoreThan(0), "largest norm of the gradient of a step");
  p.Real("sigma", sigma, Between(0, 1),
         "share of the correlation loss; the other losses share the rest, 1 - sigma");
  p.Flag("paper_strict", paper_strict,
         "losses, network and rate as printed in the paper: no bound in the correlation loss, from the first "
         "epoch on saturating adversarial losses with labels 1 and 0 and no gradient penalty; what the paper "
         "does not have is refused");
  adversary.Declare(p);
  p.Group("Networks");
  network.Declare(p);
}

void TrainOptions::Declare(Parameters& p) {
  p.Choice("method", method, MethodNames(), MethodsHelp());
  p.Choice(
      "task", task,
      {{"method"}, {"both", Task::kBoth}, {"fusion", Task::kFusion}, {"segmentation", Task::kSegmentation}},
      "what is trained; with segmentation the fusion of --init stays "
      "as it is");
  p.Choice("bilevel", bilevel,
           {{"method"},
            {"joint", BilevelMode::kJoint},
            {"gauss-newton", BilevelMode::kGaussNewton},
            {"alternate", BilevelMode::kAlternate},
            {"none", BilevelMode::kNone}},
           "joint: the segmentation loss also reaches the fusion network (eq. 6 and 7 of the paper); "
           "gauss-newton: its gradient is corrected for the response of the segmentation network "
           "(eq. 5); alternate: the networks are updated in turn, each with the other fixed; none: "
           "trained separately, each by its own loss");
  p.Real("gauss_newton_damping", gauss_newton_damping, Between(0, 1), "kappa: weight of that correction");
  network.Declare(p);
  sampling.Declare(p);
  sampling.DeclareDropout(p);
  p.Group("Training");
  stage.Declare(p);
  p.Integer("warmup_epochs", warmup_epochs, Or(-1, Between(0, 1e6)),
            "initial epochs in which the fusion network is trained by its own loss alone");
  p.Real("fusion_weight", fusion_weight, AtLeast(0),
         "lambda: weight of the fusion loss relative to the segmentation loss");
  p.Real("fusion_learning_rate", fusion_learning_rate, AtLeast(0), "learning rate of Adam; 0: the profile's");
  p.Real("fusion_least_learning_rate", fusion_least_learning_rate, AtLeast(0),
         "smallest learning rate, at which halving ends");
  p.Integer("fusion_halve_every", fusion_halve_every, Between(0, 1e6),
            "epochs after which the fusion network's learning rate is halved");
  p.Integer("encoder_slow_epochs", encoder_slow_epochs, Or(-1, Between(0, 1e6)),
            "initial epochs in which an encoder from --init "
            "is trained with a reduced rate");
  p.Real("encoder_slow_factor", encoder_slow_factor, Between(0, 1),
         "factor on its learning rate in those epochs");
  p.Choice("segmentation_optimiser", segmentation_optimiser,
           {{"profile"}, {"sgd", OptimiserKind::kSgd}, {"adam", OptimiserKind::kAdam}},
           "optimiser of the segmentation network: SGD with momentum, or Adam with decoupled weight decay");
  p.Real("segmentation_learning_rate", segmentation_learning_rate, AtLeast(0),
         "learning rate of the segmentation network; 0: the profile's");
  p.Real("momentum", momentum, Or(-1, Between(0, 0.9999)), "momentum of SGD");
  p.Flag("nesterov", nesterov, "use Nesterov momentum; always on with the method unet");
  p.Real("weight_decay", weight_decay, Or(-1, AtLeast(0)), "weight decay of the segmentation network");
  p.Real("poly_power", poly_power, AtLeast(0),
         "the segmentation network's learning rate falls as (1 - step / steps) to this power");
  p.Integer("segmentation_warmup_steps", segmentation_warmup_steps, Between(0, 1e6),
            "initial steps in which the segmentation network's "
            "learning rate rises; 0: steps / 20, at most 500");
  p.Real("fusion_gradient_clip", fusion_gradient_clip, MoreThan(0),
         "largest norm of the fusion network's gradient in a step");
  p.Real("segmentation_gradient_clip", segmentation_gradient_clip, MoreThan(0),
         "largest norm of the segmentation network's gradient in a step");
  p.Choice("dice_of", dice_of, {{"regions", DiceOf::kRegions}, {"classes", DiceOf::kClasses}},
           "what the Dice loss averages over");
  fusion_loss.Declare(p);
  inversion_loss.Declare(p);
  segmentation_loss.Declare(p);
  p.Real(
      "gain", gain, Between(0.1, 10),
      "what the model is to recommend to f4s-fuse, chosen on other cases: fused images are multiplied by it");
  p.List("min_volume", min_volume, "REGION=ML,...",
         "what the model is to recommend to f4s-segment, chosen on other cases: parts of a region that are "
         "smaller are taken out");
  p.List("largest", largest, "REGION,...",
         "what the model is to recommend to f4s-segment: only the largest part of these regions stays");
  distillation.Declare(p);
  adversary.Declare(p);
}

PretrainOptions PretrainOptions::Resolved() const {
  PretrainOptions r = *this;
  Parameters p;
  r.Declare(p);
  LayStrict(MethodEntry("fuse4seg"), "fuse4seg", p);
  LayDefaults(profile, p, "pretrain");
  if (r.network.fuser == FuserKind::kInn)
    throw Error(ErrorKind::kUsage, "train.fuser",
                "--fuser inn: it has no encoder to pre-train; f4s-train --method fusioninn");
  NetworkOptions whole;
  whole.profile = profile;
  whole.fusion = r.network;
  static_cast<void>(whole.Resolved());  // or throws
  return r;
}

TrainOptions TrainOptions::Under(const Json& method_entry) const {
  TrainOptions r = *this;
  Parameters p;
  r.Declare(p);
  LayStrict(method_entry, method, p);
  LayMethod(method_entry, method, p);
  return r;
}

TrainOptions TrainOptions::Resolved() const {
  TrainOptions r = Under(MethodEntry(method));
  Parameters p;
  r.Declare(p);
  LayDefaults(r.network.profile, p);
  RequireTogether(r);
  return r;
}

}  // namespace f4s
