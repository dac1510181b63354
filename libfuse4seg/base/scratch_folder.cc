#include "libfuse4seg/base/scratch_folder.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <string>

namespace f4s {
namespace {

struct ScratchFolders {
  std::mutex mutex;
  std::set<std::string> prefixes;
};

ScratchFolders& Declared() {
  static ScratchFolders folders;
  return folders;
}

}  // namespace

void DeclareScratch(const std::filesystem::path& folder) {
  ScratchFolders& declared = Declared();
  const std::lock_guard lock(declared.mutex);
  declared.prefixes.insert(folder.string() + "/");
}

bool IsScratch(const std::filesystem::path& file) {
  ScratchFolders& declared = Declared();
  const std::lock_guard lock(declared.mutex);
  return std::any_of(declared.prefixes.begin(), declared.prefixes.end(),
                     [&](const std::string& prefix) { return file.native().starts_with(prefix); });
}

}  // namespace f4s
