// A limit on what cases in hand may take together, so that a large one waits for its turn.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace f4s {

/// Memory for the work on cases, given out and taken back.  Thread-safe.
class MemoryBudget {
 public:
  /// @param limit  bytes; 0: without limit.
  explicit MemoryBudget(int64_t limit) : limit_(limit) {}

  /// What one case holds until it is done with.
  class Reservation {
   public:
    Reservation(MemoryBudget& budget, int64_t bytes) : budget_(budget), bytes_(bytes) {}
    ~Reservation() { budget_.GiveBack(bytes_); }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

   private:
    MemoryBudget& budget_;
    int64_t bytes_;
  };

  [[nodiscard]] bool is_limited() const { return limit_ > 0; }

  /// Waits until others have given enough back.
  /// @throws Error(kOutOfMemory, "memory.limit") for more than all there is.
  [[nodiscard]] Reservation Take(int64_t bytes);

 private:
  void GiveBack(int64_t bytes);

  int64_t limit_, taken_ = 0;
  std::mutex mutex_;
  std::condition_variable given_back_;
};

}  // namespace f4s
