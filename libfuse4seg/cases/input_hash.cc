#include "libfuse4seg/cases/input_hash.h"

#include <algorithm>
#include <vector>

#include "libfuse4seg/base/sha256.h"

namespace f4s {

std::string InputHash(const std::filesystem::path& input) {
  std::error_code ignored;
  if (!std::filesystem::exists(input, ignored)) return "";  // who needs it will say so
  if (!std::filesystem::is_directory(input, ignored)) return Sha256OfFile(input);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(input))
    if (entry.is_regular_file(ignored)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Sha256 hash;
  for (const auto& file : files) {
    hash.Update(file.filename().string());
    hash.Update(Sha256OfFile(file));
  }
  return hash.HexDigest();
}

}  // namespace f4s
