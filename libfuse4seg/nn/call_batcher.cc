#include "libfuse4seg/nn/call_batcher.h"

#include <torch/torch.h>

#include <algorithm>

namespace f4s {

using torch::Tensor;

int64_t CallBatcher::SizeFor(int64_t rows, int64_t columns) const {
  return std::clamp<int64_t>(most_ * pixels_ / std::max<int64_t>(1, rows * columns), 1, most_);
}

std::vector<CallBatcher::Job*> CallBatcher::Taken() {
  const Job& first = *waiting_.front();
  const auto most = static_cast<size_t>(SizeFor(first.input.size(1), first.input.size(2)));
  std::vector<Job*> taken;
  std::deque<Job*> left;
  for (Job* job : waiting_) {
    const bool fits = job->kind == first.kind && job->input.sizes() == first.input.sizes();
    if (fits && taken.size() < most)
      taken.push_back(job);
    else
      left.push_back(job);
  }
  waiting_ = std::move(left);
  return taken;
}

void CallBatcher::Compute(const std::vector<Job*>& jobs, const Work& work) const {
  try {
    std::vector<Tensor> rows;
    for (const Job* job : jobs) rows.push_back(job->input);
    const auto size = static_cast<size_t>(SizeFor(rows[0].size(1), rows[0].size(2)));
    while (rows.size() < size) rows.push_back(rows[0]);
    const Tensor results = work(torch::stack(rows));
    for (size_t i = 0; i < jobs.size(); ++i) jobs[i]->result = results[static_cast<int64_t>(i)];
  } catch (...) {
    for (Job* job : jobs) job->failure = std::current_exception();
  }
}

Tensor CallBatcher::Call(const std::string& kind, const Tensor& input, const Work& work) {
  Job own = {.kind = kind, .input = input};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&own);
  while (!own.done) {
    // What this thread is given is of its own kind's work alone.
    if (busy_ || waiting_.front()->kind != kind) {
      changed_.wait(lock);
      continue;
    }
    busy_ = true;
    const std::vector<Job*> jobs = Taken();
    lock.unlock();
    Compute(jobs, work);
    lock.lock();
    for (Job* job : jobs) job->done = true;
    busy_ = false;
    changed_.notify_all();
  }
  if (own.failure) std::rethrow_exception(own.failure);
  return own.result;
}

}  // namespace f4s
