#include "libfuse4seg/infer/fuser.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

void Clamp(std::vector<float>& plane) {
  for (float& value : plane) value = std::clamp(value, 0.0F, 1.0F);
}

/// Least to 0, greatest to 1; a constant plane stays as it is.
void StretchToFullScale(std::vector<float>& plane) {
  const auto [least, greatest] = std::minmax_element(plane.begin(), plane.end());
  const float low = *least, span = *greatest - *least;
  if (span > 0)
    for (float& value : plane) value = (value - low) / span;
}

/// A chroma plane of the fused image: each source's, weighted by how far it is from grey.
float FusedChroma(const std::vector<YCbCrPlanes>& sources, std::vector<float> YCbCrPlanes::*chroma,
                  size_t pixel) {
  float weights = 0, sum = 0;
  for (const YCbCrPlanes& source : sources) {
    const float value = (source.*chroma)[pixel];
    const float weight = std::abs(value - 0.5F);
    weights += weight;
    sum += weight * value;
  }
  return weights > 0 ? sum / weights : 0.5F;
}

bool AnyInColour(const std::vector<Raster>& sources) {
  return std::any_of(sources.begin(), sources.end(),
                     [](const Raster& source) { return source.channels == 3; });
}

Raster GreyRaster(const std::vector<float>& luma, int width, int height, int bits) {
  return {width, height, 1, bits, Quantize(luma, bits)};
}

Raster ColourRaster(const std::vector<float>& luma, const std::vector<YCbCrPlanes>& sources, int width,
                    int height, int bits) {
  Raster raster = {width, height, 3, bits, {}};
  raster.samples.reserve(luma.size() * 3);
  for (size_t pixel = 0; pixel < luma.size(); ++pixel) {
    const Rgb rgb = RgbFromYCbCr({luma[pixel], FusedChroma(sources, &YCbCrPlanes::cb, pixel),
                                  FusedChroma(sources, &YCbCrPlanes::cr, pixel)});
    for (const float value : rgb) raster.samples.push_back(Quantize(value, bits));
  }
  return raster;
}

}  // namespace

void FuserOptions::Declare(Parameters& p) {
  p.Choice("method", method, {"average", "maximum", "laplacian"}, "the rule that fuses").Required();
  p.List("modalities", modalities, "A,B[,C[,D]]", "which modalities, in this order; default: all of a case");
  p.List("combinations", combinations, "2,3,4",
         "fuse each combination of so many modalities; one record each (id ID+t1ce-flair)")
      .Checked([](const std::string& text) {
        for (const std::string& word : SplitList(text))
          if (word != "2" && word != "3" && word != "4")
            throw Error(ErrorKind::kUsage, "parameter.value", Cat(Quoted(word), " is none of 2 3 4"));
      });
  p.Integer("levels", levels, Between(0, 16), "laplacian: levels of detail; a small image has fewer");
  p.Choice("base", base, {"average", "maximum"}, "laplacian: what fuses the coarsest level");
  p.Choice("stretch", stretch, {"none", "image"},
           "image: each fused image's least value to 0, its greatest to full scale");
  p.Choice("bits", bits, {"8", "16"}, "bits of a pixel");
}

Fuser Fuser::Load(const FuserOptions& options, const std::string& device) {
  return {options, device == "auto" ? "cpu" : device};
}

std::vector<float> Fuser::FusePlanes(const SourcePlanes& sources) const {
  std::vector<float> fused(sources.num_pixels());
  const LaplacianOptions pyramid = {static_cast<int>(options_.levels),
                                    options_.base == "average" ? BaseRule::kAverage : BaseRule::kMaximum};
  if (options_.method == "average") FuseAverage(sources, fused, *kernels_);
  if (options_.method == "maximum") FuseMaximum(sources, fused, *kernels_);
  if (options_.method == "laplacian") FuseLaplacian(sources, pyramid, fused, *kernels_);
  Clamp(fused);  // before any stretch: a few overshooting pixels must not darken all others
  return fused;
}

Raster Fuser::Fuse(const std::vector<Raster>& sources) const {
  std::vector<YCbCrPlanes> planes;
  SourcePlanes lumas = {{}, sources.front().height, sources.front().width};
  for (const Raster& source : sources) planes.push_back(PlanesOf(source));
  for (const YCbCrPlanes& plane : planes) lumas.planes.emplace_back(plane.y);
  std::vector<float> luma = FusePlanes(lumas);
  if (options_.stretch == "image") StretchToFullScale(luma);
  return AnyInColour(sources) ? ColourRaster(luma, planes, lumas.width, lumas.height, bits())
                              : GreyRaster(luma, lumas.width, lumas.height, bits());
}

Volume Fuser::Fuse(const std::vector<Volume>& sources) const {
  Volume fused = {sources.front().geometry, {}, bits() == 8 ? VoxelType::kUint8 : VoxelType::kUint16};
  const Size3& size = fused.geometry.size;
  const auto slice = static_cast<size_t>(size[0] * size[1]);
  for (size_t z = 0; z < static_cast<size_t>(size[2]); ++z) {
    SourcePlanes planes = {{}, static_cast<int>(size[1]), static_cast<int>(size[0])};
    for (const Volume& source : sources) planes.planes.emplace_back(source.voxels.data() + z * slice, slice);
    const std::vector<float> plane = FusePlanes(planes);
    fused.voxels.insert(fused.voxels.end(), plane.begin(), plane.end());
  }
  if (options_.stretch == "image") StretchToFullScale(fused.voxels);
  const std::vector<uint16_t> levels = Quantize(fused.voxels, bits());
  std::copy(levels.begin(), levels.end(), fused.voxels.begin());
  return fused;
}

}  // namespace f4s
