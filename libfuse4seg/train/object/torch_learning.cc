// The opened object `learning`.

#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

class TorchLearning : public Learning {
 public:
  void Pretrain(const PretrainOptions& options, RunContext& run) const override {
    RunPretraining(options, run);
  }
  void Train(const TrainOptions& options, RunContext& run) const override { RunTraining(options, run); }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::Learning, f4s::TorchLearning)
