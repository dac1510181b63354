// The loop of training: steps, validation, events, checkpoints, signals.  It knows no losses.

#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/train/loop/checkpoint.h"
#include "libfuse4seg/train/loop/loop_state.h"
#include "libfuse4seg/train/loop/run_folder.h"
#include "libfuse4seg/train/loop/tensorboard.h"
#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

/// What the loop needs to know.
struct LoopPlan {
  StageOptions stage;            ///< resolved
  std::filesystem::path folder;  ///< RUN
  Json facts = Json::object();   ///< of the event that begins the run
  /// Saves the network: as RUN/model.safetensors (the best) or RUN/last.safetensors.
  std::function<void(const std::filesystem::path&, const Json& metrics)> save_model;
  /// Shows the weakest slices of the best network's validation, in a folder: RUN/validation.
  std::function<void(const std::filesystem::path&, const Validation&, int64_t epoch)> show_weakest;
};

class TrainingLoop {
 public:
  /// @param folder  rank 0's; null on other ranks (ranks/ranks.h), which write nothing
  TrainingLoop(Objective& objective, const BatchPlan& batches, const SliceDataset& train,
               const SliceDataset& val, RunFolder* folder, RunContext& run, LoopPlan plan);

  /// Goes on from the latest checkpoint, or begins; to the end.
  /// @return the summary of the run.
  /// @throws Error(kInterrupted) after a signal, with a checkpoint of the last step;
  ///         Error(kInternal, "train.not_finite") when more steps were skipped than may be (checkpoint.h),
  ///         naming the first loss or gradient that is not finite, step and cases: the checkpoint before it
  ///         stays.
  Json Run();

 private:
  using Clock = std::chrono::steady_clock;

  void Resume();
  /// Takes the latest checkpoint from the disk, on rank 0, and what it holds from there.
  void TakeCheckpoint(NamedTensors& tensors);
  /// @throws Error(kInternal, "ranks.weights") unless all ranks have the same weights.
  void RequireOneNetwork() const;
  void TrainEpoch(int64_t epoch, BatchStream& stream);
  void TakeStep(int64_t epoch, const SliceBatch& batch, Clock::time_point begin, double waited);
  /// A step of which is not known yet what came of it.
  struct PendingStep {
    int64_t epoch = 0, step = 0;  ///< step: done, with it
    StepOutcome outcome;
    std::vector<int64_t> indices;  ///< of its slices
    double waited = 0;
  };
  /// Whether this is the time to look what came of the latest steps: on the CPU, where it costs nothing,
  /// after each; else after a fixed number, since to look is to wait for the device, and at the epoch's end.
  [[nodiscard]] bool IsTimeToLook() const;
  /// Fetches what came of the pending steps, in one go, and records it; what could not be taken is skipped.
  void Look();
  void Record(const PendingStep& done, const StepValues& values, double seconds);
  void SkipStep(const PendingStep& done, const std::string& culprit);
  void EndEpoch(int64_t epoch);
  /// Scores the network, saves it where it is the best, and says so in `event`.
  void Validate(int64_t epoch, Json& event);
  /// One line of an epoch or step for people: its losses, its validation.
  void Log(const std::string& where, const Json& event);
  void SaveModel(const char* name, const Json& metrics);
  void SaveCheckpoint();
  void AddEvent(Json event);
  /// All tensors that training changes.
  [[nodiscard]] NamedTensors State() const;
  [[nodiscard]] int64_t num_streams() const;
  [[nodiscard]] bool on_cpu() const;
  [[nodiscard]] Json Summary() const;
  [[noreturn]] void Interrupt();

  Objective& objective_;
  const BatchPlan& batches_;
  const SliceDataset& train_;
  const SliceDataset& val_;
  RunFolder* folder_;
  const Ranks& ranks_;
  RunContext& run_;
  LoopPlan plan_;
  LoopState state_;
  Recovery recovery_;
  WeightAverage average_;
  std::optional<TensorBoardFile> tensorboard_;
  std::vector<PendingStep> pending_;
  Clock::time_point pending_since_;
  Json rates_ = Json::object();  ///< of the latest step of this epoch, by name
  Clock::time_point saved_ = Clock::now();
};

}  // namespace f4s
