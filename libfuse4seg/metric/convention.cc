#include "libfuse4seg/metric/convention.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// Position of `name` in `names`, which is the order of the enumerators.
template <class Convention>
Convention Parse(const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Convention>(found - names.begin());
  throw Error(ErrorKind::kUsage, "convention.unknown",
              Cat(Quoted(name), " is not a convention; available: ", Joined(names, ", ")));
}

}  // namespace

const std::vector<std::string>& FusionConventionNames() {
  static const std::vector<std::string> names = {"cddfuse", "film", "vifb", "lt", "lt2022", "zoo", "strict"};
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
