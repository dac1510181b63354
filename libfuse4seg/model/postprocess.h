// What is taken out of a label map after the network: small parts of regions.  Parameters of f4s-segment, and
// what a model's file recommends.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

struct Postprocess {
  std::map<std::string, double> min_volume_ml;  ///< region -> smaller parts are taken out
  std::vector<std::string> largest;             ///< regions of which the largest part alone stays

  bool operator==(const Postprocess&) const = default;
  [[nodiscard]] bool empty() const { return min_volume_ml.empty() && largest.empty(); }

  /// {"min_volume_ml":{"WT":1},"largest":["WT"]}, what is empty left out.
  [[nodiscard]] Json ToJson() const;
  /// @throws Error(kBadInput, "model.field").
  [[nodiscard]] static Postprocess FromJson(const Json& json);

  /// 'WT=1' and 'ET=0.1' of words; "none" for no volume, no region.
  /// @throws Error(kUsage, "parameter.value") for what is neither.
  [[nodiscard]] static Postprocess FromWords(const std::vector<std::string>& volumes,
                                             const std::vector<std::string>& largest);

  /// @throws Error(kUsage, "regions.unknown") naming a region that is not among these.
  void RequireRegions(const std::vector<Region>& regions) const;
};

/// The word that stands for no post-processing, where a model recommends some.
inline constexpr const char* kNoPostprocess = "none";

}  // namespace f4s
