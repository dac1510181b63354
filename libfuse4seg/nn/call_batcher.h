// Calls from many threads, computed together: a GPU takes as long for one picture as for several.

#pragma once

#include <torch/types.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

namespace f4s {

/// Takes calls of one tensor each and computes those of one kind and shape as one batch.  Whoever calls while
/// nobody computes computes what waits, and the others wait.  A batch always has the same size for a shape,
/// the places that are left over being filled with its first: so a result depends on its own call alone,
/// though which algorithm a GPU takes for a batch depends on its size.
class CallBatcher {
 public:
  /// [B,...] -> [B,...]: row i depends on row i alone.
  using Work = std::function<torch::Tensor(const torch::Tensor&)>;

  /// @param most    calls in a batch of pictures of up to `pixels` pixels; of larger ones fewer, but one at
  /// least
  CallBatcher(int64_t most, int64_t pixels) : most_(most), pixels_(pixels) {}

  /// @param kind   names everything that `work` depends on: calls of one kind have the same
  /// @param input  [C,H,W]
  /// @return       its row of what `work` makes
  /// @throws what `work` throws, to all callers of a batch.
  [[nodiscard]] torch::Tensor Call(const std::string& kind, const torch::Tensor& input, const Work& work);

  /// Calls in a batch of pictures of this size.
  [[nodiscard]] int64_t SizeFor(int64_t rows, int64_t columns) const;

 private:
  struct Job {
    const std::string& kind;
    const torch::Tensor& input;
    torch::Tensor result = {};
    std::exception_ptr failure = {};
    bool done = false;
  };
  /// Those that go together with the one that waits longest.
  [[nodiscard]] std::vector<Job*> Taken();
  void Compute(const std::vector<Job*>& jobs, const Work& work) const;

  int64_t most_, pixels_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job*> waiting_;
  bool busy_ = false;
};

}  // namespace f4s
