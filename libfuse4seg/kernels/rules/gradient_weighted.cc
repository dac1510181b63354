// Fusion by weights of gradients.  The measure is Tenenbaum's, the energy of Sobel's gradient (Krotkov,
// "Focusing", Int. J. Comput. Vision 1(3), 1988); a weighted mean by a measure of local contrast is
// Mertens, Kautz and van Reeth's, "Exposure Fusion", Pacific Graphics 2007, at a single scale.

#include <algorithm>

#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "libfuse4seg/kernels/rules/plane.h"

namespace f4s {
namespace {

constexpr double kSigma = 2;  // of the neighbourhood whose gradients count, in pixels
constexpr int kRadius = 6;
/// Where all are flat their weights are equal; (1/255)^2, the energy of less than one level.
constexpr float kFlat = 1.5e-5F;

FloatPlane GradientEnergy(const FloatPlane& image) {
  FloatPlane energy(image.height, image.width);
  for (int y = 0; y < image.height; ++y) {
    const float *above = image.row(std::max(y - 1, 0)), *row = image.row(y),
                *below = image.row(std::min(y + 1, image.height - 1));
    for (int x = 0; x < image.width; ++x) {
      const int l = std::max(x - 1, 0), r = std::min(x + 1, image.width - 1);
      const float gx = (above[r] - above[l]) + 2 * (row[r] - row[l]) + (below[r] - below[l]);
      const float gy = (below[l] - above[l]) + 2 * (below[x] - above[x]) + (below[r] - above[r]);
      energy.row(y)[x] = gx * gx + gy * gy;
    }
  }
  return GaussianBlur(energy, kSigma, kRadius);
}

}  // namespace

void FuseGradientWeighted(const SourcePlanes& sources, float* fused) {
  const std::vector<FloatPlane> images = PlanesOf(sources);
  std::vector<FloatPlane> energies;
  for (const FloatPlane& image : images) energies.push_back(GradientEnergy(image));
  for (size_t i = 0; i < sources.num_pixels(); ++i) {
    float sum = 0, total = 0;
    for (size_t s = 0; s < images.size(); ++s) {
      const float weight = energies[s].values[i] + kFlat;
      total += weight;
      sum += weight * images[s].values[i];
    }
    fused[i] = sum / total;
  }
}

}  // namespace f4s
