#include "libfuse4seg/cases/for_each_case.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <new>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/threads.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/tool/exit_codes.h"

namespace f4s {
namespace {

/// One call of the work, and what came of it.
struct Job {
  int64_t index = 0;     ///< among the jobs of this shard
  int64_t position = 0;  ///< of its first case in the whole input
  std::vector<Case> cases, results;
  std::optional<Error> error;
  std::optional<SkippedCase> left_out;
  std::string inputs;
  bool passes_on = false;  ///< failed upstream: not touched
  bool was_done = false;   ///< an earlier run made it
};

class CaseLoop {
 public:
  CaseLoop(CaseSource& source, RunContext& run, DatasetWriter* out, GroupWork work, Grouping grouping,
           Crowd crowd)
      : source_(source),
        run_(run),
        out_(out),
        work_(std::move(work)),
        grouping_(grouping),
        crowd_(std::move(crowd)) {
    if (const auto count = source.Count()) run.progress().SetTotal(*count);
  }

  void Run() {
    RunTogether(num_workers(), [this] {
      try {
        Loop();
      } catch (...) {
        FailAtOnce(std::current_exception());
      }
    });
    if (failure_) std::rethrow_exception(failure_);
    if (StopRequested() && !reached_end_)
      throw Error(ErrorKind::kInterrupted, "interrupted",
                  "stopped by a signal: run the same command again to continue");
  }

 private:
  [[nodiscard]] int num_workers() const {
    return std::max(run_.options().num_threads(), static_cast<int>(crowd_.pictures));
  }

  /// The next job, or false at the end.  A source that failed is not asked again, by any thread.
  bool TakeNext(Job& job) {
    const std::lock_guard lock(source_mutex_);
    try {
      if (!at_end_ && Take(job)) return true;
    } catch (...) {
      FailAtTheEnd(std::current_exception());
    }
    at_end_ = true;
    return false;
  }

  void Loop() {
    while (true) {
      Job job;
      if (!TakeNext(job)) return;
      const int64_t weight = WeightOf(job);
      if (!WaitForTurn(job.index, weight)) return;
      Work(job);
      Deliver(std::move(job), weight);
    }
  }

  /// The next job from the source; false at its end.  Called under source_mutex_.
  bool Take(Job& job) {
    while (auto first = NextOfShard()) {
      job.error = std::move(first->error);
      job.cases = {std::move(first->record)};
      job.position = position_;
      job.passes_on = job.cases.front().has_error();
      if (!job.error && !job.passes_on) TakeRestOfGroup(job);
      job.index = next_index_++;
      return true;
    }
    reached_end_ = !StopRequested();
    return false;
  }

  /// The name of the group that a case belongs to; nothing of one that is a group by itself.
  [[nodiscard]] std::string GroupOf(const Case& record) const {
    if (grouping_ == Grouping::kSubject) return record.subject();
    const auto volume = grouping_ == Grouping::kVolume ? record.slice_of_volume() : std::nullopt;
    return volume ? volume->id : "";
  }

  /// The cases that follow and belong to the same group.
  void TakeRestOfGroup(Job& job) {
    const std::string group = GroupOf(job.cases.front());
    if (group.empty()) return;
    if (!groups_.insert(group).second)
      job.error = Error(ErrorKind::kBadInput, "cases.scattered",
                        Cat("belongs to ", Quoted(group),
                            ", whose cases do not follow one another in the input: sort the records"))
                      .InCase(job.cases.front().id());
    std::vector<SourcedCase> failed;
    while (auto next = NextOfShard()) {
      const bool has_failed = next->error || next->record.has_error();
      if (GroupOf(next->record) != group) {
        put_back_.push_front(std::move(*next));
        break;
      }
      if (has_failed)
        failed.push_back(std::move(*next));
      else
        job.cases.push_back(std::move(next->record));
    }
    put_back_.insert(put_back_.begin(), std::make_move_iterator(failed.begin()),
                     std::make_move_iterator(failed.end()));
  }

  std::optional<SourcedCase> NextOfShard() {
    if (!put_back_.empty()) {
      SourcedCase next = std::move(put_back_.front());
      put_back_.pop_front();
      return next;
    }
    while (auto sourced = source_.Next(run_)) {
      ++position_;
      run_.AddInput(sourced->record.id());
      if (ShardOf(sourced->record.subject()) == run_.options().shard_index()) return sourced;
    }
    return std::nullopt;
  }

  /// Subjects go to the shards in turn, in the order of their first case.
  int64_t ShardOf(const std::string& subject) {
    const int64_t num_shards = run_.options().num_shards();
    if (num_shards == 1) return 1;
    const auto [seen, is_new] = shard_of_.emplace(subject, next_shard_ + 1);
    if (is_new) next_shard_ = (next_shard_ + 1) % num_shards;
    return seen->second;
  }

  /// Of the pictures that may wait for the device.
  [[nodiscard]] int64_t WeightOf(const Job& job) const {
    if (crowd_.pictures == 0 || job.passes_on || job.error) return 0;
    if (crowd_.weight) return crowd_.weight(job.cases);
    return HasVolume(job.cases.front()) ? crowd_.pictures : std::ssize(job.cases);
  }

  /// What cannot be read is for the work to say.
  static bool HasVolume(const Case& record) {
    for (const char* key : {"fused", "prediction"})
      if (const auto file = record.file(key)) return IsVolume(*file);
    const auto modalities = record.modalities();
    return !modalities.empty() && IsVolume(record.image(modalities.front()));
  }
  static bool IsVolume(const std::filesystem::path& file) {
    try {
      return HoldsVolume(file);
    } catch (const Error&) {
      return false;
    }
  }

  /// Keeps threads from running far ahead of the case that is to leave next, and more cases from being in
  /// hand than there are threads or the device can take.
  bool WaitForTurn(int64_t index, int64_t weight) {
    std::unique_lock lock(emit_mutex_);
    const int64_t window = 2 * num_workers(), threads = run_.options().num_threads();
    turn_.wait(lock, [&] {
      if (failed_) return true;
      return index < next_to_emit_ + window &&
             (crowd_.pictures == 0 || in_hand_ < threads || weight_ + weight <= crowd_.pictures);
    });
    ++in_hand_;
    weight_ += weight;
    return !failed_;
  }

  void Work(Job& job) {
    if (job.passes_on || job.error) return;
    const std::string id = job.cases.front().id();
    try {
      if (out_ != nullptr) job.inputs = out_->InputsHash(job.cases);
      const auto earlier = out_ == nullptr ? std::nullopt : out_->Finished(job.cases.front(), job.inputs);
      job.was_done = earlier.has_value();
      job.results = earlier ? *earlier : work_(job.cases, job.position);
    } catch (const SkippedCase& left_out) {
      job.left_out = left_out;
    } catch (const std::exception& thrown) {
      job.error = AsError(thrown);
    }
    if (job.error) job.error->SetCase(id);
  }

  /// Hands a job in; whoever holds the next one in order lets it and its successors out.
  void Deliver(Job job, int64_t weight) {
    const std::lock_guard lock(emit_mutex_);
    --in_hand_;
    weight_ -= weight;
    ready_.emplace(job.index, std::move(job));
    while (!failed_) {
      const auto next = ready_.find(next_to_emit_);
      if (next == ready_.end()) break;
      try {
        Emit(next->second);
      } catch (...) {
        failure_ = std::current_exception();
        failed_ = at_end_ = true;
      }
      ready_.erase(next);
      ++next_to_emit_;
    }
    turn_.notify_all();
  }

  void Emit(Job& job) {
    const std::string id = job.cases.front().id();
    if (job.error) {
      if (!run_.options().keep_going || !IsOfTheCase(*job.error)) {
        run_.CountFailed();
        throw *job.error;
      }
      for (const Case& record : job.cases) run_.EmitFailed(record.json(), *job.error);
    } else if (job.left_out) {
      run_.LeaveOut(id, job.left_out->why);
    } else if (job.passes_on) {
      run_.EmitSkipped(job.cases.front().json());
      run_.SetOutcome(kSomeCasesFailed);  // whether or not a run record came along that says so
    } else {
      if (out_ != nullptr) out_->Commit(job.position, id, job.inputs, job.results);
      for (const Case& record : job.results) EmitResult(record, job.was_done);
      if (!job.was_done) TellFindings(job);
    }
    run_.progress().Advance(id);
  }

  /// What the cases were read with their finder has told.
  void TellFindings(const Job& job) {
    std::set<std::string> known;
    for (const Case& record : job.cases)
      for (size_t i = 0; i < std::min(record.told_findings(), record.findings().size()); ++i)
        known.insert(record.findings()[i]["text"].get<std::string>());
    for (const Case& record : job.results)
      for (const Json& finding : record.findings())
        if (finding["severity"] == "warning" && !known.contains(finding["text"].get<std::string>()))
          run_.AddFinding(record.id(), finding["code"].get<std::string>(),
                          finding["text"].get<std::string>());
  }

  void EmitResult(const Case& record, bool was_done) {
    if (record.has_error())
      run_.EmitRefused(record.json());
    else if (was_done)
      run_.EmitSkipped(record.json());
    else
      run_.Emit(record.json());
  }

  /// Whether going on with other cases makes sense: not when the disk is full, say.
  static bool IsOfTheCase(const Error& error) {
    return error.kind() == ErrorKind::kBadInput || error.kind() == ErrorKind::kMissingInput ||
           error.kind() == ErrorKind::kInternal || error.kind() == ErrorKind::kOutOfMemory;
  }

  /// A job is lost, so that those behind it can never leave.
  void FailAtOnce(std::exception_ptr failure) {
    FailAtTheEnd(std::move(failure));
    const std::lock_guard lock(emit_mutex_);
    failed_ = at_end_ = true;
    turn_.notify_all();
  }

  /// The source failed: what came before it still leaves first.
  void FailAtTheEnd(std::exception_ptr failure) {
    const std::lock_guard lock(emit_mutex_);
    if (!failure_) failure_ = std::move(failure);
  }

  CaseSource& source_;
  RunContext& run_;
  DatasetWriter* out_;
  GroupWork work_;
  const Grouping grouping_;
  const Crowd crowd_;

  std::mutex source_mutex_;
  std::deque<SourcedCase> put_back_;
  std::unordered_set<std::string> groups_;  ///< that came, by name
  std::unordered_map<std::string, int64_t> shard_of_;
  int64_t next_shard_ = 0, next_index_ = 0, position_ = 0;
  std::atomic<bool> at_end_ = false, reached_end_ = false;

  std::mutex emit_mutex_;
  std::condition_variable turn_;
  std::map<int64_t, Job> ready_;
  int64_t next_to_emit_ = 0;
  int64_t in_hand_ = 0, weight_ = 0;  ///< cases that are worked on
  bool failed_ = false;
  std::exception_ptr failure_;
};

}  // namespace

void ForEachCase(CaseSource& source, RunContext& run, DatasetWriter* out, const CaseWork& work,
                 const Crowd& crowd) {
  ForEachGroup(
      source, run, out, Grouping::kCase,
      [&](const std::vector<Case>& group, int64_t) { return work(group.front()); }, crowd);
}

void ForEachGroup(CaseSource& source, RunContext& run, DatasetWriter* out, Grouping grouping,
                  const GroupWork& work, const Crowd& crowd) {
  CaseLoop(source, run, out, work, grouping, crowd).Run();
}

}  // namespace f4s
