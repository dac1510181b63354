// Cross-modal self-attention distillation: matches the attention maps of the modalities' encoders.
//
// Shapes:  N cases, S modalities, levels l with energies E_l [N,S,h_l,w_l] (nn/segmentation/csad_net.h).

#pragma once

#include <torch/types.h>

#include <vector>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

/// Attention map of an encoder: energies resampled to h x w cells bilinearly, as a density over the plane,
/// which has the mean 1 whatever its size, and is 1 everywhere where attention is even.  By `attention`,
///
///     proportional   (1 + E) / mean(1 + E)    = HW softmax(log(1 + E))
///     softmax        e^E / mean(e^E)          = HW softmax(E)
///
/// The second is what self attention distillation has.  In our encoders, with their normalisation over the
/// plane, E reaches hundreds where a plane of many pixels has a few bright ones: its softmax is then 1 in one
/// pixel and 0 in all others, the distance of two of them grows with HW, and has no gradient.  The first is
/// the same where E is small, and depends on the share of what is bright, not on how many pixels there are.
/// @param energies  [N,S,h_l,w_l], at least 0
/// @return          [N,S,rows,columns]
[[nodiscard]] torch::Tensor AttentionOf(const torch::Tensor& energies, int64_t rows, int64_t columns,
                                        const DistillationOptions& options = {});

/// The sum over levels, and the mean over cases and ordered pairs m != n of modalities, of
///
///     HW |A_l^m - A_l^n|^2
///
/// with A the attention, of the sum 1, on the H x W cells of level 1 (of level 0 where there is no other),
/// and | |^2 summed over these.  HW A is AttentionOf(), so that is the mean square difference of two
/// densities.  m is matched to n, and nothing reaches n: the gradient stops there; as each modality is m in
/// its turn, all are matched to all others.
/// @param students  the energies of m, at least one level
/// @param teachers  those of n, of the same shapes; the same tensors but where a test wants others
/// @return          scalar, at least 0
/// @throws Error(kBadInput, "loss.shape") for less than two modalities, or shapes that do not agree.
///
/// After Zhang et al., arXiv:2011.03908, and Hou et al., "Self Attention Distillation", ICCV 2019, eq. 1 to
/// 3; normalisation, proportional attention and common size are ours.
[[nodiscard]] torch::Tensor DistillationLoss(const std::vector<torch::Tensor>& students,
                                             const std::vector<torch::Tensor>& teachers,
                                             const DistillationOptions& options = {});

}  // namespace f4s
