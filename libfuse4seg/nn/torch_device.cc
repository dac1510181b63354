#include "libfuse4seg/nn/torch_device.h"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

#include <dlfcn.h>
#include <torch/torch.h>

#include <cstdlib>
#include <filesystem>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

Error NoCuda(const std::string& wanted, const std::string& reason) {
  return {ErrorKind::kUnavailable, "device.cuda", Cat("--device ", wanted, " not available: ", reason)};
}

/// @return why not, or nothing.
std::string LoadLibrary(const std::string& library) {
  return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr ? "" : FirstLine(::dlerror());
}

/// Loads LibTorch's CUDA backend from beside the CPU one.  @return why it cannot be used, or nothing.
std::string LoadCuda() {
  if (torch::cuda::is_available()) return "";
  if (const auto why = LoadLibrary("libcuda.so.1"); !why.empty()) return Cat("no NVIDIA driver: ", why);
  // cuBLAS reads this once, when it is loaded: without it its sums come in any order.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
  Dl_info info = {};
  if (::dladdr(reinterpret_cast<const void*>(&torch::cuda::is_available), &info) == 0)
    return "LibTorch cannot be found";
  const auto file = std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
  if (const auto why = LoadLibrary(file.string()); !why.empty())
    return Cat("LibTorch's CUDA libraries: ", why);
  return torch::cuda::is_available() ? "" : "the NVIDIA driver has no usable GPU";
}

void LetTf32(bool allowed) {
  at::globalContext().setAllowTF32CuDNN(allowed);
  at::globalContext().setAllowTF32CuBLAS(allowed);
}

}  // namespace

torch::Device OpenTorchDevice(const std::string& name, int64_t own) {
  if (name == "cpu") return torch::kCPU;
  if (const std::string reason = LoadCuda(); !reason.empty()) {
    if (name == "auto") return torch::kCPU;
    throw NoCuda(name, reason);
  }
  const torch::Device device(name == "auto" ? "cuda" : name);
  const auto count = static_cast<int64_t>(torch::cuda::device_count());
  if (count == 1) own = 0;  // Slurm may show each process its own GPU alone
  const int64_t index = device.has_index() ? device.index() : own;
  if (index >= count)
    throw NoCuda(device.has_index() || own == 0 ? name : Cat(name, ", of this rank cuda:", own, ","),
                 Cat("there are ", count, " GPUs, counted from 0"));
  LetTf32(false);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setDeterministicCuDNN(true);
  return {torch::kCUDA, static_cast<c10::DeviceIndex>(index)};
}

void AllowTf32() { LetTf32(true); }

void MakeTorchDeterministic() {
  at::set_num_threads(1);
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/false);
  at::globalContext().setDeterministicFillUninitializedMemory(false);  // all that is read was written
}

bool ComputesBfloat16() {
#if defined(__x86_64__)
  unsigned int a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned int kAmxBf16 = 1U << 22, kAvx512Bf16 = 1U << 5;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & kAmxBf16) != 0) return true;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & kAvx512Bf16) != 0;
#elif defined(__aarch64__)
  constexpr unsigned long kBf16 = 1UL << 14;  // HWCAP2_BF16
  return (::getauxval(AT_HWCAP2) & kBf16) != 0;
#else
  return false;
#endif
}

}  // namespace f4s
