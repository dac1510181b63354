#include "libfuse4seg/metric/segmentation/lesions.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "libfuse4seg/metric/segmentation/components.h"
#include "libfuse4seg/metric/segmentation/segmentation_rules.h"
#include "libfuse4seg/metric/segmentation/surface_distances.h"

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

namespace {

/// The box with a margin, as far as the maps reach.
VoxelBox WidenedBox(VoxelBox box, int64_t margin, const Size3& size) {
  for (size_t axis = 0; axis < 3; ++axis) {
    box.begin[axis] = std::max<int64_t>(box.begin[axis] - margin, 0);
    box.end[axis] = std::min(box.end[axis] + margin, size[axis]);
  }
  return box;
}

/// One lesion of the reference, numbered by the component of the dilated reference that it is in.
struct Lesion {
  int64_t voxels = 0, predicted_voxels = 0, both = 0;
  VoxelBox box;                    // of the lesion and of what belongs to it
  std::vector<int32_t> predicted;  // components of the prediction, ascending
};

VoxelBox OneVoxel(int64_t x, int64_t y, int64_t z) { return {{x, y, z}, {x + 1, y + 1, z + 1}}; }

/// Both maps of a region, by lesion.
class LesionMatch {
 public:
  LesionMatch(const RegionInBox& in, const VoxelBox& box, int64_t dilations)
      : reference_(MaskOf(in.reference, in.size, box, in.region)),
        prediction_(MaskOf(in.prediction, in.size, box, in.region)),
        lesion_of_(ComponentsOf(Dilated(reference_, dilations))),
        predicted_(ComponentsOf(prediction_)),
        lesions_(static_cast<size_t>(lesion_of_.count) + 1),
        is_matched_(static_cast<size_t>(predicted_.count) + 1) {
    FindTouching();
    Measure();
  }

  [[nodiscard]] std::vector<Lesion>& lesions() { return lesions_; }  ///< the first is none
  [[nodiscard]] int64_t num_unmatched() const {
    return std::count(is_matched_.begin() + 1, is_matched_.end(), 0);
  }

  /// HD95 of a lesion with its part of the prediction, which has voxels.
  [[nodiscard]] double Hd95(int32_t number, const RegionInBox& in) const {
    const Lesion& lesion = lesions_[static_cast<size_t>(number)];
    BitVolume reference(lesion.box.size()), prediction(lesion.box.size());
    const auto set = [&](BitVolume& mask, int64_t x, int64_t y, int64_t z) {
      x -= lesion.box.begin[0];
      mask.row(y - lesion.box.begin[1], z - lesion.box.begin[2])[x / 64] |= uint64_t{1} << (x % 64);
    };
    VisitSet(reference_, [&](int64_t x, int64_t y, int64_t z) {
      if (lesion_of_.of_voxel[Place(x, y, z)] == number) set(reference, x, y, z);
    });
    VisitSet(prediction_, [&](int64_t x, int64_t y, int64_t z) {
      if (Belongs(lesion, predicted_.of_voxel[Place(x, y, z)])) set(prediction, x, y, z);
    });
    return AreaHd95(reference, prediction, in.spacing_mm, in.dimensions, in.kernels);
  }

 private:
  [[nodiscard]] size_t Place(int64_t x, int64_t y, int64_t z) const {
    return static_cast<size_t>((z * reference_.size()[1] + y) * reference_.size()[0] + x);
  }
  [[nodiscard]] static bool Belongs(const Lesion& lesion, int32_t component) {
    return std::binary_search(lesion.predicted.begin(), lesion.predicted.end(), component);
  }

  void FindTouching() {
    VisitSet(prediction_, [&](int64_t x, int64_t y, int64_t z) {
      const int32_t lesion = lesion_of_.of_voxel[Place(x, y, z)];
      const int32_t component = predicted_.of_voxel[Place(x, y, z)];
      if (lesion == 0) return;
      is_matched_[static_cast<size_t>(component)] = 1;
      auto& list = lesions_[static_cast<size_t>(lesion)].predicted;
      const auto place = std::lower_bound(list.begin(), list.end(), component);
      if (place == list.end() || *place != component) list.insert(place, component);
    });
  }

  void Measure() {
    std::vector<std::vector<size_t>> lesions_of(is_matched_.size());  // a component's
    for (size_t i = 1; i < lesions_.size(); ++i)
      for (const int32_t component : lesions_[i].predicted)
        lesions_of[static_cast<size_t>(component)].push_back(i);
    VisitSet(reference_, [&](int64_t x, int64_t y, int64_t z) {
      Lesion& lesion = lesions_[static_cast<size_t>(lesion_of_.of_voxel[Place(x, y, z)])];
      ++lesion.voxels;
      lesion.box.Extend(OneVoxel(x, y, z));
      if (Belongs(lesion, predicted_.of_voxel[Place(x, y, z)])) ++lesion.both;
    });
    VisitSet(prediction_, [&](int64_t x, int64_t y, int64_t z) {
      for (const size_t i : lesions_of[static_cast<size_t>(predicted_.of_voxel[Place(x, y, z)])]) {
        ++lesions_[i].predicted_voxels;
        lesions_[i].box.Extend(OneVoxel(x, y, z));
      }
    });
  }

  BitVolume reference_, prediction_;
  Components lesion_of_, predicted_;
  std::vector<Lesion> lesions_;
  std::vector<uint8_t> is_matched_;
};

}  // namespace

LesionScores ScoreLesions(const RegionInBox& in, const LesionOptions& options) {
  LesionScores scores;
  if (in.box.end[0] == 0) return scores;
  LesionMatch match(in, WidenedBox(in.box, options.dilations, in.size), options.dilations);
  const double voxel_mm3 = in.spacing_mm[0] * in.spacing_mm[1] * in.spacing_mm[2];
  double dice = 0, hd95_mm = 0;
  for (size_t i = 1; i < match.lesions().size(); ++i) {
    const Lesion& lesion = match.lesions()[i];
    if (static_cast<double>(lesion.voxels) * voxel_mm3 <= options.most_dropped_mm3) continue;
    ++(lesion.predicted.empty() ? scores.fn : scores.tp);
    dice +=
        static_cast<double>(2 * lesion.both) / static_cast<double>(lesion.voxels + lesion.predicted_voxels);
    hd95_mm += lesion.predicted.empty() ? kBrats2023Distance : match.Hd95(static_cast<int32_t>(i), in);
  }
  scores.fp = match.num_unmatched();
  if (const auto count = static_cast<double>(scores.tp + scores.fn + scores.fp); count > 0) {
    scores.dice = dice / count;
    scores.hd95_mm = (hd95_mm + kBrats2023Distance * static_cast<double>(scores.fp)) / count;
  }
  return scores;
}

}  // namespace f4s
