// f4s-pretrain's and f4s-train's parameters.  No tensor library is needed to declare them.
//
// What is open is decided by the method, methods.json, and then by the profile, profiles.json: Resolved().

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/model/sampling_options.h"
#include "libfuse4seg/tool/setting.h"

namespace f4s {

class Parameters;

/// Whether a GPU is given each training step as one graph.
enum class CudaGraphs { kAuto, kOn, kOff };

/// What both stages of training share: how long, how often, how exactly.
struct StageOptions {
  std::filesystem::path init;  ///< a model or a RUN; empty: from the seed
  bool transfer = false;
  Setting<int64_t> epochs;
  int64_t steps_per_epoch = 0;    ///< 0: as many as the slices make
  int64_t validate_every = 1;     ///< epochs
  int64_t validation_slices = 0;  ///< 0: all
  double checkpoint_minutes = 5;
  int64_t log_every = 0;  ///< steps; 0: epochs alone
  bool tensorboard = false;
  int64_t most_skipped_steps = 5;  ///< of an epoch, for what was not finite
  int64_t accumulate = 1;          ///< batches whose gradients are added up for one step
  std::string precision = "auto";
  bool recompute = false;
  double device_memory = 0;    ///< bytes; 0: what is free on a GPU, without limit on the CPU
  int64_t images_at_once = 0;  ///< in one pass of the networks; 0: as many as device_memory holds
  CudaGraphs cuda_graphs = CudaGraphs::kAuto;
  double ema_decay = 0;  ///< 0: no average of the weights
  int64_t ranks = 1;     ///< processes to start
  double rank_timeout_s = 600;

  void Declare(Parameters& p);
};

enum class Task { kBoth, kFusion, kSegmentation };

/// How the two networks learn together: the follower is the segmentation network, the leader the fusion
/// network.
enum class BilevelMode {
  kJoint,        ///< the segmentation loss reaches the fusion network: eq. 6 and 7
  kGaussNewton,  ///< less a share of what its answer in segmentation takes back: eq. 5
  kAlternate,    ///< in turns, each with the other held
  kNone,         ///< each from its own loss
};

/// Of the segmentation network.
enum class OptimiserKind { kSgd, kAdam };

/// What the Dice loss averages over.
enum class DiceOf { kRegions, kClasses };

/// f4s-pretrain.
struct PretrainOptions {
  CaseSelection cases;
  std::filesystem::path run_folder;
  SamplingOptions sampling;
  StageOptions stage;
  std::string profile = "tiny";
  FusionNetOptions network;
  Setting<double> learning_rate;
  double least_learning_rate = 1e-6;
  Setting<int64_t> halve_every;  ///< epochs
  double gradient_clip = 1, sigma = 0.5;
  bool paper_strict = false;
  AdversaryOptions adversary;

  void Declare(Parameters& p);

  /// The same with nothing left open.  @throws Error(kConfig) for a network that cannot be.
  [[nodiscard]] PretrainOptions Resolved() const;
};

/// f4s-train.
struct TrainOptions {
  CaseSelection cases;
  std::filesystem::path run_folder;
  std::string method = "fuse4seg";  ///< of MethodNames()
  Setting<Task> task;
  Setting<BilevelMode> bilevel;
  DiceOf dice_of = DiceOf::kRegions;
  Setting<OptimiserKind> segmentation_optimiser;
  NetworkOptions network;
  SamplingOptions sampling;
  StageOptions stage;
  Setting<int64_t> warmup_epochs, encoder_slow_epochs, fusion_halve_every;
  Setting<int64_t> segmentation_warmup_steps;  ///< open: a share of all
  double fusion_weight = 1;                    ///< lambda of eq. 6
  double gauss_newton_damping = 0.5;           ///< kappa of train/objective/cooperation.h
  Setting<double> fusion_learning_rate, segmentation_learning_rate, momentum, weight_decay;
  double fusion_least_learning_rate = 1e-6, encoder_slow_factor = 0.1, poly_power = 0.9;
  double fusion_gradient_clip = 1, segmentation_gradient_clip = 12;
  bool nesterov = false;
  FusionLossOptions fusion_loss;
  InversionLossOptions inversion_loss;
  SegmentationLossOptions segmentation_loss;
  double gain = 1;                               ///< what the model is to recommend of fused images
  std::vector<std::string> min_volume, largest;  ///< what the model is to recommend: Postprocess::FromWords()
  DistillationOptions distillation;
  AdversaryOptions adversary;
  std::vector<std::string> flags = {};  ///< names of the parameters that were set by flags

  void Declare(Parameters& p);

  [[nodiscard]] bool fuses() const {
    return task != Task::kSegmentation || network.input != NetworkInput::kImages;
  }
  [[nodiscard]] bool segments() const { return task != Task::kFusion; }

  /// The same with nothing left open.
  /// @throws Error(kConfig) for a network that cannot be; Error(kUsage) for what does not go together, of
  ///         code "train.method" where the method is one of the two.
  [[nodiscard]] TrainOptions Resolved() const;
  /// The same under what a method says, an entry of methods.json.
  /// @throws Error(kUsage, "train.method") for what it cannot do.
  [[nodiscard]] TrainOptions Under(const Json& method_entry) const;
};

}  // namespace f4s
