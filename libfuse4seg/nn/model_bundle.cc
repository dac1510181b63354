#include "libfuse4seg/nn/model_bundle.h"

#include <torch/torch.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/model/second_set.h"
#include "libfuse4seg/nn/allocation_limit.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr size_t kMostNames = 4;  // of a kind, in a message

constexpr std::pair<const char*, torch::ScalarType> kTypes[] = {
    {"F32", torch::kFloat32}, {"F64", torch::kFloat64}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16},
    {"I64", torch::kInt64},   {"I32", torch::kInt32},   {"I16", torch::kInt16},   {"I8", torch::kInt8},
    {"U8", torch::kUInt8},    {"BOOL", torch::kBool},
};

const char* NameOf(torch::ScalarType type) {
  for (const auto& [name, known] : kTypes)
    if (known == type) return name;
  throw Error(ErrorKind::kInternal, "model.dtype", Cat("no safetensors name for ", type));
}

void RequireFinite(const NamedTensors& weights, ErrorKind kind) {
  for (const auto& [name, tensor] : weights)
    if (tensor.is_floating_point() && !torch::isfinite(tensor).all().item<bool>())
      throw Error(kind, "model.not_finite",
                  Cat("tensor ", Quoted(name), " holds a value that is not finite"));
}

bool Fits(const Tensor& a, const Tensor& b) {
  return a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type();
}

std::string Counted(const char* what, const std::vector<std::string>& names) {
  return names.empty() ? "" : Cat("; ", names.size(), " ", what, ": ", Listed(names, kMostNames, ", "));
}

PartialLoad Compare(const NamedTensors& own, const NamedTensors& given) {
  PartialLoad result;
  for (const auto& [name, tensor] : own) {
    const auto found = given.find(name);
    if (found == given.end())
      result.missing.push_back(name);
    else
      (Fits(tensor, found->second) ? result.loaded : result.mismatched).push_back(name);
  }
  for (const auto& [name, tensor] : given)
    if (!own.contains(name)) result.unexpected.push_back(name);
  return result;
}

void CopyWeights(NamedTensors& own, const NamedTensors& given, const std::vector<std::string>& names) {
  const torch::NoGradGuard no_grad;
  for (const std::string& name : names) own.at(name).copy_(given.at(name));
}

NamedTensors Copied(const SafetensorsFile& file) {
  NamedTensors tensors;
  for (const auto& [name, view] : file.tensors()) {
    if (name.starts_with(kInt8Prefix)) continue;
    const auto* const type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                          [&dtype = view.dtype](const auto& t) { return dtype == t.first; });
    if (type == std::end(kTypes))
      throw Error(ErrorKind::kBadInput, "model.dtype",
                  Cat("tensor ", Quoted(name), " has the unknown type ", view.dtype));
    const Tensor tensor = torch::empty(view.shape, type->second);
    if (!view.bytes.empty()) std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
    tensors[name] = tensor;
  }
  return tensors;
}

/// The network of a description, as long as its weights could be the file's: what a description of a few
/// bytes asks for may be more than any machine has.
Network BuildWithin(const ModelDescription& description, const SafetensorsFile& file) {
  int64_t bytes = 0;
  for (const auto& [name, tensor] : file.tensors()) bytes += std::ssize(tensor.bytes);
  constexpr int64_t kTimes = 16;  // weights of 16 bits, and what their making takes
  constexpr int64_t kBesides = int64_t{64} << 20;
  try {
    const AllocationLimit limit(kTimes * bytes + kBesides);
    return BuildNetwork(description);
  } catch (const AllocationLimit::Exceeded&) {
    throw Error(
        ErrorKind::kBadInput, "model.weights",
        Cat("its description is of a network whose weights are not the file's ", bytes, " bytes: far more"));
  }
}

}  // namespace

NamedTensors WeightsOf(const torch::nn::Module& module) {
  NamedTensors weights;
  for (const auto& named : module.named_parameters()) weights[named.key()] = named.value().detach();
  for (const auto& named : module.named_buffers()) weights[named.key()] = named.value().detach();
  return weights;
}

void SaveModel(const std::filesystem::path& file, const ModelDescription& description,
               const torch::nn::Module& module) {
  NamedTensors weights = WeightsOf(module);
  RequireFinite(weights, ErrorKind::kInternal);
  std::map<std::string, TensorView> views;
  for (auto& [name, tensor] : weights) {
    tensor = tensor.cpu().contiguous();
    views[name] = {NameOf(tensor.scalar_type()),
                   tensor.sizes().vec(),
                   {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}};
  }
  WriteSafetensors(file, views, description.ToMetadata());
}

LoadedModel LoadModel(const std::filesystem::path& file, const torch::Device& device) {
  const SafetensorsFile opened(file);
  try {
    LoadedModel model;
    model.description = ModelDescription::FromMetadata(opened.metadata());
    model.network = BuildWithin(model.description, opened);
    SetWeights(*model.network, Copied(opened));
    model.network->to(device);
    model.network->eval();
    return model;
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

NamedTensors ReadTensors(const std::filesystem::path& file) {
  const SafetensorsFile opened(file);
  try {
    return Copied(opened);
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

void SetWeights(torch::nn::Module& module, const NamedTensors& weights) {
  NamedTensors own = WeightsOf(module);
  const PartialLoad match = Compare(own, weights);
  if (match.loaded.size() != own.size() || !match.unexpected.empty())
    throw Error(
        ErrorKind::kBadInput, "model.weights",
        Cat("weights are not those of the network", Counted("missing", match.missing),
            Counted("unexpected", match.unexpected), Counted("of another shape or type", match.mismatched)));
  RequireFinite(weights, ErrorKind::kBadInput);
  CopyWeights(own, weights, match.loaded);
}

PartialLoad SetMatchingWeights(torch::nn::Module& module, const NamedTensors& weights) {
  NamedTensors own = WeightsOf(module);
  const PartialLoad match = Compare(own, weights);
  if (match.loaded.empty())
    throw Error(
        ErrorKind::kBadInput, "model.nothing_matches",
        Cat("none of its ", weights.size(), " tensors fits the network",
            Counted("unexpected", match.unexpected), Counted("of another shape or type", match.mismatched)));
  RequireFinite(weights, ErrorKind::kBadInput);
  CopyWeights(own, weights, match.loaded);
  return match;
}

}  // namespace f4s
