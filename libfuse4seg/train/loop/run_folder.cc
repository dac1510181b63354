#include "libfuse4seg/train/loop/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"model.safetensors", "last.safetensors", "events.ndjson", "config.json"};

/// Whether there is nothing in it but what a process leaves that was killed as it began.
bool IsUntouched(const fs::path& folder) {
  if (!Exists(folder, WriteError)) return true;
  for (const fs::path& file : FilesBelow(folder, WriteError))
    if (file.filename().string().find(".f4s-tmp.") == std::string::npos) return false;
  return true;
}

Error Occupied(const fs::path& folder, const std::string& what) {
  return Error(ErrorKind::kCannotCreate, "output.exists", what).InFile(folder);
}

}  // namespace

Json ConfigOfRun(const fs::path& folder, const RunOptions& options) {
  const fs::path file = folder / "config.json";
  if (options.force || options.skip_existing || !Exists(folder / "checkpoint" / "state.json", ReadError) ||
      !Exists(file, ReadError))
    return {};
  try {
    Json config = ParseJson(ReadFile(file), file);
    const bool ours = config.is_object() && config.value("precision", Json()).is_string() &&
                      config.value("images_at_once", Json()).is_number_integer();
    return ours ? config : Json();
  } catch (const Error&) {  // whether the run can go on is for its checkpoints to say
    return {};
  }
}

RunFolder::RunFolder(fs::path folder, const Json& facts, const Json& config, const RunOptions& options)
    : folder_(Absolute(std::move(folder))) {
  if (Exists(folder_, WriteError) && !IsFolder(folder_, WriteError))
    throw Occupied(folder_, "exists and is no folder");
  const fs::path state = folder_ / "checkpoint" / "state.json";
  const bool replace = options.force || options.skip_existing;
  if (!replace && !Exists(state, WriteError) && !IsUntouched(folder_))
    throw Occupied(folder_, "exists and is not empty: --force starts a run there");
  for (const char* name : {"checkpoint", "tensorboard", "validation", "replaced"})
    if (IsLink(folder_ / name))
      throw Error(ErrorKind::kCannotCreate, "output.link", "is a link: wanted a folder, or nothing")
          .InFile(folder_ / name);
  MakeFolders(folder_ / "checkpoint");
  lock_ = std::make_unique<FolderLock>(folder_);
  if (options.force) Remove(state);
  checkpoints_ = std::make_unique<CheckpointFolder>(folder_ / "checkpoint");
  const Json& known = checkpoints_->run();
  const bool other = known.is_null() || known.at("signature") != facts.at("signature");
  if (other && !known.is_null() && !replace)
    throw Occupied(folder_, "holds a run with other data, configuration or version: --force overwrites it");
  RemoveStaleTemporaries(folder_);
  if (other) Begin(facts);
  if (!Exists(folder_ / "config.json")) WriteFileAtomically(folder_ / "config.json", config.dump(2) + "\n");
}

RunFolder::FolderLock::FolderLock(const fs::path& folder)
    : descriptor_(::open((folder / "checkpoint").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(descriptor_);
  throw Error(ErrorKind::kCannotCreate, "output.in_use", "another process trains there").InFile(folder);
}

RunFolder::FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RunFolder::Begin(const Json& facts) {
  checkpoints_->Begin(facts);
  if (Exists(folder_ / "model.safetensors") || Exists(folder_ / "last.safetensors")) KeepReplaced();
  for (const char* name : kFiles) Remove(folder_ / name);
  for (const char* name : {"tensorboard", "validation"}) RemoveTree(folder_ / name);
}

void RunFolder::KeepReplaced() const {
  RemoveTree(replaced());
  MakeFolders(replaced());
  for (const char* name : kFiles) {
    std::error_code failed;
    if (Exists(folder_ / name)) fs::rename(folder_ / name, replaced() / name, failed);
    if (failed) throw WriteError(folder_ / name, failed.value());
  }
}

void RunFolder::ForgetReplaced() const { RemoveTree(replaced()); }

int64_t RunFolder::events_bytes() const { return FileBytes(events_file()); }

void RunFolder::RewindEvents(int64_t bytes) {
  if (events_bytes() <= bytes) return;
  const Descriptor events(events_file(), O_WRONLY | O_NOFOLLOW);
  if (!events.ok() || ::ftruncate(events.get(), bytes) != 0) throw WriteError(events_file(), errno);
}

void RunFolder::FlushEvents() const {
  const Descriptor events(events_file(), O_RDONLY | O_NOFOLLOW);
  if (!events.ok() || ::fsync(events.get()) != 0) throw WriteError(events_file(), errno);
}

void RunFolder::AddEvent(const Json& event) { AppendToFile(events_file(), ToLine(event) + "\n"); }

void AppendToFile(const fs::path& file, std::string_view bytes) {
  RequireFileOrNothing(file);
  Descriptor opened(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW);
  if (!opened.ok()) throw WriteError(file, errno);
  opened.Write(bytes, file);
  opened.Close(file);
}

}  // namespace f4s
