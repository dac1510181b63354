#include "libfuse4seg/kernels/rules/fusion_rules.h"

#include <algorithm>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

namespace f4s {

void CheckPlanes(const Views<const float>& sources, std::span<const float> fused) {
  const auto fail = [](const char* code, const std::string& message) {
    throw Error(ErrorKind::kBadInput, code, message);
  };
  if (sources.empty()) fail("fusion.no_sources", "0 images to fuse: at least 1 is needed");
  const auto [width, height] = std::pair(sources.front().width, sources.front().height);
  if (height < 1 || width < 1)
    fail("fusion.size", Cat("image of ", width, " x ", height, " pixels: each side must be at least 1"));
  for (size_t i = 0; i < sources.size(); ++i)
    if (sources[i].width != width || sources[i].height != height || sources[i].row_stride != width ||
        sources[i].column_stride != 1)
      fail("fusion.size", Cat("image ", i + 1, " has ", sources[i].width, " x ", sources[i].height,
                              " pixels: wanted ", width, " x ", height, " without gaps"));
  if (std::ssize(fused) != width * height)
    fail("fusion.size", Cat("fused image has room for ", fused.size(), " pixels: ", width, " x ", height,
                            " are ", width * height));
}

int PyramidLevels(int height, int width, int wanted) {
  int levels = 0;
  for (int side = std::min(height, width); side >= 2 && levels < wanted; side = ReducedLength(side)) ++levels;
  return levels;
}

void FuseAverage(const Views<const float>& sources, std::span<float> fused, const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  kernels.Average(sources, fused.data());
}

void FuseMaximum(const Views<const float>& sources, std::span<float> fused, const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  kernels.Maximum(sources, fused.data());
}

void FuseLaplacian(const Views<const float>& sources, const LaplacianOptions& options, std::span<float> fused,
                   const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  if (options.levels < 0)
    throw Error(ErrorKind::kUsage, "fusion.levels", Cat("levels = ", options.levels, ": must be 0 or more"));
  LaplacianOptions fitting = options;
  fitting.levels = PyramidLevels(static_cast<int>(sources.front().height),
                                 static_cast<int>(sources.front().width), options.levels);
  kernels.Laplacian(sources, fitting, fused.data());
}

}  // namespace f4s
