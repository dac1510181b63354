// The folder that training fills: config.json, events.ndjson, checkpoint/, validation/, model.safetensors,
// last.safetensors.

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/train/loop/checkpoint.h"

namespace f4s {

/// Adds bytes to the end of a file, in one go.  @throws Error(kIo).
void AppendToFile(const std::filesystem::path& file, std::string_view bytes);

/// The configuration of a run in `folder` that would go on there, or null.
[[nodiscard]] Json ConfigOfRun(const std::filesystem::path& folder, const RunOptions& options);

class RunFolder {
 public:
  /// Takes the folder: new, to be continued, or finished.
  /// @param facts      "signature": a hash of all that decides the weights; more for people.
  /// @param config     effective: written to config.json
  /// @throws Error(kCannotCreate, "output.exists") when it holds anything but an unfinished or finished
  ///         run with this signature and neither --force nor --skip-existing is given;
  ///         Error(kCannotCreate, "output.in_use") when another process trains there.
  RunFolder(std::filesystem::path folder, const Json& facts, const Json& config, const RunOptions& options);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] CheckpointFolder& checkpoints() { return *checkpoints_; }
  [[nodiscard]] bool finished() const { return !checkpoints_->summary().is_null(); }

  /// Where the files of a run are that another took the place of, until that has its first checkpoint: what
  /// --force was said of is not gone before a step has worked.
  [[nodiscard]] std::filesystem::path replaced() const { return folder_ / "replaced"; }
  void ForgetReplaced() const;

  /// Length of events.ndjson, in bytes.
  [[nodiscard]] int64_t events_bytes() const;
  /// Cuts events.ndjson to what a checkpoint knows of: what came later will come again.
  void RewindEvents(int64_t bytes);
  [[nodiscard]] std::filesystem::path events_file() const { return folder_ / "events.ndjson"; }
  /// Brings all events to the disk, before a checkpoint counts on them.  @throws Error(kIo).
  void FlushEvents() const;
  /// Adds a line.  @throws Error(kIo).
  void AddEvent(const Json& event);

 private:
  /// Held while this lives: two processes must not train in one place.
  class FolderLock {
   public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

   private:
    int descriptor_;
  };

  void Begin(const Json& facts);
  void KeepReplaced() const;

  std::filesystem::path folder_;
  std::unique_ptr<CheckpointFolder> checkpoints_;
  std::unique_ptr<FolderLock> lock_;
};

}  // namespace f4s
