// A GPU's work that is noted once and done again at one word of the host: no operator is launched by itself.

#pragma once

#include <torch/types.h>

#include <functional>
#include <memory>

namespace f4s {

class DeviceGraph {
 public:
  DeviceGraph() = default;
  virtual ~DeviceGraph() = default;
  DeviceGraph(const DeviceGraph&) = delete;
  DeviceGraph& operator=(const DeviceGraph&) = delete;

  /// Notes what `work` asks of the device, which does none of it.  Tensors that it makes keep their memory as
  /// long as this lives.
  /// @throws what `work` throws, and c10::Error for what cannot be noted: then nothing is.
  virtual void Capture(const std::function<void()>& work) = 0;

  /// Has the device do it, with the same tensors and the same numbers of the host.
  virtual void Replay() = 0;
};

/// Implemented by the opened object `cuda_graphs`; see base/opened_object.h.
class DeviceGraphs {
 public:
  virtual ~DeviceGraphs() = default;
  [[nodiscard]] virtual std::unique_ptr<DeviceGraph> New(const torch::Device& device) const = 0;
};

}  // namespace f4s
