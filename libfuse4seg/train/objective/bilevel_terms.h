// The two levels of cooperative training, which every mode of it is made of:
//
//     leader    fusion network Phi, weights w_f:        F = Phi(M),  loss L^f(F; M)
//     follower  segmentation network Psi, weights w_s:  loss L^s(Psi(F))
//     both      U = lambda L^f + L^s                    eq. 6
//
// Guo and Su, "Fuse4Seg", arXiv:2409.10328v2, eq. 1 to 7.  The words there make fusion the leader.

#pragma once

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/loss/segmentation_loss.h"
#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/train/objective/adversary.h"
#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "libfuse4seg/train/objective/sharded_pass.h"

namespace f4s {

/// What the follower is scored on, in class numbers.
struct CooperationFacts {
  std::vector<Region> regions;  ///< in class numbers
  ClassSets unions = {};        ///< of the labels that leave some open: LabelCodes::unions()
  int64_t classes = 0;          ///< with the background
  bool pretrained = false;      ///< the encoder comes from --init: it learns slowly at first
  int64_t validation_slices = 0;
  int64_t modalities = 0;  ///< and with them, discriminators
  int64_t side = 0;        ///< of the squares
  uint64_t seed = 0;       ///< of the discriminators
  /// What --contrast adds to each class, by class number; empty: it was not given.
  std::vector<double> contrast = {};
};

/// What a pass is for.
struct LossParts {
  bool fusion = true;        ///< lambda L^f counts
  bool segmentation = true;  ///< L^s counts
  bool reaches = true;       ///< the gradient of L^s goes through F to w_f; else it stops at F
  bool follower = true;      ///< the gradient of w_s is wanted
};

class BilevelTerms {
 public:
  /// @param network  on `device`
  /// @param options  resolved
  BilevelTerms(Network network, const TrainOptions& options, const CooperationFacts& facts,
               const torch::Device& device, int threads);

  /// Gradients of the losses of a batch, of all ranks' images, in parts one after the other where
  /// `accumulate` asks for it; those of w_f and w_s are replaced where they are wanted.  Losses, by name, go
  /// to `outcome`. With task "segmentation" w_f has none, with "fusion" there is no w_s.  L^f has the
  /// adversarial loss in it when its time has come (train/objective/adversary.h).
  void Gradients(const SliceBatch& batch, const StepPosition& position, const LossParts& parts,
                 StepOutcome& outcome);

  /// As Objective has it.
  void Shape(const PassShape& shape);
  void Rehearse(const SliceBatch& batch, const PassShape& shape);

  /// Clips the gradients to the largest norm; the norm before goes to `outcome`.
  void ClipLeader(StepOutcome& outcome);
  void ClipFollower(StepOutcome& outcome);
  /// Makes the discriminators' gradients too, and asks whether all so far is finite.  To be called once in
  /// each step in which L^f counts, or the discriminators would learn from its images in the next.
  void JudgeLeader(const StepPosition& position, StepOutcome& outcome);
  /// One step along the gradients, where `outcome` is finite; its rate goes there.  The discriminators move
  /// with the leader.
  void MoveLeader(const StepPosition& position, StepOutcome& outcome);
  void MoveFollower(const StepPosition& position, StepOutcome& outcome);

  /// As Objective has them.
  [[nodiscard]] std::optional<std::string> PhaseOf(const StepPosition& position) const;
  [[nodiscard]] NamedRates RatesAt(const StepPosition& position) const;
  void PutRates(const StepPosition& position) { rates_.Put(RatesAt(position), device_); }

  [[nodiscard]] const NamedParameters& leader() const { return leader_.parameters(); }
  [[nodiscard]] const NamedParameters& follower() const { return follower_->parameters(); }
  [[nodiscard]] f4s::Gradients& leader_gradients() { return leader_.gradients(); }
  [[nodiscard]] f4s::Gradients& follower_gradients() { return follower_->gradients(); }
  [[nodiscard]] const TrainOptions& options() const { return options_; }
  [[nodiscard]] const Network& network() const { return network_; }
  /// All that a step of the follower changes: the tensors in use.
  [[nodiscard]] NamedTensors FollowerState() const;
  /// Of the optimisers.
  void AddState(NamedTensors& state) const;

 private:
  [[nodiscard]] bool learns_fusion() const { return options_.task != Task::kSegmentation; }
  /// A part of the batch, on the device.
  struct Part {
    torch::Tensor images, labels;
    double share = 1;  ///< of the batch
    bool first = true, adversarial = false, contrast = false, distils = false;
  };
  void AddGradients(const Part& part, const LossParts& parts, StepOutcome& outcome);
  /// The players whose gradients are wanted.
  [[nodiscard]] std::vector<f4s::Gradients*> Wanted(const LossParts& parts);
  /// Features of the bands and fused image, if there is a fusion network; then logits, if wanted: one, or
  /// one for each resolution of deep supervision; then, with `distils`, the energies of each level.
  [[nodiscard]] std::vector<torch::Tensor> Outputs(const torch::Tensor& images, const LossParts& parts,
                                                   bool distils);
  [[nodiscard]] torch::Tensor FusionTotal(const std::vector<torch::Tensor>& outputs, const Part& part,
                                          StepOutcome& outcome);
  /// @param outputs  logits, then energies
  [[nodiscard]] torch::Tensor SegmentationTotal(const std::vector<torch::Tensor>& outputs, const Part& part,
                                                StepOutcome& outcome);
  /// Whether distillation between the modalities' encoders counts in this epoch.
  [[nodiscard]] bool DistilsAt(const StepPosition& position) const;
  /// Whether --contrast counts.
  [[nodiscard]] bool ContrastsAt(const StepPosition& position) const;
  [[nodiscard]] double LeaderRate(const StepPosition& position) const;
  [[nodiscard]] double EncoderRate(const StepPosition& position) const;
  [[nodiscard]] double FollowerRate(const StepPosition& position) const;

  Network network_;
  TrainOptions options_;
  int64_t classes = 0;  ///< with the background
  bool pretrained_;
  std::vector<double> contrast_;
  torch::Device device_;
  int threads_;
  ClassSets dice_sets_, unions_;
  Adam leader_;
  std::unique_ptr<Optimiser> follower_;
  Adversary adversary_;
  RatesOnDevice rates_;
};

}  // namespace f4s
