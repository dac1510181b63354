// Models with random weights, the same each time.

#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

/// What such a model says of itself, unless changed.
inline constexpr const char* kRandomModel = R"({
  "method": "fuse4seg", "profile": "tiny",
  "network": {"fusion_dim": 4, "segmentation_width": 4, "segmentation_dim": 16},
  "modalities": ["t1ce", "flair"], "takes": ["images", "fused"], "gives": ["fused", "prediction"],
  "normalization": "percentile", "stretch": "none",
  "classes": {"1": "necrosis", "2": "oedema", "4": "enhancing"},
  "regions": {"WT": [1, 2, 4], "TC": [1, 4], "ET": [4]},
  "spacing_mm": [], "multiple_of": 1, "provenance": {"trained": false}, "metrics": {}})";

/// Writes one.
/// @param changes  fields that replace those above
/// @param shake    by how much weights move from where training starts.  By much, and a deep network is
/// chaotic: it
///                 makes differences of the last digit as great as its result.
inline void WriteRandomModel(const std::filesystem::path& file, const Json& changes = Json::object(),
                             uint64_t seed = 0, double shake = 0.3) {
  Json json = Json::parse(kRandomModel);
  json.update(changes);
  ModelDescription description = ModelDescription::FromJson(json);
  Network network = BuildNetwork(description, seed);
  description.network = network->options().ToJson();
  description.multiple_of = network->multiple_of();
  const torch::NoGradGuard no_grad;
  // All weights move a little: some start at 0, and a network of such would do nothing.
  for (auto& [name, weight] : WeightsOf(*network)) {
    if (!weight.is_floating_point()) continue;  // an order of channels
    weight.add_(shake *
                torch::sin(torch::arange(weight.numel(), torch::kFloat64) * 2.4 + static_cast<double>(seed))
                    .to(torch::kFloat32)
                    .view_as(weight));
  }
  SaveModel(file, description, *network);
}

}  // namespace f4s
