// The opened object `learning`.

#include <torch/types.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/train/learning.h"

namespace f4s {
namespace {

/// Where a device's memory runs out, says what helps.
template <class Work>
void SayingWhatHelps(const Work& work) {
  try {
    work();
  } catch (const c10::OutOfMemoryError& error) {
    throw Error(ErrorKind::kOutOfMemory, "memory",
                Cat("out of memory: ", FirstLine(error.what_without_backtrace()),
                    ": with a smaller --device-memory fewer images are in the networks at once"));
  }
}

class TorchLearning : public Learning {
 public:
  void Pretrain(const PretrainOptions& options, RunContext& run) const override {
    SayingWhatHelps([&] { RunPretraining(options, run); });
  }
  void Train(const TrainOptions& options, RunContext& run) const override {
    SayingWhatHelps([&] { RunTraining(options, run); });
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::Learning, f4s::TorchLearning)
