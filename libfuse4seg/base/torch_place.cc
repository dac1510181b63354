#include "libfuse4seg/base/torch_place.h"

#include <dlfcn.h>

#include <fstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/opened_object.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

#ifdef F4S_TORCH_FOLDER
constexpr const char* kBuildFolder = F4S_TORCH_FOLDER;
constexpr const char* kVersion = F4S_TORCH_VERSION;
#else
constexpr const char* kBuildFolder = "";
constexpr const char* kVersion = "";
#endif

/// The line __version__ = '2.11.0+cu130' of torch's version.py.
std::string VersionIn(const fs::path& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const size_t first = line.find('\'');
    const size_t last = line.rfind('\'');
    if (line.starts_with("__version__") && first < last) return line.substr(first + 1, last - first - 1);
  }
  return "";
}

}  // namespace

std::vector<fs::path> TorchFolders() {
  const fs::path own = Absolute(ModuleFolder());
  std::vector<fs::path> folders = {own / "torch/lib", Absolute(own / "../../../torch/lib")};
  if (*kBuildFolder != '\0') folders.emplace_back(kBuildFolder);
  return folders;
}

std::optional<TorchPlace> FindTorch() {
  for (const fs::path& folder : TorchFolders())
    if (ReadableFile(folder / "libtorch_cpu.so"))
      return TorchPlace{folder, VersionIn(folder.parent_path() / "version.py")};
  return std::nullopt;
}

std::string TorchVersion() { return kVersion; }

std::string WhyNot(const TorchPlace& place) {
  const std::string wanted = TorchVersion();
  if (place.version.empty() || place.version.starts_with(wanted + ".")) return "";
  return Cat("LibTorch ", place.version, " in ", place.folder.string(), ": this build takes ", wanted,
             ".x; in Python's environment: pip install 'torch==", wanted, ".*'");
}

bool HasGpuDriver() { return ::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL) != nullptr; }

}  // namespace f4s
