#include "libfuse4seg/nn/peak_bytes.h"

#include <c10/core/CachingDeviceAllocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <memory>
#include <mutex>

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

}  // namespace f4s
