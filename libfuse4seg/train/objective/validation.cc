#include "libfuse4seg/train/objective/validation.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/metric/segmentation/label_pairs.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {
namespace {

constexpr size_t kBatch = 16;

/// Values in 0..1 as levels of 8 bits, a half rounded up.
torch::Tensor AsLevels(const torch::Tensor& planes) {
  return (planes.clamp(0, 1) * 255 + 0.5).floor().to(torch::kUInt8);
}

Image<uint8_t> LevelPicture(const torch::Tensor& levels) {
  const torch::Tensor plane = levels.contiguous();
  const auto* const first = plane.const_data_ptr<uint8_t>();
  return Picture<uint8_t>(plane.size(1), plane.size(0), {first, first + plane.numel()});
}

/// @param images  [M,H,W] in 0..1  @param fused  [1,H,W], levels
FusionScores ScoreSlice(const torch::Tensor& images, const torch::Tensor& fused) {
  std::vector<FusionSource> sources;
  for (int64_t m = 0; m < images.size(0); ++m)
    sources.push_back({std::to_string(m), LevelPicture(AsLevels(images[m]))});
  return ScoreFusion(LevelPicture(fused[0]), sources);
}

std::vector<uint16_t> Values(const torch::Tensor& labels) {
  const torch::Tensor flat = labels.to(torch::kCPU).contiguous();
  const auto* const first = flat.const_data_ptr<int64_t>();
  std::vector<uint16_t> values(static_cast<size_t>(flat.numel()));
  std::transform(first, first + flat.numel(), values.begin(),
                 [](int64_t v) { return static_cast<uint16_t>(v); });
  return values;
}

}  // namespace

bool ForEachWholeBatch(const SliceDataset& slices, const std::function<void(const SliceBatch&)>& work) {
  const Ranks& ranks = Ranks::Here();
  int64_t turn = 0;
  for (int64_t i = 0; i < slices.size(); ++turn) {
    if (StopRequested()) break;
    std::vector<int64_t> indices;
    for (const int64_t first = i; i < slices.size() && indices.size() < kBatch; ++i) {
      if (slices.size_of(i) != slices.size_of(first)) break;
      indices.push_back(i);
    }
    if (turn % ranks.size() == ranks.rank()) work(WholeSlices(slices, indices));
  }
  return !ranks.Any(StopRequested());
}

std::vector<int64_t> EvenlySpaced(int64_t size, int64_t count) {
  if (count == 0 || count > size) count = size;
  std::vector<int64_t> numbers;
  for (int64_t i = 0; i < count; ++i) numbers.push_back((2 * i + 1) * size / (2 * count));
  return numbers;
}

std::vector<int64_t> FusionScorer::Wanted(const SliceBatch& batch) const {
  std::vector<int64_t> wanted;
  for (size_t i = 0; i < batch.indices.size(); ++i)
    if (std::binary_search(indices_.begin(), indices_.end(), batch.indices[i]))
      wanted.push_back(static_cast<int64_t>(i));
  return wanted;
}

void FusionScorer::Add(const SliceBatch& batch, const torch::Tensor& fused, int threads) {
  const torch::Tensor planes = fused.to(torch::kCPU);
  const std::vector<int64_t> wanted = Wanted(batch);
  std::vector<FusionScores> scores(wanted.size());
  ForEachShard(static_cast<int64_t>(wanted.size()), threads, [&](int64_t k) {
    const int64_t i = wanted[static_cast<size_t>(k)];
    scores[static_cast<size_t>(k)] = ScoreSlice(batch.images[i], AsLevels(planes[i]));
  });
  for (size_t k = 0; k < scores.size(); ++k)
    AddScores(scores[k], batch.indices[static_cast<size_t>(wanted[k])]);
}

void FusionScorer::AddScores(const FusionScores& scores, int64_t index) {
  if (scores.vif.defined()) {
    vif_ += scores.vif.value(), ++num_vif_;
    vif_of_slices_.emplace_back(scores.vif.value(), index);
  }
  if (scores.qabf.defined()) qabf_ += scores.qabf.value(), ++num_qabf_;
}

void FusionScorer::AddLater(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& fused,
                            int threads, DeviceTally& tally) {
  if (fused.is_cpu()) return Add(batch, fused, threads);
  std::vector<torch::Tensor> planes;
  std::vector<int64_t> indices;
  for (const int64_t i : Wanted(batch)) {
    planes.push_back(fused[i]);
    indices.push_back(batch.indices[static_cast<size_t>(i)]);
  }
  if (planes.empty()) return;
  tally.Keep(AsLevels(torch::stack(planes)), [this, &slices, indices, threads](const torch::Tensor& levels) {
    std::vector<FusionScores> scores(indices.size());
    ForEachShard(std::ssize(indices), threads, [&](int64_t k) {
      const int64_t index = indices[static_cast<size_t>(k)];
      scores[static_cast<size_t>(k)] = ScoreSlice(WholeSlices(slices, {index}).images[0], levels[k]);
    });
    for (size_t k = 0; k < indices.size(); ++k) AddScores(scores[k], indices[k]);
  });
}

void FusionScorer::AddOfOtherRanks() {
  const Ranks& ranks = Ranks::Here();
  if (ranks.alone()) return;
  const auto sums = ranks.Sums(
      std::vector<double>{vif_, qabf_, static_cast<double>(num_vif_), static_cast<double>(num_qabf_)});
  vif_ = sums[0], qabf_ = sums[1];
  num_vif_ = static_cast<int64_t>(sums[2]), num_qabf_ = static_cast<int64_t>(sums[3]);
  const std::vector<std::string> all = ranks.Exchange(ToLine(Json(vif_of_slices_)));
  vif_of_slices_.clear();
  for (const std::string& text : all)
    for (const auto& one : Json::parse(text).get<std::vector<std::pair<double, int64_t>>>())
      vif_of_slices_.push_back(one);
}

std::vector<WeakSlice> FusionScorer::Weakest(size_t most) const {
  auto order = vif_of_slices_;
  std::sort(order.begin(), order.end());
  std::vector<WeakSlice> weakest;
  for (size_t i = 0; i < std::min(most, order.size()); ++i)
    weakest.push_back({order[i].second, {{"fusion", {{"VIF", order[i].first}}}}});
  return weakest;
}

Json FusionScorer::Means(double& sum) const {
  Json means = {{"VIF", nullptr}, {"Qabf", nullptr}};
  if (num_vif_ > 0) means["VIF"] = vif_ / static_cast<double>(num_vif_);
  if (num_qabf_ > 0) means["Qabf"] = qabf_ / static_cast<double>(num_qabf_);
  for (const Json& mean : means)
    if (!mean.is_null()) sum += mean.get<double>();
  return means;
}

void DiceScorer::Add(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& predicted) {
  const Size3 size = {predicted.size(2), predicted.size(1), 1};
  const torch::Tensor fetched = predicted.to(torch::kCPU);
  for (size_t i = 0; i < batch.indices.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    const torch::Tensor labels = batch.labels[row].to(torch::kCPU), counted = labels.ne(kIgnoreLabel);
    const auto reference = Values(labels * counted), prediction = Values(fetched[row] * counted);
    const LabelPairs pairs(reference, prediction, size);
    std::vector<Counts> regions;
    for (const Region& region : regions_) {
      const auto overlap = pairs.OverlapOf(region);
      regions.push_back({overlap.tp, overlap.tp + overlap.fn, overlap.tp + overlap.fp});
    }
    AddSlice(slices, batch.indices[i], regions);
  }
}

void DiceScorer::Subject::Add(const Subject& other) {
  regions.resize(other.regions.size());
  for (size_t r = 0; r < regions.size(); ++r) {
    regions[r].both += other.regions[r].both;
    regions[r].reference += other.regions[r].reference;
    regions[r].predicted += other.regions[r].predicted;
  }
  // The first of equals, in whatever order ranks come.
  if (std::pair(-other.most_wrong, other.worst_slice) < std::pair(-most_wrong, worst_slice))
    most_wrong = other.most_wrong, worst_slice = other.worst_slice;
}

void DiceScorer::AddOfOtherRanks() {
  const Ranks& ranks = Ranks::Here();
  if (ranks.alone()) return;
  Json mine = Json::object();
  for (const auto& [name, subject] : subjects_) {
    Json& one = mine[name] = {{"slice", subject.worst_slice}, {"wrong", subject.most_wrong}};
    for (const Counts& counts : subject.regions)
      one["counts"].push_back({counts.both, counts.reference, counts.predicted});
  }
  subjects_.clear();
  for (const std::string& text : ranks.Exchange(ToLine(mine))) {
    const Json theirs = Json::parse(text);
    for (const auto& [name, one] : theirs.items()) {
      Subject subject = {{}, one.at("slice").get<int64_t>(), one.at("wrong").get<int64_t>()};
      for (const Json& counts : one.at("counts"))
        subject.regions.push_back(
            {counts[0].get<int64_t>(), counts[1].get<int64_t>(), counts[2].get<int64_t>()});
      subjects_[name].Add(subject);
    }
  }
}

torch::Tensor OverlapsOf(const torch::Tensor& labels, const torch::Tensor& predicted,
                         const std::vector<Region>& regions) {
  const torch::Tensor counted = labels.ne(kIgnoreLabel);
  std::vector<torch::Tensor> counts;
  for (const Region& region : regions) {
    torch::Tensor reference = torch::zeros_like(counted), found = reference;
    for (const uint16_t value : region.values) {
      reference = reference.bitwise_or(labels.eq(value));
      found = found.bitwise_or(predicted.eq(value));
    }
    found = found.bitwise_and(counted);
    for (const torch::Tensor& pixels : {reference.bitwise_and(found), reference, found})
      counts.push_back(pixels.sum(torch::IntArrayRef({1, 2})));  // int64
  }
  return torch::stack(counts, 1).view({labels.size(0), std::ssize(regions), 3});
}

void DiceScorer::AddLater(const SliceDataset& slices, const SliceBatch& batch, const torch::Tensor& predicted,
                          DeviceTally& tally) {
  if (predicted.is_cpu()) return Add(slices, batch, predicted);
  const torch::Tensor labels = Uploaded(batch.labels, predicted.device());
  tally.Keep(OverlapsOf(labels, predicted, regions_),
             [this, &slices, indices = batch.indices](const torch::Tensor& counts) {
               const auto number = counts.accessor<int64_t, 3>();
               for (size_t i = 0; i < indices.size(); ++i) {
                 const auto row = static_cast<int64_t>(i);
                 std::vector<Counts> regions;
                 for (int64_t r = 0; r < counts.size(1); ++r)
                   regions.push_back({number[row][r][0], number[row][r][1], number[row][r][2]});
                 AddSlice(slices, indices[i], regions);
               }
             });
}

void DiceScorer::AddSlice(const SliceDataset& slices, int64_t index, const std::vector<Counts>& regions) {
  Subject slice = {regions, index, 0};
  for (const Counts& counts : regions) slice.most_wrong += counts.wrong();
  subjects_[slices.place(index).subject].Add(slice);
}

int64_t DiceScorer::NumWithReference(size_t region) const {
  return std::count_if(subjects_.begin(), subjects_.end(),
                       [&](const auto& one) { return one.second.regions[region].reference > 0; });
}

Json DiceScorer::Means(double& mean) const {
  Json means = Json::object();
  double sum_of_regions = 0;
  int num_regions = 0;
  for (size_t r = 0; r < regions_.size(); ++r) {
    const int64_t n = NumWithReference(r);
    Json& one = means[regions_[r].name] = {{"dice", nullptr}, {"n", n}};
    if (n == 0) continue;
    double sum = 0;
    for (const auto& [name, subject] : subjects_)
      if (subject.regions[r].reference > 0) sum += subject.regions[r].dice();
    one["dice"] = sum / static_cast<double>(n);
    sum_of_regions += sum / static_cast<double>(n);
    ++num_regions;
  }
  mean = num_regions > 0 ? sum_of_regions / num_regions : 0;
  return means;
}

std::vector<WeakSlice> DiceScorer::Weakest(size_t most) const {
  std::vector<std::pair<double, WeakSlice>> scored;
  for (const auto& [name, subject] : subjects_) {
    Json dice = Json::object();
    double sum = 0;
    for (size_t r = 0; r < regions_.size(); ++r)
      if (subject.regions[r].reference > 0) {
        dice[regions_[r].name] = {{"dice", subject.regions[r].dice()}};
        sum += subject.regions[r].dice();
      }
    if (dice.empty()) continue;
    scored.push_back(
        {sum / static_cast<double>(dice.size()), {subject.worst_slice, {{"segmentation", dice}}}});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<WeakSlice> weakest;
  for (size_t i = 0; i < std::min(most, scored.size()); ++i) weakest.push_back(std::move(scored[i].second));
  return weakest;
}

std::vector<std::string> DiceScorer::Warnings() const {
  std::vector<std::string> warnings;
  const bool found = std::any_of(subjects_.begin(), subjects_.end(), [](const auto& subject) {
    return std::any_of(subject.second.regions.begin(), subject.second.regions.end(),
                       [](const Counts& counts) { return counts.predicted > 0; });
  });
  if (!found) warnings.emplace_back("predicts nothing in any validation slice");
  for (size_t r = 0; r < regions_.size(); ++r)
    if (NumWithReference(r) == 0)
      warnings.push_back(Cat("no validation subject has ", regions_[r].name,
                             ": its Dice is undefined and has no part in the score"));
  return warnings;
}

std::vector<Region> WithUnions(std::vector<Region> regions, const std::vector<std::vector<int64_t>>& unions,
                               int64_t classes) {
  for (Region& region : regions) {
    const std::vector<uint16_t> own = region.values;
    for (size_t i = 0; i < unions.size(); ++i)
      if (std::includes(own.begin(), own.end(), unions[i].begin(), unions[i].end()))
        region.values.push_back(static_cast<uint16_t>(classes + static_cast<int64_t>(i)));
  }
  return regions;
}

std::vector<Region> RegionsOfClasses(const Classes& classes, const std::vector<Region>& regions) {
  std::map<uint16_t, uint16_t> class_of;
  for (const auto& [value, name] : classes) {
    const auto next = static_cast<uint16_t>(class_of.size() + 1);
    class_of[value] = next;
  }
  std::vector<Region> result;
  for (const Region& region : regions) {
    result.push_back({region.name, {}});
    for (const uint16_t value : region.values)
      if (const auto found = class_of.find(value); found != class_of.end())
        result.back().values.push_back(found->second);
  }
  if (result.empty())
    for (const auto& [value, name] : classes)
      result.push_back({name.empty() ? std::to_string(value) : name, {class_of.at(value)}});
  return result;
}

}  // namespace f4s
