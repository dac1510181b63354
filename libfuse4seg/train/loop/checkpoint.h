// RUN/checkpoint: everything that training needs to go on as if it had never stopped.
//
//     state.json               which run this is, and its one or two latest checkpoints
//     step-NNNNNNNN.safetensors   weights and the state of the optimisers after that many steps
//
// A checkpoint counts once state.json names it.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

/// One line of state.json's list.
struct CheckpointEntry {
  int64_t step = 0;
  std::string file, sha256;
  Json state;  ///< what is no tensor: epoch, sums, best, length of events.ndjson, ...
};

class CheckpointFolder {
 public:
  /// Reads state.json, where there is one.
  /// @throws Error(kBadInput, "checkpoint.state") when it is not this suite's.
  explicit CheckpointFolder(std::filesystem::path folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Which run this is: a hash of configuration and data, and facts for people.  Null: none yet.
  [[nodiscard]] const Json& run() const { return run_; }
  [[nodiscard]] bool has_checkpoint() const { return !entries_.empty(); }

  /// Begins a run: forgets all checkpoints.
  void Begin(const Json& run);

  /// Saves a checkpoint, keeps the one before it, and removes older ones.
  /// @throws Error(kIo) or Error(kCannotCreate); what was saved before is then as it was.
  void Save(int64_t step, const NamedTensors& tensors, const Json& state);

  /// Notes that the run is finished.
  void Finish(const Json& summary);
  /// What Finish() noted, or null.
  [[nodiscard]] const Json& summary() const { return summary_; }

  /// Copies the latest sound checkpoint into `tensors` and returns it.  One that is damaged is
  /// passed over for the one before, with a line in `warnings`.
  /// @param all  gets all tensors of the checkpoint, also those not in `tensors`
  /// @throws Error(kBadInput, "checkpoint.damaged") when none is sound, or its tensors are not those
  ///         wanted.
  [[nodiscard]] CheckpointEntry Load(NamedTensors& tensors, std::vector<std::string>& warnings,
                                     NamedTensors* all = nullptr) const;

 private:
  void WriteState() const;
  void RemoveOthers() const;
  [[nodiscard]] NamedTensors LoadTensors(const CheckpointEntry& entry, NamedTensors& tensors) const;

  std::filesystem::path folder_;
  Json run_, summary_;
  std::vector<CheckpointEntry> entries_;  ///< latest first, 2 at most
};

}  // namespace f4s
