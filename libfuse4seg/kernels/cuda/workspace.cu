#include "libfuse4seg/kernels/cuda/workspace.cuh"

#include <utility>

namespace f4s {

PlaneStack ShapeOfStack(int count, int height, int width) {
  PlaneStack stack;
  stack.count = count;
  stack.height = height;
  stack.width = width;
  stack.pitch =
      (static_cast<size_t>(width) + PlaneStack::kPitch - 1) / PlaneStack::kPitch * PlaneStack::kPitch;
  return stack;
}

Workspace::Workspace(int device) : device_(device) {
  CheckCuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking),
            Cat("making a stream on GPU ", device_));
}

// A destructor cannot report; the process may be ending and the driver be gone already.
Workspace::~Workspace() {
  static_cast<void>(cudaStreamSynchronize(stream_));
  static_cast<void>(cudaFree(block_));
  static_cast<void>(cudaStreamDestroy(stream_));
}

void* Workspace::Reserve(size_t bytes) {
  const size_t needed = (bytes + sizeof(float) - 1) / sizeof(float);
  if (needed > capacity_) {
    Finish();  // nobody may still use the old block
    float* old = std::exchange(block_, nullptr);
    capacity_ = 0;
    CheckCuda(cudaFree(old), "freeing GPU memory");
    CheckCuda(cudaMalloc(&block_, needed * sizeof(float)),
              Cat("allocating ", needed * sizeof(float), " bytes on GPU ", device_));
    capacity_ = needed;
  }
  return block_;
}

void Workspace::Place(const std::vector<PlaneStack*>& stacks) {
  size_t needed = 0;
  for (const PlaneStack* stack : stacks) needed += stack->stride() * static_cast<size_t>(stack->count);
  float* next = static_cast<float*>(Reserve(needed * sizeof(float)));
  for (PlaneStack* stack : stacks) {
    stack->values = next;
    next += stack->stride() * static_cast<size_t>(stack->count);
  }
}

void Workspace::Upload(const float* plane, const PlaneStack& stack, int index) {
  const size_t row_bytes = static_cast<size_t>(stack.width) * sizeof(float);
  CheckCuda(cudaMemcpy2DAsync(stack.row(index, 0), stack.pitch * sizeof(float), plane, row_bytes, row_bytes,
                              static_cast<size_t>(stack.height), cudaMemcpyHostToDevice, stream_),
            "copying an image to the GPU");
}

void Workspace::Download(const PlaneStack& stack, int index, float* plane) {
  const size_t row_bytes = static_cast<size_t>(stack.width) * sizeof(float);
  CheckCuda(cudaMemcpy2DAsync(plane, row_bytes, stack.row(index, 0), stack.pitch * sizeof(float), row_bytes,
                              static_cast<size_t>(stack.height), cudaMemcpyDeviceToHost, stream_),
            "copying an image from the GPU");
}

void Workspace::Finish() { CheckCuda(cudaStreamSynchronize(stream_), Cat("computing on GPU ", device_)); }

WorkspacePool::Reservation::Reservation(WorkspacePool& pool) : pool_(pool) {
  CheckCuda(cudaSetDevice(pool.device_), Cat("choosing GPU ", pool.device_));
  {
    const std::lock_guard lock(pool.mutex_);
    if (!pool.idle_.empty()) {
      workspace_ = std::move(pool.idle_.back());
      pool.idle_.pop_back();
    }
  }
  if (workspace_ == nullptr) workspace_ = std::make_unique<Workspace>(pool.device_);
}

// After an Error, copies to or from the caller's memory may still be under way: wait for them.
WorkspacePool::Reservation::~Reservation() {
  static_cast<void>(cudaStreamSynchronize(workspace_->stream()));
  const std::lock_guard lock(pool_.mutex_);
  pool_.idle_.push_back(std::move(workspace_));
}

}  // namespace f4s
