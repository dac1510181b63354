// Batches of augmented slices, made ahead of training by threads of their own.
//
// Shapes:  N slices, M planes (one a slot), S pixels a side.

#pragma once

#include <torch/types.h>

#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "libfuse4seg/train/data/augment.h"
#include "libfuse4seg/train/data/modality_dropout.h"

namespace f4s {

/// A batch, of which this rank (ranks/ranks.h) has its images: all of them, where it is alone.
struct SliceBatch {
  torch::Tensor images;           ///< [N,M,S,S], in 0..1
  torch::Tensor labels;           ///< [N,S,S] int64 classes, or undefined
  std::vector<int64_t> indices;   ///< of the whole batch
  int64_t first = 0, stride = 1;  ///< of the images here among those of the batch

  [[nodiscard]] int64_t size() const { return std::ssize(indices); }
  /// Of the batch, that is here.
  [[nodiscard]] double own_share() const {
    return static_cast<double>(images.size(0)) / static_cast<double>(size());
  }
};

/// Slices `begin` to `end` - 1 of a batch.
[[nodiscard]] SliceBatch PartOf(const SliceBatch& batch, int64_t begin, int64_t end);

/// The batch of each step: a function of the seed and the step alone.  Rank r of n makes the images r, r + n,
/// ... of it, and so has a share of every part that a step cuts it into.
class BatchPlan {
 public:
  /// For the ranks that are here.
  /// @param side   of the squares
  /// @param steps  of an epoch; 0: enough for all slices
  BatchPlan(const SliceDataset& slices, SamplingOptions options, int64_t side, int64_t steps, uint64_t seed,
            ModalityDropout dropout = {});

  [[nodiscard]] int64_t steps_per_epoch() const { return steps_; }
  [[nodiscard]] int64_t batch_size() const { return options_.batch_size; }

  /// @param step  from 0, over all epochs.  Thread-safe.
  [[nodiscard]] SliceBatch Make(int64_t step) const;

 private:
  using Order = std::shared_ptr<const std::vector<int64_t>>;
  /// The slices in the order of one pass of an epoch over them.
  [[nodiscard]] Order OrderOf(int64_t epoch, int64_t pass) const;

  const SliceDataset& slices_;
  SamplingOptions options_;
  ModalityDropout dropout_;
  int64_t side_, steps_;
  int64_t rank_, num_ranks_;
  uint64_t order_seed_, draw_seed_;
  mutable std::mutex mutex_;
  mutable std::map<std::pair<int64_t, int64_t>, Order> orders_;  ///< the latest few
};

/// The batches of a plan in order, from `first` on.
class BatchStream {
 public:
  /// @param pinned  in memory that a GPU can fetch from by itself
  BatchStream(const BatchPlan& plan, int64_t first, int threads, bool pinned = false);
  ~BatchStream();
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  /// @throws what making it threw.
  [[nodiscard]] SliceBatch Next();

 private:
  void Work();

  const BatchPlan& plan_;
  bool pinned_;
  int64_t next_made_, next_taken_, ahead_;
  std::map<int64_t, SliceBatch> made_;
  std::exception_ptr failure_;
  bool stop_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
};

/// Whole slices of one size: images [N,M,H,W] and labels [N,H,W] (undefined without).
[[nodiscard]] SliceBatch WholeSlices(const SliceDataset& slices, const std::vector<int64_t>& indices);

}  // namespace f4s
