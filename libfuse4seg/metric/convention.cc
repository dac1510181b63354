#include "libfuse4seg/metric/convention.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// OpenCV's conversion of float images, then rounded half to even.  Its order of single-precision
/// fused multiply-adds decides where colours that weigh exactly k + 1/2 go, and they are common.
uint8_t GreyOfCddfuse(uint8_t red, uint8_t green, uint8_t blue) {
  const float r = red, g = green, b = blue;
  return static_cast<uint8_t>(std::lrint(std::fma(b, 0.114F, std::fma(r, 0.299F, g * 0.587F))));
}

constexpr FusionRules kCddfuseRules = {.grey_of_rgb = GreyOfCddfuse, .ssim_data_range = 2};

/// Position of `name` in `names`, which is the order of the enumerators.
template <class Convention>
Convention Parse(const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Convention>(found - names.begin());
  std::string list;
  for (const std::string& known : names) list += (list.empty() ? "" : ", ") + known;
  throw Error(ErrorKind::kUsage, "convention.unknown",
              Cat(Quoted(name), " is not a convention; there are: ", list));
}

}  // namespace

const FusionRules& RulesOf(FusionConvention convention) {
  switch (convention) {
    case FusionConvention::kCddfuse: return kCddfuseRules;
  }
  throw Error(ErrorKind::kInternal, "internal.convention",
              Cat("no fusion convention ", static_cast<int>(convention)));
}

const std::vector<std::string>& FusionConventionNames() {
  static const std::vector<std::string> names = {"cddfuse"};
  return names;
}

const std::vector<std::string>& SegmentationConventionNames() {
  static const std::vector<std::string> names = {"medpy",     "monai",     "deepmind", "brats2023",
                                                 "panoptica", "transunet", "nnunet"};
  return names;
}

FusionConvention ParseFusionConvention(const std::string& name) {
  return Parse<FusionConvention>(name, FusionConventionNames());
}

SegmentationConvention ParseSegmentationConvention(const std::string& name) {
  return Parse<SegmentationConvention>(name, SegmentationConventionNames());
}

}  // namespace f4s
