// Losses of the follower: how far predicted labels are from the reference.
//
// Shapes:  N cases, K classes with the background (0), H rows, W columns.
// Errors of all:  Error(kBadInput, "loss.shape") naming both shapes, if they do not agree;
// Error(kBadInput, "loss.label") for a label that is neither in 0..K-1, nor that of a union, nor
// kIgnoreLabel.

#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

/// Sets of classes, class numbers of the network without repetition: `regions` that are scored as one
/// structure, such as WT = {1,2,3}; and `unions` of what labels leave open, in data sets of which one tells
/// the whole tumour alone, another its parts.  Label K + i says that a pixel has one of the classes
/// unions[i], and not which: its cross-entropy is -log of the sum of their probabilities, and it counts in
/// the Dice of those structures that hold all of them or none.
using ClassSets = std::vector<std::vector<int64_t>>;

/// Soft Dice loss, 1 minus the mean over structures s of
///
///     (2 sum_x p_s(x) g_s(x) + eps) / (sum_x p_s(x) + sum_x g_s(x) + eps)
///
/// with p = softmax(logits) and g the reference, both summed over the classes of s, x over the
/// pixels of the whole batch, and eps = dice_smooth.  Structures are `regions`, or where there
/// are none the classes, without the background unless dice_background.
/// @param logits     [N,K,H,W], before softmax
/// @param reference  [N,H,W] int64
/// @return           scalar in 0..1.  A structure that the reference does not have counts: its p is
///                   pulled to 0.
///
/// Milletari et al., "V-Net", 3DV 2016, there with squares below.
[[nodiscard]] torch::Tensor SoftDiceLoss(const torch::Tensor& logits, const torch::Tensor& reference,
                                         const SegmentationLossOptions& options = {},
                                         const ClassSets& regions = {}, const ClassSets& unions = {});

struct SegmentationLossTerms {
  torch::Tensor total, cross_entropy, dice;
};

/// Eq. 14 of Guo and Su, "Fuse4Seg", arXiv:2409.10328v2: cross_entropy_weight CE + dice_weight
/// Dice, CE the mean over the pixels that count, 0 when none does.
[[nodiscard]] SegmentationLossTerms SegmentationLoss(const torch::Tensor& logits,
                                                     const torch::Tensor& reference,
                                                     const SegmentationLossOptions& options = {},
                                                     const ClassSets& regions = {},
                                                     const ClassSets& unions = {});

/// Deep supervision: the mean of SegmentationLoss() of logits at several resolutions, the i-th with
/// the weight 1/2^i over the sum of all.  Labels are brought to the i-th by taking the pixel nearest to
/// the middle of each cell of 2^i x 2^i.  Of one tensor it is that tensor's loss.
/// @param logits  at least one, the i-th [N,K,ceil(H/2^i),ceil(W/2^i)]: SegmenterImpl::AllLogits()
/// @return        each term weighted alike
///
/// Isensee et al., "nnU-Net", Nature Methods 18 (2021) 203.
[[nodiscard]] SegmentationLossTerms SegmentationLoss(const std::vector<torch::Tensor>& logits,
                                                     const torch::Tensor& reference,
                                                     const SegmentationLossOptions& options = {},
                                                     const ClassSets& regions = {},
                                                     const ClassSets& unions = {});

}  // namespace f4s
