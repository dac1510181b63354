#include "libfuse4seg/nn/allocation_limit.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <limits>
#include <mutex>

namespace f4s {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();
constexpr uint8_t kPriority = 100;  // over LibTorch's own

thread_local int64_t left = kNoLimit;  // bytes

/// LibTorch's allocator behind a count.
class CountingAllocator : public c10::Allocator {
 public:
  explicit CountingAllocator(c10::Allocator* own) : own_(own) {}
  c10::DataPtr allocate(size_t bytes) override {
    if (left != kNoLimit) {
      if (bytes > static_cast<size_t>(left)) throw AllocationLimit::Exceeded();
      left -= static_cast<int64_t>(bytes);
    }
    return own_->allocate(bytes);
  }
  [[nodiscard]] c10::DeleterFnPtr raw_deleter() const override { return own_->raw_deleter(); }
  void copy_data(void* to, const void* from, size_t bytes) const override {
    own_->copy_data(to, from, bytes);
  }

 private:
  c10::Allocator* own_;
};

}  // namespace

AllocationLimit::AllocationLimit(int64_t bytes) {
  static std::once_flag installed;
  std::call_once(installed, [] {
    static CountingAllocator counting(c10::GetCPUAllocator());
    c10::SetCPUAllocator(&counting, kPriority);
  });
  left = bytes;
}

AllocationLimit::~AllocationLimit() { left = kNoLimit; }

}  // namespace f4s
