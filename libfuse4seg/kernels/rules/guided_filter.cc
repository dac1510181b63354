// Fusion by guided filtering: Li, Kang and Hu, "Image Fusion With Guided Filtering", IEEE Trans.
// Image Process. 22(7), 2013, with the paper's parameters; the filter is He, Sun and Tang's, ECCV 2010.

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "libfuse4seg/kernels/rules/plane.h"

namespace f4s {
namespace {

constexpr int kBaseRadius = 15;  // the base is the mean over 31 x 31
constexpr int kSaliencyRadius = 5;
constexpr double kSaliencySigma = 5;
struct Guidance {
  int radius;
  float epsilon;
};
constexpr Guidance kForBase = {45, 0.3F}, kForDetail = {7, 1e-6F};

/// Strength of detail around each pixel: |Laplacian|, smoothed (eqs. 3 and 4).
FloatPlane Saliency(const FloatPlane& image) {
  FloatPlane strength(image.height, image.width);
  for (int y = 0; y < image.height; ++y) {
    const float *above = image.row(std::max(y - 1, 0)), *row = image.row(y),
                *below = image.row(std::min(y + 1, image.height - 1));
    for (int x = 0; x < image.width; ++x) {
      const float sides = row[std::max(x - 1, 0)] + row[std::min(x + 1, image.width - 1)];
      strength.row(y)[x] = std::abs(above[x] + below[x] + sides - 4 * row[x]);
    }
  }
  return GaussianBlur(strength, kSaliencySigma, kSaliencyRadius);
}

FloatPlane Product(const FloatPlane& a, const FloatPlane& b) {
  FloatPlane product(a.height, a.width);
  for (size_t i = 0; i < a.values.size(); ++i) product.values[i] = a.values[i] * b.values[i];
  return product;
}

/// 1 where a source's detail is the strongest (of equal ones the first's), else 0 (eq. 5).
std::vector<FloatPlane> DecisionMaps(const std::vector<FloatPlane>& images) {
  std::vector<FloatPlane> strengths, maps;
  for (const FloatPlane& image : images) {
    strengths.push_back(Saliency(image));
    maps.emplace_back(image.height, image.width);
  }
  for (size_t i = 0; i < maps[0].values.size(); ++i) {
    size_t strongest = 0;
    for (size_t s = 1; s < maps.size(); ++s)
      if (strengths[s].values[i] > strengths[strongest].values[i]) strongest = s;
    maps[strongest].values[i] = 1;
  }
  return maps;
}

/// Adds up layers by their guided weights, scaled to a sum of 1 at each pixel (eqs. 6 to 9).
/// Guided weights leave 0..1 at strong edges, as the paper has it, and are cut there.
void AddWeighted(const std::vector<FloatPlane>& layers, const std::vector<FloatPlane>& weights,
                 float* fused) {
  for (size_t i = 0; i < layers[0].values.size(); ++i) {
    float sum = 0, total = 0;
    for (size_t s = 0; s < layers.size(); ++s) {
      const float weight = std::clamp(weights[s].values[i], 0.0F, 1.0F);
      total += weight;
      sum += weight * layers[s].values[i];
    }
    fused[i] += total > 0 ? sum / total : layers[0].values[i];
  }
}

}  // namespace

FloatPlane GuidedFilter(const FloatPlane& map, const FloatPlane& guide, int radius, float epsilon) {
  const FloatPlane mean_guide = BoxMean(guide, radius), mean_map = BoxMean(map, radius);
  FloatPlane a = BoxMean(Product(guide, map), radius), b = BoxMean(Product(guide, guide), radius);
  for (size_t i = 0; i < a.values.size(); ++i) {
    const float mean = mean_guide.values[i];
    const float variance = std::max(0.0F, b.values[i] - mean * mean);
    const float slope = (a.values[i] - mean * mean_map.values[i]) / (variance + epsilon);
    a.values[i] = slope;
    b.values[i] = mean_map.values[i] - slope * mean;
  }
  FloatPlane filtered = Product(BoxMean(a, radius), guide);
  const FloatPlane offset = BoxMean(b, radius);
  for (size_t i = 0; i < filtered.values.size(); ++i) filtered.values[i] += offset.values[i];
  return filtered;
}

void FuseGuidedFilter(const SourcePlanes& sources, float* fused) {
  const std::vector<FloatPlane> images = PlanesOf(sources);
  const std::vector<FloatPlane> maps = DecisionMaps(images);
  std::vector<FloatPlane> bases, details, base_weights, detail_weights;
  for (size_t s = 0; s < images.size(); ++s) {
    bases.push_back(BoxMean(images[s], kBaseRadius));
    details.push_back(images[s]);
    for (size_t i = 0; i < details[s].values.size(); ++i) details[s].values[i] -= bases[s].values[i];
    base_weights.push_back(GuidedFilter(maps[s], images[s], kForBase.radius, kForBase.epsilon));
    detail_weights.push_back(GuidedFilter(maps[s], images[s], kForDetail.radius, kForDetail.epsilon));
  }
  std::fill_n(fused, sources.num_pixels(), 0.0F);
  AddWeighted(bases, base_weights, fused);
  AddWeighted(details, detail_weights, fused);
}

}  // namespace f4s
