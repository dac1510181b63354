// The opened object `cuda_graphs`: CUDA graphs, as LibTorch has them.

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/train/graph/device_graph.h"

namespace f4s {
namespace {

class CudaGraph : public DeviceGraph {
 public:
  explicit CudaGraph(const torch::Device& device) : device_(device) {}

  void Capture(const std::function<void()>& work) override {
    const c10::cuda::CUDAGuard on_device(device_.index());
    c10::cuda::device_synchronize();
    // What steps before this one left to be used again is of no use to a graph, whose memory is its own.
    c10::cuda::CUDACachingAllocator::emptyCache();
    const c10::cuda::CUDAStreamGuard on_stream(
        c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device_.index()));
    // Other threads pin memory meanwhile, which has nothing to do with it.
    graph_.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    try {
      work();
    } catch (...) {
      Abandon();
      throw;
    }
    graph_.capture_end();
  }

  void Replay() override {
    const c10::cuda::CUDAGuard on_device(device_.index());
    graph_.replay();
  }

 private:
  void Abandon() noexcept {
    try {
      graph_.capture_end();
    } catch (...) {  // what went wrong before is what is told
    }
    try {
      graph_.reset();
    } catch (...) {
    }
  }

  torch::Device device_;
  at::cuda::CUDAGraph graph_;
};

class CudaGraphs : public DeviceGraphs {
 public:
  [[nodiscard]] std::unique_ptr<DeviceGraph> New(const torch::Device& device) const override {
    return std::make_unique<CudaGraph>(device);
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::DeviceGraphs, f4s::CudaGraphs)
