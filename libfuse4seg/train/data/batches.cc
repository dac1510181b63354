#include "libfuse4seg/train/data/batches.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {
namespace {

constexpr size_t kMostOrders = 8;
constexpr int64_t kAhead = 3;  // batches a thread

std::span<float> FloatsOf(const torch::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

std::span<int64_t> LabelsOf(const torch::Tensor& tensor) {
  if (!tensor.defined()) return {};
  return {tensor.data_ptr<int64_t>(), static_cast<size_t>(tensor.numel())};
}

}  // namespace

SliceBatch PartOf(const SliceBatch& batch, int64_t begin, int64_t end) {
  if (begin == 0 && end == batch.size()) return batch;
  const auto rows_before = [&](int64_t position) {
    return std::max<int64_t>(0, (position - batch.first + batch.stride - 1) / batch.stride);
  };
  const int64_t from = rows_before(begin), to = rows_before(end);
  SliceBatch part;
  part.images = batch.images.slice(0, from, to);
  if (batch.labels.defined()) part.labels = batch.labels.slice(0, from, to);
  part.indices.assign(batch.indices.begin() + begin, batch.indices.begin() + end);
  part.first = batch.first + from * batch.stride - begin;
  part.stride = batch.stride;
  return part;
}

BatchPlan::BatchPlan(const SliceDataset& slices, SamplingOptions options, int64_t side, int64_t steps,
                     uint64_t seed, ModalityDropout dropout)
    : slices_(slices),
      options_(std::move(options)),
      dropout_(std::move(dropout)),
      side_(side),
      steps_(steps > 0 ? steps : (slices.size() + options_.batch_size - 1) / options_.batch_size),
      rank_(Ranks::Here().rank()),
      num_ranks_(Ranks::Here().size()),
      order_seed_(SeedOf("order", seed)),
      draw_seed_(SeedOf("draw", seed)) {}

BatchPlan::Order BatchPlan::OrderOf(int64_t epoch, int64_t pass) const {
  const std::lock_guard lock(mutex_);
  if (const auto known = orders_.find({epoch, pass}); known != orders_.end()) return known->second;
  auto order = std::make_shared<std::vector<int64_t>>(static_cast<size_t>(slices_.size()));
  std::iota(order->begin(), order->end(), int64_t{0});
  for (size_t i = order->size(); i > 1; --i)
    std::swap((*order)[i - 1], (*order)[UniformBelow(i, order_seed_, epoch, pass, i)]);
  if (orders_.size() >= kMostOrders) orders_.erase(orders_.begin());
  return orders_[{epoch, pass}] = order;
}

SliceBatch BatchPlan::Make(int64_t step) const {
  const int64_t epoch = step / steps_, count = options_.batch_size;
  const std::vector<int64_t>& foreground = slices_.with_foreground();
  SliceBatch batch;
  batch.first = rank_;
  batch.stride = num_ranks_;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t position = (step % steps_) * count + i;
    const uint64_t seed = Mix(draw_seed_, epoch, position);
    const bool on_foreground = !foreground.empty() && Uniform(seed, 0) < options_.foreground_share;
    const int64_t pass = position / slices_.size(), place = position % slices_.size();
    const int64_t index = on_foreground ? foreground[UniformBelow(foreground.size(), seed, 1)]
                                        : (*OrderOf(epoch, pass))[static_cast<size_t>(place)];
    batch.indices.push_back(index);
    if (i % num_ranks_ != rank_) continue;
    const int64_t row = i / num_ranks_, rows = (count - rank_ + num_ranks_ - 1) / num_ranks_;
    const auto slice = slices_.Read(index);
    if (row == 0) {
      batch.images = torch::empty({rows, static_cast<int64_t>(slice->planes.size()), side_, side_});
      if (!slice->classes.empty()) batch.labels = torch::empty({rows, side_, side_}, torch::kInt64);
    }
    const Augmentation augmentation = DrawAugmentation(*slice, side_, on_foreground, options_, Mix(seed, 2));
    Place(*slice, augmentation, side_, FloatsOf(batch.images[row]),
          LabelsOf(batch.labels.defined() ? batch.labels[row] : batch.labels));
    dropout_.Apply(Mix(seed, 3), side_ * side_, FloatsOf(batch.images[row]));
  }
  return batch;
}

BatchStream::BatchStream(const BatchPlan& plan, int64_t first, int threads, bool pinned)
    : plan_(plan), pinned_(pinned), next_made_(first), next_taken_(first), ahead_(kAhead * threads) {
  threads_.reserve(static_cast<size_t>(threads));
  try {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  } catch (const std::system_error&) {
    if (threads_.empty()) throw;  // else as many as there are: batches do not depend on their number
  }
}

BatchStream::~BatchStream() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void BatchStream::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || failure_ || next_made_ < next_taken_ + ahead_; });
    if (stop_ || failure_) return;
    const int64_t step = next_made_++;
    lock.unlock();
    SliceBatch batch;
    std::exception_ptr failure;
    try {
      batch = plan_.Make(step);
      if (pinned_) batch.images = batch.images.pin_memory();
      if (pinned_ && batch.labels.defined()) batch.labels = batch.labels.pin_memory();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) failure_ = failure;
    made_[step] = std::move(batch);
    changed_.notify_all();
  }
}

SliceBatch BatchStream::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || made_.contains(next_taken_); });
  if (failure_) std::rethrow_exception(failure_);
  auto node = made_.extract(next_taken_++);
  changed_.notify_all();
  return std::move(node.mapped());
}

SliceBatch WholeSlices(const SliceDataset& slices, const std::vector<int64_t>& indices) {
  SliceBatch batch;
  batch.indices = indices;
  const auto count = static_cast<int64_t>(indices.size());
  for (int64_t i = 0; i < count; ++i) {
    const auto slice = slices.Read(indices[static_cast<size_t>(i)]);
    const auto planes = static_cast<int64_t>(slice->planes.size());
    if (i == 0) {
      batch.images = torch::empty({count, planes, slice->height, slice->width});
      if (!slice->classes.empty())
        batch.labels = torch::empty({count, slice->height, slice->width}, torch::kInt64);
    }
    for (int64_t k = 0; k < planes; ++k)
      std::ranges::copy(slice->Levels(static_cast<size_t>(k)).samples, FloatsOf(batch.images[i][k]).begin());
    if (batch.labels.defined())
      std::ranges::transform(slice->classes, LabelsOf(batch.labels[i]).begin(), &SlicePixels::LabelOf);
  }
  return batch;
}

}  // namespace f4s
