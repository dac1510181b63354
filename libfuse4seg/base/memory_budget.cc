#include "libfuse4seg/base/memory_budget.h"

#include <malloc.h>

#include "libfuse4seg/base/error.h"

namespace f4s {

MemoryBudget::Reservation MemoryBudget::Take(int64_t bytes) {
  constexpr double kGib = 1 << 30;
  if (limit_ == 0) return {*this, 0};
  if (bytes > limit_)
    throw Error(ErrorKind::kOutOfMemory, "memory.limit",
                Cat("it takes about ", static_cast<double>(bytes) / kGib, " GiB, and --max-memory leaves ",
                    static_cast<double>(limit_) / kGib, " to the cases in progress"));
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [&] { return taken_ + bytes <= limit_; });
  taken_ += bytes;
  return {*this, bytes};
}

void MemoryBudget::GiveBack(int64_t bytes) {
  // What was freed would stay with the thread that freed it, and the next case's come on top.
  if (limit_ > 0) malloc_trim(0);
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  given_back_.notify_all();
}

}  // namespace f4s
