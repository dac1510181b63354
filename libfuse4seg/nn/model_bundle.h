// A model in one file: weights and what they are for, as safetensors.  Nothing in it can run.

#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/model/model_description.h"
#include "libfuse4seg/nn/network.h"

namespace f4s {

using NamedTensors = std::map<std::string, torch::Tensor>;

/// The parameters and buffers of a module, by their full names; they share its memory.
[[nodiscard]] NamedTensors WeightsOf(const torch::nn::Module& module);

/// Writes all weights, from whatever device, and the description through an AtomicFile.  The same
/// arguments give the same bytes.
/// @throws Error(kInternal, "model.not_finite") naming the tensor when a weight is NaN or
///         infinite; Error(kCannotCreate) or Error(kIo).
void SaveModel(const std::filesystem::path& file, const ModelDescription& description,
               const torch::nn::Module& module);

struct LoadedModel {
  ModelDescription description;
  Network network = nullptr;  ///< on `device`, in evaluation mode
};

/// @throws Error(kMissingInput); Error(kBadInput, "safetensors....") for a damaged file;
///         Error(kBadInput, "model....") for one that is whole but not a model of this suite, or
///         whose weights are not exactly those of the network that it describes.
[[nodiscard]] LoadedModel LoadModel(const std::filesystem::path& file,
                                    const torch::Device& device = torch::kCPU);

/// The tensors of any safetensors file, copied, on the CPU.
/// @throws as LoadModel(); Error(kBadInput, "model.dtype") for types that torch has not.
[[nodiscard]] NamedTensors ReadTensors(const std::filesystem::path& file);

/// Copies `weights` into `module`.
/// @throws Error(kBadInput, "model.weights") listing what is missing, unexpected, or of another
///         shape or type; "model.not_finite" naming a tensor.  `module` is then as it was.
void SetWeights(torch::nn::Module& module, const NamedTensors& weights);

/// What SetMatchingWeights() did, for the run's record.
struct PartialLoad {
  std::vector<std::string> loaded;      ///< names in the module, ascending
  std::vector<std::string> mismatched;  ///< in both, of another shape or type
  std::vector<std::string> missing;     ///< in the module alone
  std::vector<std::string> unexpected;  ///< in the file alone
};

/// Copies those weights whose name, shape and type fit, for --init.
/// @throws Error(kBadInput, "model.nothing_matches") when none does; "model.not_finite".
PartialLoad SetMatchingWeights(torch::nn::Module& module, const NamedTensors& weights);

}  // namespace f4s
