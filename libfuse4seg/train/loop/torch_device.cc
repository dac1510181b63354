#include "libfuse4seg/train/loop/torch_device.h"

#include <dlfcn.h>
#include <torch/torch.h>

#include <cstdlib>
#include <filesystem>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// Loads torch's CUDA backend from beside the CPU one.  @return why it cannot be used, or nothing.
std::string LoadCuda() {
  if (torch::cuda::is_available()) return "";
  if (::dlopen("libcuda.so.1", RTLD_LAZY) == nullptr) return "there is no driver for it (libcuda.so.1)";
  // cuBLAS reads this once, when it is loaded: without it its sums come in any order.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
  Dl_info info = {};
  if (::dladdr(reinterpret_cast<const void*>(&torch::cuda::is_available), &info) == 0)
    return "torch cannot be found";
  const auto file = std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
  if (::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) return ::dlerror();
  return torch::cuda::is_available() ? "" : "no device can be used";
}

}  // namespace

torch::Device OpenTorchDevice(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  const std::string reason = LoadCuda();
  if (reason.empty()) {
    const torch::Device device(name == "auto" ? "cuda:0" : name);
    const auto index = device.has_index() ? device.index() : c10::DeviceIndex{0};
    if (index < static_cast<int64_t>(torch::cuda::device_count())) return {torch::kCUDA, index};
    throw Error(
        ErrorKind::kUnavailable, "device.cuda",
        Cat("--device ", name, ": there are ", torch::cuda::device_count(), " CUDA devices, counted from 0"));
  }
  if (name == "auto") return torch::kCPU;
  throw Error(ErrorKind::kUnavailable, "device.cuda",
              Cat("--device ", name, ": CUDA cannot be used: ", reason));
}

void MakeTorchDeterministic() {
  at::set_num_threads(1);
  auto& context = at::globalContext();
  context.setDeterministicAlgorithms(true, /*warn_only=*/false);
  context.setDeterministicFillUninitializedMemory(false);  // all that is read was written
  context.setBenchmarkCuDNN(false);
  context.setDeterministicCuDNN(true);
}

}  // namespace f4s
