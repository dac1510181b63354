#include "libfuse4seg/infer/net/torch_device.h"

#include <dlfcn.h>
#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

Error NoCuda(const std::string& wanted, const std::string& reason) {
  return {ErrorKind::kUnavailable, "device.cuda", Cat("--device ", wanted, " cannot be had: ", reason)};
}

/// Loads what `library` names, as this object's own RUNPATH finds it.  @return why not, or nothing.
std::string LoadLibrary(const char* library) {
  return dlopen(library, RTLD_NOW | RTLD_GLOBAL) != nullptr ? "" : FirstLine(dlerror());
}

/// Why there is no CUDA in this process, or nothing.
std::string WhyNoCuda() {
  if (const auto why = LoadLibrary("libcuda.so.1"); !why.empty()) return Cat("no NVIDIA driver: ", why);
  if (const auto why = LoadLibrary("libtorch_cuda.so"); !why.empty())
    return Cat("LibTorch's CUDA libraries: ", why);
  if (torch::cuda::device_count() == 0) return "the NVIDIA driver has no usable GPU";
  return "";
}

}  // namespace

std::string TorchDeviceFor(const std::string& wanted) {
  if (wanted == "cpu") return wanted;
  static const std::string why_not = WhyNoCuda();
  if (wanted == "auto") return why_not.empty() ? "cuda:0" : "cpu";
  if (!why_not.empty()) throw NoCuda(wanted, why_not);
  const torch::Device device(wanted);
  const int64_t index = device.has_index() ? device.index() : 0;
  const auto count = static_cast<int64_t>(torch::cuda::device_count());
  if (index >= count) throw NoCuda(wanted, Cat("there are ", count, " GPUs, counted from 0"));
  // No TF32 and no choice of algorithms by stopwatch: the same input gives the same bytes.
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setDeterministicCuDNN(true);
  return Cat("cuda:", index);
}

}  // namespace f4s
