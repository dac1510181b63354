#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "libfuse4seg/metric/segmentation/components.h"
#include "libfuse4seg/metric/segmentation/lesions.h"

namespace f4s {
namespace {

std::vector<int64_t> SizesOf(const Components& components) {
  std::vector<int64_t> sizes(static_cast<size_t>(components.count) + 1);
  for (const int32_t number : components.of_voxel) ++sizes[static_cast<size_t>(number)];
  return sizes;
}

struct Candidate {
  double iou;
  int32_t reference, prediction;
};

/// Pairs with an IoU of at least 0.5, the best first.
std::vector<Candidate> CandidatesOf(const Components& reference, const Components& prediction) {
  std::map<std::pair<int32_t, int32_t>, int64_t> both;
  for (size_t i = 0; i < reference.of_voxel.size(); ++i)
    if (reference.of_voxel[i] != 0 && prediction.of_voxel[i] != 0)
      ++both[{reference.of_voxel[i], prediction.of_voxel[i]}];
  const auto of_reference = SizesOf(reference), of_prediction = SizesOf(prediction);
  std::vector<Candidate> candidates;
  for (const auto& [pair, count] : both) {
    const int64_t either = of_reference[static_cast<size_t>(pair.first)] +
                           of_prediction[static_cast<size_t>(pair.second)] - count;
    if (2 * count >= either)
      candidates.push_back(
          {static_cast<double>(count) / static_cast<double>(either), pair.first, pair.second});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.iou > b.iou; });
  return candidates;
}

}  // namespace

InstanceScores ScoreInstances(const RegionInBox& in) {
  InstanceScores scores;
  if (in.box.end[0] == 0) return scores;
  const Components reference = ComponentsOf(MaskOf(in.reference, in.size, in.box, in.region));
  const Components prediction = ComponentsOf(MaskOf(in.prediction, in.size, in.box, in.region));
  std::vector<uint8_t> reference_is_taken(static_cast<size_t>(reference.count) + 1),
      prediction_is_taken(static_cast<size_t>(prediction.count) + 1);
  double sum = 0;
  for (const Candidate& pair : CandidatesOf(reference, prediction)) {
    uint8_t& of_reference = reference_is_taken[static_cast<size_t>(pair.reference)];
    uint8_t& of_prediction = prediction_is_taken[static_cast<size_t>(pair.prediction)];
    if (of_reference != 0 || of_prediction != 0) continue;
    of_reference = of_prediction = 1;
    sum += pair.iou;
    ++scores.tp;
  }
  scores.fp = prediction.count - scores.tp;
  scores.fn = reference.count - scores.tp;
  const auto tp = static_cast<double>(scores.tp);
  scores.rq = tp / (tp + static_cast<double>(scores.fp + scores.fn) / 2);
  scores.sq = scores.tp == 0 ? 0 : sum / tp;
  scores.pq = *scores.rq * *scores.sq;
  return scores;
}

}  // namespace f4s
