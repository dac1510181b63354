#include "libfuse4seg/metric/fusion/decomposition.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/metric/comparable.h"
#include "libfuse4seg/metric/fusion/ssim.h"

namespace f4s {
namespace {

constexpr FusionConvention kGreyAndWindow = FusionConvention::kStrict;
constexpr int kFullScale = 65535, kSixteenOfEight = 257;

Image<uint16_t> OnSixteenBits(const Image<float>& image) {
  return {image.grid, image.channels, Quantize(image.samples, 16)};
}

/// In grey, of 8 bits.  65535 = 255 * 257, so the rounding has no ties.
Image<uint8_t> GreyOf(const Image<uint16_t>& image) {
  Image<uint8_t> levels = {image.grid, image.channels, std::vector<uint8_t>(image.samples.size())};
  std::transform(image.samples.begin(), image.samples.end(), levels.samples.begin(), [](uint16_t sample) {
    return static_cast<uint8_t>((sample + kSixteenOfEight / 2) / kSixteenOfEight);
  });
  return GreyLevels(std::move(levels), kGreyAndWindow);
}

Image<uint16_t> OnSixteenBits(const Image<uint8_t>& levels) {
  Image<uint16_t> image = ImageOn<uint16_t>(levels.grid);
  std::transform(levels.samples.begin(), levels.samples.end(), image.samples.begin(),
                 [](uint8_t level) { return static_cast<uint16_t>(level * kSixteenOfEight); });
  return image;
}

struct FilePair {
  std::string modality;
  std::filesystem::path source, image;
};

std::vector<FilePair> PairsOf(const Case& record) {
  std::vector<FilePair> pairs;
  const Json* decomposed = FindPath(record.json(), "decomposed");
  if (decomposed == nullptr) return pairs;
  const std::vector<std::string> known = record.modalities();
  for (const auto& [modality, file] : decomposed->items())
    if (std::find(known.begin(), known.end(), modality) != known.end())
      pairs.push_back({modality, record.image(modality), file.get<std::string>()});
  return pairs;
}

Likeness Compare(const FilePair& files) {
  const Image<float> source = ReadUnitImage(files.source);
  Image<float> image = ReadUnitImage(files.image);
  TakeOrderOf(source.grid, files.source, "its source", image, files.image);
  Likeness likeness;
  likeness.Add(source, image);
  return likeness;
}

}  // namespace

void Likeness::Add(const Image<float>& source, const Image<float>& image) {
  RequireSameSize(source.grid, "its source", image.grid);
  Add(OnSixteenBits(source), OnSixteenBits(image));
}

void Likeness::Add(const Image<uint16_t>& source, const Image<uint16_t>& image) {
  const Image<uint8_t> source_levels = AsSeen(GreyOf(source)), levels = AsSeen(GreyOf(image));
  if (source.channels != image.channels) return Add(OnSixteenBits(source_levels), OnSixteenBits(levels));
  for (size_t i = 0; i < source.samples.size(); ++i) {
    const double difference = static_cast<double>(source.samples[i] - image.samples[i]) / kFullScale;
    squares_ += difference * difference;
    num_equal_ += difference == 0 ? 1 : 0;
  }
  num_samples_ += static_cast<int64_t>(source.samples.size());
  for (int64_t z = 0; z < source.depth(); ++z) {
    const Score ssim = Ssim(source_levels.plane(z), levels.plane(z), RulesOf(kGreyAndWindow).ssim);
    if (!ssim.defined()) continue;
    ssim_ += ssim.value();
    ++num_with_ssim_;
  }
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

bool HasDecomposition(const Case& record) { return !PairsOf(record).empty(); }

DecompositionLikeness CompareDecomposition(const Case& record) {
  DecompositionLikeness found;
  for (const FilePair& files : PairsOf(record)) found.emplace_back(files.modality, Compare(files));
  return found;
}

void AddSlice(const DecompositionLikeness& slice, DecompositionLikeness& volume) {
  for (const auto& add : slice) {
    const auto known =
        std::find_if(volume.begin(), volume.end(), [&](const auto& one) { return one.first == add.first; });
    if (known == volume.end())
      volume.push_back(add);
    else
      known->second.Add(add.second);
  }
}

}  // namespace f4s
