// The loop of training: steps, validation, events, checkpoints, signals.  It knows no losses.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "libfuse4seg/base/run.h"
#include "libfuse4seg/train/objective.h"
#include "libfuse4seg/train/run_folder.h"
#include "libfuse4seg/train/train_options.h"

namespace f4s {

/// How far training has come: what a checkpoint holds besides tensors.
struct LoopState {
  int64_t step = 0;  ///< done, over all epochs; at an epoch's end before its validation is recorded, too
  std::map<std::string, double> sums;  ///< of this epoch's losses and gradient norms, by name
  int64_t best_epoch = 0;              ///< from 1; 0: no validation yet
  double best_score = 0;
  Json best_metrics = Json::object();
  int64_t epochs_done = 0;  ///< with validation and event
  double seconds = 0;       ///< of training steps in all sittings
  int64_t events_bytes = 0;

  [[nodiscard]] Json ToJson() const;
  [[nodiscard]] static LoopState FromJson(const Json& json);
};

/// What the loop needs to know.
struct LoopPlan {
  StageOptions stage;           ///< resolved
  Json facts = Json::object();  ///< of the event that begins the run
  /// Saves the network: as RUN/model.safetensors (the best) or RUN/last.safetensors.
  std::function<void(const std::filesystem::path&, const Json& metrics)> save_model;
};

class TrainingLoop {
 public:
  TrainingLoop(Objective& objective, const BatchPlan& batches, const SliceDataset& train,
               const SliceDataset& val, RunFolder& folder, RunContext& run, LoopPlan plan);

  /// Goes on from the latest checkpoint, or begins; to the end.
  /// @return the summary of the run.
  /// @throws Error(kInterrupted) after a signal, with a checkpoint of the last step;
  ///         Error(kInternal, "train.not_finite") naming the first loss or gradient that is not finite,
  ///         step and cases: the checkpoint before it stays.
  Json Run();

 private:
  void Resume();
  void TrainEpoch(int64_t epoch, BatchStream& stream);
  void TakeStep(int64_t epoch, const SliceBatch& batch);
  /// @return by name, what was fetched from the device in one go.
  std::map<std::string, double> Fetch(const StepOutcome& outcome, int64_t epoch,
                                      const SliceBatch& batch) const;
  void EndEpoch(int64_t epoch);
  void SaveCheckpoint();
  [[noreturn]] void Interrupt();
  [[nodiscard]] Json Means(const char* kind) const;

  Objective& objective_;
  const BatchPlan& batches_;
  const SliceDataset& train_;
  const SliceDataset& val_;
  RunFolder& folder_;
  RunContext& run_;
  LoopPlan plan_;
  LoopState state_;
  Json rates_ = Json::object();  ///< of the latest step
  std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

}  // namespace f4s
