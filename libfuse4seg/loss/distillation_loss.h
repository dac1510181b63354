// Cross-modal self-attention distillation: modalities learn from each other where to look.
//
// Shapes:  N cases, S modalities, levels l with energies E_l [N,S,h_l,w_l] (nn/csad_net.h).

#pragma once

#include <torch/types.h>

#include <vector>

namespace f4s {

/// The spatial softmax of energies, brought to rows x columns bilinearly: [N,S,h,w] -> [N,S,rows,columns],
/// each plane with the mean 1, whatever its size: attention as a density, of which an even one is 1
/// everywhere.
[[nodiscard]] torch::Tensor AttentionOf(const torch::Tensor& energies, int64_t rows, int64_t columns);

/// The sum over levels, and the mean over cases and ordered pairs m != n of modalities, of
///
///     HW |A_l^m - A_l^n|^2
///
/// with A the spatial softmax of the energies, of the sum 1, on the H x W cells of level 1 (of level 0 where
/// there is no other), and | |^2 summed over these.  HW A is AttentionOf(), so that is the mean square
/// difference of two densities: it does not depend on the size of images.  m is drawn to n, and nothing
/// reaches n: the gradient stops there; as each modality is m in its turn, all are drawn to all others.
/// @param students  the energies of m, at least one level
/// @param teachers  those of n, of the same shapes; the same tensors but where a test wants others
/// @return          scalar, at least 0
/// @throws Error(kBadInput, "loss.shape") for less than two modalities, or shapes that do not agree.
///
/// After Zhang et al., arXiv:2011.03908, and Hou et al., "Self Attention Distillation", ICCV 2019, eq. 1 to
/// 3; normalisation and common size are ours.
[[nodiscard]] torch::Tensor DistillationLoss(const std::vector<torch::Tensor>& students,
                                             const std::vector<torch::Tensor>& teachers);
[[nodiscard]] inline torch::Tensor DistillationLoss(const std::vector<torch::Tensor>& energies) {
  return DistillationLoss(energies, energies);
}

}  // namespace f4s
