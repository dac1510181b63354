// What is computed several rows or a whole file at once, beside the same one by one.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/kernels/strip/strip_kernels.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

/// The window of StripWindow at one place, by its definition.
double PlainWindow(const StripWindow& w, int64_t row, int64_t column) {
  double sum = 0;
  for (int y = 0; y < w.taps; ++y)
    for (int x = 0; x < w.taps; ++x) {
      const int64_t at = (row * w.step + y) * w.row_stride + column * w.step + x;
      double value = w.second == nullptr ? w.first[at] : w.first[at] * w.second[at];
      if (w.ends) value = std::min(value, w.greatest);
      sum += w.weights[y] * w.weights[x] * value;
    }
  return sum;
}

TEST(StripKernels, FilterAsTheWindowSays) {
  constexpr int kStride = 264, kHeight = 40;
  const Image<uint8_t> a = RandomImage(kStride, kHeight, 21), b = RandomImage(kStride, kHeight, 22);
  const std::vector<double> first(a.samples.begin(), a.samples.end()),
      second(b.samples.begin(), b.samples.end());
  std::vector<double> scratch(size_t{kStripRows} * (kStride + kStripSlack)), out = scratch;
  for (const StripKernels* kernels : StripKernelKinds())
    for (const int taps : {17, 9, 5, 3})
      for (const int kind : {0, 1, 2, 3}) {  // plane, product, product that ends, every second place
        if (kind == 3 && taps == 17) continue;
        const GaussianWindow window(taps, taps / 5.0, taps / 2 - 0.25, 1.1);  // off its centre
        StripWindow w = {.first = first.data() + 3 * kStride,
                         .row_stride = kStride,
                         .taps = taps,
                         .weights = window.weights().data(),
                         .begin = 0,
                         .end = 0,
                         .scratch = scratch.data(),
                         .out = out.data()};
        if (kind == 1 || kind == 2) w.second = second.data() + 3 * kStride;
        w.ends = kind == 2, w.greatest = 9000, w.step = kind == 3 ? 2 : 1;
        for (const Span columns : {Span{0, 200 / w.step}, {8, 100}, {64, 65}, {5, 5}}) {
          w.begin = columns.first, w.end = columns.end;
          kernels->filter(w);
          for (int x = w.begin; x < w.end; x += 7)
            for (int row = 0; row < kStripRows; ++row)
              ASSERT_NEAR(out[kStripRows * x + row], PlainWindow(w, row, x), 1e-10 * 65025)
                  << taps << " taps, kind " << kind << ", row " << row << ", column " << x;
        }
      }
}

TEST(StripKernels, SumLogarithms) {
  for (const StripKernels* kernels : StripKernelKinds()) {
    constexpr int kColumns = 150;  // factors beyond the range of a double, unless exponents are moved away
    std::vector<double> variance(kStripRows * kColumns), inverse(variance.size());
    double wanted = 0;
    for (size_t i = 0; i < variance.size(); ++i) {
      variance[i] = i % 5 == 0 ? 0 : static_cast<double>(i * 7919 % 16000);
      wanted += std::log(1 + variance[i] / 2);
    }
    ProductLog whole;
    kernels->source(variance.data(), kColumns, 1e-10, 2, inverse.data(), whole);
    EXPECT_NEAR(whole.Value(), wanted, 1e-11 * wanted);
    for (size_t i = 0; i < variance.size(); ++i)
      EXPECT_NEAR(inverse[i] * (variance[i] + 1e-10), variance[i] > 0 ? 1 : 0, 1e-14);
  }
}

/// Each image in memory of its own, so that nothing is known of a copy.
FusionScores Alone(const Image<uint8_t>& fused, const std::vector<FusionSource>& sources,
                   FusionConvention which) {
  const Image<uint8_t> apart = fused;
  return ScoreFusion(apart, sources, which);
}

TEST(ScoreSlicesOfAll, GivesWhatEachAloneGets) {
  const auto framed = [](int64_t seed) {  // black around, as around a head
    Image<uint8_t> image = RandomImage(93, 70, static_cast<int>(seed));
    for (int64_t y = 0; y < 70; ++y)
      for (int64_t x = 0; x < 93; ++x)
        if (x < 11 + seed || x > 80 || y < 9 || y > 60 - seed)
          image.samples[static_cast<size_t>(93 * y + x)] = 0;
    return image;
  };
  const std::vector<FusionSource> sources = {{"a", framed(1)}, {"b", framed(2)}, {"c", framed(3)}};
  const Image<uint8_t> fused = framed(4), other = framed(5);
  const std::vector<const Image<uint8_t>*> candidates = {&fused, &sources[0].image, &other,
                                                         &sources[2].image};
  for (const std::string& name : FusionConventionNames()) {
    const FusionConvention which = ParseFusionConvention(name);
    const auto together = ScoreSlicesOfAll(candidates, sources, which, false, nullptr);
    for (size_t i = 0; i < candidates.size(); ++i) {
      const FusionScores one = Alone(*candidates[i], sources, which), &found = together[i].front();
      const auto expect = [&](const Score& score, const Score& wanted, const char* what) {
        ASSERT_EQ(score.defined(), wanted.defined()) << name << " " << what << " of " << i;
        if (wanted.defined()) {
          EXPECT_NEAR(score.value(), wanted.value(), kFusionTolerance * std::abs(wanted.value()))
              << name << " " << what << " of " << i;
        }
      };
      for (const auto& field : kFusionFields) expect(found.*field.score, one.*field.score, field.name);
      for (size_t s = 0; s < sources.size(); ++s)
        for (const auto& field : kSourceFields)
          expect(found.per_source[s].second.*field.score, one.per_source[s].second.*field.score, field.name);
    }
  }
}

TEST(GreyLevels, OfAFileAreThoseOfItsFloats) {
  const auto folder = std::filesystem::temp_directory_path() / Cat("f4s-levels-", getpid());
  std::filesystem::create_directories(folder);
  for (const int bits : {8, 16})
    for (const int channels : {1, 3}) {
      Image<uint16_t> picture = {PictureGrid(67, 31), channels, {}};
      for (int64_t i = 0; i < picture.num_pixels() * channels; ++i)
        picture.samples.push_back(static_cast<uint16_t>(i * 7919 % (1 << bits)));
      WriteImage(folder / "p.png", picture, bits);
      EXPECT_TRUE(ReadLevels(folder / "p.png", nullptr) == ToLevels(ReadUnitImage(folder / "p.png")))
          << bits << " bits, " << channels << " channels";
    }
  Image<float> volume = ImageOn<float>(Grid{{9, 8, 7}, IdentityAffine()});
  for (size_t i = 0; i < volume.samples.size(); ++i) volume.samples[i] = static_cast<float>(i) / 504;
  WriteImage(folder / "v.nii.gz", volume, 8);
  EXPECT_TRUE(ReadLevels(folder / "v.nii.gz", nullptr) == ToLevels(ReadUnitImage(folder / "v.nii.gz")));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace f4s
