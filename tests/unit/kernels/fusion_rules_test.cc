#include "libfuse4seg/kernels/rules/fusion_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

#include "libfuse4seg/base/error.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

/// A plane in double precision with its sides: what the naive version below works on.
struct Image {
  int height, width;
  std::vector<double> values;

  Image(int h, int w) : height(h), width(w), values(static_cast<size_t>(h * w)) {}
  double& at(int y, int x) { return values[static_cast<size_t>(y * width + x)]; }
  [[nodiscard]] double at(int y, int x) const { return values[static_cast<size_t>(y * width + x)]; }
};

int Mirror(int i, int n) {
  while (i < 0 || i >= n) i = i < 0 ? -i : 2 * (n - 1) - i;
  return i;
}

/// Full 2-D convolution with the outer product of the binomial, times `gain`.
Image Blur(const Image& in, double gain) {
  const double taps[] = {1, 4, 6, 4, 1};
  Image out(in.height, in.width);
  for (int y = 0; y < in.height; ++y)
    for (int x = 0; x < in.width; ++x)
      for (int v = -2; v <= 2; ++v)
        for (int u = -2; u <= 2; ++u)
          out.at(y, x) += gain * taps[v + 2] * taps[u + 2] / 256 *
                          in.at(Mirror(y + v, in.height), Mirror(x + u, in.width));
  return out;
}

/// Blurs at full size, then drops every second row and column.
Image NaiveReduce(const Image& fine) {
  const Image blurred = Blur(fine, 1);
  Image coarse((fine.height + 1) / 2, (fine.width + 1) / 2);
  for (int y = 0; y < coarse.height; ++y)
    for (int x = 0; x < coarse.width; ++x) coarse.at(y, x) = blurred.at(2 * y, 2 * x);
  return coarse;
}

/// Puts zeros between the values, then blurs with four times the kernel.
Image NaiveExpand(const Image& coarse, int height, int width) {
  Image stuffed(height, width);
  for (int y = 0; y < height; y += 2)
    for (int x = 0; x < width; x += 2) stuffed.at(y, x) = coarse.at(y / 2, x / 2);
  return Blur(stuffed, 4);
}

Image Combine(const std::vector<Image>& images, const std::function<double(std::vector<double>)>& rule) {
  Image out(images[0].height, images[0].width);
  for (size_t i = 0; i < out.values.size(); ++i) {
    std::vector<double> column;
    for (const Image& image : images) column.push_back(image.values[i]);
    out.values[i] = rule(column);
  }
  return out;
}

double SumRule(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }
double MeanRule(const std::vector<double>& v) { return SumRule(v) / static_cast<double>(v.size()); }
double LargestRule(const std::vector<double>& v) { return *std::max_element(v.begin(), v.end()); }
double StrongestRule(const std::vector<double>& v) {
  return *std::max_element(v.begin(), v.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
}

/// Fuses recursively: the details of this level, and the fusion of what is reduced.
Image NaiveLaplacian(const std::vector<Image>& sources, int levels, BaseRule base) {
  const int height = sources[0].height, width = sources[0].width;
  if (levels == 0 || std::min(height, width) < 2)
    return Combine(sources, base == BaseRule::kAverage ? MeanRule : LargestRule);
  std::vector<Image> details, reduced;
  for (const Image& source : sources) {
    reduced.push_back(NaiveReduce(source));
    const Image expanded = NaiveExpand(reduced.back(), height, width);
    details.push_back(Combine({source, expanded}, [](std::vector<double> v) { return v[0] - v[1]; }));
  }
  const Image below = NaiveExpand(NaiveLaplacian(reduced, levels - 1, base), height, width);
  return Combine({Combine(details, StrongestRule), below}, SumRule);
}

/// `count` planes of noise over steps; no two of them have details of equal strength.
std::vector<std::vector<float>> MakePlanes(int count, int height, int width, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::vector<float>> planes(static_cast<size_t>(count));
  for (auto& plane : planes)
    for (int i = 0; i < height * width; ++i)
      plane.push_back(0.5f * static_cast<float>(random() % 65536) / 65535.0f +
                      (i / 11 % 2 == 0 ? 0.5f : 0.0f));
  return planes;
}

Views<const float> SourcesOf(const std::vector<std::vector<float>>& planes, int height, int width) {
  return ViewsOf({planes.begin(), planes.end()}, height, width);
}

std::vector<float> Laplacian(const Views<const float>& sources, const LaplacianOptions& options) {
  std::vector<float> fused(sources.front().pixels().size(), std::nanf(""));
  FuseLaplacian(sources, options, fused);
  return fused;
}

double LargestDifference(const std::vector<float>& a, const std::vector<double>& b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
    if (!(difference <= largest)) largest = difference;  // NaN too
  }
  return largest;
}

const std::pair<int, int> kSizes[] = {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 9},  {9, 1},   {2, 9},
                                      {3, 3}, {3, 4}, {5, 5}, {7, 6}, {8, 16}, {33, 17}, {40, 61}};

TEST(FuseLaplacian, EqualsTheNaiveVersion) {
  for (const auto& [height, width] : kSizes)
    for (const int count : {1, 2, 3, 4})
      for (const BaseRule base : {BaseRule::kAverage, BaseRule::kMaximum})
        for (const int levels : {0, 1, 2, 4, 9}) {
          const auto planes =
              MakePlanes(count, height, width, static_cast<unsigned>(100 * height + width + count));
          std::vector<Image> images;
          for (const auto& plane : planes) {
            images.emplace_back(height, width);
            images.back().values.assign(plane.begin(), plane.end());
          }
          const auto fused = Laplacian(SourcesOf(planes, height, width), {.levels = levels, .base = base});
          EXPECT_LE(LargestDifference(fused, NaiveLaplacian(images, levels, base).values), 1e-6)
              << height << " x " << width << ", " << count << " sources, " << levels << " levels";
        }
}

TEST(FuseLaplacian, GivesBackAPlaneFusedWithItself) {
  for (const auto& [height, width] : kSizes)
    for (const int count : {1, 2, 3, 4}) {
      const auto plane = MakePlanes(1, height, width, 5).front();
      const std::vector<std::vector<float>> planes(static_cast<size_t>(count), plane);
      const auto fused = Laplacian(SourcesOf(planes, height, width), {});
      EXPECT_LE(LargestDifference(fused, {plane.begin(), plane.end()}), 1e-6) << height << " x " << width;
    }
}

TEST(FuseLaplacian, KeepsAConstant) {
  const std::vector<std::vector<float>> planes(3, std::vector<float>(21 * 34, 0.375f));
  for (const float value : Laplacian(SourcesOf(planes, 21, 34), {})) EXPECT_EQ(value, 0.375f);
}

// A plane and its negative have details of equal strength everywhere: the first one's stay,
// on a base that cancels out.
TEST(FuseLaplacian, TakesTheFirstOfEqualDetails) {
  auto planes = MakePlanes(1, 16, 16, 3);
  planes.push_back(planes[0]);
  for (float& value : planes[1]) value = -value;
  std::vector<Image> images(2, Image(16, 16));
  for (size_t s = 0; s < 2; ++s) images[s].values.assign(planes[s].begin(), planes[s].end());
  const auto wanted = NaiveLaplacian(images, 4, BaseRule::kAverage).values;
  const auto fused = Laplacian(SourcesOf(planes, 16, 16), {});
  EXPECT_LE(LargestDifference(fused, wanted), 1e-6);
  std::swap(planes[0], planes[1]);
  const auto backward = Laplacian(SourcesOf(planes, 16, 16), {});
  EXPECT_GT(LargestDifference(backward, wanted), 0.1);
  for (size_t i = 0; i < fused.size(); ++i) EXPECT_EQ(fused[i], -backward[i]);
}

// The detail of an impulse outweighs a flat plane: it is in the fusion whole, not halved.
TEST(FuseLaplacian, KeepsTheSharperDetail) {
  std::vector<std::vector<float>> planes(2, std::vector<float>(32 * 32, 0.5f));
  planes[1][16 * 32 + 16] = 1.0f;
  const auto fused = Laplacian(SourcesOf(planes, 32, 32), {});
  EXPECT_GT(fused[16 * 32 + 16], 0.99f);
  EXPECT_NEAR(fused[0], 0.5f, 0.01f);
}

TEST(PyramidLevels, StopsWhereASideIsOnePixel) {
  EXPECT_EQ(PyramidLevels(240, 240, 4), 4);
  EXPECT_EQ(PyramidLevels(1, 240, 4), 0);
  EXPECT_EQ(PyramidLevels(2, 240, 4), 1);
  EXPECT_EQ(PyramidLevels(240, 5, 4), 3);
  EXPECT_EQ(PyramidLevels(16, 16, 99), 4);
  EXPECT_EQ(PyramidLevels(240, 240, 0), 0);
}

TEST(FuseAverage, IsTheMean) {
  const std::vector<std::vector<float>> planes = {
      {0, 0.25f, 1}, {1, 0.25f, 0}, {0.5f, 1, 0.5f}, {0.5f, 0.5f, 0.5f}};
  std::vector<float> fused(3);
  FuseAverage(SourcesOf(planes, 1, 3), fused);
  EXPECT_EQ(fused, (std::vector<float>{0.5f, 0.5f, 0.5f}));
  FuseAverage(SourcesOf({planes[0], planes[2]}, 3, 1), fused);
  EXPECT_EQ(fused, (std::vector<float>{0.25f, 0.625f, 0.75f}));
}

TEST(FuseMaximum, IsTheLargest) {
  const std::vector<std::vector<float>> planes = {{0, 0.25f, 1}, {1, 0.25f, 0}, {0.5f, 1, 0.5f}};
  std::vector<float> fused(3);
  FuseMaximum(SourcesOf(planes, 1, 3), fused);
  EXPECT_EQ(fused, (std::vector<float>{1, 1, 1}));
  FuseMaximum(SourcesOf({planes[2]}, 1, 3), fused);
  EXPECT_EQ(fused, planes[2]);
}

template <class Call>
void ExpectError(ErrorKind kind, const std::string& code, const Call& call) {
  try {
    call();
    ADD_FAILURE() << "no error; wanted " << code;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.message();
    EXPECT_EQ(error.code(), code) << error.message();
  }
}

TEST(FusionRules, RefuseWhatDoesNotFit) {
  const std::vector<float> four(4), three(3);
  std::vector<float> fused(4);
  const auto bad = [](const char* code, const auto& call) { ExpectError(ErrorKind::kBadInput, code, call); };
  bad("fusion.no_sources", [&] { FuseAverage(ViewsOf({}, 2, 2), fused); });
  bad("fusion.size", [&] { FuseAverage(ViewsOf({four}, 0, 2), fused); });
  bad("fusion.size", [&] { FuseMaximum(ViewsOf({four}, -2, -2), fused); });
  bad("fusion.size", [&] { FuseMaximum({ViewOf(four, 2, 2), ViewOf(three, 1, 3)}, fused); });
  bad("fusion.size", [&] { FuseLaplacian(ViewsOf({three}, 1, 3), {}, fused); });
  ExpectError(ErrorKind::kUsage, "fusion.levels",
              [&] { FuseLaplacian(ViewsOf({four}, 2, 2), {.levels = -1}, fused); });
}

TEST(KernelsFor, KnowsItsDevices) {
  EXPECT_EQ(&KernelsFor("cpu"), &KernelsFor("cpu"));
  for (const char* device : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:99999999999", "cpu:0"})
    ExpectError(ErrorKind::kUsage, "device.unknown", [&] { static_cast<void>(KernelsFor(device)); });
}

// With a GPU this one is not there; without one, or without CUDA, the reason is named.
TEST(KernelsFor, SaysWhyAGpuCannotBeHad) {
  try {
    static_cast<void>(KernelsFor("cuda:4096"));
    FAIL() << "there are no 4097 GPUs";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUnavailable);
    EXPECT_NE(error.message().find("not available: "), std::string::npos) << error.message();
    RecordProperty("reason", error.message());
  }
}

}  // namespace
}  // namespace f4s
