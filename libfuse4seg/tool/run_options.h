// The options that mean the same in every tool.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// What a tool does, and so which of the shared options mean something to it.
struct SharedOptions {
  bool threads = true;   ///< works on several cases at once
  bool device = false;   ///< can use a GPU
  bool seed = false;     ///< draws random numbers
  bool output = false;   ///< writes a folder: --force, --skip-existing
  bool dataset = false;  ///< its output is a dataset: --tar-size
  bool cases = false;    ///< reads a stream of cases: --keep-going, --shard, --partial-input
  bool tables = false;   ///< --format table, tsv, markdown, latex mean something
};

struct RunOptions {
  std::filesystem::path config, run_record;
  int64_t threads = 0, seed = 0;  ///< threads 0: all cores
  int64_t tar_mib = 1024;         ///< of a tar file that the output goes to
  std::string device = "auto", shard = "1/1", progress = "auto", format = "auto";
  bool force = false, skip_existing = false, keep_going = false, partial_input = false;
  bool quiet = false, verbose = false, anonymous = false;

  void Declare(Parameters& p, const SharedOptions& shared);

  /// I and N of --shard I/N.
  [[nodiscard]] int64_t shard_index() const;
  [[nodiscard]] int64_t num_shards() const;
  /// --threads, or the cores that this process may use.
  [[nodiscard]] int num_threads() const;
};

}  // namespace f4s
