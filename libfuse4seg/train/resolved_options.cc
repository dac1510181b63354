#include "libfuse4seg/model/train_options.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

/// What a profile says of training.  base: the paper's numbers; tiny and small: measured.
struct Schedule {
  const char* profile;
  int64_t pretrain_epochs, epochs, batch_size, crop;
  double pretrain_rate, fusion_rate, sgd_rate, adam_rate, adversarial_weight;
  const char* optimiser;  // of the segmentation network
};

constexpr Schedule kSchedules[] = {
    {"tiny", 4, 20, 8, 96, 3e-3, 3e-3, 0.03, 1e-2, 0, "adam"},
    {"small", 20, 60, 8, 128, 1e-3, 1e-3, 0.02, 3e-3, 0.01, "adam"},
    {"base", 80, 140, 16, 224, 1e-4, 1e-4, 0.01, 3e-4, 0.01, "sgd"},
};

const Schedule& ScheduleOf(const std::string& profile) {
  const auto* const found = std::find_if(std::begin(kSchedules), std::end(kSchedules),
                                         [&](const Schedule& s) { return profile == s.profile; });
  F4S_CHECK_EQ(found != std::end(kSchedules), true);  // the flag knows no other
  return *found;
}

void ResolveSampling(SamplingOptions& sampling, const Schedule& schedule) {
  TakeUnset(sampling.batch_size, int64_t{0}, schedule.batch_size);
  TakeUnset(sampling.crop, int64_t{0}, schedule.crop);
  if (sampling.augmentation == "profile") sampling.augmentation = "simple";
}

/// A share of all epochs, one at least.
int64_t Part(int64_t epochs, int64_t parts) { return std::max<int64_t>(1, epochs / parts); }

void ResolveDistillation(TrainOptions& r) {
  const bool can = r.network.segmentation.segmenter == "csad";
  TakeUnset(r.distillation.weight, -1.0, can && r.method == "csad" ? 0.1 : 0.0);
  TakeUnset(r.distillation.begin, int64_t{-1}, 2 * r.stage.epochs / 7);
  if (r.distillation.weight > 0 && !can)
    throw Error(ErrorKind::kUsage, "train.distillation",
                Cat("--distillation-weight ", r.distillation.weight, ": --segmenter ",
                    r.network.segmentation.segmenter, " has no encoder for each modality, csad has"));
}

}  // namespace

PretrainOptions PretrainOptions::Resolved() const {
  PretrainOptions r = *this;
  const Schedule& schedule = ScheduleOf(profile);
  ResolveSampling(r.sampling, schedule);
  TakeUnset(r.adversary.weight, -1.0, schedule.adversarial_weight);
  if (paper_strict) r.adversary.loss.TakeThePapers();
  TakeUnset(r.stage.epochs, int64_t{0}, schedule.pretrain_epochs);
  TakeUnset(r.learning_rate, 0.0, schedule.pretrain_rate);
  TakeUnset(r.halve_every, int64_t{0}, Part(r.stage.epochs, 4));
  if (network.fuser == "inn")
    throw Error(ErrorKind::kUsage, "train.fuser",
                "--fuser inn: it has no encoder to pre-train; f4s-train --method fusioninn");
  NetworkOptions whole;
  whole.profile = profile;
  whole.fusion = network;
  r.network = whole.Resolved().fusion;
  return r;
}

TrainOptions TrainOptions::Resolved() const {
  TrainOptions r = *this;
  MethodOf(method).resolve(r);
  TakeUnset(r.task, std::string("method"), std::string("both"));
  TakeUnset(r.bilevel, std::string("method"), std::string("joint"));
  TakeUnset(r.inversion_loss.latent_samples, std::string("method"), std::string("patches"));
  TakeUnset(r.inversion_loss.score_weight, -1.0, 0.0);
  TakeUnset(r.momentum, -1.0, 0.9);
  TakeUnset(r.weight_decay, -1.0, 1e-4);
  const Schedule& schedule = ScheduleOf(network.profile);
  ResolveSampling(r.sampling, schedule);
  TakeUnset(r.adversary.weight, -1.0, schedule.adversarial_weight);
  if (fusion_loss.paper_strict) r.adversary.loss.TakeThePapers();
  TakeUnset(r.stage.epochs, int64_t{0}, schedule.epochs);
  TakeUnset(r.warmup_epochs, int64_t{-1}, Part(r.stage.epochs, 14));
  TakeUnset(r.encoder_slow_epochs, int64_t{-1}, Part(r.stage.epochs, 7));
  TakeUnset(r.fusion_halve_every, int64_t{0}, Part(r.stage.epochs, 7));
  TakeUnset(r.fusion_learning_rate, 0.0, schedule.fusion_rate);
  if (r.segmentation_optimiser == "profile") r.segmentation_optimiser = schedule.optimiser;
  TakeUnset(r.segmentation_learning_rate, 0.0,
            r.segmentation_optimiser == "adam" ? schedule.adam_rate : schedule.sgd_rate);
  if (r.bilevel == "gauss-newton" && r.task == "both" && r.sampling.batch_size < 2)
    throw Error(ErrorKind::kUsage, "train.batch_size",
                Cat("--batch-size ", r.sampling.batch_size,
                    ": --bilevel gauss-newton splits each batch into halves and needs at least 2 slices"));
  r.network = r.network.Resolved();
  if (r.network.fusion.fuser == "inn" && method != "fusioninn" && r.task != "segmentation")
    throw Error(ErrorKind::kUsage, "train.fuser",
                Cat("--fuser inn with --method ", method,
                    ": --method fusioninn trains it to fuse; others segment "
                    "what it fuses, with --task segmentation --init RUN"));
  ResolveDistillation(r);
  return r;
}

}  // namespace f4s
