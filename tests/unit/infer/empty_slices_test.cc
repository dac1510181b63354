#include "libfuse4seg/infer/empty_slices.h"

#include <gtest/gtest.h>

#include "tests/support/views.h"

namespace f4s {
namespace {

/// Counts how often it is asked, and answers by what it is asked.
class Counting final : public LoadedNetwork {
 public:
  [[nodiscard]] bool fuses() const override { return true; }
  [[nodiscard]] bool attends() const override { return true; }
  [[nodiscard]] bool inverts() const override { return false; }
  [[nodiscard]] bool segments() const override { return true; }
  [[nodiscard]] bool sees_images() const override { return true; }
  [[nodiscard]] bool sees_fused() const override { return true; }
  [[nodiscard]] std::vector<float> Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                        AttentionPlanes*) const override {
    ++asked;
    return {images[0].data[0], static_cast<float>(images[0].width), static_cast<float>(slots[0])};
  }
  [[nodiscard]] std::vector<float> FuseAndKeep(const Views<const float>&, const std::vector<int64_t>&,
                                               LatentPlanes&) const override {
    return {};
  }
  [[nodiscard]] std::vector<float> RawOf(const View<const float>&) const override { return {}; }
  [[nodiscard]] std::vector<float> TakeApart(const View<const float>&, std::span<const double>,
                                             std::span<const double>) const override {
    return {};
  }
  [[nodiscard]] std::vector<float> Probabilities(const Views<const float>& images,
                                                 const std::vector<int64_t>&, const View<const float>& fused,
                                                 bool flips) const override {
    ++asked;
    const float of_fused = fused.data == nullptr ? -1 : fused.data[0];
    return {images.empty() ? 0 : images[0].data[0], of_fused, flips ? 1.0F : 0.0F};
  }
  mutable int asked = 0;
};

TEST(EmptySlices, AmongOthersAreComputedOnce) {
  const auto counting = std::make_shared<Counting>();
  const auto network = WithEmptySlicesOnce(counting);
  const std::vector<float> none(12), one(12, 3), two(12, 5);
  std::vector<FuseInput> pictures;
  for (const auto* plane : {&none, &one, &none, &two, &none})
    pictures.push_back({ViewsOf({*plane}, 3, 4), {0}});
  const auto fused = network->FuseEach(pictures);
  EXPECT_EQ(counting->asked, 3);
  ASSERT_EQ(fused.size(), 5U);
  const float wanted[] = {0, 3, 0, 5, 0};
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(fused[i].front(), wanted[i]) << i;
  std::vector<SegmentInput> slices;
  for (const auto* plane : {&one, &none, &none}) slices.push_back({{}, {}, ViewsOf({*plane}, 3, 4)[0]});
  const auto probable = network->ProbabilitiesOfEach(slices, true);
  EXPECT_EQ(counting->asked, 5);
  EXPECT_EQ(probable, (std::vector<std::vector<float>>{{0, 3, 1}, {0, 0, 1}, {0, 0, 1}}));
}

TEST(EmptySlices, AreComputedOnceForEachSizeSlotsAndFlips) {
  const auto counting = std::make_shared<Counting>();
  const auto network = WithEmptySlicesOnce(counting);
  const std::vector<float> none(12), one = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  const auto fuse = [&](const std::vector<float>& plane, int rows, int64_t slot) {
    return network->Fuse(ViewsOf({plane}, rows, 12 / rows), {slot}, nullptr);
  };
  EXPECT_EQ(fuse(none, 3, 0), (std::vector<float>{0, 4, 0}));
  EXPECT_EQ(fuse(none, 3, 0), (std::vector<float>{0, 4, 0}));
  EXPECT_EQ(counting->asked, 1);
  EXPECT_EQ(fuse(none, 4, 0), (std::vector<float>{0, 3, 0}));
  EXPECT_EQ(fuse(none, 4, 1), (std::vector<float>{0, 3, 1}));
  EXPECT_EQ(counting->asked, 3);
  static_cast<void>(fuse(one, 3, 0)), static_cast<void>(fuse(one, 3, 0));  // something is there
  EXPECT_EQ(counting->asked, 5);
  AttentionPlanes maps;
  static_cast<void>(network->Fuse(ViewsOf({none}, 3, 4), {0}, &maps));  // maps are not remembered
  EXPECT_EQ(counting->asked, 6);
}

TEST(EmptySlices, OfProbabilitiesAreThoseWhereFusedImageAndImagesAreEmpty) {
  const auto counting = std::make_shared<Counting>();
  const auto network = WithEmptySlicesOnce(counting);
  const std::vector<float> none(12), one(12, 1);
  const auto segment = [&](const std::vector<float>& image, const std::vector<float>& fused, bool flips) {
    return network->Probabilities(ViewsOf({image}, 3, 4), {0}, ViewOf(fused, 3, 4), flips);
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(segment(none, none, false), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(counting->asked, 1);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(segment(none, none, true), (std::vector<float>{0, 0, 1}));
  EXPECT_EQ(counting->asked, 2);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(segment(none, one, false), (std::vector<float>{0, 1, 0}));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(segment(one, none, false), (std::vector<float>{1, 0, 0}));
  EXPECT_EQ(counting->asked, 6);
}

}  // namespace
}  // namespace f4s
