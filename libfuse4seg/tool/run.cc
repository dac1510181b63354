#include "libfuse4seg/tool/run.h"

#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/tool/exit_codes.h"
#include "libfuse4seg/tool/last_words.h"

namespace f4s {
namespace {

constexpr size_t kLongestLine = 16384;  // bytes, of what is said to people

int64_t PeakMemoryBytes() {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  return int64_t{usage.ru_maxrss} * 1024;
}

int64_t Number(const Json& record, const std::string& path) {
  const Json* found = FindPath(record, path);
  return found != nullptr && found->is_number() ? found->get<int64_t>() : 0;
}

std::string HostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// Who runs this; its number where the system knows no name for it, as in many a container.
std::string UserName() {
  passwd entry = {}, *found = nullptr;
  std::array<char, 4096> texts{};
  const uid_t user = ::geteuid();
  const bool known = ::getpwuid_r(user, &entry, texts.data(), texts.size(), &found) == 0 && found != nullptr;
  return known ? found->pw_name : std::to_string(user);
}

/// Takes host and user out of a run record, and out of those that it names upstream.
void MakeAnonymous(Json& record) {
  record.erase("host");
  record.erase("user");
  if (const auto upstream = record.find("upstream"); upstream != record.end() && upstream->is_array())
    for (Json& other : *upstream)
      if (other.is_object()) MakeAnonymous(other);
}

std::string Status(int exit_code, bool ended_early) {
  if (exit_code == static_cast<int>(ErrorKind::kInterrupted)) return "interrupted";
  if (exit_code == kSomeCasesFailed) return "partial";
  return ended_early ? "failed" : "ok";
}

}  // namespace

std::string DateText(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local = {};
  ::localtime_r(&seconds, &local);
  std::array<char, 32> text{};
  std::string date(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &local));
  return date.insert(date.size() - 2, ":");  // +0100 is of the basic form, all else of the extended one
}

Json ErrorJson(const Error& error) {
  Json json = {{"code", error.code()}, {"message", error.message()}};
  if (!error.file().empty()) json["file"] = error.file();
  if (!error.case_id().empty()) json["case"] = error.case_id();
  return json;
}

RunContext::RunContext(RunIdentity identity, const RunOptions& options)
    : identity_(std::move(identity)),
      options_(options),
      output_(options.format),
      progress_(identity_.tool, options.progress),
      speaker_(identity_.tool) {}

void RunContext::Emit(const Json& record) {
  ++num_ok_;
  Note("done: " + TextAt(record, "id"));
  output_.WriteCase(record);
}

void RunContext::EmitFailed(Json record, const Error& error) {
  ++num_failed_;
  progress_.Clear();
  Say(error.Line());
  record["error"] = ErrorJson(error);
  output_.WriteCase(record);
}

void RunContext::EmitRefused(const Json& record) {
  ++num_failed_;
  output_.WriteCase(record);
}

void RunContext::LeaveOut(const std::string& id, const std::string& why) {
  ++num_skipped_;
  ++num_left_out_;
  progress_.Clear();
  Warn("case " + Quoted(id) + ": left out: " + why);
}

void RunContext::EmitSkipped(const Json& record) {
  ++num_skipped_;
  Note("passed on: " + TextAt(record, "id"));
  output_.WriteCase(record);
}

void RunContext::AddFinding(const std::string& id, const std::string& code, const std::string& text) {
  FoundCases& found = found_[code];
  if (found.cases == 0) found.first = id, found.text = text;
  if (found.cases == 0 || found.last != id) ++found.cases;
  found.last = id;
}

void RunContext::SayFindings() {
  for (const auto& [code, found] : found_)
    Warn(Cat(found.cases == 1 ? Cat("case ", Quoted(found.first))
                              : Cat(found.cases, " cases, of which the first is ", Quoted(found.first)),
             ": ", found.text, " [", code, "]"));
}

void RunContext::AddInput(const std::string& id) {
  constexpr uint64_t kPrime = 1099511628211U;
  for (const char c : id + "\n") input_hash_ = (input_hash_ ^ static_cast<unsigned char>(c)) * kPrime;
}

void RunContext::AddUpstream(const Json& run_record) { upstream_.push_back(run_record); }

bool RunContext::UpstreamFailed() const {
  return std::any_of(upstream_.begin(), upstream_.end(), [](const Json& record) {
    const std::string status = TextAt(record, "status");
    return status == "failed" || status == "interrupted";
  });
}

bool RunContext::UpstreamLeftOut() const {
  return UpstreamFailed() || std::any_of(upstream_.begin(), upstream_.end(), [](const Json& record) {
           return Number(record, "cases.failed") > 0 || Number(record, "exit_code") == kSomeCasesFailed;
         });
}

void RunContext::Say(const std::string& text) {
  const std::string line = speaker_ + ": " + Shown(text, kLongestLine) + "\n";
  std::fputs(line.c_str(), stderr);
}

void RunContext::Warn(const std::string& text) {
  if (!options_.quiet) Say("warning: " + text);
}

void RunContext::Log(const std::string& text) {
  if (options_.quiet || options_.progress == "never" || options_.progress == "ndjson") return;
  progress_.Clear();
  std::fputs(Cat(DateText(), " ", identity_.tool, ": ", Shown(text, kLongestLine), "\n").c_str(), stderr);
}

void RunContext::Note(const std::string& text) {
  if (options_.verbose) Say(text);
}

void RunContext::TakePart(const RankPlace& place) {
  if (place.size == 1) return;
  if (options_.threads == 0)
    options_.threads = std::max<int64_t>(1, options_.num_threads() / place.local_size);
  extra_["ranks"] = place.size;
  if (place.first()) return;
  silent_ = true;
  speaker_ += Cat(": rank ", place.rank);
  options_.quiet = true;
  options_.verbose = false;
  progress_ = Progress(identity_.tool, "never");
}

void RunContext::LeaveToOthers(int exit_code) {
  silent_ = true;
  SetOutcome(exit_code);
}

Json RunContext::cases() const {
  return {{"ok", num_ok_}, {"failed", num_failed_}, {"skipped", num_skipped_}};
}

int RunContext::ExitCode(const Error* error) const {
  if (error != nullptr) return error->exit_code();
  if (UpstreamFailed()) return static_cast<int>(ErrorKind::kBadInput);
  if (num_failed_ > 0 || UpstreamLeftOut()) return kSomeCasesFailed;
  return outcome_;
}

Json RunContext::Record(const Error* error, int exit_code) const {
  Json record = {{"schema", kRunSchema},   {"tool", identity_.tool},           {"version", kVersion},
                 {"argv", identity_.argv}, {"config", identity_.config},       {"seed", options_.seed},
                 {"device", "cpu"},        {"threads", options_.num_threads()}};
  if (options_.num_shards() > 1) record["shard"] = options_.shard;
  record["cases"] = cases();
  for (const auto& [key, value] : extra_.items()) record[key] = value;
  for (const auto& [code, found] : found_)
    record["findings"].push_back({{"code", code},
                                  {"severity", "warning"},
                                  {"text", found.text},
                                  {"cases", found.cases},
                                  {"case", found.first}});
  if (!upstream_.empty()) record["upstream"] = upstream_;
  record["started"] = DateText(started_);
  record["ended"] = DateText(std::chrono::system_clock::now());
  record["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  record["peak_rss_bytes"] = PeakMemoryBytes();
  const bool ended_early = error != nullptr || exit_code == static_cast<int>(ErrorKind::kBadInput);
  record["host"] = HostName();
  record["user"] = UserName();
  record["status"] = Status(exit_code, ended_early);
  record["exit_code"] = exit_code;
  if (error != nullptr) record["error"] = ErrorJson(*error);
  if (options_.anonymous) MakeAnonymous(record);
  return record;
}

int RunContext::Finish(const Error* error) {
  progress_.Clear();
  SayFindings();
  int exit_code = ExitCode(error);
  if (error != nullptr) {
    Say(error->Line());
    NoteErrorSaid();
  }
  if (error == nullptr && UpstreamFailed())
    Say("the upstream tool failed or was interrupted: its output is incomplete [input.upstream]");
  if (silent_) return exit_code;
  try {
    const Json record = Record(error, exit_code);
    if (error == nullptr || error->code() != "stdout") {
      output_.WriteText();
      output_.WriteRun(record);
    }
    if (!options_.run_record.empty())
      WriteNamedFile(options_.run_record, ToLine(record) + "\n", Links::kFollowed);
  } catch (const std::exception& thrown) {
    const Error e = AsError(thrown);
    const bool said = error != nullptr && error->kind() == e.kind() && e.kind() == ErrorKind::kOutOfMemory;
    if (!said) Say(e.Line());
    exit_code = error != nullptr ? exit_code : e.exit_code();
  }
  return exit_code;
}

}  // namespace f4s
