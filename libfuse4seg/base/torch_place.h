// Where LibTorch is looked for, which of its versions this build takes, and whether there is a driver for
// GPUs. Nothing of LibTorch is loaded here.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace f4s {

struct TorchPlace {
  std::filesystem::path folder;  ///< holds libtorch_cpu.so
  std::string version;  ///< "2.11.0+cu130", as torch's own version.py says; empty where none is there
};

/// In the order in which the loader looks (the RUNPATH of what is linked with it, cmake/Torch.cmake): with
/// the suite's own libraries; beside the package fuse4seg in Python's site-packages; where the suite was
/// built.
[[nodiscard]] std::vector<std::filesystem::path> TorchFolders();

/// The first of them that has it.
[[nodiscard]] std::optional<TorchPlace> FindTorch();

/// The versions that this build takes, "2.11": LibTorch's interface differs between any two of them.  Empty:
/// this build has no networks.
[[nodiscard]] std::string TorchVersion();

/// Why that place is of no use to this build: a text for a message; nothing where it is of the right version,
/// or says nothing of it.
[[nodiscard]] std::string WhyNot(const TorchPlace& place);

/// NVIDIA's driver, by its library, as LibTorch finds a GPU.  Cheap where there is none.
[[nodiscard]] bool HasGpuDriver();

}  // namespace f4s
