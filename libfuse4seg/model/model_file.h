// Finding a model, and what its file says of it.  Nothing heavy: no network is made.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/model/model_description.h"

namespace f4s {

struct ModelFile {
  std::string word;            ///< what --model says
  std::filesystem::path path;  ///< absolute
  std::string sha256;
  ModelDescription description;

  [[nodiscard]] bool Takes(const std::string& what) const;  ///< "images" or "fused"
  [[nodiscard]] bool Gives(const std::string& what) const;  ///< "fused", "prediction", ...
  [[nodiscard]] std::string TakesText() const;              ///< "images or fused", for messages
  [[nodiscard]] std::string GivesText() const;              ///< "fused and prediction"
  [[nodiscard]] Json ForRecord() const;                     ///< {"path","sha256"}
  [[nodiscard]] std::string NameAndHash() const;            ///< "glioma (sha256 ...)", for people
};

/// The model that --model names: a FILE when there is a '/' in the word or it ends in .safetensors,
/// else a NAME, whose NAME.safetensors is looked for in ModelFolders().
/// @throws Error(kUnavailable, "model.missing") naming the places looked in;
///         Error(kBadInput) for what is no whole model of this suite.
[[nodiscard]] ModelFile FindModel(const std::string& word);

/// F4S_MODEL_PATH's folders (separated by colons), then the one that comes with the suite.
[[nodiscard]] std::vector<std::filesystem::path> ModelFolders();

/// The models that a NAME finds: NAME and its file.
[[nodiscard]] std::map<std::string, std::filesystem::path> NamedModels();

/// How many numbers the tensors of a .safetensors file hold.
[[nodiscard]] int64_t NumWeights(const std::filesystem::path& file);

/// What --describe prints of each: path, sha256, format, number of weights and all that the model says of
/// itself.
/// @throws Error(kUsage, "usage.missing") where no word names one; as FindModel().
[[nodiscard]] std::string DescribeModels(const std::vector<std::string>& words);

}  // namespace f4s
