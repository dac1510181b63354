// What the layers of a plan read while they compute in float: by which they compute in whole numbers of 8
// bits.
//
// A model file has it as a second set beside its weights, two tensors of float32 for each layer NAME:
//
//     int8.NAME.least, int8.NAME.greatest   [in]   the range of each channel that the layer reads, with 0 in
//     it:
//                                                  ChannelHistograms::BestRanges()
//
// The weights of 8 bits follow from these and the layer's own: DenseConv::Quantize().

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <span>
#include <string>

#include "libfuse4seg/kernels/net/conv_stage.h"
#include "libfuse4seg/model/second_set.h"

namespace f4s {

/// Safe to use from many threads; ranges do not depend on the order in which they are added.
class Int8Calibration {
 public:
  void Add(const std::string& layer, std::span<const FeatureView> from, int64_t rows, int64_t columns,
           float slope);

  /// Writes `model` with its second set, in the place of one that it has.
  /// @throws Error(kUsage, "calibrate.nothing") where no layer was seen; as WriteSafetensors().
  void Write(const std::filesystem::path& model, const std::filesystem::path& file) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, ChannelHistograms> layers_;
};

}  // namespace f4s
