#include "libfuse4seg/metric/fusion/likeness.h"

#include <cmath>
#include <cstdlib>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "libfuse4seg/metric/fusion/ssim.h"

namespace f4s {
namespace {

constexpr FusionConvention kGreyAndWindow = FusionConvention::kStrict;
constexpr int kFullScale = 65535, kSixteenOfEight = 257;

void RequireSameSize(const Raster& source, const Raster& image) {
  if (source.width != image.width || source.height != image.height)
    throw Error(
        ErrorKind::kBadInput, "metric.size",
        Cat("is ", image.width, "x", image.height, ", its source ", source.width, "x", source.height));
}

Raster Grey(const LevelImage& levels) {
  return {levels.width, levels.height, 1, 8, {levels.levels.begin(), levels.levels.end()}};
}

int OnSixteenBits(const Raster& raster, size_t i) {
  return raster.samples[i] * (raster.bits == 8 ? kSixteenOfEight : 1);
}

}  // namespace

void Likeness::Add(const Raster& source, const Raster& image) {
  RequireSameSize(source, image);
  const LevelImage source_levels = ToLevels(source, kGreyAndWindow), levels = ToLevels(image, kGreyAndWindow);
  if (source.channels != image.channels) return Add(Grey(source_levels), Grey(levels));
  for (size_t i = 0; i < source.samples.size(); ++i) {
    const double difference =
        static_cast<double>(OnSixteenBits(source, i) - OnSixteenBits(image, i)) / kFullScale;
    squares_ += difference * difference;
    num_equal_ += difference == 0 ? 1 : 0;
  }
  num_samples_ += static_cast<int64_t>(source.samples.size());
  const Score ssim = Ssim(source_levels, levels, RulesOf(kGreyAndWindow).ssim);
  if (!ssim.defined()) return;
  ssim_ += ssim.value();
  ++num_with_ssim_;
}

void Likeness::Add(const Likeness& others) {
  squares_ += others.squares_;
  ssim_ += others.ssim_;
  num_samples_ += others.num_samples_;
  num_equal_ += others.num_equal_;
  num_with_ssim_ += others.num_with_ssim_;
}

LikenessScores Likeness::scores() const {
  if (num_samples_ == 0) return {};
  const auto samples = static_cast<double>(num_samples_);
  LikenessScores scores;
  scores.psnr =
      squares_ == 0 ? Score(Undefined::kIdenticalImages) : Score(-10 * std::log10(squares_ / samples));
  scores.ssim = num_with_ssim_ == 0 ? Score(Undefined::kImageTooSmall)
                                    : Score(ssim_ / static_cast<double>(num_with_ssim_));
  scores.equal = static_cast<double>(num_equal_) / samples;
  return scores;
}

}  // namespace f4s
