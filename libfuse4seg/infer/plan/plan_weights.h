// The weights of a model file for plans: taken by name and shape, all of them.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/infer/plan/int8_calibration.h"

namespace f4s {

/// How a plan computes; nothing: in float32.
struct PlanUse {
  bool int8 = false;  ///< the U-Net's convolutions in whole numbers, by the file's second set
  std::shared_ptr<Int8Calibration> calibration = nullptr;  ///< takes what these convolutions read
};

class PlanWeights {
 public:
  /// @throws as SafetensorsFile()
  explicit PlanWeights(const std::filesystem::path& file, PlanUse use = {})
      : file_(file), use_(std::move(use)) {}

  [[nodiscard]] const PlanUse& use() const { return use_; }
  /// Whether the file has a second set, calibration.h.
  [[nodiscard]] bool HasInt8() const;
  /// A layer's ranges in it.
  [[nodiscard]] ChannelRanges TakeRanges(const std::string& layer, int64_t channels);

  /// The numbers of a tensor of float32, in its order; none of one that is not there or has another shape or
  /// type, as RequireAllTaken() says.  Never more memory than the file has numbers.
  [[nodiscard]] std::vector<float> Take(const std::string& name, const std::vector<int64_t>& shape);

  /// The same of `count` whole numbers of 64 bits.
  [[nodiscard]] std::vector<int64_t> TakeWhole(const std::string& name, int64_t count);

  /// @param prefix  of the names that are of this network; others are of another one, and passed over
  /// @throws Error(kBadInput, "model.weights") listing what was missing, of another shape or type, or is
  ///         left; "model.not_finite" naming a tensor.
  void RequireAllTaken(const std::string& prefix) const;

 private:
  /// The tensor, or null.
  [[nodiscard]] const TensorView* Find(const std::string& name, const char* dtype,
                                       const std::vector<int64_t>& shape);

  SafetensorsFile file_;
  PlanUse use_;
  std::set<std::string> taken_, missing_, mismatched_;
  std::string not_finite_;
};

}  // namespace f4s
