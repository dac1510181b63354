// How many augmented images a second one thread makes for training: batches [SIDE [BATCHES]], squares of SIDE
// pixels (224) from slices of 240x240 with two modalities, BATCHES (8) of 16 of them, by each augmentation.

#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/train/data/batches.h"
#include "tests/unit/train/toy.h"

namespace f4s {
namespace {

constexpr int64_t kBatch = 16;

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void Run(int64_t side, int64_t batches) {
  MakeTorchDeterministic();
  const Scratch scratch;
  const SliceDataset slices(ToyCases(scratch.folder(), 20, 240, 240), kToyClasses, true, kPlenty);
  for (const auto& [kind, name] :
       {std::pair(AugmentationKind::kSimple, "simple"), {AugmentationKind::kNnunet, "nnunet"}}) {
    SamplingOptions sampling;
    sampling.batch_size = kBatch;
    sampling.augmentation = kind;
    const BatchPlan plan(slices, sampling, side, 0, 3);
    static_cast<void>(plan.Make(0));
    const double begin = CpuSeconds();
    for (int64_t step = 1; step <= batches; ++step) static_cast<void>(plan.Make(step));
    const double seconds = CpuSeconds() - begin;
    std::printf("%s: %.0f images a second of CPU time\n", name,
                static_cast<double>(kBatch * batches) / seconds);
  }
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  const int64_t side = argc > 1 ? std::atoll(argv[1]) : 224, batches = argc > 2 ? std::atoll(argv[2]) : 8;
  if (side < 1 || batches < 1) return std::fputs("usage: bench_batches [SIDE [BATCHES]]\n", stderr), 2;
  f4s::Run(side, batches);
}
