#include "libfuse4seg/base/memory_budget.h"

#include "libfuse4seg/base/error.h"

namespace f4s {

MemoryBudget::Lease MemoryBudget::Take(int64_t bytes) {
  constexpr double kGib = 1 << 30;
  if (limit_ == 0) return {*this, 0};
  if (bytes > limit_)
    throw Error(ErrorKind::kOutOfMemory, "memory.limit",
                Cat("it takes about ", static_cast<double>(bytes) / kGib, " GiB, and --max-memory leaves ",
                    static_cast<double>(limit_) / kGib, " to the cases in hand"));
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [&] { return taken_ + bytes <= limit_; });
  taken_ += bytes;
  return {*this, bytes};
}

void MemoryBudget::GiveBack(int64_t bytes) {
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  given_back_.notify_all();
}

}  // namespace f4s
