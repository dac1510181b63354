// Work on many threads that may share in it.

#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace f4s {

/// Runs `work` on this thread and on up to count - 1 others, and returns when all have ended.  Where the
/// system begins no more threads, fewer do the work: what comes of it must not depend on their number.
/// Rethrows the first exception of any.
inline void RunTogether(int count, const std::function<void()>& work) {
  std::exception_ptr failure;
  std::mutex mutex;
  const auto run = [&] {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::jthread> threads;
  threads.reserve(static_cast<size_t>(count));
  try {
    for (int i = 1; i < count; ++i) threads.emplace_back(run);
  } catch (const std::system_error&) {  // as many as there are
  }
  run();
  threads.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace f4s
