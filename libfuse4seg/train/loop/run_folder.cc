#include "libfuse4seg/train/loop/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"model.safetensors", "last.safetensors", "events.ndjson", "config.json"};

/// Whether there is nothing in it but what a process leaves that was killed as it began.
bool IsUntouched(const fs::path& folder) {
  if (!fs::exists(folder)) return true;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory() && entry.path().filename().string().find(".f4s-tmp.") == std::string::npos)
      return false;
  return true;
}

Error Exists(const fs::path& folder, const std::string& what) {
  return Error(ErrorKind::kCannotCreate, "output.exists", what).InFile(folder);
}

}  // namespace

RunFolder::RunFolder(fs::path folder, const Json& facts, const Json& config, const RunOptions& options)
    : folder_(fs::absolute(std::move(folder)).lexically_normal()) {
  if (fs::exists(folder_) && !fs::is_directory(folder_)) throw Exists(folder_, "exists and is no folder");
  const fs::path state = folder_ / "checkpoint" / "state.json";
  const bool replace = options.force || options.skip_existing;
  if (!replace && !fs::exists(state) && !IsUntouched(folder_))
    throw Exists(folder_, "exists and is not empty: --force starts a run there");
  MakeFolders(folder_ / "checkpoint");
  lock_ = std::make_unique<FolderLock>(folder_);
  if (options.force) fs::remove(state);
  checkpoints_ = std::make_unique<CheckpointFolder>(folder_ / "checkpoint");
  const Json& known = checkpoints_->run();
  const bool other = known.is_null() || known.at("signature") != facts.at("signature");
  if (other && !known.is_null() && !replace)
    throw Exists(folder_, "holds a run with other data, configuration or version: --force overwrites it");
  RemoveStaleTemporaries(folder_);
  if (other) Begin(facts);
  if (!fs::exists(folder_ / "config.json"))
    WriteFileAtomically(folder_ / "config.json", config.dump(2) + "\n");
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
  for (const char* name : kFiles) fs::remove(folder_ / name);
  fs::remove_all(folder_ / "tensorboard");
}

int64_t RunFolder::events_bytes() const {
  std::error_code error;
  const auto bytes = fs::file_size(events_file(), error);
  return error ? 0 : static_cast<int64_t>(bytes);
}

void RunFolder::RewindEvents(int64_t bytes) {
  if (events_bytes() <= bytes) return;
  std::error_code error;
  fs::resize_file(events_file(), static_cast<uintmax_t>(bytes), error);
  if (error) throw WriteError(events_file(), error.value());
}

void RunFolder::AddEvent(const Json& event) { AppendToFile(events_file(), ToLine(event) + "\n"); }

void AppendToFile(const fs::path& file, std::string_view bytes) {
  Descriptor opened(file, O_WRONLY | O_CREAT | O_APPEND);
  if (!opened.ok()) throw WriteError(file, errno);
  opened.Write(bytes, file);
  opened.Close(file);
}

}  // namespace f4s
