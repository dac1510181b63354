// Kumar et al., "FusionINN: Decomposable Image Fusion for Brain Tumor Monitoring", arXiv:2403.15769.

#include "libfuse4seg/train/inversion.h"
#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

constexpr double kPublishedRate = 3e-4, kRate = 2e-3;  // of Adam; ours: measured

void Resolve(TrainOptions& r) {
  r.task = "fusion";
  r.network.input = "fused";
  r.network.fusion.fuser = "inn";
  TakeUnset(r.adversary.weight, -1.0, 0.0);
  TakeUnset(r.fusion_learning_rate, 0.0, r.fusion_loss.paper_strict ? kPublishedRate : kRate);
  if (!r.fusion_loss.paper_strict) return;
  const std::string unset = "profile";
  TakeUnset(r.network.fusion.inn_mixing, unset, std::string("permutation"));
  TakeUnset(r.network.fusion.inn_subnet, unset, std::string("relu"));
  TakeUnset(r.network.fusion.inn_output, unset, std::string("sigmoid"));
  r.inversion_loss.latent_samples = "images";
  r.inversion_loss.score_weight = 0;
}

std::unique_ptr<Objective> MakeObjective(const ObjectiveParts& parts) {
  return std::make_unique<Inversion>(parts.network, parts.options, parts.facts, parts.device, parts.threads);
}

}  // namespace

Method FusionInnMethod() { return {.resolve = Resolve, .objective = MakeObjective}; }

}  // namespace f4s
