// What both stages of training need before the first step: data, initial weights, and the RUN.

#pragma once

#include <memory>
#include <optional>

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/train/loop/run_folder.h"
#include "libfuse4seg/train/loop/training_loop.h"
#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/pass_plan.h"

namespace f4s {

/// The slices of a run, in memory within one budget.
struct TrainingData {
  TrainingCases cases;  ///< `train` and `val` are moved into the datasets
  std::unique_ptr<SliceDataset> train, val;
  std::string normalization;  ///< as f4s-prep names it
};

/// A model to begin with.
struct InitialModel {
  std::filesystem::path file;
  std::string sha256;
  ModelDescription description;
};

/// --init: a model's file or name, or the RUN that holds it; nothing when it is empty.
/// @throws Error(kMissingInput) or Error(kBadInput) as ModelDescription::Read().
[[nodiscard]] std::optional<InitialModel> OpenInitialModel(const std::filesystem::path& init);

/// The slots that --modalities names, else --init's, else none: the data decide.
[[nodiscard]] ModalitySlots WantedSlots(const SamplingOptions& sampling,
                                        const std::optional<InitialModel>& init);

/// Reads and checks all slices.
/// @param needs_labels  @throws Error(kBadInput, "train.no_label") when no case has one.
[[nodiscard]] TrainingData ReadTrainingData(const CaseSelection& selection, const SamplingOptions& sampling,
                                            const std::optional<InitialModel>& init, bool needs_labels,
                                            RunContext& run);

/// Side of the training crops: `crop`, or less where no slice is as large.
/// @throws Error(kUsage, "train.crop") unless it is a multiple of `multiple`.
[[nodiscard]] int64_t SquareSide(int64_t crop, int64_t multiple, const SliceDataset& slices);

/// The weights of `init` that fit, and what the run's record says of them.
/// @param transfer   allow other modalities and classes
/// @param all_below  weights under this prefix must all come from `init`; empty: none must
/// @throws Error(kBadInput): "train.init" when modalities or classes differ, or weights are wanting;
///         "model.nothing_matches".
[[nodiscard]] Json TakeWeights(Network& network, const ModelDescription& wanted, const InitialModel& init,
                               bool transfer, const std::string& all_below, RunContext& run);

/// Everything that a stage hands over.
struct Session {
  const StageOptions& stage;
  const SamplingOptions& sampling;
  Json config;  ///< resolved parameters, but for what is decided on the device
  ModelDescription description;
  Objective& objective;
  const TrainingData& data;
  int64_t side = 0;
  std::optional<InitialModel> init;
  Json init_record;  ///< null without --init
  torch::Device device = torch::kCPU;
};

/// Opens the RUN, trains to its end or says that it is finished, and fills the run record.
void Learn(const std::filesystem::path& folder, Session session, RunContext& run);

}  // namespace f4s
