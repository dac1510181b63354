// Further measures of a fused image, for comparison with papers that report them.
//
//   CC    mean of Pearson's r of the fused image with each source, -1 to 1
//   MSE   mean squared difference from the sources; on levels 0..255, or on 0..1 as the convention
//         has it; smaller is nearer.  vifb: sqrt(sum of squared differences) / pixels, as its PSNR has it
//   PSNR  10 log10(255^2 / MSE), in dB, also where MSE is on 0..1; cddfuse and film have the fused
//         image's greatest level in place of 255
//   VIFF  vif.h; the same in every convention
//   NMI   2 I(F;A) / (H(F) + H(A)), summed over the two sources: 0 to 2 (Hossny, Nahavandi and
//         Creighton, Electron. Lett. 44 (2008) 1066); zoo: 2 (I(F;A) + I(F;B)) / (H(A) + H(B))

#pragma once

#include <vector>

#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

/// With more than two sources the mean over all pairs; VIFF, NMI and the rest of one source are
/// undefined (kConvention).  Undefined too: CC and NMI with constant images (kConstantImage), PSNR
/// of equal images (kIdenticalImages) and of a black one by its own peak (kConstantImage), VIFF below 41
/// pixels (kImageTooSmall).
[[nodiscard]] ExtraScores ScoreExtras(const LevelView& fused, const std::vector<LevelView>& sources,
                                      const FusionRules& rules);

}  // namespace f4s
