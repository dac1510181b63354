#include "libfuse4seg/nn/fusion/fusion_inn.h"

#include <torch/torch.h>

#include <cmath>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/blocks/constants.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kPixels = 4;             // of a 2x2 block
constexpr double kLeastLevel = 1.0 / 255;  // of what is no background
constexpr double kLeastImage = 1.0 / 510;  // and 1 less it: half an 8-bit level, where a sigmoid is inverted

/// Rows: the mean, then Helmert's differences (x_0 + .. + x_{k-1} - k x_k) / sqrt(k (k+1)).  With `back` its
/// inverse: apart from the first row's length it is orthonormal.  [S,S,1,1]
Tensor MeanAndDifferences(int64_t s, bool back) {
  Tensor matrix = torch::zeros({s, s}, torch::kFloat64);
  matrix[0].fill_(back ? 1.0 : 1.0 / static_cast<double>(s));
  for (int64_t k = 1; k < s; ++k) {
    const double length = std::sqrt(static_cast<double>(k * (k + 1)));
    matrix[k].slice(0, 0, k).fill_(1 / length);
    matrix[k][k] = -static_cast<double>(k) / length;
  }
  return (back ? matrix.t().contiguous() : matrix).view({s, s, 1, 1});
}

}  // namespace

FusionInnImpl::FusionInnImpl(const FusionNetOptions& options, int64_t slots)
    : AnyFusionNetImpl(slots),
      from_mean_(options.inn_mixing == InnMixing::kMean),
      sigmoid_(options.inn_output == InnOutput::kSigmoid) {
  if (slots < 2)
    throw Error(ErrorKind::kConfig, "network.fuser",
                Cat("fuser = inn with ", slots, " modality: an invertible network fuses 2 to 4"));
  const bool relu = options.inn_subnet == InnSubnet::kRelu;
  const int64_t width = options.inn_width;
  norm_ = register_module("norm", ActNorm(slots));
  first_ = register_module("first", GlowCoupling(slots, width, relu));
  last_ = register_module("last", GlowCoupling(slots, width, relu));
  if (!from_mean_) permutation_ = register_module("permutation", Permutation(slots));
  register_module("couplings", couplings_);
  register_module("permutations", permutations_);
  for (int64_t i = 0; i < options.inn_blocks; ++i) {
    couplings_->push_back(GlowCoupling(kPixels * slots, 2 * width, relu));
    permutations_->push_back(Permutation(kPixels * slots));
  }
}

Tensor FusionInnImpl::InSlotOrder(const Tensor& images, const std::vector<int64_t>& slots) const {
  const std::set<int64_t> distinct(slots.begin(), slots.end());
  const bool all = distinct.empty() || (static_cast<int64_t>(distinct.size()) == slots_ &&
                                        *distinct.begin() == 0 && *distinct.rbegin() == slots_ - 1);
  if (images.dim() != 4 || images.size(1) != slots_ || !all || distinct.size() != slots.size())
    throw Error(
        ErrorKind::kBadInput, "model.modalities",
        Cat("images of shape ", images.sizes(), " for ", slots.empty() ? slots_ : std::ssize(slots),
            " slots: an invertible network needs [N,", slots_, ",H,W] and all its ", slots_, " modalities"));
  if (slots.empty()) return images;
  std::vector<Tensor> planes(static_cast<size_t>(slots_));
  for (size_t i = 0; i < slots.size(); ++i)
    planes[static_cast<size_t>(slots[i])] = images.narrow(1, static_cast<int64_t>(i), 1);
  return torch::cat(planes, 1);
}

Tensor FusionInnImpl::Mixed(const Tensor& x, bool back) const {
  if (!from_mean_) return x;
  return torch::conv2d(x, Constant(Cat("mean and differences ", slots_, back ? " back" : ""), x.options(),
                                   [&] { return MeanAndDifferences(slots_, back); }));
}

FusionOutput FusionInnImpl::forward(const Tensor& images, const std::vector<int64_t>& slots,
                                    AttentionMaps* maps) {
  if (maps != nullptr)
    throw Error(ErrorKind::kBadInput, "model.attention", "the model has no cross-attention");
  const Tensor x = PadToMultiple(InSlotOrder(images, slots), multiple_of());
  Tensor n = first_(norm_(Mixed(x, false)));
  if (!permutation_.is_empty()) n = permutation_(n);
  n = SpaceToDepth(n);
  for (size_t i = 0; i < couplings_->size(); ++i) {
    auto& coupling = *couplings_[i]->as<GlowCoupling>();
    auto& permutation = *permutations_[i]->as<Permutation>();
    n = from_mean_ ? permutation.Inverse(coupling.forward(permutation.forward(n)))
                   : permutation.forward(coupling.forward(n));
  }
  n = last_(DepthToSpace(n));
  FusionOutput output;
  output.y = n.narrow(1, 0, 1);
  output.z = n.narrow(1, 1, slots_ - 1);
  if (from_mean_) output.y = norm_->InverseOf(0, output.y);
  const auto clamped = [&] {
    return ClampInward(output.y, kLeastLevel) * x.amax(1, true).gt(0).to(x.scalar_type());
  };
  const Tensor image = sigmoid_ ? torch::sigmoid(output.y) : clamped();
  output.fused = Crop(image, images.size(2), images.size(3));
  return output;
}

Tensor FusionInnImpl::RawOf(const Tensor& fused) const {
  const Tensor padded = PadToMultiple(fused, multiple_of());
  return sigmoid_ ? torch::logit(padded.clamp(kLeastImage, 1 - kLeastImage)) : padded;
}

Tensor FusionInnImpl::Inverse(const Tensor& y, const Tensor& z) {
  const bool fits = y.dim() == 4 && z.dim() == 4 && y.size(1) == 1 && z.size(1) == slots_ - 1 &&
                    y.size(0) == z.size(0) && y.sizes().slice(2) == z.sizes().slice(2) &&
                    y.size(2) % 2 == 0 && y.size(3) % 2 == 0;
  if (!fits)
    throw Error(ErrorKind::kBadInput, "model.latent",
                Cat("y of shape ", y.sizes(), " and z of shape ", z.sizes(), ": wanted [N,1,H,W] and [N,",
                    slots_ - 1, ",H,W] with even H and W"));
  Tensor n = last_->Inverse(torch::cat({from_mean_ ? norm_->ForwardOf(0, y) : y, z}, 1));
  n = SpaceToDepth(n);
  for (size_t i = couplings_->size(); i > 0; --i) {
    auto& coupling = *couplings_[i - 1]->as<GlowCoupling>();
    auto& permutation = *permutations_[i - 1]->as<Permutation>();
    n = from_mean_ ? permutation.Inverse(coupling.Inverse(permutation.forward(n)))
                   : coupling.Inverse(permutation.Inverse(n));
  }
  n = DepthToSpace(n);
  if (!permutation_.is_empty()) n = permutation_->Inverse(n);
  return Mixed(norm_->Inverse(first_->Inverse(n)), true);
}

void FusionInnImpl::InitialiseFrom(const Tensor& images) {
  if (norm_->initialised()) return;
  norm_->InitialiseFrom(Mixed(images, false), images.amax(1, true));
}

}  // namespace f4s
