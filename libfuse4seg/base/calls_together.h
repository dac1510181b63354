// Calls from many threads, computed together: a GPU takes as long for one picture as for several.

#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace f4s {

/// Whoever calls while nobody computes computes what waits, and the others wait.
template <class Input, class Output>
class CallsTogether {
 public:
  /// One output for each input, which depends on that input alone.
  using Work = std::function<std::vector<Output>(const std::vector<const Input*>&)>;
  /// How many inputs are computed at once, at least 1.
  using Most = std::function<size_t()>;

  /// @param kind  names everything that `work` and `most` depend on: calls of one kind go together
  /// @return      the outputs of `inputs`, in their order
  /// @throws what `most` or `work` throws, to all callers of what was to be computed.
  [[nodiscard]] std::vector<Output> Call(const std::string& kind, const std::vector<Input>& inputs,
                                         const Most& most, const Work& work) {
    std::deque<Job> own;
    std::unique_lock lock(mutex_);
    for (const Input& input : inputs)
      waiting_.push_back(&own.emplace_back(Job{.kind = kind, .input = &input}));
    while (std::any_of(own.begin(), own.end(), [](const Job& job) { return !job.done; })) {
      // What a thread computes is of its own kind's work alone.
      if (busy_ || waiting_.front()->kind != kind)
        changed_.wait(lock);
      else
        ComputeSome(lock, most, work);
    }
    std::vector<Output> outputs;
    for (Job& job : own) {
      if (job.failure) std::rethrow_exception(job.failure);
      outputs.push_back(std::move(job.output));
    }
    return outputs;
  }

 private:
  struct Job {
    const std::string& kind;
    const Input* input;
    Output output = {};
    std::exception_ptr failure = {};
    bool done = false;
  };
  using Jobs = std::vector<Job*>;

  /// The first of the kind that waits longest.
  Jobs Taken(size_t most) {
    const std::string& kind = waiting_.front()->kind;
    Jobs taken;
    std::deque<Job*> left;
    for (Job* job : waiting_) {
      if (taken.size() < most && job->kind == kind)
        taken.push_back(job);
      else
        left.push_back(job);
    }
    waiting_ = std::move(left);
    return taken;
  }

  void ComputeSome(std::unique_lock<std::mutex>& lock, const Most& most, const Work& work) {
    busy_ = true;
    lock.unlock();
    size_t size = std::numeric_limits<size_t>::max();  // all of them fail together
    std::exception_ptr failure;
    try {
      size = most();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    const Jobs jobs = Taken(size);
    lock.unlock();
    if (!failure) failure = Compute(jobs, work);
    lock.lock();
    for (Job* job : jobs) {
      job->failure = failure;
      job->done = true;
    }
    busy_ = false;
    changed_.notify_all();
  }

  static std::exception_ptr Compute(const Jobs& jobs, const Work& work) {
    try {
      std::vector<const Input*> inputs;
      for (const Job* job : jobs) inputs.push_back(job->input);
      std::vector<Output> outputs = work(inputs);
      for (size_t i = 0; i < jobs.size(); ++i) jobs[i]->output = std::move(outputs.at(i));
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job*> waiting_;
  bool busy_ = false;
};

}  // namespace f4s
