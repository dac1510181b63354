// Fusion by principal components: Naidu and Raol, "Pixel-level Image Fusion using Wavelets and
// Principal Component Analysis", Defence Science Journal 58(3), 2008, section 2.

#include <array>
#include <cmath>

#include "libfuse4seg/kernels/rules/classical_rules.h"

namespace f4s {
namespace {

using Matrix = std::vector<std::vector<double>>;

/// Covariances of the sources over the pixels.
Matrix Covariances(const SourcePlanes& sources) {
  const size_t n = sources.planes.size(), pixels = sources.num_pixels();
  std::vector<double> means(n, 0);
  for (size_t s = 0; s < n; ++s) {
    for (const float value : sources.planes[s]) means[s] += static_cast<double>(value);
    means[s] /= static_cast<double>(pixels);
  }
  Matrix covariances(n, std::vector<double>(n, 0));
  for (size_t a = 0; a < n; ++a)
    for (size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (size_t i = 0; i < pixels; ++i)
        sum += (static_cast<double>(sources.planes[a][i]) - means[a]) *
               (static_cast<double>(sources.planes[b][i]) - means[b]);
      covariances[a][b] = covariances[b][a] = sum / static_cast<double>(pixels);
    }
  return covariances;
}

/// Turns the plane of axes p, q so that m[p][q] vanishes; `axes` turns with it (Jacobi's rotation).
void Rotate(Matrix& m, Matrix& axes, size_t p, size_t q) {
  if (m[p][q] == 0) return;
  const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  const size_t n = m.size();
  for (size_t i = 0; i < n; ++i) {
    const double ip = m[i][p], iq = m[i][q];
    m[i][p] = c * ip - s * iq;
    m[i][q] = s * ip + c * iq;
  }
  for (size_t i = 0; i < n; ++i) {
    const double pi = m[p][i], qi = m[q][i];
    m[p][i] = c * pi - s * qi;
    m[q][i] = s * pi + c * qi;
  }
  for (size_t i = 0; i < n; ++i) {
    const double ip = axes[i][p], iq = axes[i][q];
    axes[i][p] = c * ip - s * iq;
    axes[i][q] = s * ip + c * iq;
  }
}

/// The eigenvector of the largest eigenvalue of a symmetric matrix.
std::vector<double> PrincipalAxis(Matrix m) {
  const size_t n = m.size();
  Matrix axes(n, std::vector<double>(n, 0));
  for (size_t i = 0; i < n; ++i) axes[i][i] = 1;
  constexpr int kSweeps = 30;  // converges quadratically: a few are enough for a handful of sources
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (size_t p = 0; p < n; ++p)
      for (size_t q = p + 1; q < n; ++q) Rotate(m, axes, p, q);
  size_t largest = 0;
  for (size_t i = 1; i < n; ++i)
    if (m[i][i] > m[largest][largest]) largest = i;
  std::vector<double> axis;
  for (size_t i = 0; i < n; ++i) axis.push_back(axes[i][largest]);
  return axis;
}

}  // namespace

std::vector<double> PrincipalWeights(const SourcePlanes& sources) {
  std::vector<double> weights = PrincipalAxis(Covariances(sources));
  double sum = 0;
  for (double& weight : weights) sum += weight = std::abs(weight);
  for (double& weight : weights) weight /= sum;
  return weights;
}

void FusePrincipalComponent(const SourcePlanes& sources, float* fused) {
  const std::vector<double> weights = PrincipalWeights(sources);
  for (size_t i = 0; i < sources.num_pixels(); ++i) {
    double sum = 0;
    for (size_t s = 0; s < weights.size(); ++s) sum += weights[s] * static_cast<double>(sources.planes[s][i]);
    fused[i] = static_cast<float>(sum);
  }
}

}  // namespace f4s
