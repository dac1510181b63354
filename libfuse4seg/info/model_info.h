// What models are, and which there are.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Of a .safetensors file: all that a model says of itself but its network and provenance, its weights, its
/// SHA-256 and its card; of a file that is no model of the suite how many tensors it has.
/// @throws as SafetensorsFile, ModelDescription::Read().
[[nodiscard]] Json TensorFileInfo(const std::filesystem::path& path);

/// The models that --model finds by name, in the order of names: `name`, `modalities`, `gives`, `about` (the
/// first line of its card), `file`; `error` in their place for one that cannot be read.
[[nodiscard]] std::vector<Json> ModelsInfo();

/// The same for people, a model a line: "glioma  t1ce, flair -> fused and prediction  fuses ...".
[[nodiscard]] std::string ModelsText(const std::vector<Json>& models);

/// The text of a model's card, NAME.md beside it; what InfoText() says where there is none.
/// @throws as FindModel().
[[nodiscard]] std::string ModelCard(const std::string& name);

}  // namespace f4s
