// Fusion metrics that can be differentiated, to be raised by training.
//
// Shapes:  N cases, M >= 2 modalities, H rows, W columns; images [N,M,H,W] and fused [N,1,H,W], values in
// 0..1, which the metrics take as levels 0..255 without rounding.  Each gives a scalar with the range, and
// for more than two modalities the mean over pairs, of metric/fusion/fusion_metrics.h: VIF and Qabf, which
// are ratios of sums over pixels, as if all cases were one image, so that a crop of nearly nothing weighs
// nearly nothing; the others as means over cases.  A gradient goes to the fused image alone.
// Errors of all:  Error(kBadInput, "loss.shape") naming the shapes that do not fit.
//
// Accuracy: on one image of whole levels VIF, Qabf, SCD and SF are the metrics' own values within
// kMetricLossTolerance, in double precision; MI is, with 256 bins.

#pragma once

#include <torch/types.h>
#include <cstdint>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

inline constexpr double kMetricLossTolerance = 1e-6;

constexpr int64_t kLeastVifSide = 41;  ///< pixels, for the fourth scale

/// Visual information fidelity of the fused image, sum over two sources.  H, W >= kLeastVifSide.
///
/// Sheikh and Bovik, IEEE Trans. Image Process. 15 (2006) 430, as metric/fusion/vif.h.
[[nodiscard]] torch::Tensor VifScore(const torch::Tensor& images, const torch::Tensor& fused);

/// How much of the sources' edges the fused image keeps.  0 where both sources are black.  Where an
/// edge of the fused image is faint its strength s = sqrt(h^2 + v^2), which has no slope at 0, passes the
/// gradient of sqrt(h^2 + v^2 + 0.01), in levels.  Like the metric it jumps where h passes 0, and the
/// angle from -pi/2 to pi/2.
///
/// Xydeas and Petrovic, Electron. Lett. 36 (2000) 308, as metric/fusion/qabf.h.
[[nodiscard]] torch::Tensor QabfScore(const torch::Tensor& images, const torch::Tensor& fused);

/// Mutual information with the sources, in nats, sum over two, from joint histograms of bins x bins:
/// a source's pixel counts in the nearest bin, the fused image's in the two nearest by its distances.
/// A pixel exactly on a bin has no slope.  With fewer bins than 256 it is less than the metric.
///
/// Maes et al., IEEE Trans. Med. Imaging 16 (1997) 187, for the distribution over two bins.
[[nodiscard]] torch::Tensor MutualInformationScore(const torch::Tensor& images, const torch::Tensor& fused,
                                                   int64_t bins = 64);

/// Sum of the correlations of differences, r(F - B, A) + r(F - A, B); 0 for a part that is constant.
/// @param limit  maximum: each case's, where it is more, as that of the pixelwise maximum of its images.  SCD
///               alone is trivially raised by brighter images, at the cost of all that is of information.
///
/// Aslantas and Bendes, Int. J. Electron. Commun. 69 (2015) 1890.
[[nodiscard]] torch::Tensor ScdScore(const torch::Tensor& images, const torch::Tensor& fused,
                                     ScdLimit limit = ScdLimit::kNone);

/// The lesser of the standard deviations of the fused image and of the pixelwise maximum, mean over cases, on
/// values 0..1: 1/255 of the metric.
[[nodiscard]] torch::Tensor DeviationScore(const torch::Tensor& images, const torch::Tensor& fused);

/// Spatial frequency of images [N,1,H,W], mean over N, on values 0..1: 1/255 of the metric.  H, W >= 2.
///
/// Eskicioglu and Fisher, IEEE Trans. Commun. 43 (1995) 2959.
[[nodiscard]] torch::Tensor SpatialFrequency(const torch::Tensor& fused);

/// The lesser of the fused image's spatial frequency and that of the sources' strongest differences,
/// sqrt(mean max_i dx_i^2 + mean max_i dy_i^2): beyond it there is nothing to be gained.  Without the
/// bound training makes a chequerboard, which Sobel gradients do not see.  H, W >= 2.
[[nodiscard]] torch::Tensor SpatialFrequencyScore(const torch::Tensor& images, const torch::Tensor& fused);

/// The least of a score over the sources, each as if it were both, halved: a sum can be raised by copying
/// one.
/// @param score  of the above, of two sources
[[nodiscard]] torch::Tensor OfWeakestSource(const torch::Tensor& images, const torch::Tensor& fused,
                                            torch::Tensor (*score)(const torch::Tensor&,
                                                                   const torch::Tensor&));

}  // namespace f4s
