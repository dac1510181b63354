// N4 on a phantom to which a known smooth shading was given.

#include "libfuse4seg/prep/align/bias.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/phantom/phantom.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

/// A head without shading of its own, noise or tumour.
const PhantomCase& Head() {
  static const PhantomCase head = [] {
    PhantomOptions options;
    options.size = {80, 96, 72};
    options.spacing_mm = {2, 2, 2};
    options.bias = 0;
    options.noise = 0.01;
    options.tumours = 0;
    return MakePhantom(options, 5, 0);
  }();
  return head;
}

std::vector<uint8_t> Brain() { return {Head().brain.samples.begin(), Head().brain.samples.end()}; }

/// A coil that sees one side better: -1 .. 1 over the grid.
double Shade(const Size3& size, size_t index) {
  const auto i = static_cast<int64_t>(index);
  const double x = static_cast<double>(i % size[0]) / static_cast<double>(size[0] - 1) * 2 - 1,
               y = static_cast<double>(i / size[0] % size[1]) / static_cast<double>(size[1] - 1) * 2 - 1,
               z = static_cast<double>(i / size[0] / size[1]) / static_cast<double>(size[2] - 1) * 2 - 1;
  return 0.5 * x - 0.3 * y * y + 0.4 * z * x + 0.2;
}

Image<float> Shaded(Image<float> volume, double strength) {
  for (size_t i = 0; i < volume.samples.size(); ++i)
    volume.samples[i] *= static_cast<float>(std::exp(strength * Shade(volume.grid.size, i)));
  return volume;
}

/// White matter: the brightest part of a T1 image without shading.
std::vector<size_t> WhiteMatter() {
  std::vector<float> levels;
  for (size_t i = 0; i < Head().brain.samples.size(); ++i)
    if (Head().brain.samples[i] != 0) levels.push_back(Head().t1.samples[i]);
  std::sort(levels.begin(), levels.end());
  const float from = levels[levels.size() * 70 / 100], to = levels[levels.size() * 95 / 100];
  std::vector<size_t> white;
  for (size_t i = 0; i < Head().brain.samples.size(); ++i)
    if (Head().brain.samples[i] != 0 && Head().t1.samples[i] >= from && Head().t1.samples[i] <= to)
      white.push_back(i);
  return white;
}

/// Standard deviation over mean.
double Variation(const Image<float>& volume, const std::vector<size_t>& voxels) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(voxels.size());
  for (const size_t i : voxels) sum += static_cast<double>(volume.samples[i]) / n;
  for (const size_t i : voxels) squares += std::pow(static_cast<double>(volume.samples[i]) - sum, 2) / n;
  return std::sqrt(squares) / sum;
}

double Correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  const auto n = static_cast<double>(a.size());
  for (size_t i = 0; i < a.size(); ++i) ma += a[i] / n, mb += b[i] / n;
  for (size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
    ab += (a[i] - ma) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

/// The logarithm of what was divided out, within the brain.
std::vector<double> LogField(const Image<float>& before, const Image<float>& after) {
  std::vector<double> field;
  for (size_t i = 0; i < before.samples.size(); ++i)
    if (Head().brain.samples[i] != 0)
      field.push_back(std::log(static_cast<double>(before.samples[i] / after.samples[i])));
  return field;
}

TEST(CorrectBias, TakesAKnownFieldOut) {
  const std::vector<size_t> white = WhiteMatter();
  const Image<float> shaded = Shaded(Head().t1, 0.5);
  Image<float> corrected = shaded;
  const BiasCorrection done = CorrectBias(corrected, Brain());
  const double clean = Variation(Head().t1, white), before = Variation(shaded, white);
  EXPECT_GT(before, 1.5 * clean);
  EXPECT_LT(Variation(corrected, white) - clean, 0.1 * (before - clean));
  const std::vector<double> found = LogField(shaded, corrected), truth = LogField(shaded, Head().t1);
  EXPECT_GT(Correlation(found, truth), 0.9);

  EXPECT_EQ(done.shrink, (Size3{2, 2, 2}));
  ASSERT_EQ(done.iterations.size(), 3U);
  for (const int64_t iterations : done.iterations) EXPECT_TRUE(iterations >= 1 && iterations <= 50);
  EXPECT_NEAR(std::log(done.low), *std::min_element(found.begin(), found.end()), 1e-5);
  EXPECT_NEAR(std::log(done.high), *std::max_element(found.begin(), found.end()), 1e-5);
  double mean = 0;  // intensities keep their scale
  for (const double log : found) mean += log / static_cast<double>(found.size());
  EXPECT_NEAR(mean, 0, 0.01);
}

TEST(CorrectBias, GivesTheSameBitsAgain) {
  const Grid grid = WithSpacing(Head().t2.grid, {6, 6, 6});
  const Image<uint16_t> mask = ResampleNearest(Head().brain, grid);
  const std::vector<uint8_t> brain(mask.samples.begin(), mask.samples.end());
  Image<float> first = Resample(Head().t2, grid), second = first;
  for (Image<float>* volume : {&first, &second}) static_cast<void>(CorrectBias(*volume, brain));
  EXPECT_EQ(first.samples, second.samples);
}

TEST(CorrectBias, RefusesWhatHasNoLogarithmAndWhatIsTooSmall) {
  Image<float> scores = Head().t1;
  for (float& value : scores.samples) value -= 20000;
  EXPECT_F4S_ERROR(static_cast<void>(CorrectBias(scores, Brain())), ErrorKind::kBadInput,
                   "bias.not_positive");
  std::vector<uint8_t> speck(Head().t1.samples.size(), 0);
  for (size_t i = 0; i < speck.size(); ++i)
    if (Head().brain.samples[i] != 0) {
      speck[i] = 1;
      break;
    }
  Image<float> volume = Head().t1;
  EXPECT_F4S_ERROR(static_cast<void>(CorrectBias(volume, speck)), ErrorKind::kBadInput, "bias.small");
}

}  // namespace
}  // namespace f4s
