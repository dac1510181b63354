#include "libfuse4seg/kernels/fusion_kernels.h"

#include <string_view>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/kernels/cuda/cuda_devices.h"
#include "libfuse4seg/kernels/rules/fusion_cpu.h"

namespace f4s {
namespace {

/// N of "cuda:N"; 0 of "cuda".
int DeviceIndex(const std::string& device) {
  constexpr std::string_view kPrefix = "cuda";
  if (device == kPrefix) return 0;
  const auto index =
      device.starts_with("cuda:") ? NumberIn<int>(device.substr(kPrefix.size() + 1)) : std::nullopt;
  if (!index || *index < 0)
    throw Error(ErrorKind::kUsage, "device.unknown",
                Cat("device ", Quoted(device), ": must be cpu, cuda or cuda:N"));
  return *index;
}

}  // namespace

const FusionKernels& KernelsFor(const std::string& device) {
  static const CpuFusionKernels cpu;
  if (device == "cpu") return cpu;
  const int index = DeviceIndex(device);
  return OpenedObject<CudaDevices>("cuda", "CUDA kernels").Kernels(index);
}

const MetricKernels* MetricKernelsFor(const std::string& device) {
  if (device == "cpu" || device == "auto") return nullptr;
  const int index = DeviceIndex(device);
  return &OpenedObject<CudaDevices>("cuda", "CUDA kernels").Metrics(index);
}

}  // namespace f4s
