#include "libfuse4seg/train/objective/pass_plan.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <torch/torch.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "libfuse4seg/train/objective/bilevel_terms.h"

namespace f4s {
namespace {

/// What the CPU's allocator says of tensors that come and go.
class Meter : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void* /*place*/, int64_t bytes, size_t /*allocated*/, size_t /*reserved*/,
                         c10::Device device) override {
    if (!device.is_cpu()) return;
    const std::lock_guard lock(mutex_);
    now_ += bytes;
    peak_ = std::max(peak_, now_);
  }
  [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }
  [[nodiscard]] int64_t peak() const { return peak_; }

 private:
  std::mutex mutex_;
  int64_t now_ = 0, peak_ = 0;
};

int64_t PeakOnCpu(const std::function<void()>& work) {
  const auto meter = std::make_shared<Meter>();
  {
    const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, meter);
    work();
  }
  return meter->peak();
}

}  // namespace

int64_t PeakBytes(const torch::Device& device, const std::function<void()>& work) {
  if (device.is_cpu()) return PeakOnCpu(work);
  auto* const allocator = c10::getDeviceAllocator(device.type());
  const auto all = [&]() -> c10::CachingAllocator::Stat {
    return allocator->getDeviceStats(device.index())
        .allocated_bytes[static_cast<size_t>(c10::CachingAllocator::StatType::AGGREGATE)];
  };
  allocator->resetPeakStats(device.index());
  const int64_t before = all().current;
  work();
  return all().peak - before;
}

PassCost PassCost::Of(Objective& objective, const SliceBatch& batch, const torch::Device& device,
                      int threads) {
  const int64_t size = batch.images.size(0), few = std::min<int64_t>(size, threads + 2);
  const auto peak = [&](int64_t images, int64_t at_once) {
    return PeakBytes(device, [&] {
      objective.Rehearse(PartOf(batch, 0, images),
                         {.images_at_once = at_once, .recompute = at_once < images});
    });
  };
  static_cast<void>(peak(1, 1));  // constants, and what libraries keep
  PassCost cost;
  cost.first = peak(1, 1);
  if (size < 2) return cost;
  cost.in_networks = std::max<int64_t>(0, peak(2, 2) - cost.first);
  const int64_t busy = std::min<int64_t>(threads, few);
  if (few > busy)
    cost.waiting =
        std::max<int64_t>(0, (peak(few, 1) - cost.first - (busy - 1) * cost.in_networks) / (few - busy));
  return cost;
}

int64_t PassCost::Bytes(int64_t size, int64_t at_once, int threads) const {
  const int64_t busy = std::min(size, at_once * threads);
  return first + (busy - 1) * in_networks + (size - busy) * waiting;
}

int64_t PassCost::Most(int64_t size, int64_t budget, int threads) const {
  int64_t at_once = size;
  while (at_once > 1 && Bytes(size, at_once, at_once == size ? 1 : threads) > budget) --at_once;
  return at_once;
}

}  // namespace f4s
