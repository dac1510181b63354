#include "libfuse4seg/nn/call_batcher.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/text.h"

namespace f4s {

using torch::Tensor;

namespace {

constexpr size_t kMostSizes = 1024;  // images of many sizes: no growth with their number

}  // namespace

size_t CallBatcher::SizeFor(const std::string& kind, const Tensor& picture, const Work& work) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = sizes_.find(kind); known != sizes_.end()) return known->second;
  }
  const auto peak = [&](int64_t size) {
    const Tensor batch = picture.unsqueeze(0).repeat({size, 1, 1, 1});
    return peak_([&] { static_cast<void>(work(batch)); });
  };
  int64_t size = 1;
  if (most_ > 1) {
    static_cast<void>(peak(1));  // constants, and what libraries keep
    const int64_t one = peak(1), another = std::max<int64_t>(1, peak(2) - one);
    size = std::clamp<int64_t>(1 + (budget_ - one) / another, 1, most_);
  }
  const std::lock_guard lock(mutex_);
  if (sizes_.size() >= kMostSizes) sizes_.clear();
  return sizes_[kind] = static_cast<size_t>(size);
}

std::vector<Tensor> CallBatcher::Call(const std::string& kind, const std::vector<Tensor>& pictures,
                                      const Work& work) {
  const std::string of_shape = Cat(kind, " ", pictures.front().sizes());
  size_t size = 1;  // by whoever computes
  return calls_.Call(
      of_shape, pictures, [&] { return size = SizeFor(of_shape, pictures.front(), work); },
      [&](const std::vector<const Tensor*>& inputs) {
        std::vector<Tensor> rows;
        for (const Tensor* input : inputs) rows.push_back(*input);
        while (rows.size() < size) rows.push_back(rows.front());
        std::vector<Tensor> results = work(torch::stack(rows)).unbind();
        results.resize(inputs.size());
        return results;
      });
}

}  // namespace f4s
