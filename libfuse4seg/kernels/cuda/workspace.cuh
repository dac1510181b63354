// Memory on one GPU that is kept from call to call, and the stream that orders its use.

#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "libfuse4seg/kernels/cuda/cuda_check.cuh"

namespace f4s {

/// `count` planes [height,width] on the GPU, one behind another, rows `pitch` floats apart.
struct PlaneStack {
  float* values = nullptr;
  int count = 0, height = 0, width = 0;
  size_t pitch = 0;  ///< floats from row to row, a multiple of kPitch

  static constexpr size_t kPitch = 64;  ///< floats: rows begin at 256 bytes, loads coalesce

  [[nodiscard]] __host__ __device__ size_t stride() const { return pitch * static_cast<size_t>(height); }
  [[nodiscard]] __host__ __device__ float* row(int plane, int y) const {
    return values + static_cast<size_t>(plane) * stride() + static_cast<size_t>(y) * pitch;
  }
};

/// A stack without memory, to be laid out by Workspace::Place().
[[nodiscard]] PlaneStack ShapeOfStack(int count, int height, int width);

/// One stream and one block of memory; used by one thread at a time (WorkspacePool).
class Workspace {
 public:
  explicit Workspace(int device);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  [[nodiscard]] cudaStream_t stream() const { return stream_; }

  /// Gives each of `stacks` its part of the memory, which grows when it is too small.
  /// What was placed before is void.  Contents are undefined.
  void Place(const std::vector<PlaneStack*>& stacks);

  /// At least `bytes` of memory, from an address that any type may have.  As Place() otherwise.
  [[nodiscard]] void* Reserve(size_t bytes);

  /// Copies a host plane [height,width] without padding to plane `index` of `stack`, or back.
  void Upload(const float* plane, const PlaneStack& stack, int index);
  void Download(const PlaneStack& stack, int index, float* plane);

  /// Waits for all that was put on the stream.  @throws Error when any of it failed.
  void Finish();

 private:
  int device_;
  cudaStream_t stream_ = nullptr;
  float* block_ = nullptr;
  size_t capacity_ = 0;  // floats
};

/// Workspaces of one GPU: as many as threads ever worked at once.
class WorkspacePool {
 public:
  explicit WorkspacePool(int device) : device_(device) {}

  /// Makes the GPU the current one of this thread, and lends a workspace until `Reservation` goes.
  class Reservation {
   public:
    explicit Reservation(WorkspacePool& pool);
    ~Reservation();
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    Workspace* operator->() const { return workspace_.get(); }

   private:
    WorkspacePool& pool_;
    std::unique_ptr<Workspace> workspace_;
  };

 private:
  int device_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

}  // namespace f4s
