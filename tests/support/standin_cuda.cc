// What stands in for libtorch_cuda.so in the tests of --device: hooks that know of F4S_STANDIN_GPUS GPUs (1)
// and can do nothing with them.  It must be open before anything is asked of CUDA, as the true one must.

#include <ATen/detail/CUDAHooksInterface.h>

#include <cstdlib>

namespace {

/// The name is the one that ATen asks its registry for.
class CUDAHooks : public at::CUDAHooksInterface {
 public:
  explicit CUDAHooks(at::CUDAHooksArgs /*unused*/) {}
  [[nodiscard]] bool hasCUDA() const override { return true; }
  [[nodiscard]] int getNumGPUs() const override { return Count(); }
  [[nodiscard]] c10::DeviceIndex deviceCount() const override {
    return static_cast<c10::DeviceIndex>(Count());
  }

 private:
  static int Count() {
    const char* const wanted = std::getenv("F4S_STANDIN_GPUS");
    return wanted == nullptr ? 1 : std::atoi(wanted);
  }
};

using at::CUDAHooksRegistry;
using at::RegistererCUDAHooksRegistry;
REGISTER_CUDA_HOOKS(CUDAHooks);

}  // namespace
