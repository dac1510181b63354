// One run of a tool: its options, its records on stdout, its outcome.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/tool/progress.h"
#include "libfuse4seg/tool/rank_place.h"
#include "libfuse4seg/tool/record_output.h"
#include "libfuse4seg/tool/run_options.h"

namespace f4s {

inline constexpr const char* kVersion = F4S_VERSION;
inline constexpr const char* kReleaseDate = "2026-11-21";  ///< of this version
inline constexpr const char* kRunSchema = "f4s.run/1";

/// What a tool says of itself at the start of a run.
struct RunIdentity {
  std::string tool;
  std::vector<std::string> argv;
  Json config;  ///< effective
};

/// Not thread-safe, but for Warn(): the ordered end of the work (cases/for_each_case.h) owns it.
class RunContext {
 public:
  RunContext(RunIdentity identity, const RunOptions& options);

  [[nodiscard]] const RunOptions& options() const { return options_; }
  [[nodiscard]] const RunIdentity& identity() const { return identity_; }
  [[nodiscard]] uint64_t seed() const { return static_cast<uint64_t>(options_.seed); }
  [[nodiscard]] Progress& progress() { return progress_; }

  /// A finished case: its record goes to stdout.
  void Emit(const Json& record);
  /// A case that failed under --keep-going: its record goes on with its error.
  void EmitFailed(Json record, const Error& error);
  /// A case whose record says itself what is wrong with it.
  void EmitRefused(const Json& record);
  /// A case that is left out: a warning says so, no record does.
  void LeaveOut(const std::string& id, const std::string& why);
  /// A case that ends the run.
  void CountFailed() { ++num_failed_; }
  /// A case that was failed upstream, or was done already.
  void EmitSkipped(const Json& record);

  /// A warning that a finished case was given: at the end one line a code says how many were, and so do
  /// `findings` of the run record.
  void AddFinding(const std::string& id, const std::string& code, const std::string& text);

  /// A case of the input, of any shard, in its order.
  void AddInput(const std::string& id);
  /// A hash (FNV-1a) of the ids of all cases so far, to tell whether two runs went over the same ones.
  [[nodiscard]] uint64_t input_hash() const { return input_hash_; }

  void AddUpstream(const Json& run_record);
  [[nodiscard]] const std::vector<Json>& upstream() const { return upstream_; }

  /// Whether a tool upstream failed or was interrupted: what came of it is not complete.
  [[nodiscard]] bool UpstreamFailed() const;
  /// Likewise, or some of its cases failed.
  [[nodiscard]] bool UpstreamLeftOut() const;

  /// One line on stderr, with the tool's name, whatever the options: for what decides the exit code.
  void Say(const std::string& text);
  /// One line on stderr, with the tool's name; not with -q.  Thread-safe.
  void Warn(const std::string& text);
  /// A dated line of a long run, as an epoch's; not with -q, --progress never and --progress ndjson.
  void Log(const std::string& text);
  /// One line on stderr with the tool's name, only with -v.
  void Note(const std::string& text);

  /// Further members of the run record: summary, checks, model, device.
  void Set(const std::string& key, Json value) { extra_[key] = std::move(value); }
  /// The format of stdout, with auto resolved.
  [[nodiscard]] const std::string& format() const { return output_.format(); }
  /// What a row of a table holds; before the first case.
  void SetRows(RowLayout layout) { output_.SetRows(std::move(layout)); }
  /// The text of --format table, tsv, markdown, latex, in place of rows of cases.
  void SetText(std::string text) { output_.SetText(std::move(text)); }
  /// An exit code other than 0 for a run that ended well: 1, a check was not met.
  void SetOutcome(int exit_code) { outcome_ = exit_code; }

  /// This process is a rank of the run: its share of the machine's threads where none were asked for; and but
  /// for rank 0 it says nothing more than what ends it.
  void TakePart(const RankPlace& place);
  /// Other processes have done the work and said so: nothing is to be said here.
  void LeaveToOthers(int exit_code);

  [[nodiscard]] int64_t num_ok() const { return num_ok_; }
  [[nodiscard]] int64_t num_failed() const { return num_failed_; }
  [[nodiscard]] int64_t num_left_out() const { return num_left_out_; }
  [[nodiscard]] Json cases() const;

  /// Text for stdout whatever the format, of a program that answers questions.  @throws Error(kIo, "stdout").
  void Answer(const std::string& text) { output_.Write(text); }

  /// Ends the run: run record, flushed stdout.  @param error what ended it early, or null.
  /// @return the exit code.
  int Finish(const Error* error);

 private:
  /// The cases that were given one finding: how many, the first of them, what it was told.
  struct FoundCases {
    int64_t cases = 0;
    std::string first, last, text;
  };
  void SayFindings();
  [[nodiscard]] int ExitCode(const Error* error) const;
  [[nodiscard]] Json Record(const Error* error, int exit_code) const;

  RunIdentity identity_;
  RunOptions options_;
  RecordOutput output_;
  Progress progress_;
  Json extra_ = Json::object();
  std::vector<Json> upstream_;
  std::map<std::string, FoundCases> found_;  ///< by the finding's code
  uint64_t input_hash_ = 14695981039346656037U;
  int64_t num_ok_ = 0, num_failed_ = 0, num_skipped_ = 0, num_left_out_ = 0;
  int outcome_ = 0;
  bool silent_ = false;
  std::string speaker_;  ///< of what is said on stderr
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
};

/// "2026-11-21T09:30:00+01:00": local time and its zone, ISO 8601.
[[nodiscard]] std::string DateText(std::chrono::system_clock::time_point time);

/// {"code","message","file","case"} of an error, for records.
[[nodiscard]] Json ErrorJson(const Error& error);

}  // namespace f4s
