#include "libfuse4seg/train/objective/sharded_pass.h"

#include <ATen/autocast_mode.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <torch/torch.h>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "libfuse4seg/base/threads.h"

namespace f4s {

PrecisionScope::PrecisionScope(const torch::Device& device, const std::string& precision)
    : rounds_(precision == "bfloat16"), device_(device.type()) {
  if (!rounds_) return;
  enabled_before_ = at::autocast::is_autocast_enabled(device_);
  cache_before_ = at::autocast::is_autocast_cache_enabled();
  dtype_before_ = at::autocast::get_autocast_dtype(device_);
  at::autocast::set_autocast_enabled(device_, true);
  at::autocast::set_autocast_dtype(device_, torch::kBFloat16);
  // The cache of rounded weights is one for all threads, and its graphs would be too.
  at::autocast::set_autocast_cache_enabled(false);
}

PrecisionScope::~PrecisionScope() {
  if (!rounds_) return;
  at::autocast::set_autocast_enabled(device_, enabled_before_);
  at::autocast::set_autocast_dtype(device_, dtype_before_);
  at::autocast::set_autocast_cache_enabled(cache_before_);
}

std::vector<torch::Tensor> InFloat32(std::vector<torch::Tensor> tensors) {
  for (torch::Tensor& tensor : tensors)
    if (tensor.defined()) tensor = tensor.to(torch::kFloat32);
  return tensors;
}

using torch::Tensor;

namespace {

constexpr int64_t kPixelsOfShard = 128 * 128;
constexpr int64_t kLeastShards = 4;

}  // namespace

int64_t ShardSize(const torch::Device& device, const Tensor& batch, bool recompute, int64_t at_once) {
  const int64_t size = batch.size(0);
  if (at_once > 0) return std::min(size, at_once);
  if (!device.is_cpu()) return recompute ? (size + kLeastShards - 1) / kLeastShards : size;
  const int64_t most = std::max<int64_t>(1, size / kLeastShards);
  return std::clamp<int64_t>(kPixelsOfShard / (batch.size(2) * batch.size(3)), 1, most);
}

void ForEachShard(int64_t count, int threads, const std::function<void(int64_t)>& work) {
  std::vector<std::exception_ptr> failures(static_cast<size_t>(count));
  std::atomic<int64_t> next = 0;
  const auto run = [&] {
    for (int64_t i = next++; i < count; i = next++) try {
        work(i);
      } catch (...) {
        failures[static_cast<size_t>(i)] = std::current_exception();
      }
  };
  const auto own = std::this_thread::get_id();
  const auto meter = c10::ThreadLocalDebugInfo::current();  // of memory, where somebody measures it
  RunTogether(static_cast<int>(std::min<int64_t>(count, threads)), [&] {
    if (std::this_thread::get_id() == own) return run();
    at::init_num_threads();  // as set for the process
    const c10::DebugInfoGuard guard(meter);
    run();
  });
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

ShardedPass::ShardedPass(int64_t size, int64_t shard_size, int threads, bool recompute)
    : size_(size), shard_size_(shard_size), threads_(threads), recompute_(recompute) {}

std::vector<Tensor> ShardedPass::Forward(const Work& work) {
  const bool learns = torch::GradMode::is_enabled();
  outputs_.resize(static_cast<size_t>((size_ + shard_size_ - 1) / shard_size_));
  ForEachShard(static_cast<int64_t>(outputs_.size()), threads_, [&](int64_t i) {
    const torch::AutoGradMode gradients(learns && !recompute_);
    outputs_[static_cast<size_t>(i)] = work(i * shard_size_, std::min(size_, (i + 1) * shard_size_));
  });
  leaves_.clear();
  for (size_t k = 0; k < outputs_.front().size(); ++k) {
    std::vector<Tensor> parts;
    for (const auto& shard : outputs_) parts.push_back(shard[k].detach());
    // Without a graph nobody knows which outputs have gradients: those of the others lead nowhere.
    const bool leads_on = recompute_ ? learns : outputs_.front()[k].requires_grad();
    leaves_.push_back(torch::cat(parts).requires_grad_(leads_on));
  }
  if (recompute_) {
    work_ = work;
    for (auto& shard : outputs_) shard.clear();
  }
  return leaves_;
}

std::vector<Tensor> ShardedPass::ShardGradients(int64_t shard, const std::vector<Tensor>& inputs) {
  const int64_t begin = shard * shard_size_, end = std::min(size_, begin + shard_size_);
  auto& kept = outputs_[static_cast<size_t>(shard)];
  const std::vector<Tensor> outputs = recompute_ ? work_(begin, end) : std::move(kept);
  kept.clear();
  std::vector<Tensor> ends, gradients;
  for (size_t k = 0; k < leaves_.size(); ++k) {
    if (!outputs[k].requires_grad() || !leaves_[k].grad().defined()) continue;
    ends.push_back(outputs[k]);
    gradients.push_back(leaves_[k].grad().narrow(0, begin, end - begin));
  }
  if (ends.empty()) return std::vector<Tensor>(inputs.size());
  return torch::autograd::grad(ends, inputs, gradients, /*retain_graph=*/false, /*create_graph=*/false,
                               /*allow_unused=*/true);
}

void ShardedPass::ForEachInTurn(const std::vector<Tensor>& inputs,
                                const std::function<void(const std::vector<Tensor>&)>& take) {
  std::mutex mutex;
  std::condition_variable turned;
  int64_t turn = 0;
  ForEachShard(static_cast<int64_t>(outputs_.size()), threads_, [&](int64_t i) {
    std::vector<Tensor> gradients;
    std::exception_ptr failure;
    try {
      gradients = ShardGradients(i, inputs);
    } catch (...) {
      failure = std::current_exception();  // the turn is passed on all the same
    }
    std::unique_lock lock(mutex);
    turned.wait(lock, [&] { return turn == i; });
    ++turn;
    if (!failure) take(gradients);
    turned.notify_all();
    if (failure) std::rethrow_exception(failure);
  });
}

void ShardedPass::Backward(const std::vector<Gradients*>& players, bool add) {
  std::vector<Tensor> inputs;
  for (const Gradients* player : players)
    for (const auto& [name, parameter] : player->parameters()) inputs.push_back(parameter);
  const auto to_players = [&](const std::vector<Tensor>& gradients) {
    auto next = gradients.begin();
    for (Gradients* player : players) {
      player->Add({next, next + std::ssize(player->parameters())});
      next += std::ssize(player->parameters());
    }
  };
  if (!add) {
    for (Gradients* player : players) player->Clear();
    return ForEachInTurn(inputs, to_players);
  }
  std::vector<Tensor> sums(inputs.size());  // of this pass, to be added as one
  ForEachInTurn(inputs, [&](const std::vector<Tensor>& gradients) {
    const torch::NoGradGuard no_grad;
    for (size_t k = 0; k < gradients.size(); ++k)
      if (gradients[k].defined())
        sums[k] = sums[k].defined() ? sums[k].add_(gradients[k]) : gradients[k].clone();
  });
  to_players(sums);
}

}  // namespace f4s
