// The journal of a dataset folder: one line for each finished case.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/json.h"

namespace f4s {

struct JournalEntry {
  int64_t index = 0;       ///< place of the case in the input
  std::string id, inputs;  ///< inputs: hash, see DatasetWriter::InputsHash()
  Json records;            ///< what was made of it; paths relative to the dataset's folder
  std::string run = {};    ///< the signature of its run, when it was read
  Json tar = {};           ///< where it lies, of a dataset in tar files; null of others
};

/// An entry's line in the file.
struct JournalPlace {
  int64_t offset = 0;
  std::shared_ptr<const std::string> run;  ///< the signature of its run
};

/// What a run is made with: two that agree in `files` make the same files, and where they agree in `all` the
/// same records too.
struct RunSignature {
  std::string all, files;
  bool operator==(const RunSignature&) const = default;
};

/// A file of lines: {"run":ALL,"files":FILES} begins a run, entries follow, {"complete":true,"input":HASH}
/// ends it. An incomplete line, left by a killed process, is skipped.
class Journal {
 public:
  explicit Journal(std::filesystem::path file) : file_(std::move(file)) {}

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// Refuses a folder in which another process is at work; from now on, where the file is there already,
  /// others are refused.  Different shards of one run share a folder.
  /// @throws Error(kCannotCreate, "output.in_use").
  void Lock();
  /// Begins a run at the end of the file, which is made if need be, and locked.
  /// @throws Error(kCannotCreate, "output.in_use"), also where another process has written since Lock(), by
  ///         which what was read then does not hold any more.
  /// @param anew  what earlier runs left there is forgotten
  void Begin(const RunSignature& signature, bool anew = false);
  void Add(const JournalEntry& entry);
  /// @param input  a hash of the cases that all shards went over
  void Complete(uint64_t input);

  /// Entries of all runs as they stand there, one in memory at a time: a folder may hold 100,000 cases.
  void ForEachEntry(const std::function<void(const JournalEntry&)>& use) const;
  /// Where the latest entry of each id stands, for EntryAt().
  [[nodiscard]] std::map<std::string, JournalPlace> Latest() const;
  /// Safe to call from several threads.
  [[nodiscard]] JournalEntry EntryAt(const JournalPlace& place) const;
  /// The signature of the last run, or nothing when there is none.
  [[nodiscard]] RunSignature LastSignature() const;

 private:
  void ForEachPlace(const std::function<void(JournalEntry, const JournalPlace&)>& use) const;
  void Open(int flags);
  void RefuseOtherShards() const;
  /// Inode, bytes, seconds and nanoseconds of the last change.
  using Stamp = std::tuple<uint64_t, int64_t, int64_t, int64_t>;
  [[nodiscard]] std::map<std::filesystem::path, Stamp> Stamps() const;
  void Append(const Json& line);

  std::filesystem::path file_;
  std::optional<Descriptor> opened_;  ///< for writing, and locked
  std::optional<std::map<std::filesystem::path, Stamp>>
      seen_;  ///< by Lock(): its own, and those of other shards
};

/// The entries of a journal's last run, one after another, in order of their index.
class JournalCursor {
 public:
  explicit JournalCursor(const std::filesystem::path& file);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] const std::string& signature() const { return signature_; }
  [[nodiscard]] uint64_t input() const { return input_; }
  [[nodiscard]] bool has_earlier_runs() const { return num_runs_ > 1; }
  [[nodiscard]] bool at_end() const { return !has_entry_; }
  [[nodiscard]] const JournalEntry& entry() const { return entry_; }
  void Advance();

 private:
  std::filesystem::path file_;
  std::string signature_;
  uint64_t input_ = 0;
  int64_t offset_ = 0;  ///< of the next line
  int num_runs_ = 0;
  bool complete_ = false, has_entry_ = false;
  JournalEntry entry_;
};

}  // namespace f4s
