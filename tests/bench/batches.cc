// How many augmented squares a second training makes of slices in memory: bench_batches [SIDE [THREADS]].
// Prints the kind of augmentation, threads, squares a second, and squares a second of processor time.
// Slices of 240x240 with two modalities and labels, batches of 16 squares of SIDE (160) pixels, for each kind
// of augmentation.  As many as a GPU trains on with THREADS (8, which feed one) would not keep it waiting.

#include <time.h>
#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>

#include "libfuse4seg/train/data/batches.h"
#include "tests/unit/train/toy.h"

namespace f4s {
namespace {

constexpr int kSlices = 64;
constexpr int64_t kBatches = 60;

double Now(clockid_t clock) {
  timespec time = {};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void Report(const char* name, const SliceDataset& slices, const SamplingOptions& options, int64_t side,
            int threads) {
  const BatchPlan plan(slices, options, side, kBatches, /*seed=*/0);
  const double begin = Now(CLOCK_MONOTONIC), processor_begin = Now(CLOCK_PROCESS_CPUTIME_ID);
  {
    BatchStream stream(plan, 0, threads);
    for (int64_t i = 0; i < kBatches; ++i) static_cast<void>(stream.Next());
  }
  const auto squares = static_cast<double>(kBatches * plan.batch_size());
  std::printf("%s %d %.0f %.0f\n", name, threads, squares / (Now(CLOCK_MONOTONIC) - begin),
              squares / (Now(CLOCK_PROCESS_CPUTIME_ID) - processor_begin));
}

void Run(int64_t side, int threads) {
  const Scratch scratch;
  const SliceDataset slices(ToyCases(scratch.folder(), kSlices, 240, 240), kToyClasses, true, kPlenty);
  for (const auto& [name, kind] :
       {std::pair("simple", AugmentationKind::kSimple), std::pair("nnunet", AugmentationKind::kNnunet)}) {
    SamplingOptions options;
    options.batch_size = 16;
    options.augmentation = kind;
    for (const int count : {1, threads}) Report(name, slices, options, side, count);
  }
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  torch::set_num_threads(1);
  f4s::Run(argc > 1 ? std::atoi(argv[1]) : 160, argc > 2 ? std::atoi(argv[2]) : 8);
}
