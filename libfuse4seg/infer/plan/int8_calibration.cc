#include "libfuse4seg/infer/plan/int8_calibration.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors.h"

namespace f4s {

void Int8Calibration::Add(const std::string& layer, std::span<const FeatureView> from, int64_t rows,
                          int64_t columns, float slope) {
  ChannelHistograms histograms;
  histograms.Add(from, rows, columns, slope);
  const std::lock_guard lock(mutex_);
  layers_[layer].Add(histograms);
}

void Int8Calibration::Write(const std::filesystem::path& model, const std::filesystem::path& file) const {
  const std::lock_guard lock(mutex_);
  if (layers_.empty())
    throw Error(
        ErrorKind::kUsage, "calibrate.nothing",
        "--calibrate: no slice was segmented, so there is nothing to calibrate on; --force starts again");
  const SafetensorsFile own(model);
  std::map<std::string, TensorView> tensors;
  for (const auto& [name, tensor] : own.tensors())
    if (!name.starts_with(kInt8Prefix)) tensors[name] = tensor;
  std::map<std::string, ChannelRanges> of_layers;
  for (const auto& [layer, histograms] : layers_) of_layers[layer] = histograms.BestRanges();
  for (const auto& [layer, ranges] : of_layers) {
    const std::vector<int64_t> shape = {std::ssize(ranges.least)};
    tensors[kInt8Prefix + layer + ".least"] = {"F32", shape, std::as_bytes(std::span(ranges.least))};
    tensors[kInt8Prefix + layer + ".greatest"] = {"F32", shape, std::as_bytes(std::span(ranges.greatest))};
  }
  WriteSafetensors(file, tensors, own.metadata());
}

}  // namespace f4s
