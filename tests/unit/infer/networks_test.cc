#include "libfuse4seg/infer/networks.h"

#include <gtest/gtest.h>

#include <barrier>
#include <cmath>
#include <thread>

#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using PlaneValues = std::vector<float>;

PlaneValues RandomPlane(int height, int width, float phase) {
  PlaneValues plane(static_cast<size_t>(height * width));
  for (size_t i = 0; i < plane.size(); ++i)
    plane[i] = 0.5F + 0.5F * std::sin(0.37F * static_cast<float>(i) + phase);
  return plane;
}

PlaneValues Mirrored(const PlaneValues& planes, int height, int width, bool columns, bool rows) {
  PlaneValues result(planes.size());
  const size_t pixels = static_cast<size_t>(height * width);
  for (size_t i = 0; i < planes.size(); ++i) {
    const auto in = static_cast<int>(i % pixels);
    int y = in / width, x = in % width;
    if (rows) y = height - 1 - y;
    if (columns) x = width - 1 - x;
    result[i - i % pixels + static_cast<size_t>(y * width + x)] = planes[i];
  }
  return result;
}

class NetworksTest : public testing::Test {
 protected:
  std::shared_ptr<const LoadedNetwork> Made(const std::string& changes = "{}") {
    WriteRandomModel(file_, Json::parse(changes));
    return TheNetworks().Load(file_, {.device = "cpu"});
  }
  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "m.safetensors";
};

TEST_F(NetworksTest, FusesWhatTheSavedNetworkFuses) {
  const auto network = Made();
  const PlaneValues a = RandomPlane(13, 10, 0), b = RandomPlane(13, 10, 1);
  const PlaneValues fused = network->Fuse(ViewsOf({a, b}, 13, 10), {0, 1}, nullptr);
  at::set_num_threads(1);
  const auto one = [](const PlaneValues& p) { return torch::tensor(p).view({1, 1, 13, 10}); };
  const c10::InferenceMode inference;
  const torch::Tensor wanted =
      LoadModel(file_).network->fusion->forward(torch::cat({one(a), one(b)}, 1)).fused.contiguous();
  for (size_t i = 0; i < fused.size(); ++i) EXPECT_EQ(fused[i], wanted.data_ptr<float>()[i]);
  EXPECT_EQ(fused.size(), 130U);
}

/// What threads ask for, a few pictures at a time, of networks that compute each by itself and in batches.
class BatchesTest : public NetworksTest {
 protected:
  static constexpr int kPictures = 23;

  /// In 0..1, of two sizes in turn, 3 images each.
  BatchesTest() {
    for (int i = 0; i < kPictures; ++i) {
      const int rows = i % 5 == 4 ? 18 : 20;
      for (int m = 0; m < 3; ++m)
        planes_.push_back(RandomPlane(rows, 22, 0.7F * static_cast<float>(3 * i + m)));
    }
  }
  [[nodiscard]] Views<const float> ImagesOf(size_t picture, size_t count) const {
    Views<const float> images;
    for (size_t m = 0; m < count; ++m) {
      const PlaneValues& plane = planes_[3 * picture + m];
      images.push_back(ViewOf(plane, std::ssize(plane) / 22, 22));
    }
    return images;
  }
  /// Of all pictures, in order, asked for by three threads.
  template <class Ask>
  static std::vector<PlaneValues> Asked(const Ask& ask) {
    std::vector<PlaneValues> results(kPictures);
    std::vector<std::thread> threads;
    for (size_t t = 0; t < 3; ++t)
      threads.emplace_back([&, t] {
        for (size_t begin = 4 * t; begin < kPictures; begin += 12) {
          const size_t end = std::min<size_t>(begin + 4, kPictures);
          std::vector<PlaneValues> made = ask(begin, end);
          for (size_t i = begin; i < end; ++i) results[i] = std::move(made.at(i - begin));
        }
      });
    for (std::thread& thread : threads) thread.join();
    return results;
  }
  static void ExpectNear(const std::vector<PlaneValues>& a, const std::vector<PlaneValues>& b, float most) {
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      ASSERT_EQ(a[i].size(), b[i].size()) << i;
      for (size_t k = 0; k < a[i].size(); ++k) ASSERT_NEAR(a[i][k], b[i][k], most) << i << ' ' << k;
    }
  }
  [[nodiscard]] std::shared_ptr<const LoadedNetwork> InBatches(int64_t bytes) const {
    return TheNetworks().Load(file_, {.device = "cpu", .batch_bytes = bytes, .batches_on_cpu = true});
  }

  std::vector<PlaneValues> planes_;
};

TEST_F(BatchesTest, FuseWhatEachAloneDoes) {
  const auto one_by_one = Made();
  const auto ask = [&](const auto& network) {
    return Asked([&](size_t begin, size_t end) {
      std::vector<FuseInput> pictures;
      for (size_t i = begin; i < end; ++i)
        pictures.push_back(
            {ImagesOf(i, 2), i % 7 == 6 ? std::vector<int64_t>{1, 0} : std::vector<int64_t>{0, 1}});
      return network->FuseEach(pictures);
    });
  };
  const auto wanted = ask(one_by_one);
  EXPECT_EQ(wanted[3], one_by_one->Fuse(ImagesOf(3, 2), {0, 1}, nullptr));
  EXPECT_EQ(one_by_one->pictures_at_once(), 0) << "one a thread";
  for (const int64_t bytes : {int64_t{1}, int64_t{1} << 20, int64_t{1} << 30}) {
    const auto in_batches = InBatches(bytes);
    EXPECT_GT(in_batches->pictures_at_once(), 1);
    const auto found = ask(in_batches);
    ExpectNear(wanted, found, 1e-5F);
    EXPECT_EQ(found, ask(in_batches)) << "whatever the threads";
    if (bytes == 1) {
      EXPECT_EQ(found, wanted) << "batches of one picture are the same";
    }
  }
}

TEST_F(BatchesTest, SegmentWhatEachAloneDoesWithAndWithoutFlips) {
  for (const char* changes : {R"({"network":{"input":"fused"}})", R"({"network":{"input":"both"}})"}) {
    const auto one_by_one = Made(changes);
    for (const bool flips : {false, true}) {
      const auto ask = [&](const auto& network) {
        return Asked([&](size_t begin, size_t end) {
          std::vector<SegmentInput> pictures;
          for (size_t i = begin; i < end; ++i) {
            SegmentInput& picture = pictures.emplace_back();
            if (network->sees_images()) picture.images = ImagesOf(i, 2), picture.slots = {0, 1};
            if (network->sees_fused()) picture.fused = ImagesOf(i, 3)[2];
          }
          return network->ProbabilitiesOfEach(pictures, flips);
        });
      };
      const auto wanted = ask(one_by_one);
      for (const int64_t bytes : {int64_t{1}, int64_t{1} << 30}) {
        const auto in_batches = InBatches(bytes);
        const auto found = ask(in_batches);
        ExpectNear(wanted, found, 1e-5F);
        EXPECT_EQ(found, ask(in_batches)) << "whatever the threads";
      }
    }
  }
}

TEST_F(NetworksTest, SlotsSayWhichImageIsWhich) {
  const auto network = Made();
  const PlaneValues a = RandomPlane(9, 9, 0), b = RandomPlane(9, 9, 1);
  const PlaneValues fused = network->Fuse(ViewsOf({a, b}, 9, 9), {0, 1}, nullptr),
                    turned = network->Fuse(ViewsOf({b, a}, 9, 9), {1, 0}, nullptr),
                    swapped = network->Fuse(ViewsOf({a, b}, 9, 9), {1, 0}, nullptr);
  double differs = 0;
  for (size_t i = 0; i < fused.size(); ++i) {
    EXPECT_NEAR(fused[i], turned[i], 1e-6);
    differs += std::abs(fused[i] - swapped[i]);
  }
  EXPECT_GT(differs, 0.01);
}

TEST_F(NetworksTest, PlanesOfAnySizeComeOutInTheirSizeAndRange) {
  const auto network = Made();
  for (const auto& [height, width] : {std::pair{1, 1}, {1, 5}, {7, 2}, {33, 18}}) {
    const PlaneValues a = RandomPlane(height, width, 0), b = RandomPlane(height, width, 2);
    const auto pixels = static_cast<size_t>(height * width);
    const PlaneValues fused = network->Fuse(ViewsOf({a, b}, height, width), {0, 1}, nullptr);
    ASSERT_EQ(fused.size(), pixels);
    for (const float value : fused) EXPECT_TRUE(value >= 0 && value <= 1) << value;
    const PlaneValues probabilities = network->Probabilities({}, {}, ViewOf(fused, height, width), false);
    ASSERT_EQ(probabilities.size(), 4 * pixels);
    for (size_t i = 0; i < pixels; ++i) {
      float sum = 0;
      for (size_t k = 0; k < 4; ++k) sum += probabilities[k * pixels + i];
      EXPECT_NEAR(sum, 1, 1e-5);
    }
  }
}

TEST_F(NetworksTest, WithFlipsAMirroredImageGivesTheMirroredProbabilities) {
  const auto network = Made();
  constexpr int kHeight = 11, kWidth = 14;
  const PlaneValues fused = RandomPlane(kHeight, kWidth, 0);
  const PlaneValues wanted = network->Probabilities({}, {}, ViewOf(fused, kHeight, kWidth), true);
  for (const auto& [columns, rows] : {std::pair{true, false}, {false, true}, {true, true}}) {
    const PlaneValues given = Mirrored(fused, kHeight, kWidth, columns, rows);
    const PlaneValues back = Mirrored(network->Probabilities({}, {}, ViewOf(given, kHeight, kWidth), true),
                                      kHeight, kWidth, columns, rows);
    for (size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(back[i], wanted[i], 2e-6);
  }
  const PlaneValues once = network->Probabilities({}, {}, ViewOf(fused, kHeight, kWidth), false);
  double differs = 0;
  for (size_t i = 0; i < wanted.size(); ++i) differs += std::abs(once[i] - wanted[i]);
  EXPECT_GT(differs, 1e-3);
}

TEST_F(NetworksTest, ManyThreadsGetTheSameBits) {
  const auto network = Made();
  const PlaneValues a = RandomPlane(64, 64, 0), b = RandomPlane(64, 64, 1);
  const auto work = [&] {
    const PlaneValues fused = network->Fuse(ViewsOf({a, b}, 64, 64), {0, 1}, nullptr);
    return network->Probabilities({}, {}, ViewOf(fused, 64, 64), false);
  };
  const PlaneValues wanted = work();
  std::vector<PlaneValues> results(4);
  std::vector<std::thread> threads;
  std::barrier left(4);  // MKL has one number for the process: nobody may set it once work has begun
  for (PlaneValues& result : results)
    threads.emplace_back([&] {
      at::set_num_threads(3);  // what another user of LibTorch might have left behind
      left.arrive_and_wait();
      for (int i = 0; i < 3; ++i) result = work();
    });
  for (std::thread& thread : threads) thread.join();
  for (const PlaneValues& result : results) EXPECT_EQ(result, wanted);
}

TEST_F(NetworksTest, SaysWhatTheSegmentationSees) {
  const auto fused = Made();
  EXPECT_TRUE(fused->fuses() && fused->segments() && fused->sees_fused() && !fused->sees_images());
  const auto both = Made(R"({"network": {"input": "both"}})");
  EXPECT_TRUE(both->sees_fused() && both->sees_images());
  const auto images =
      Made(R"({"network": {"input": "images"}, "takes": ["images"], "gives": ["prediction"]})");
  EXPECT_TRUE(!images->fuses() && images->segments() && !images->sees_fused() && images->sees_images());
  const auto fusion = Made(R"({"gives": ["fused"]})");
  EXPECT_TRUE(fusion->fuses() && !fusion->segments());
}

TEST_F(NetworksTest, ShowsWhereItsAttentionLooked) {
  const auto network = Made(R"({"modalities": ["t1", "t2", "flair"],
                               "network": {"fusion_attention": "cross", "fusion_dim": 8}})");
  EXPECT_TRUE(network->attends());
  EXPECT_FALSE(Made()->attends());
  constexpr int kHeight = 32, kWidth = 48;  // 4 x 6 cells
  const PlaneValues a = RandomPlane(kHeight, kWidth, 0), b = RandomPlane(kHeight, kWidth, 1),
                    c = RandomPlane(kHeight, kWidth, 2);
  const Views<const float> sources = ViewsOf({a, b, c}, kHeight, kWidth);
  AttentionPlanes maps;
  const PlaneValues fused = network->Fuse(sources, {2, 0, 1}, &maps);
  EXPECT_EQ(fused, network->Fuse(sources, {2, 0, 1}, nullptr));
  EXPECT_EQ(maps.keys, (std::vector<int64_t>{0, 2}));  // b, in the lowest slot, asks
  double received = 0;
  for (const PlaneValues& map : maps.received)
    for (const float value : map) received += value / 64;  // pixels of a cell
  EXPECT_NEAR(received, 1, 0.02);                          // interpolated between cells
  for (const PlaneValues& map : {maps.entropy, maps.base_contribution, maps.detail_contribution}) {
    ASSERT_EQ(map.size(), fused.size());
    for (const float value : map) EXPECT_TRUE(value > 0 && value <= 1) << value;
  }
  AttentionPlanes without;
  EXPECT_F4S_ERROR(static_cast<void>(Made()->Fuse(ViewsOf({a, b}, kHeight, kWidth), {0, 1}, &without)),
                   ErrorKind::kBadInput, "model.attention");
}

TEST_F(NetworksTest, RefusesWhatIsNoModelAndDevicesThatAreNotThere) {
  EXPECT_F4S_ERROR(static_cast<void>(TheNetworks().Load(scratch_ / "none", {.device = "cpu"})),
                   ErrorKind::kMissingInput, "input.missing");
  EXPECT_EQ(TheNetworks().DeviceFor("cpu"), "cpu");
  EXPECT_F4S_ERROR(static_cast<void>(TheNetworks().DeviceFor("cuda:99")), ErrorKind::kUnavailable,
                   "device.cuda");
}

TEST_F(NetworksTest, AResultThatIsNotFiniteIsAnError) {
  const auto network = Made();
  PlaneValues a = RandomPlane(8, 8, 0);
  a[5] = NAN;
  EXPECT_F4S_ERROR(static_cast<void>(network->Fuse(ViewsOf({a, a}, 8, 8), {0, 1}, nullptr)),
                   ErrorKind::kInternal, "model.not_finite");
}

}  // namespace
}  // namespace f4s
