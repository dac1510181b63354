// The weights of a model file for plans: taken by name and shape, all of them.

#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/base/safetensors.h"

namespace f4s {

class PlanWeights {
 public:
  /// @throws as SafetensorsFile()
  explicit PlanWeights(const std::filesystem::path& file) : file_(file) {}

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
  std::set<std::string> taken_, missing_, mismatched_;
  std::string not_finite_;
};

}  // namespace f4s
