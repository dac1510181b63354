// The folder that a tool writes: images, and, when all are there, cases.ndjson and dataset.json.
//
// Or, of DIR/NAME-%06d.tar, tar files with all that (tar/tar_files.h): what is written comes to a hidden
// folder first, and from there, case by case, into the tar files.
//
// DIR/.f4s/journal-I-of-N.ndjson notes each finished case with the hash of its inputs, so
// that the same command goes on where it was stopped, and --skip-existing knows what is up
// to date.  N shards may share a folder: the last one to finish joins their cases.

#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libfuse4seg/cases/bids/bids_derivative.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/dataset_join.h"
#include "libfuse4seg/cases/input_guard.h"
#include "libfuse4seg/cases/journal.h"
#include "libfuse4seg/cases/tar/tar_files.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// Parameters that decide records but no file: a folder goes on under others, and what was made is kept.
struct RecordOptions {
  std::vector<std::string> names;  ///< as in the configuration
  std::string state = {};          ///< what decides records beside the configuration, as a digest
  /// The records that an earlier run made of a case, as this run would have them.
  std::function<std::vector<Case>(const Case& raw, std::vector<Case> made)> renew;
};

class DatasetWriter {
 public:
  /// @param folder  or a name of tar files: DIR/NAME-%06d.tar
  /// @throws Error(kCannotCreate) when `folder` holds something that may not be continued or
  ///         replaced: see the contract's "Nothing half-written".
  /// @param made_with  what decides the outputs besides inputs and configuration: a model's digest.
  DatasetWriter(std::filesystem::path folder, RunContext& run, const Json& made_with = {},
                RecordOptions of_records = {});

  /// The part FOLDER/NAME of another dataset's folder: gives places for files, and that is all.
  DatasetWriter(DatasetWriter& whole, const std::string& name);

  /// Hands each finished case to a BIDS derivative too, where the options name one.
  /// @throws Error as BidsDerivative().
  void AlsoAsBids(const BidsOptions& options);

  /// FOLDER/NAME, for what belongs to no case; of tar files, what stands beside them as theirs.
  [[nodiscard]] std::filesystem::path Beside(const std::string& name) const;

  /// FOLDER/KIND/ID.EXTENSION, with characters that do not belong in a file name replaced.
  /// Whoever asks is about to write: what was finished in the folder stops being so.  Thread-safe.
  [[nodiscard]] std::filesystem::path PathFor(const std::string& kind, const std::string& id,
                                              const std::string& extension);

  /// The hash of what a case is made from: its records, the bytes of its files, the configuration.
  /// @throws Error as InputGuard::Require().
  [[nodiscard]] std::string InputsHash(const std::vector<Case>& cases) const;

  /// The records that an earlier run made from the same inputs, if its files are still there; renewed, where
  /// it had other RecordOptions.
  [[nodiscard]] std::optional<std::vector<Case>> Finished(const Case& raw, const std::string& inputs) const;

  /// Notes a finished case; in order.  @throws Error(kBadInput, "dataset.collision") when one of
  /// its ids has the file name of another, or one of its files is another's.
  /// @param records  of tar files, they name the files there from now on.
  void Commit(int64_t index, const std::string& id, const std::string& inputs, std::vector<Case>& records);

  /// Writes cases.ndjson and dataset.json, in that order.  With several shards, only the last
  /// one to finish does.  @param facts  further members of dataset.json.
  void Finish(const Json& facts);

 private:
  void Begin();
  void EnsureBegun();
  void RequireFreeFolder() const;
  /// @throws Error(kCannotCreate, "output.part") where a finished folder would be left with a part of its
  /// cases.
  void RequireNoPart() const;
  [[nodiscard]] bool IsOfThisRun() const;
  /// Called in order, after the record's id went into file_names_.
  void RequireOwnFiles(const Case& record);

  [[nodiscard]] DatasetFiles Places() const;
  /// Puts a case into the tar files, unless it lies there.  @return where.
  [[nodiscard]] Json Packed(const std::string& id, const std::string& inputs, std::vector<Case>& records);
  /// Whether it names files that are not in the tar files yet.
  [[nodiscard]] bool IsStaged(const Case& record) const;
  /// What earlier runs left: the latest entry of each case that is whole.
  void TakeEarlier();

  std::filesystem::path folder_;
  std::optional<TarWriter> tar_;
  std::filesystem::path home_;  ///< from which records name files
  RunContext& run_;
  RecordOptions of_records_;
  RunSignature signature_;          ///< hashes of tool, version and configuration
  DatasetWriter* whole_ = nullptr;  ///< of a part
  Journal journal_;
  std::optional<InputGuard> guard_;  ///< not of a part
  std::map<std::string, JournalPlace> earlier_;
  // What stays as long as the run does, apart from what comes and goes with each case: between large buffers
  // small pieces that stay would make the heap grow with the number of cases.
  std::pmr::monotonic_buffer_resource names_memory_;
  std::pmr::unordered_set<std::pmr::string> file_names_{&names_memory_};
  /// Of a file, by two hashes of its name, which take a third of its memory: how many ids there were.
  std::pmr::map<std::pair<size_t, size_t>, size_t> owners_{&names_memory_};
  std::optional<BidsDerivative> bids_;
  std::once_flag begun_;
  std::optional<Error> fault_;  ///< of the beginning
};

}  // namespace f4s
