#include "libfuse4seg/cases/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"

namespace f4s {
namespace {

/// A line as JSON, or null when it is broken.
Json ParseLine(const std::string& line) {
  try {
    Json json = ParseJson(line, {});
    return json.is_object() ? json : Json();
  } catch (const Error&) {
    return {};
  }
}

bool IsEntry(const Json& line) {
  return line.is_object() && line.contains("records") && line["records"].is_array() &&
         line.contains("index") && line["index"].is_number_integer() && line.contains("id") &&
         line["id"].is_string() && line.contains("inputs") && line["inputs"].is_string();
}

JournalEntry EntryFrom(Json line) {
  JournalEntry entry = {line["index"].get<int64_t>(), line["id"].get<std::string>(),
                        line["inputs"].get<std::string>(), std::move(line["records"])};
  if (line.contains("tar")) entry.tar = std::move(line["tar"]);
  return entry;
}

RunSignature SignatureFrom(const Json& line) {
  const auto text = [&](const char* key) {
    const Json* value = line.is_object() ? FindPath(line, key) : nullptr;
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
  };
  return {text("run"), text("files")};
}

/// Whether a file is the journal of a run that was divided into another number of shards.
bool IsOfOtherShards(const std::filesystem::path& file, const std::filesystem::path& own) {
  const auto shards = [](const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const auto of = name.find("-of-");
    return name.starts_with("journal-") && of != std::string::npos ? name.substr(of) : std::string();
  };
  return !shards(file).empty() && shards(file) != shards(own);
}

Error InUse(const std::filesystem::path& journal) {
  return Error(ErrorKind::kCannotCreate, "output.in_use",
               "another process writes there: wait for its end, or name another folder")
      .InFile(journal.parent_path().parent_path());
}

/// After lines were read: what cannot be read is not the end of the file.
void RequireRead(const std::ifstream& in, const std::filesystem::path& file) {
  if (in.bad()) throw ReadError(file, EIO);
}

bool BeginsRun(const std::string& line) { return line.rfind("{\"run\"", 0) == 0; }

}  // namespace

void Journal::Lock() {
  RefuseOtherShards();
  Open(0);
  seen_ = Stamps();
}

void Journal::RefuseOtherShards() const {
  for (const auto& entry : ReadableEntriesOf(file_.parent_path()))
    if (IsOfOtherShards(entry, file_)) {
      const Descriptor other(entry, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
      if (other.ok() && ::flock(other.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        throw InUse(file_);
    }
}

/// What is empty says nothing, as what is not there.
std::map<std::filesystem::path, Journal::Stamp> Journal::Stamps() const {
  std::map<std::filesystem::path, Stamp> stamps;
  for (const auto& entry : ReadableEntriesOf(file_.parent_path())) {
    struct stat status = {};
    const bool counts = entry == file_ || IsOfOtherShards(entry, file_);
    if (counts && ::lstat(entry.c_str(), &status) == 0 && status.st_size > 0)
      stamps[entry] = {status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
  }
  return stamps;
}

void Journal::Open(int flags) {
  if (opened_) return;
  RequireFileOrNothing(file_);
  opened_.emplace(file_, flags | O_WRONLY | O_APPEND | O_NOFOLLOW);
  if (!opened_->ok()) {
    const int reason = errno;
    opened_.reset();
    if (reason == ENOENT && flags == 0) return;
    throw WriteError(file_, reason);
  }
  // Where the file system has no locks, the folder is nobody's but by agreement.
  if (::flock(opened_->get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    opened_.reset();  // not to be taken for locked when it is asked for again
    throw InUse(file_);
  }
}

void Journal::Begin(const RunSignature& signature, bool anew) {
  MakeFolders(file_.parent_path());
  RefuseOtherShards();
  Open(O_CREAT);
  if (seen_ && Stamps() != *seen_) {  // it came and went since Lock()
    opened_.reset();
    throw InUse(file_);
  }
  if (anew && ::ftruncate(opened_->get(), 0) != 0) throw WriteError(file_, errno);
  Append(Json::object());  // ends a line that a killed process left half-written
  Append({{"run", signature.all}, {"files", signature.files}});
}

void Journal::Add(const JournalEntry& entry) {
  Json line = {
      {"index", entry.index}, {"id", entry.id}, {"inputs", entry.inputs}, {"records", entry.records}};
  if (!entry.tar.is_null()) line["tar"] = entry.tar;
  Append(line);
}

void Journal::Complete(uint64_t input) {
  Append({{"complete", true}, {"input", input}});
  if (::fsync(opened_->get()) != 0) throw WriteError(file_, errno);
}

void Journal::Append(const Json& json) { opened_->Write(json.empty() ? "\n" : ToLine(json) + "\n", file_); }

void Journal::ForEachPlace(const std::function<void(JournalEntry, const JournalPlace&)>& use) const {
  std::ifstream in(file_);
  JournalPlace place = {0, std::make_shared<const std::string>()};
  for (std::string line; std::getline(in, line); place.offset += static_cast<int64_t>(line.size()) + 1) {
    Json json = ParseLine(line);
    if (BeginsRun(line)) place.run = std::make_shared<const std::string>(SignatureFrom(json).all);
    if (!IsEntry(json)) continue;
    JournalEntry entry = EntryFrom(std::move(json));
    entry.run = *place.run;
    use(std::move(entry), place);
  }
  RequireRead(in, file_);
}

void Journal::ForEachEntry(const std::function<void(const JournalEntry&)>& use) const {
  ForEachPlace([&](const JournalEntry& entry, const JournalPlace&) { use(entry); });
}

std::map<std::string, JournalPlace> Journal::Latest() const {
  std::map<std::string, JournalPlace> latest;
  ForEachPlace([&](const JournalEntry& entry, const JournalPlace& place) { latest[entry.id] = place; });
  return latest;
}

JournalEntry Journal::EntryAt(const JournalPlace& place) const {
  std::ifstream in(file_);
  in.seekg(place.offset);
  std::string line;
  std::getline(in, line);
  Json json = ParseLine(line);
  if (!IsEntry(json)) throw ReadError(file_, EIO);  // it stood there before
  JournalEntry entry = EntryFrom(std::move(json));
  entry.run = *place.run;
  return entry;
}

RunSignature Journal::LastSignature() const {
  RunSignature signature;
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);)
    if (BeginsRun(line)) signature = SignatureFrom(ParseLine(line));
  RequireRead(in, file_);
  return signature;
}

JournalCursor::JournalCursor(const std::filesystem::path& file) : file_(file) {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const bool begins = BeginsRun(line);
    if (begins) signature_ = SignatureFrom(ParseLine(line)).all;
    if (begins) offset_ = in.tellg();
    num_runs_ += begins ? 1 : 0;
    const Json end = line.starts_with("{\"complete\":true") ? ParseLine(line) : Json();
    if (const Json* input = FindPath(end, "input"); input != nullptr && input->is_number_unsigned())
      input_ = input->get<uint64_t>();
    complete_ = begins ? false : complete_ || end.is_object();
  }
  RequireRead(in, file_);
  Advance();
}

void JournalCursor::Advance() {
  has_entry_ = false;
  std::ifstream in(file_);
  in.seekg(offset_);
  for (std::string line; !has_entry_ && std::getline(in, line);) {
    if (!in.eof()) offset_ = in.tellg();
    Json json = ParseLine(line);
    if (!IsEntry(json)) continue;
    entry_ = EntryFrom(std::move(json));
    has_entry_ = true;
  }
  RequireRead(in, file_);
}

}  // namespace f4s
