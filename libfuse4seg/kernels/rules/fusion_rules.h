// The classical fusion rules that every device has: average, maximum, and the Laplacian pyramid.
// rules/ has the others, and the table of all.
//
// Shapes:  N >= 1 sources, planes of H rows and W columns, any size from 1 x 1.
//
// All three work on any device and give the same bits on each (fusion_kernels.h).
// Errors of all:  Error(kBadInput) when there is no source, H or W is below 1, a plane has another size or
// gaps, or `fused` not H * W elements; on a GPU Error(kOutOfMemory) and, for what CUDA
// reports otherwise, Error(kInternal).

#pragma once

#include <span>

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

/// The mean of the sources, pixel by pixel.
/// @param fused  [H,W], overlaps no source.
void FuseAverage(const Views<const float>& sources, std::span<float> fused,
                 const FusionKernels& kernels = KernelsFor("cpu"));

/// The largest of the sources, pixel by pixel.
void FuseMaximum(const Views<const float>& sources, std::span<float> fused,
                 const FusionKernels& kernels = KernelsFor("cpu"));

/// Fusion of Laplacian pyramids.  With G_0 the source, G_(l+1) = REDUCE(G_l) and
/// L_l = G_l - EXPAND(G_(l+1)), the fused pyramid takes at each place of each level the L_l
/// of largest absolute value (of equal ones the first source's), and its coarsest G by
/// `options.base`; the image is summed up from it, G_l = L_l + EXPAND(G_(l+1)).
/// A plane fused with itself comes back to float rounding: |difference| <= 1e-6 in 0..1.
/// Where details of several sources meet, `fused` may leave 0..1 a little: whoever
/// quantizes it clamps.
///
/// REDUCE and EXPAND: the 5-tap kernel (1 4 6 4 1)/16 along rows, then columns, borders
/// reflected about the last pixel (... 2 1 0 1 2 ...), eqs. 1 and 2 of Burt and Adelson,
/// "The Laplacian Pyramid as a Compact Image Code", IEEE Trans. Commun. 31(4), 1983, with
/// a = 0.375.  Choice by absolute value: Burt, "The pyramid as a structure for efficient
/// computation", in Multiresolution Image Processing and Analysis, Springer 1984.
///
/// @throws Error(kUsage)  when options.levels is negative.
void FuseLaplacian(const Views<const float>& sources, const LaplacianOptions& options, std::span<float> fused,
                   const FusionKernels& kernels = KernelsFor("cpu"));

/// @throws Error(kBadInput) as above.
void CheckPlanes(const Views<const float>& sources, std::span<const float> fused);

/// The levels that an image can carry: at most `wanted`, and none that would halve a side
/// of one pixel.  So a line of pixels has none, and is fused by the base rule alone.
[[nodiscard]] int PyramidLevels(int height, int width, int wanted);

}  // namespace f4s
