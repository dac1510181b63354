// What the preparation of a case takes of memory, from its headers alone.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

// A limit on what cases in hand may take together, so that a large one waits for its turn.

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

/// The program itself, its libraries and a thread's small things: not given out to cases.  Measured.
inline constexpr int64_t kProgramBytes = 48LL << 20;

/// An upper estimate, bytes, at the peak: 4 a voxel of each modality, 10 for the label, the brain and a copy
/// in hand, and what volumes, another spacing, registration and N4 add.  0 for pictures, which are small,
/// and for what cannot be read: that fails by itself.  A DICOM series counts by its files.
[[nodiscard]] int64_t PreparationBytes(const Case& record, const std::vector<std::string>& modalities,
                                       const PrepareRules& rules);

}  // namespace f4s
