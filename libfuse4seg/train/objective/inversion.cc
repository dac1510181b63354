#include "libfuse4seg/train/objective/inversion.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/loss/inversion_loss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/objective/spread_part.h"
#include "libfuse4seg/train/objective/validation.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kMostDecibels = 100;  // of images that are the same

constexpr int64_t kForValidation = -1;  // where steps have their number

std::shared_ptr<FusionInnImpl> InvertibleNet(const Network& network) {
  auto net = std::dynamic_pointer_cast<FusionInnImpl>(network->fusion.ptr());
  if (net == nullptr)
    throw Error(ErrorKind::kConfig, "network.fuser", "the method fusioninn needs --fuser inn");
  return net;
}

/// Normal numbers for the latent planes of `images`, on their device: those of the images `first`, `first +
/// stride`, ... of a batch.
Tensor NoiseFor(const Tensor& images, uint64_t seed, int64_t first = 0, int64_t stride = 1) {
  const auto even = [](int64_t n) { return n + n % 2; };
  const int64_t all = images.size(0) == 0 ? 0 : first + (images.size(0) - 1) * stride + 1;
  const Tensor noise = NormalNumbers({all, images.size(1) - 1, even(images.size(2)), even(images.size(3))},
                                     seed, images.device());
  return first == 0 && stride == 1 ? noise : noise.slice(0, first, all, stride).contiguous();
}

/// What LikenessFrom() reads, [1 + S] on the device: SSIM of images [S,H,W], and the mean square error of
/// each.
std::vector<Tensor> LikenessOf(const Tensor& a, const Tensor& b) {
  std::vector<Tensor> numbers = {Ssim(a.unsqueeze(0), b.unsqueeze(0))};
  for (int64_t i = 0; i < a.size(0); ++i) numbers.push_back((a[i] - b[i]).square().mean());
  return numbers;
}

ImageLikeness LikenessFrom(std::span<const double> numbers) {
  double decibels = 0;
  for (const double error : numbers.subspan(1))
    decibels += error > 0 ? std::min(kMostDecibels, -10 * std::log10(error)) : kMostDecibels;
  return {numbers[0], decibels / static_cast<double>(numbers.size() - 1)};
}

/// SSIM of the fused image [1,1,H,W] to each source of [1,S,H,W].
std::vector<Tensor> SsimOfSources(const Tensor& images, const Tensor& fused) {
  std::vector<Tensor> numbers;
  for (int64_t i = 0; i < images.size(1); ++i) numbers.push_back(Ssim(images.narrow(1, i, 1), fused));
  return numbers;
}

/// The slices of a batch that are among `wanted`, which ascends.
SliceBatch Chosen(const SliceBatch& batch, const std::vector<int64_t>& wanted) {
  SliceBatch chosen;
  std::vector<Tensor> images;
  for (size_t i = 0; i < batch.indices.size(); ++i) {
    if (!std::binary_search(wanted.begin(), wanted.end(), batch.indices[i])) continue;
    chosen.indices.push_back(batch.indices[i]);
    images.push_back(batch.images[static_cast<int64_t>(i)]);
  }
  if (!images.empty()) chosen.images = torch::stack(images);
  return chosen;
}

}  // namespace

/// Sums over slices, or of one.
struct Inversion::Scores {
  ImageLikeness fused, levels;
  double weakest = 0;  ///< SSIM of the fused image to the source that it is least like
  int64_t count = 0;

  void Add(const Scores& other) {
    fused.ssim += other.fused.ssim, fused.psnr += other.fused.psnr;
    levels.ssim += other.levels.ssim, levels.psnr += other.levels.psnr;
    weakest += other.weakest;
    count += other.count;
  }
  void AddOfOtherRanks() {
    double* const all[] = {&fused.ssim, &fused.psnr, &levels.ssim, &levels.psnr, &weakest};
    std::vector<double> sums = {static_cast<double>(count)};
    for (const double* one : all) sums.push_back(*one);
    sums = Ranks::Here().Sums(std::move(sums));
    count = static_cast<int64_t>(sums[0]);
    for (size_t i = 0; i < std::size(all); ++i) *all[i] = sums[i + 1];
  }
  /// From what Judge() puts together of a slice of S images: two likenesses, and SSIM of each.
  static Scores From(std::span<const double> numbers) {
    const size_t sources = (numbers.size() - 2) / 3;
    const auto of_sources = numbers.subspan(2 * (1 + sources));
    return {.fused = LikenessFrom(numbers.first(1 + sources)),
            .levels = LikenessFrom(numbers.subspan(1 + sources, 1 + sources)),
            .weakest = std::min(1.0, *std::min_element(of_sources.begin(), of_sources.end())),
            .count = 1};
  }
  [[nodiscard]] Json Means() const {
    const auto n = static_cast<double>(std::max<int64_t>(1, count));
    return {{"SSIM", fused.ssim / n},
            {"PSNR", fused.psnr / n},
            {"levels_SSIM", levels.ssim / n},
            {"levels_PSNR", levels.psnr / n}};
  }
};

Inversion::Inversion(Network network, const TrainOptions& options, const CooperationFacts& facts,
                     const torch::Device& device, int threads)
    : network_(std::move(network)),
      inn_(InvertibleNet(network_)),
      options_(options),
      device_(device),
      threads_(threads),
      validation_slices_(facts.validation_slices),
      seed_(SeedOf("inversion", facts.seed)),
      adam_(NamedParametersOf(*network_->fusion, "fusion")) {
  const InversionLossOptions& loss = options_.inversion_loss;
  if (loss.latent_samples == LatentSamples::kPatches && facts.side > 0 && loss.latent_patch > facts.side)
    throw Error(ErrorKind::kUsage, "train.latent_patch",
                Cat("--latent-patch ", loss.latent_patch, ": larger than the training crops, ", facts.side,
                    " pixels a side (--crop)"));
}

StepOutcome Inversion::Step(const SliceBatch& batch, const StepPosition& position) {
  network_->train();
  NamedTensors before;  // of a network that this step initialises
  const int64_t size = batch.size(), count = std::min(options_.stage.accumulate, size);
  known_initialised_ = known_initialised_ || inn_->initialised();
  if (!known_initialised_) {
    before = Copies(WeightsOf(*network_));
    inn_->InitialiseFrom(Ranks::Here().Rows(batch.images, size).to(device_));
  }
  StepOutcome outcome;
  for (int64_t i = 0; i < count; ++i) {
    const SliceBatch part = PartOf(batch, size * i / count, size * (i + 1) / count);
    const SpreadPart spread(part);
    AddGradients({.images = Uploaded(part.images, device_),
                  .host_images = part.images,
                  .share = static_cast<double>(part.images.size(0)) / static_cast<double>(size),
                  .first = i == 0,
                  .seed = Mix(seed_, position.step, i),
                  .place = part.first,
                  .stride = part.stride},
                 outcome);
  }
  Ranks::Here().SumGradients({adam_.gradients().vector()}, outcome.losses);
  outcome.gradient_norms = {{"fusion", adam_.gradients().Clip(options_.fusion_gradient_clip)}};
  const Tensor& may_move = outcome.MayMove();
  if (!before.empty()) PutBackUnless(may_move, before, WeightsOf(*network_));
  const double rate = HalvedRate(options_.fusion_learning_rate, position.epoch, options_.fusion_halve_every,
                                 options_.fusion_least_learning_rate);
  adam_.Step(rate, may_move);
  outcome.learning_rates = {{"fusion", rate}};
  return outcome;
}

void Inversion::AddGradients(const Part& part, StepOutcome& outcome) {
  const Tensor& images = part.images;
  const Tensor noise = NoiseFor(images, Mix(part.seed, 0), part.place, part.stride);
  const bool recompute = options_.stage.recompute;
  ShardedPass pass(images.size(0), ShardSize(device_, images, recompute, options_.stage.images_at_once),
                   ThreadsOn(device_, threads_), recompute);
  const auto outputs = pass.Forward([&](int64_t begin, int64_t end) {
    const PrecisionScope precision(device_, options_.stage.precision);
    return InFloat32(Outputs(images.slice(0, begin, end), noise.slice(0, begin, end)));
  });
  (Total(outputs, part, outcome) * part.share).backward();
  pass.Backward({&adam_.gradients()}, !part.first);
}

std::vector<Tensor> Inversion::Outputs(const Tensor& images, const Tensor& noise) {
  const FusionOutput output = inn_->forward(images);
  return {output.fused, output.z, inn_->Decompose(AsStored(output.fused.to(torch::kFloat32)), noise)};
}

Tensor Inversion::Total(const std::vector<Tensor>& outputs, const Part& part, StepOutcome& outcome) const {
  const InversionLossOptions& loss = options_.inversion_loss;
  const double score = loss.score_weight;
  Tensor total = torch::zeros({}, part.images.options());
  const auto add = [&](const char* name, double weight, const auto& term) {
    if (weight == 0) return;
    const Tensor value = term();
    AddScalar(outcome.losses, name, value.detach() * part.share);
    total = total + weight * value;
  };
  const Tensor &images = part.images, &fused = outputs[0];
  add("fusion.forward", loss.forward_weight,
      [&] { return LikenessLoss(fused, images, loss.structure_share); });
  add("fusion.latent", loss.latent_weight,
      [&] { return LatentLoss(outputs[1], part.host_images, loss, Mix(part.seed, 1)); });
  add("fusion.reverse", loss.reverse_weight,
      [&] { return LikenessLoss(ClampInward(outputs[2]), images, loss.structure_share); });
  add("fusion.intensity", options_.fusion_loss.intensity_weight,
      [&] { return IntensityLoss(images, fused, options_.fusion_loss); });
  add("fusion.texture", options_.fusion_loss.texture_weight, [&] { return TextureLoss(images, fused); });
  const bool large = std::min(images.size(2), images.size(3)) >= kLeastVifSide;
  add("fusion.vif", large ? -score : 0, [&] { return OfWeakestSource(images, fused, VifScore); });
  add("fusion.qabf", -score, [&] { return OfWeakestSource(images, fused, QabfScore); });
  AddScalar(outcome.losses, "fusion.total", total.detach() * part.share);
  return total;
}

Tensor Inversion::Judge(const SliceBatch& batch, Scores& scores, DeviceTally& tally) {
  const int64_t size = batch.images.size(0), shard_size = ShardSize(device_, batch.images);
  std::vector<Tensor> fused(static_cast<size_t>((size + shard_size - 1) / shard_size));
  std::vector<Tensor> each(static_cast<size_t>(size));
  ForEachShard(std::ssize(fused), ThreadsOn(device_, threads_), [&](int64_t shard) {
    const torch::NoGradGuard no_grad;
    const int64_t begin = shard * shard_size, end = std::min(size, begin + shard_size);
    const Tensor images = Uploaded(batch.images.slice(0, begin, end), device_);
    const FusionOutput output = inn_->forward(images);
    const Tensor stored = AsStored(output.fused);
    for (int64_t i = begin; i < end; ++i) {
      const auto at = [&](const Tensor& t) { return t.narrow(0, i - begin, 1); };
      const Tensor noise =
          NoiseFor(at(images), Mix(seed_, batch.indices[static_cast<size_t>(i)], kForValidation));
      const auto apart = [&](const Tensor& z) {
        return LikenessOf(at(images)[0], inn_->Decompose(at(stored), z).clamp(0, 1)[0]);
      };
      std::vector<Tensor> numbers;
      for (const auto& some : {apart(noise), apart(at(output.z)), SsimOfSources(at(images), at(stored))})
        for (const Tensor& number : some) numbers.push_back(number.to(torch::kFloat64).reshape({}));
      each[static_cast<size_t>(i)] = torch::stack(numbers);
    }
    fused[static_cast<size_t>(shard)] = output.fused;
  });
  tally.Keep(torch::stack(each), [&scores](const Tensor& numbers) {
    const Tensor flat = numbers.contiguous();
    const std::span all(flat.const_data_ptr<double>(), static_cast<size_t>(flat.numel()));
    const auto width = static_cast<size_t>(flat.size(1));
    for (size_t i = 0; i < static_cast<size_t>(flat.size(0)); ++i)
      scores.Add(Scores::From(all.subspan(i * width, width)));
  });
  return torch::cat(fused);
}

Validation Inversion::Validate(const SliceDataset& slices) {
  network_->eval();
  Validation result;
  Scores scores;
  const std::vector<int64_t> wanted = EvenlySpaced(slices.size(), validation_slices_);
  FusionScorer fusion(wanted);
  DeviceTally tally;
  result.complete = ForEachWholeBatch(slices, [&](const SliceBatch& batch) {
    const SliceBatch chosen = Chosen(batch, wanted);
    if (!chosen.indices.empty())
      fusion.AddLater(slices, chosen, Judge(chosen, scores, tally), threads_, tally);
  });
  tally.Fetch();
  scores.AddOfOtherRanks();
  fusion.AddOfOtherRanks();
  double sum = 0;  // of VIF and Qabf, which copying one source raises: reported, not scored
  result.metrics["fusion"] = fusion.Means(sum);
  const double weakest = scores.weakest / static_cast<double>(std::max<int64_t>(1, scores.count));
  result.metrics["fusion"]["weakest_SSIM"] = weakest;
  result.metrics["decomposition"] = scores.Means();
  result.score = weakest + result.metrics["decomposition"]["SSIM"].get<double>();
  result.score_is = "weakest SSIM of a source + SSIM of the decomposition";
  result.weakest = fusion.Weakest(kWeakSlices);
  return result;
}

void Inversion::Shape(const PassShape& shape) {
  options_.stage.images_at_once = shape.images_at_once;
  options_.stage.recompute = shape.recompute;
}

void Inversion::Rehearse(const SliceBatch& batch, const PassShape& shape) {
  const StageOptions before = options_.stage;
  Shape(shape);
  StepOutcome outcome;
  AddGradients({.images = Uploaded(batch.images, device_), .host_images = batch.images}, outcome);
  adam_.gradients().Forget();
  options_.stage = before;
}

PredictedSlices Inversion::Predict(const Tensor& images) {
  const torch::NoGradGuard no_grad;
  network_->eval();
  return {inn_->forward(images.to(device_)).fused, {}};
}

NamedTensors Inversion::State() const {
  NamedTensors state;
  for (const auto& [name, tensor] : WeightsOf(*network_)) state["network." + name] = tensor;
  adam_.AddState("adam", state);
  return state;
}

}  // namespace f4s
