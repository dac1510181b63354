#include "libfuse4seg/loss/segmentation_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/loss/spread_batch.h"
#include "libfuse4seg/nn/blocks/constants.h"

namespace f4s {
namespace {

using torch::Tensor;

void RequireLabels(const Tensor& logits, const Tensor& reference, const ClassSets& unions) {
  const bool fits = logits.dim() == 4 && reference.dim() == 3 && reference.scalar_type() == torch::kInt64 &&
                    logits.size(0) == reference.size(0) && logits.size(2) == reference.size(1) &&
                    logits.size(3) == reference.size(2) && reference.numel() > 0;
  if (!fits)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("logits of shape ", logits.sizes(), " and labels of shape ", reference.sizes(), ", ",
                    reference.dtype(), ": wanted [N,K,H,W] and [N,H,W] of int64"));
  if (!reference.is_cpu())
    return;  // to look would be to wait; a batch's labels are of classes when it is made
  const int64_t labels = logits.size(1) + static_cast<int64_t>(unions.size());
  const Tensor known = ((reference >= 0) & (reference < labels)) | (reference == kIgnoreLabel);
  if (!known.all().item<bool>())
    throw Error(ErrorKind::kBadInput, "loss.label",
                Cat("label ", reference.masked_select(known.logical_not())[0].item<int64_t>(),
                    ": must be 0 to ", labels - 1, ", or ", kIgnoreLabel));
}

std::string Named(const ClassSets& sets) {
  return Joined(sets, " ", [](const auto& classes) { return Joined(classes, "+"); });
}

/// Class numbers to select by.
Tensor Selecting(const std::vector<int64_t>& classes, const torch::Device& device) {
  return Constant(Cat("classes ", Joined(classes, "+")), torch::TensorOptions(device).dtype(torch::kInt64),
                  [&] { return torch::tensor(classes, torch::kInt64); });
}

/// [S,K]: 1 where structure s holds class k.
Tensor Structures(int64_t classes, const SegmentationLossOptions& options, const ClassSets& regions) {
  if (regions.empty()) {
    const Tensor all = torch::eye(classes, torch::kFloat64);
    return options.dice_background || classes == 1 ? all : all.narrow(0, 1, classes - 1);
  }
  std::vector<double> member(regions.size() * static_cast<size_t>(classes));
  for (size_t s = 0; s < regions.size(); ++s)
    for (const int64_t k : regions[s]) {
      if (k < 0 || k >= classes)
        throw Error(ErrorKind::kBadInput, "loss.label",
                    Cat("class ", k, " of a region: must be 0 to ", classes - 1));
      member[s * static_cast<size_t>(classes) + static_cast<size_t>(k)] = 1;
    }
  return torch::tensor(member, torch::kFloat64).view({-1, classes});
}

/// [S,U]: 1 where structure s holds all classes (`whole`), or some but not all, of union u.
Tensor Unions(const Tensor& structures, const ClassSets& unions, bool whole) {
  std::vector<Tensor> columns;
  for (const auto& classes : unions) {
    const Tensor held = structures.index_select(1, torch::tensor(classes, torch::kInt64)).sum(1);
    const auto all = static_cast<double>(classes.size());
    columns.push_back(whole ? held.eq(all) : held.gt(0) & held.lt(all));
  }
  return torch::stack(columns, 1);
}

/// From log p [N,K,H,W] and labels that are all known.
Tensor DiceOf(const Tensor& log_p, const Tensor& reference, const SegmentationLossOptions& options,
              const ClassSets& regions, const ClassSets& unions) {
  const int64_t k = log_p.size(1);
  const Tensor counts = reference.ne(kIgnoreLabel).flatten().to(log_p.scalar_type());  // [X]
  const Tensor p = log_p.exp().transpose(0, 1).reshape({k, -1}) * counts;              // [K,X]
  const Tensor classes = torch::arange(k, reference.options()).unsqueeze(1);           // [K,1]
  const Tensor g = reference.flatten().eq(classes).to(log_p.scalar_type());            // [K,X]
  const auto structures = [&] { return Structures(k, options, regions); };
  const std::string what = Cat("structures ", k, options.dice_background, " ", Named(regions));
  const Tensor sets = Constant(what, log_p.options(), structures);  // [S,K]
  Tensor p_of = sets.matmul(p), g_of = sets.matmul(g);              // [S,X]
  if (!unions.empty()) {
    const Tensor numbers = torch::arange(k, k + std::ssize(unions), reference.options()).unsqueeze(1);
    const Tensor of_union = reference.flatten().eq(numbers).to(log_p.scalar_type());  // [U,X]
    const auto held = [&](bool whole) {
      return Constant(Cat(what, " of ", Named(unions), whole), log_p.options(),
                      [&] { return Unions(structures(), unions, whole); });
    };
    g_of = g_of + held(true).matmul(of_union);
    p_of = p_of * (1 - held(false).matmul(of_union));
  }
  const auto sums = SumsOverBatch({(p_of * g_of).sum(1), p_of.sum(1), g_of.sum(1)});
  const Tensor overlap = 2 * sums[0] + options.dice_smooth;
  return 1 - (overlap / (sums[1] + sums[2] + options.dice_smooth)).mean();
}

/// [N,H,W]: log of the probability of what the label says, 0 where it says nothing.
Tensor LogOfLabel(const Tensor& log_p, const Tensor& reference, const ClassSets& unions) {
  const Tensor classes = torch::arange(log_p.size(1), reference.options()).view({1, -1, 1, 1});
  // By comparison, not nll_loss: its sums on a GPU come in any order.
  Tensor sum = (log_p * reference.unsqueeze(1).eq(classes).to(log_p.scalar_type())).sum(1);
  int64_t label = log_p.size(1);
  for (const auto& members : unions) {
    const Tensor any = log_p.index_select(1, Selecting(members, log_p.device())).logsumexp(1);
    sum = sum + any * reference.eq(label++).to(log_p.scalar_type());
  }
  return sum;
}

/// The pixels in the middle of cells of `cell` pixels along `dim`; of a cell that is not all there,
/// perhaps the last.
Tensor Middles(const Tensor& labels, int64_t dim, int64_t cell) {
  const Tensor starts = torch::arange(0, labels.size(dim), cell, labels.options());
  return labels.index_select(dim, (starts + cell / 2).clamp_max(labels.size(dim) - 1));
}

}  // namespace

Tensor SoftDiceLoss(const Tensor& logits, const Tensor& reference, const SegmentationLossOptions& options,
                    const ClassSets& regions, const ClassSets& unions) {
  RequireLabels(logits, reference, unions);
  return DiceOf(logits.log_softmax(1), reference, options, regions, unions);
}

SegmentationLossTerms SegmentationLoss(const Tensor& logits, const Tensor& reference,
                                       const SegmentationLossOptions& options, const ClassSets& regions,
                                       const ClassSets& unions) {
  RequireLabels(logits, reference, unions);
  const Tensor log_p = logits.log_softmax(1);
  const Tensor counts = reference.ne(kIgnoreLabel);
  SegmentationLossTerms terms;
  const auto sums = SumsOverBatch({LogOfLabel(log_p, reference, unions).sum(), counts.sum()});
  terms.cross_entropy = -sums[0] / sums[1].clamp_min(1);
  terms.dice = DiceOf(log_p, reference, options, regions, unions);
  terms.total = options.cross_entropy_weight * terms.cross_entropy + options.dice_weight * terms.dice;
  return terms;
}

SegmentationLossTerms SegmentationLoss(const std::vector<Tensor>& logits, const Tensor& reference,
                                       const SegmentationLossOptions& options, const ClassSets& regions,
                                       const ClassSets& unions) {
  F4S_CHECK_EQ(logits.empty(), false);
  SegmentationLossTerms sum = SegmentationLoss(logits[0], reference, options, regions, unions);
  double weights = 1;
  for (size_t i = 1; i < logits.size(); ++i) {
    const int64_t cell = int64_t{1} << i;
    const double weight = 1 / static_cast<double>(cell);
    const Tensor labels = Middles(Middles(reference, 1, cell), 2, cell);
    const SegmentationLossTerms terms = SegmentationLoss(logits[i], labels, options, regions, unions);
    sum.cross_entropy = sum.cross_entropy + weight * terms.cross_entropy;
    sum.dice = sum.dice + weight * terms.dice;
    weights += weight;
  }
  if (logits.size() == 1) return sum;
  sum.cross_entropy = sum.cross_entropy / weights;
  sum.dice = sum.dice / weights;
  sum.total = options.cross_entropy_weight * sum.cross_entropy + options.dice_weight * sum.dice;
  return sum;
}

}  // namespace f4s
