// Image filters that losses are made of.  All can be differentiated.
//
// Shapes:  N images, C planes each, H rows, W columns; planes are filtered one by one.

#pragma once

#include <torch/types.h>

namespace f4s {

struct SobelGradient {
  torch::Tensor horizontal;  ///< right minus left
  torch::Tensor vertical;    ///< upper minus lower
};

/// The Sobel kernels (1 2 1) x (1 0 -1), not normalised, where they fit.
/// @param x  [N,C,H,W], H, W >= 3
/// @return   [N,C,H-2,W-2] each
/// @throws Error(kBadInput, "loss.shape")
[[nodiscard]] SobelGradient Sobel(const torch::Tensor& x);

/// |Sx| + |Sy| of Sobel(), shapes and errors as there.  The outermost pixels, whose neighbourhood
/// is not all there, are left out: a frame of zeros around the image would look like an edge.
[[nodiscard]] torch::Tensor SobelMagnitude(const torch::Tensor& x);

/// x [N,C,H,W] smoothed by a Gaussian of sigma pixels along rows and columns, cut at 3 sigma, with borders
/// repeated.
[[nodiscard]] torch::Tensor Softened(const torch::Tensor& x, double sigma);

/// Mean of the structural similarity map, with windows of 11 x 11 weighted by a Gaussian of
/// sigma 1.5, C1 = 0.01^2, C2 = 0.03^2 (data range 1), and borders mirrored about the outermost
/// pixels.  1 for equal images; a constant pair of one value gives 1.
/// @param a,b  [N,C,H,W] of one shape, values in 0..1
/// @return     scalar in -1..1
/// @throws Error(kBadInput, "loss.shape")
///
/// Wang et al., "Image quality assessment", IEEE TIP 13(4), 2004, eq. 13.
[[nodiscard]] torch::Tensor Ssim(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace f4s
