#include "libfuse4seg/kernels/cuda/cuda_devices.h"

#include <map>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/kernels/cuda/fusion_cuda.cuh"
#include "libfuse4seg/kernels/cuda/metric_cuda.cuh"

namespace f4s {
namespace {

Error Unavailable(int index, const std::string& reason) {
  return {ErrorKind::kUnavailable, "device.unavailable", Cat("cuda:", index, " not available: ", reason)};
}

/// CUDA's words; and for what it calls an old driver, whether there is one at all.
std::string Reason(cudaError_t status) {
  static_cast<void>(cudaGetLastError());
  int driver = 0;
  if (status == cudaErrorInsufficientDriver && cudaDriverGetVersion(&driver) == cudaSuccess && driver == 0)
    return Cat(cudaGetErrorString(status), " (no driver is installed)");
  return cudaGetErrorString(status);
}

/// Everything that can keep a GPU from working, before any image is read.
void RequireUsable(int index) {
  int count = 0;
  const cudaError_t counted = cudaGetDeviceCount(&count);
  if (counted != cudaSuccess) throw Unavailable(index, Reason(counted));
  if (index >= count)
    throw Unavailable(index,
                      Cat("this machine has ", count, count == 1 ? " GPU, cuda:0" : " GPUs, from cuda:0"));
  cudaError_t status = cudaSetDevice(index);
  if (status == cudaSuccess) status = ProbeFusionKernels();
  if (status != cudaSuccess) throw Unavailable(index, Reason(status));
}

class CudaDevicesOfMachine : public CudaDevices {
 public:
  const FusionKernels& Kernels(int index) override { return Of(index, fusion_); }
  const MetricKernels& Metrics(int index) override { return Of(index, metric_); }

 private:
  template <class Kernels>
  const Kernels& Of(int index, std::map<int, Kernels>& kernels) {
    const std::lock_guard lock(mutex_);
    auto found = kernels.find(index);
    if (found == kernels.end()) {
      RequireUsable(index);
      found = kernels.try_emplace(index, index).first;
    }
    return found->second;
  }

  std::mutex mutex_;
  std::map<int, CudaFusionKernels> fusion_;
  std::map<int, CudaMetricKernels> metric_;
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::CudaDevices, f4s::CudaDevicesOfMachine)
