// A limit on what tensors take while something is made that a file describes.

#pragma once

#include <cstdint>
#include <exception>

namespace f4s {

/// While it lives, tensors that this thread makes on the CPU may take `bytes` in all, those that are gone
/// again included; the one that would be too much is not made.
class AllocationLimit {
 public:
  /// What is thrown for it.
  class Exceeded : public std::exception {};

  explicit AllocationLimit(int64_t bytes);
  ~AllocationLimit();
  AllocationLimit(const AllocationLimit&) = delete;
  AllocationLimit& operator=(const AllocationLimit&) = delete;
};

}  // namespace f4s
