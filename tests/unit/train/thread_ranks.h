// Ranks that are threads of one process.

#pragma once

#include <barrier>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

/// What they share.
struct ThreadMeeting {
  explicit ThreadMeeting(int64_t size) : slots(static_cast<size_t>(size)), together(size) {}
  std::vector<torch::Tensor> slots;
  std::barrier<> together;
  std::mutex mutex;
  std::map<std::string, std::string> notes;
};

class ThreadTransport : public RankTransport {
 public:
  ThreadTransport(ThreadMeeting& meeting, int64_t rank) : meeting_(meeting), rank_(rank) {}
  void Sum(torch::Tensor& tensor) override {
    const auto all = Gather(tensor);
    tensor.zero_();
    for (const torch::Tensor& one : all) tensor += one;
  }
  void Spread(torch::Tensor& tensor) override { tensor.copy_(Gather(tensor).front()); }
  std::vector<torch::Tensor> Gather(const torch::Tensor& tensor) override {
    meeting_.slots[static_cast<size_t>(rank_)] = tensor.clone();
    meeting_.together.arrive_and_wait();
    const auto all = meeting_.slots;
    meeting_.together.arrive_and_wait();
    return all;
  }

 private:
  ThreadMeeting& meeting_;
  int64_t rank_;
};

class ThreadNotes : public RankNotes {
 public:
  explicit ThreadNotes(ThreadMeeting& meeting) : meeting_(meeting) {}
  void Put(const std::string& key, const std::string& text) override {
    const std::lock_guard lock(meeting_.mutex);
    meeting_.notes[key] = text;
  }
  std::string Get(const std::string& key) override {
    const std::lock_guard lock(meeting_.mutex);
    const auto found = meeting_.notes.find(key);
    return found == meeting_.notes.end() ? "" : found->second;
  }

 private:
  ThreadMeeting& meeting_;
};

/// What work(rank) returns on each of `size` ranks at once.
/// @param open  the library that connects their GPUs, as the rank opens it
template <class Work>
auto OnRanks(int64_t size, const Work& work, const std::function<DeviceJoin(int64_t)>& open = {}) {
  ThreadMeeting meeting(size);
  std::vector<decltype(work(int64_t{0}))> results(static_cast<size_t>(size));
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> failures(static_cast<size_t>(size));
  for (int64_t rank = 0; rank < size; ++rank)
    threads.emplace_back([&, rank] {
      const Ranks ranks(rank, size, std::make_unique<ThreadTransport>(meeting, rank),
                        std::make_shared<ThreadNotes>(meeting),
                        open ? [&] { return open(rank); } : std::function<DeviceJoin()>());
      const Ranks::Scope here(ranks);
      try {
        results[static_cast<size_t>(rank)] = work(rank);
      } catch (...) {
        failures[static_cast<size_t>(rank)] = std::current_exception();
        meeting.together.arrive_and_drop();
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return results;
}

}  // namespace f4s
