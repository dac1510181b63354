#include "libfuse4seg/loss/inversion_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/shapes.h"
#include "libfuse4seg/loss/spread_batch.h"
#include "libfuse4seg/nn/blocks/constants.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kScales[] = {0.05, 0.2, 0.9};

Tensor MeanKernel(const Tensor& x, const Tensor& y, double scale) {
  const Tensor square = (x.unsqueeze(1) - y.unsqueeze(0)).square().sum(2) / scale;  // [K,K]
  Tensor sum = torch::zeros({}, x.options());
  for (const double a : kScales) sum = sum + (a * a / (a * a + square)).mean();
  return sum;
}

}  // namespace

Tensor LikenessLoss(const Tensor& a, const Tensor& b, double share) {
  const bool fits = a.dim() == 4 && b.dim() == 4 && a.size(0) == b.size(0) &&
                    a.sizes().slice(2) == b.sizes().slice(2) &&
                    (a.size(1) == b.size(1) || a.size(1) == 1 || b.size(1) == 1);
  RequireShapes(fits, "likeness", a, b, "[N,S,H,W] both, or one plane of one of them");
  const auto all = torch::broadcast_tensors({a, b});
  return share * (1 - Ssim(all[0].contiguous(), all[1].contiguous())) +
         (1 - share) * (all[0] - all[1]).square().mean();
}

Tensor Discrepancy(const Tensor& x, const Tensor& y, double scale) {
  RequireShapes(x.dim() == 2 && x.sizes() == y.sizes() && x.size(0) > 0, "discrepancy", x, y,
                "one shape [K,D]");
  return MeanKernel(x, x, scale) + MeanKernel(y, y, scale) - 2 * MeanKernel(x, y, scale);
}

Tensor LatentPatches(const Tensor& z, const Tensor& images, int64_t side, int64_t count, uint64_t seed) {
  const bool fits = z.dim() == 4 && images.dim() == 4 && z.size(0) == images.size(0) && side >= 1 &&
                    images.size(2) >= side && images.size(3) >= side && z.size(2) >= images.size(2) &&
                    z.size(3) >= images.size(3);
  RequireShapes(fits, "latent planes and images", z, images,
                "[N,C,H',W'] and [N,S,H,W], no smaller than a patch");
  const int64_t rows = images.size(2) - side + 1, columns = images.size(3) - side + 1;
  const Tensor counts = images.amax(1).gt(0).slice(1, 0, rows).slice(2, 0, columns);  // [N,rows,columns]
  const Tensor places = counts.nonzero();                                             // [P,3]
  const int64_t channels = z.size(1), dimensions = channels * side * side;
  if (places.size(0) == 0) return z.new_zeros({0, dimensions});
  std::vector<int64_t> chosen;
  for (int64_t k = 0; k < count; ++k)
    chosen.push_back(static_cast<int64_t>(UniformBelow(static_cast<uint64_t>(places.size(0)), seed, k)));
  const Tensor at = Uploaded(places.index_select(0, torch::tensor(chosen, torch::kInt64).to(places.device())),
                             z.device());  // [K,3]
  // Every patch that starts at some pixel, as a view; then those wanted.
  const Tensor patches = z.unfold(2, side, 1).unfold(3, side, 1).permute({0, 2, 3, 1, 4, 5});
  return patches.index({at.select(1, 0), at.select(1, 1), at.select(1, 2)}).reshape({count, dimensions});
}

Tensor LatentLoss(const Tensor& own_z, const Tensor& own_images, const InversionLossOptions& options,
                  uint64_t seed) {
  const Tensor z = RowsOfBatch(own_z), images = RowsOfBatch(own_images);  // samples are of the whole batch
  const bool whole = options.latent_samples == LatentSamples::kImages;
  const Tensor samples =
      whole ? z.flatten(1)
            : LatentPatches(z, images, options.latent_patch, options.latent_count, Mix(seed, 0));
  if (samples.size(0) == 0) return torch::zeros({}, z.options());
  const Tensor normal =
      NormalNumbers(samples.sizes().vec(), Mix(seed, 1), z.device()).to(samples.scalar_type());
  return Discrepancy(samples, normal, whole ? 1 : static_cast<double>(samples.size(1)));
}

namespace {

/// What `x >> shift` is of numbers without sign.
Tensor ShiftedDown(const Tensor& x, int64_t shift) {
  return torch::bitwise_right_shift(x, shift).bitwise_and((int64_t{1} << (64 - shift)) - 1);
}

/// Scramble() of base/random.h, of each number.
Tensor Scrambled(Tensor x) {
  x = x.bitwise_xor(ShiftedDown(x, 30)) * static_cast<int64_t>(0xbf58476d1ce4e5b9U);
  x = x.bitwise_xor(ShiftedDown(x, 27)) * static_cast<int64_t>(0x94d049bb133111ebU);
  return x.bitwise_xor(ShiftedDown(x, 31));
}

/// Uniform(seed, i, last) for each i, given what Mix() has made of seed and i.
Tensor UniformsOf(const Tensor& state, int64_t last) {
  const Tensor bits = Scrambled(state.bitwise_xor(last) + static_cast<int64_t>(0x9e3779b97f4a7c15U));
  return ShiftedDown(bits, 11).to(torch::kFloat64) * 0x1p-53;
}

}  // namespace

Tensor NormalNumbersByTensors(const std::vector<int64_t>& sizes, uint64_t seed, const torch::Device& device) {
  const auto size = c10::multiply_integers(sizes);
  const Tensor numbers = torch::arange(size, torch::TensorOptions(device).dtype(torch::kInt64));
  const auto golden = static_cast<int64_t>(0x9e3779b97f4a7c15U), first = static_cast<int64_t>(Mix(seed));
  const Tensor state = Scrambled(numbers.bitwise_xor(first) + golden);
  const Tensor radius = (-2 * torch::log(1 - UniformsOf(state, 0))).sqrt();
  return (radius * torch::cos(2 * M_PI * UniformsOf(state, 1))).to(torch::kFloat32).view(sizes);
}

Tensor NormalNumbers(const std::vector<int64_t>& sizes, uint64_t seed, const torch::Device& device) {
  if (!device.is_cpu()) return NormalNumbersByTensors(sizes, seed, device);
  Tensor numbers = torch::empty(sizes);
  auto* const first = numbers.data_ptr<float>();
  for (int64_t i = 0; i < numbers.numel(); ++i) first[i] = static_cast<float>(Normal(seed, i));
  return numbers;
}

Tensor AsStored(const Tensor& x, int64_t levels) {
  const auto scale = static_cast<double>(levels);
  const Tensor stored = (x.detach().clamp(0, 1) * scale + 0.5).floor() / scale;
  return x + (stored - x.detach());
}

}  // namespace f4s
