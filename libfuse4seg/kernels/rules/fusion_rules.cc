#include "libfuse4seg/kernels/rules/fusion_rules.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

namespace f4s {

void CheckPlanes(const SourcePlanes& sources, std::span<const float> fused) {
  const auto fail = [](const char* code, const std::string& message) {
    throw Error(ErrorKind::kBadInput, code, message);
  };
  if (sources.planes.empty()) fail("fusion.no_sources", "0 images to fuse: at least 1 is needed");
  if (sources.height < 1 || sources.width < 1)
    fail("fusion.size",
         Cat("image of ", sources.width, " x ", sources.height, " pixels: each side must be at least 1"));
  const size_t wanted = sources.num_pixels();
  for (size_t i = 0; i < sources.planes.size(); ++i)
    if (sources.planes[i].size() != wanted)
      fail("fusion.size", Cat("image ", i + 1, " has ", sources.planes[i].size(), " pixels: ", sources.width,
                              " x ", sources.height, " are ", wanted));
  if (fused.size() != wanted)
    fail("fusion.size", Cat("fused image has room for ", fused.size(), " pixels: ", sources.width, " x ",
                            sources.height, " are ", wanted));
}

int PyramidLevels(int height, int width, int wanted) {
  int levels = 0;
  for (int side = std::min(height, width); side >= 2 && levels < wanted; side = ReducedLength(side)) ++levels;
  return levels;
}

void FuseAverage(const SourcePlanes& sources, std::span<float> fused, const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  kernels.Average(sources, fused.data());
}

void FuseMaximum(const SourcePlanes& sources, std::span<float> fused, const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  kernels.Maximum(sources, fused.data());
}

void FuseLaplacian(const SourcePlanes& sources, const LaplacianOptions& options, std::span<float> fused,
                   const FusionKernels& kernels) {
  CheckPlanes(sources, fused);
  if (options.levels < 0)
    throw Error(ErrorKind::kUsage, "fusion.levels", Cat("levels = ", options.levels, ": must be 0 or more"));
  LaplacianOptions fitting = options;
  fitting.levels = PyramidLevels(sources.height, sources.width, options.levels);
  kernels.Laplacian(sources, fitting, fused.data());
}

}  // namespace f4s
