#include "libfuse4seg/nn/torch_device.h"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <dlfcn.h>
#include <torch/torch.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// What brings them, as LibTorch's own wheel requires it.
constexpr const char* kCudaPackages =
    " (cmake/setup.sh --cuda fetches them; Python's packages nvidia-cublas, nvidia-cuda-runtime, "
    "nvidia-cudnn-cu13, nvidia-cufft, nvidia-cufile, nvidia-curand, nvidia-cusolver, nvidia-cusparse, "
    "nvidia-cusparselt-cu13, nvidia-nccl-cu13, nvidia-nvjitlink, nvidia-nvshmem-cu13 bring them, in the "
    "versions that torch 2.11.0 requires)";

Error NoCuda(const std::string& wanted, const std::string& reason) {
  return {ErrorKind::kUnavailable, "device.cuda", Cat("--device ", wanted, " not available: ", reason)};
}

/// @return why not, or nothing.
std::string LoadLibrary(const std::string& library) {
  return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr ? "" : FirstLine(::dlerror());
}

/// What came of loading LibTorch's CUDA backend.
struct Cuda {
  std::string why_not = {};  ///< empty: it can be used
  bool driver = false;       ///< there is one, so that somebody may expect a GPU
};

/// From beside the CPU backend.  LibTorch makes its CUDA hooks when it is first asked for anything of CUDA,
/// and keeps them: so nothing is asked before the library is open.
Cuda LoadCuda() {
  if (const auto why = LoadLibrary("libcuda.so.1"); !why.empty())
    return {.why_not = Cat("no NVIDIA driver: ", why)};
  // cuBLAS reads this once, when it is loaded: without it its sums come in any order.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
  Dl_info info = {};
  if (::dladdr(reinterpret_cast<const void*>(&torch::cuda::is_available), &info) == 0)
    return {.why_not = "LibTorch cannot be found", .driver = true};
  const auto file = std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
  if (const auto why = LoadLibrary(file.string()); !why.empty())
    return {.why_not = Cat("LibTorch's CUDA libraries: ", why, kCudaPackages), .driver = true};
  if (torch::cuda::is_available()) return {.driver = true};
  return {.why_not = "the NVIDIA driver has no usable GPU", .driver = true};
}

const Cuda& LoadedCuda() {
  static const Cuda cuda = LoadCuda();
  return cuda;
}

/// Calls each function of MKL's vector library, which LibTorch computes these with, once on one thread.  MKL,
/// that of torch 2.11 too, finds a function's kernel at its first call, and of two threads that call it first
/// together one may get the kernel of another accuracy: wrong from the fifth digit on, once.
void SettleMathKernels() {
  const torch::NoGradGuard no_grad;
  for (const auto type : {torch::kFloat32, torch::kFloat64}) {
    const torch::Tensor x = torch::full({8}, 0.5, type);
    for (const auto& f :
         {&torch::acos,  &torch::asin,   &torch::atan, &torch::cos,   &torch::cosh,   &torch::erf,
          &torch::erfc,  &torch::erfinv, &torch::exp,  &torch::expm1, &torch::lgamma, &torch::log,
          &torch::log10, &torch::log1p,  &torch::log2, &torch::rsqrt, &torch::sin,    &torch::sinh,
          &torch::sqrt,  &torch::tan,    &torch::tanh})
      f(x);
  }
}

void LetTf32(bool allowed) {
  at::globalContext().setAllowTF32CuDNN(allowed);
  at::globalContext().setAllowTF32CuBLAS(allowed);
}

}  // namespace

torch::Device OpenTorchDevice(const std::string& name, std::string* why_not, int64_t own) {
  static const bool settled = (SettleMathKernels(), true);
  static_cast<void>(settled);
  if (name == "cpu") return torch::kCPU;
  const Cuda& cuda = LoadedCuda();
  if (!cuda.why_not.empty()) {
    if (name != "auto") throw NoCuda(name, cuda.why_not);
    if (why_not != nullptr && cuda.driver)
      *why_not = Cat("--device auto: computed on the CPU, though there is an NVIDIA driver: ", cuda.why_not);
    return torch::kCPU;
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

std::string GpuId(const torch::Device& device) {
  // Of the driver, whose library is open for all: processes may each see other GPUs under the same numbers.
  const auto get = reinterpret_cast<int (*)(int*, int)>(::dlsym(RTLD_DEFAULT, "cuDeviceGet"));
  const auto id_of =
      reinterpret_cast<int (*)(unsigned char*, int)>(::dlsym(RTLD_DEFAULT, "cuDeviceGetUuid_v2"));
  std::array<unsigned char, 16> id{};
  int handle = 0;
  if (!device.is_cuda() || get == nullptr || id_of == nullptr || get(&handle, device.index()) != 0 ||
      id_of(id.data(), handle) != 0)
    return "";
  std::string text = "GPU-";
  for (const unsigned char byte : id) {
    constexpr const char* kDigits = "0123456789abcdef";
    text += kDigits[byte / 16];
    text += kDigits[byte % 16];
  }
  return text;
}

void AllowTf32() { LetTf32(true); }

void MakeTorchDeterministic() {
  at::set_num_threads(1);
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/false);
  at::globalContext().setDeterministicFillUninitializedMemory(false);  // all that is read was written
}

bool ComputesBfloat16(const torch::Device& device) {
  if (!device.is_cuda()) return ComputesBfloat16();
  const c10::DeviceGuard guard(device);
  return at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
}

void MoveTo(torch::nn::Module& module, const torch::Device& device) {
  const torch::NoGradGuard no_grad;
  if (device.is_meta()) {
    std::vector<torch::Tensor> all = module.parameters();
    for (const torch::Tensor& buffer : module.buffers()) all.push_back(buffer);
    for (const torch::Tensor& tensor : all)
      tensor.unsafeGetTensorImpl()->shallow_copy_from(
          torch::empty_like(tensor, tensor.options().device(device)).getIntrusivePtr());
    return;
  }
  module.to(device);
  for (torch::Tensor& parameter : module.parameters())
    if (parameter.is_cuda() && parameter.dim() == 4)
      parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
}

int64_t PeakBytesOf(const torch::Device& device) {
  return c10::getDeviceAllocator(device.type())
      ->getDeviceStats(device.index())
      .allocated_bytes[static_cast<size_t>(c10::CachingAllocator::StatType::AGGREGATE)]
      .peak;
}

int64_t FreeBytes(const torch::Device& device) {
  auto* const allocator = c10::getDeviceAllocator(device.type());
  return static_cast<int64_t>(allocator->getMemoryInfo(device.index()).first);
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
