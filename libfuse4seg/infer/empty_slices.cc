#include "libfuse4seg/infer/empty_slices.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

namespace f4s {
namespace {

using PlaneResult = std::vector<float>;

bool IsEmpty(const View<const float>& plane) {
  if (plane.data == nullptr) return true;
  const auto pixels = plane.pixels();
  return std::all_of(pixels.begin(), pixels.end(), [](float value) { return value == 0; });
}

bool AreEmpty(const Views<const float>& planes) { return std::all_of(planes.begin(), planes.end(), IsEmpty); }

class EmptyOnce final : public LoadedNetwork {
 public:
  explicit EmptyOnce(std::shared_ptr<const LoadedNetwork> network) : network_(std::move(network)) {}

  [[nodiscard]] bool fuses() const override { return network_->fuses(); }
  [[nodiscard]] bool attends() const override { return network_->attends(); }
  [[nodiscard]] bool inverts() const override { return network_->inverts(); }
  [[nodiscard]] bool segments() const override { return network_->segments(); }
  [[nodiscard]] bool sees_images() const override { return network_->sees_images(); }
  [[nodiscard]] bool sees_fused() const override { return network_->sees_fused(); }

  [[nodiscard]] PlaneResult Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                 AttentionPlanes* maps) const override {
    const auto compute = [&] { return network_->Fuse(images, slots, maps); };
    if (maps != nullptr || images.empty() || !AreEmpty(images)) return compute();
    return Remembered({true, false, images[0].height, images[0].width, slots}, compute);
  }

  [[nodiscard]] PlaneResult FuseAndKeep(const Views<const float>& images, const std::vector<int64_t>& slots,
                                        LatentPlanes& latent) const override {
    return network_->FuseAndKeep(images, slots, latent);
  }
  [[nodiscard]] PlaneResult RawOf(const View<const float>& fused) const override {
    return network_->RawOf(fused);
  }
  [[nodiscard]] PlaneResult TakeApart(const View<const float>& fused, std::span<const double> z,
                                      std::span<const double> rest) const override {
    return network_->TakeApart(fused, z, rest);
  }

  [[nodiscard]] PlaneResult Probabilities(const Views<const float>& images, const std::vector<int64_t>& slots,
                                          const View<const float>& fused, bool flips) const override {
    const auto compute = [&] { return network_->Probabilities(images, slots, fused, flips); };
    if (!AreEmpty(images) || !IsEmpty(fused)) return compute();
    const View<const float>& any = images.empty() ? fused : images[0];
    return Remembered({false, flips, any.height, any.width, slots}, compute);
  }

  [[nodiscard]] std::vector<PlaneResult> FuseEach(const std::vector<FuseInput>& pictures) const override {
    return WithoutEmpty(
        pictures, [](const FuseInput& one) { return !one.images.empty() && AreEmpty(one.images); },
        [&](const FuseInput& one) { return Fuse(one.images, one.slots, nullptr); },
        [&](const auto& others) { return network_->FuseEach(others); });
  }
  [[nodiscard]] std::vector<PlaneResult> ProbabilitiesOfEach(const std::vector<SegmentInput>& pictures,
                                                             bool flips) const override {
    return WithoutEmpty(
        pictures, [](const SegmentInput& one) { return AreEmpty(one.images) && IsEmpty(one.fused); },
        [&](const SegmentInput& one) { return Probabilities(one.images, one.slots, one.fused, flips); },
        [&](const auto& others) { return network_->ProbabilitiesOfEach(others, flips); });
  }
  [[nodiscard]] int64_t pictures_at_once() const override { return network_->pictures_at_once(); }

 private:
  /// What is empty is remembered, and all others are computed together.
  template <class Picture, class Empty, class One, class All>
  std::vector<PlaneResult> WithoutEmpty(const std::vector<Picture>& pictures, const Empty& empty,
                                        const One& one, const All& all) const {
    std::vector<PlaneResult> results(pictures.size());
    std::vector<Picture> others;
    std::vector<size_t> places;
    for (size_t i = 0; i < pictures.size(); ++i) {
      if (empty(pictures[i])) {
        results[i] = one(pictures[i]);
        continue;
      }
      others.push_back(pictures[i]);
      places.push_back(i);
    }
    if (others.empty()) return results;
    auto made = all(others);
    for (size_t k = 0; k < places.size(); ++k) results[places[k]] = std::move(made[k]);
    return results;
  }

  /// Fused image or probabilities, with flips, rows, columns, slots.
  using Key = std::tuple<bool, bool, int64_t, int64_t, std::vector<int64_t>>;

  template <class Compute>
  PlaneResult Remembered(const Key& key, const Compute& compute) const {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = known_.find(key); found != known_.end()) return found->second;
    }
    PlaneResult made = compute();  // perhaps by several threads at once, the same
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMostKnown) known_.clear();  // cases of many sizes: no growth with their number
    known_[key] = made;
    return made;
  }

  static constexpr size_t kMostKnown = 8;
  std::shared_ptr<const LoadedNetwork> network_;
  mutable std::mutex mutex_;
  mutable std::map<Key, PlaneResult> known_;
};

}  // namespace

std::shared_ptr<const LoadedNetwork> WithEmptySlicesOnce(std::shared_ptr<const LoadedNetwork> network) {
  return std::make_shared<EmptyOnce>(std::move(network));
}

}  // namespace f4s
