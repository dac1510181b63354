// Fusion by principal components: Naidu and Raol, "Pixel-level Image Fusion using Wavelets and
// Principal Component Analysis", Defence Science Journal 58(3), 2008, section 2.

#include <Eigen/Eigenvalues>
#include <vector>

#include "libfuse4seg/kernels/rules/classical_rules.h"

namespace f4s {
namespace {

/// Covariances of the sources over the pixels.
Eigen::MatrixXd Covariances(const Views<const float>& sources) {
  const size_t n = sources.size(), pixels = sources.front().pixels().size();
  std::vector<double> means(n, 0);
  for (size_t s = 0; s < n; ++s) {
    for (const float value : sources[s].pixels()) means[s] += static_cast<double>(value);
    means[s] /= static_cast<double>(pixels);
  }
  Eigen::MatrixXd covariances(n, n);
  for (size_t a = 0; a < n; ++a)
    for (size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (size_t i = 0; i < pixels; ++i)
        sum += (static_cast<double>(sources[a].data[i]) - means[a]) *
               (static_cast<double>(sources[b].data[i]) - means[b]);
      covariances(a, b) = covariances(b, a) = sum / static_cast<double>(pixels);
    }
  return covariances;
}

/// The eigenvector of the largest eigenvalue of a symmetric matrix; of several such the first.
Eigen::VectorXd PrincipalAxis(const Eigen::MatrixXd& m) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(m);
  Eigen::Index largest = 0;
  solved.eigenvalues().maxCoeff(&largest);
  return solved.eigenvectors().col(largest);
}

}  // namespace

std::vector<double> PrincipalWeights(const Views<const float>& sources) {
  const Eigen::VectorXd axis = PrincipalAxis(Covariances(sources)).cwiseAbs();
  const Eigen::VectorXd weights = axis / axis.sum();
  return {weights.begin(), weights.end()};
}

void FusePrincipalComponent(const Views<const float>& sources, float* fused) {
  const std::vector<double> weights = PrincipalWeights(sources);
  for (size_t i = 0; i < sources.front().pixels().size(); ++i) {
    double sum = 0;
    for (size_t s = 0; s < weights.size(); ++s) sum += weights[s] * static_cast<double>(sources[s].data[i]);
    fused[i] = static_cast<float>(sum);
  }
}

}  // namespace f4s
