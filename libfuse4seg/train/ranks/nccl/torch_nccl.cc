// The opened object `nccl`.  Compiled where CUDA's and NCCL's headers are.

#include "libfuse4seg/train/ranks/nccl_ranks.h"

#define USE_C10D_NCCL  // or the header is empty
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "libfuse4seg/base/signals.h"

namespace f4s {
namespace {

using torch::Tensor;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::microseconds kBetweenLooks(50);
constexpr std::chrono::milliseconds kBetweenQuestions(500);
constexpr std::chrono::seconds kAfterSignal(20);  // for the others to come to the end of a step

class Nccl : public RankTransport {
 public:
  Nccl(const RankStore& store, int64_t rank, int64_t size, const torch::Device& device, double timeout_s)
      : notes_(NotesIn(store)), device_(device), timeout_(static_cast<int64_t>(timeout_s * 1000)) {
    // LibTorch's own watchdog would abort the process where a rank is lost: Wait() looks, and throws.
    ::setenv("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0", 0);
    ::setenv("TORCH_NCCL_ENABLE_MONITORING", "0", 0);
    const c10::cuda::CUDAGuard here(device_);
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout_;
    group_ =
        c10::make_intrusive<c10d::ProcessGroupNCCL>(c10::make_intrusive<c10d::PrefixStore>("nccl", store),
                                                    static_cast<int>(rank), static_cast<int>(size), options);
  }
  ~Nccl() override {
    if (failed_) group_->abort();  // or its end would wait for what never comes
  }

  void Sum(Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
    Wait([&] { return group_->allreduce(tensors); });
  }
  void Spread(Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
    Wait([&] { return group_->broadcast(tensors); });
  }
  std::vector<Tensor> Gather(const Tensor& tensor) override {
    std::vector<Tensor> own = {tensor};
    std::vector<std::vector<Tensor>> all(1);
    for (int i = 0; i < group_->getSize(); ++i) all[0].push_back(torch::empty_like(tensor));
    Wait([&] { return group_->allgather(all, own); });
    return all[0];
  }

 private:
  /// The host waits as well, so that a rank that is lost is an error and no wait without end.
  template <class Start>
  void Wait(const Start& start) {
    const c10::cuda::CUDAGuard here(device_);
    try {
      const auto work = start();
      const auto begin = Clock::now();
      auto asked = begin;
      while (!work->isCompleted()) {
        std::this_thread::sleep_for(kBetweenLooks);
        const auto now = Clock::now();
        if (now - begin > timeout_) throw std::runtime_error("timed out");
        if (now - asked < kBetweenQuestions) continue;
        asked = now;
        if (!notes_->Get(kFailureNote).empty()) throw std::runtime_error("another rank has failed");
        if (StopRequested() && now - begin > kAfterSignal) throw std::runtime_error("stopped by a signal");
      }
      if (const auto thrown = work->exception()) std::rethrow_exception(thrown);
      work->wait();  // the current stream, for that of NCCL
    } catch (...) {
      failed_ = true;
      throw;
    }
  }

  std::shared_ptr<RankNotes> notes_;
  torch::Device device_;
  std::chrono::milliseconds timeout_;
  c10::intrusive_ptr<c10d::ProcessGroupNCCL> group_;
  bool failed_ = false;
};

class TorchNccl : public NcclRanks {
 public:
  std::unique_ptr<RankTransport> Join(const RankStore& store, int64_t rank, int64_t size,
                                      const torch::Device& device, double timeout_s) const override {
    return std::make_unique<Nccl>(store, rank, size, device, timeout_s);
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::NcclRanks, f4s::TorchNccl)
