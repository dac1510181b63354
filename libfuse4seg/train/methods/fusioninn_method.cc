// Kumar et al., "FusionINN: Decomposable Image Fusion for Brain Tumor Monitoring", arXiv:2403.15769.

#include "libfuse4seg/train/methods/method.h"
#include "libfuse4seg/train/objective/inversion.h"

namespace f4s {
namespace {

constexpr double kPublishedRate = 3e-4, kRate = 2e-3;  // of Adam; ours: measured
constexpr int64_t kPublishedWidth = 32, kPublishedBlocks = 1;
constexpr int64_t kNever = 1000000;  // epochs: its rate falls by a 20th where the loss stays, not by plan
constexpr double kScoreWeight = 0.2;

void RefuseForeignLosses(const TrainOptions& r) {
  const FusionLossOptions& loss = r.fusion_loss;
  RefuseWeights({{"--vif-weight", loss.vif_weight},
                 {"--qabf-weight", loss.qabf_weight},
                 {"--mi-weight", loss.mi_weight},
                 {"--scd-weight", loss.scd_weight},
                 {"--sf-weight", loss.sf_weight},
                 {"--fidelity-weight", loss.fidelity_weight},
                 {"--adversarial-weight", r.adversary.weight}},
                r);
}

/// Network and losses as they were published.
void TakeThePapers(TrainOptions& r) {
  const std::string unset = "profile";
  TakeUnset(r.network.fusion.inn_width, int64_t{0}, kPublishedWidth);
  TakeUnset(r.network.fusion.inn_blocks, int64_t{0}, kPublishedBlocks);
  TakeUnset(r.network.fusion.inn_mixing, unset, std::string("permutation"));
  TakeUnset(r.network.fusion.inn_subnet, unset, std::string("relu"));
  TakeUnset(r.network.fusion.inn_output, unset, std::string("sigmoid"));
  TakeUnset(r.inversion_loss.latent_samples, std::string("method"), std::string("images"));
  TakeUnset(r.inversion_loss.score_weight, -1.0, 0.0);
  TakeUnset(r.fusion_learning_rate, 0.0, kPublishedRate);
  TakeUnset(r.fusion_halve_every, int64_t{0}, kNever);
  r.fusion_loss.intensity_weight = r.fusion_loss.texture_weight = 0;
}

void ResolveFusionInn(TrainOptions& r) {
  Demand(r.task, "fusion", "--task", r);
  Demand(r.network.input, "fused", "--input", r);
  Demand(r.network.fusion.fuser, "inn", "--fuser", r);
  TakeUnset(r.adversary.weight, -1.0, 0.0);
  RefuseForeignLosses(r);
  if (r.fusion_loss.paper_strict) TakeThePapers(r);
  TakeUnset(r.inversion_loss.score_weight, -1.0, kScoreWeight);
  TakeUnset(r.fusion_learning_rate, 0.0, kRate);
}

std::unique_ptr<Objective> MakeObjective(const ObjectiveParts& parts) {
  return std::make_unique<Inversion>(parts.network, parts.options, parts.facts, parts.device, parts.threads);
}

}  // namespace

Method FusionInnMethod() { return {.resolve = ResolveFusionInn, .objective = MakeObjective}; }

}  // namespace f4s
