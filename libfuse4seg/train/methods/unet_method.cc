// A U-Net, trained as nnU-Net trains one: Isensee et al., Nature Methods 18, 2021.

#include "libfuse4seg/train/methods/method.h"

namespace f4s {
namespace {

void ResolveUnet(TrainOptions& r) {
  Demand(r.task, "segmentation", "--task", r);
  TakeUnset(r.network.input, std::string("method"), std::string(r.stage.init.empty() ? "images" : "fused"));
  TakeUnset(r.network.segmentation.segmenter, std::string("profile"), std::string("unet"));
  TakeUnset(r.sampling.augmentation, std::string("profile"), std::string("nnunet"));
  TakeUnset(r.segmentation_optimiser, std::string("profile"), std::string("sgd"));
  if (r.segmentation_optimiser == "sgd") TakeUnset(r.segmentation_learning_rate, 0.0, 0.01);
  r.nesterov = true;
  TakeUnset(r.momentum, -1.0, 0.99);
  TakeUnset(r.weight_decay, -1.0, 3e-5);
  TakeUnset(r.segmentation_warmup_steps, int64_t{0}, int64_t{1});
}

}  // namespace

Method UnetMethod() { return {.resolve = ResolveUnet, .objective = CooperativeObjective}; }

}  // namespace f4s
