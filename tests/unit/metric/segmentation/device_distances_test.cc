// The way of the segmentation metrics to a device, with the host in the place of a GPU.

#include "tests/unit/metric/segmentation/device_distances.h"

#include <atomic>
#include <functional>
#include <stdexcept>

#include "libfuse4seg/base/threads.h"
#include "libfuse4seg/kernels/metric_batches.h"
#include "libfuse4seg/kernels/metric_distances_inl.h"

namespace f4s {
namespace {

/// The three passes that a GPU's threads make, one voxel after another.
class HostKernels : public MetricKernels {
 public:
  std::vector<MetricSums> Measure(const MetricWork&, const std::vector<const uint8_t*>&) const override {
    throw std::logic_error("only distances were to be asked for");
  }
  double PeakBytesPerSecond() const override { throw std::logic_error("only distances"); }

  std::vector<std::vector<double>> NearestSquares(
      const std::vector<const NearestWork*>& works) const override {
    ++calls_;
    masks_ += static_cast<int>(works.size());
    std::vector<std::vector<double>> squares;
    for (const NearestWork* work : works) squares.push_back(Nearest(*work));
    return squares;
  }

  [[nodiscard]] int calls() const { return calls_; }
  [[nodiscard]] int masks() const { return masks_; }

 private:
  static std::vector<double> Nearest(const NearestWork& work) {
    const BoxShape& box = work.box;
    const auto [x, y, z] = work.spacing_mm;
    const auto voxels = static_cast<size_t>(box.voxels());
    std::vector<double> rows(voxels), planes(voxels), squares;
    std::vector<uint8_t> is_filled(static_cast<size_t>(box.depth));
    for (int64_t at = 0; at < box.voxels(); ++at) {
      const uint64_t* row = work.bits + at / box.width * box.words();
      rows[static_cast<size_t>(at)] = SquareInRow(row, box, at % box.width, x);
      if (rows[static_cast<size_t>(at)] < HUGE_VAL) is_filled[static_cast<size_t>(at / box.plane())] = 1;
    }
    for (int64_t at = 0; at < box.voxels(); ++at)
      planes[static_cast<size_t>(at)] = SquareInPlane(rows.data(), box, at, y);
    for (const int64_t at : work.from)
      squares.push_back(SquareInBox(planes.data(), is_filled.data(), box, at, z));
    return squares;
  }

  mutable std::atomic<int> calls_ = 0, masks_ = 0;
};

class DeviceDistances : public testing::TestWithParam<MaskCase> {};
TEST_P(DeviceDistances, AreTheCpus) { ExpectSameDistances(GetParam(), HostKernels()); }
INSTANTIATE_TEST_SUITE_P(Masks, DeviceDistances, testing::ValuesIn(kMaskCases));

TEST(DeviceScores, AreTheCpusInEveryConvention) {
  const HostKernels kernels;
  for (unsigned seed = 0; seed < 4; ++seed) {
    ExpectSameScores(GridOf({21, 18, 15}, {0.9, 1.3, 3.7}, 3), seed, kernels);
    ExpectSameScores(GridOf({70, 33, 1}, {0.7, 1.1, 1}, 2), seed, kernels);
  }
  EXPECT_GT(kernels.calls(), 0);
}

TEST(DeviceScores, OfAnEmptyMaskDoNotAskTheDevice) {
  const HostKernels kernels;
  const Labels none(27), some(27, 1);
  SegmentationOptions options;
  options.kernels = &kernels;
  for (const std::string& convention : SegmentationConventionNames())
    for (const auto& [reference, prediction] : {std::pair(none, none), {none, some}, {some, none}}) {
      options.convention = ParseSegmentationConvention(convention);
      const auto scores =
          ScoreSegmentation(reference, prediction, GridOf({3, 3, 3}, {1, 1, 1}), {{"R", {1}}}, options);
      EXPECT_EQ(scores.size(), 1U);
    }
  EXPECT_EQ(kernels.calls(), 0);
  EXPECT_TRUE(
      DistancesOnDevice(BitVolume({3, 3, 3}), RandomMask({3, 3, 3}, 2, 1), {1, 1, 1}, kernels).empty());
  EXPECT_EQ(kernels.calls(), 0);
}

/// Calls work(0) to work(count - 1), each on a thread of its own.
void OnThreads(int count, const std::function<void(int)>& work) {
  std::atomic<int> next = 0;
  RunTogether(count, [&] { work(next++); });
}

TEST(DeviceDistances, OfManyThreadsAreThoseOfEach) {
  const HostKernels kernels;
  const MetricBatches batches(kernels);
  OnThreads(6, [&](int t) {
    for (int i = 0; i < 4; ++i)
      ExpectSameDistances({{20 + t, 31 - i, 1 + t % 3}, {1, 1, 2}, static_cast<unsigned>(20 + t)}, batches);
  });
  EXPECT_EQ(kernels.masks(), 6 * 4 * 3 * 2) << "each once for each time that it is asked for";
  EXPECT_LE(kernels.calls(), kernels.masks());
}

/// Levels are added up; it notes how many cases it was asked for at once.
class AddingKernels : public MetricKernels {
 public:
  std::vector<MetricSums> Measure(const MetricWork& work,
                                  const std::vector<const uint8_t*>& images) const override {
    std::vector<MetricSums> found;
    for (size_t i = 0; i < images.size(); i += work.num_images()) {
      MetricSums& sums = found.emplace_back();
      for (size_t k = 0; k < work.num_images(); ++k)
        sums.sums.push_back(images[i + k][0] + 1000 * work.width);
    }
    if (static_cast<int>(found.size()) > most_) most_ = static_cast<int>(found.size());
    return found;
  }
  std::vector<std::vector<double>> NearestSquares(const std::vector<const NearestWork*>&) const override {
    throw std::logic_error("only sums");
  }
  double PeakBytesPerSecond() const override { throw std::logic_error("only sums"); }
  [[nodiscard]] int most() const { return most_; }

 private:
  mutable std::atomic<int> most_ = 0;
};

TEST(MetricBatches, GiveEachThreadItsOwnSums) {
  const AddingKernels kernels;
  const MetricBatches batches(kernels);
  OnThreads(8, [&](int t) {
    for (int i = 0; i < 50; ++i) {
      MetricWork work;
      work.width = 50 + t % 2, work.height = 50, work.num_sources = 1 + t % 2;
      std::vector<uint8_t> levels;
      for (int k = 0; k < 6; ++k) levels.push_back(static_cast<uint8_t>(16 * t + k + i % 4));
      std::vector<const uint8_t*> images;
      for (const uint8_t& level : levels) images.push_back(&level);
      const auto found = batches.Measure(work, images);
      ASSERT_EQ(found.size(), images.size() / work.num_images());
      for (size_t k = 0; k < levels.size(); ++k)
        EXPECT_EQ(found[k / work.num_images()].sums[k % work.num_images()], levels[k] + 1000 * work.width);
    }
  });
  EXPECT_GE(kernels.most(), 3) << "the cases of a call, at least, go together";
}

TEST(LeastAlong, EndsAtTheLineAndAtWhatIsNearer) {
  const double line[] = {9, HUGE_VAL, HUGE_VAL, 0.5, HUGE_VAL};
  const auto at = [&](int64_t i) { return line[i]; };
  const double expected[] = {9, 4 + 0.5, 1 + 0.5, 0.5, 1 + 0.5};
  for (int64_t place = 0; place < 5; ++place) EXPECT_EQ(LeastAlong(at, place, 5, 1), expected[place]);
  EXPECT_EQ(LeastAlong(at, 2, 3, 1.5), 9 + 9);
  EXPECT_EQ(LeastAlong(at, 1, 2, 2), 9 + 4);
  EXPECT_EQ(LeastAlong([](int64_t) { return HUGE_VAL; }, 2, 4, 1), HUGE_VAL);
  const auto far = [](int64_t i) {
    return i == 3 ? 0.25 : i > 4 ? throw std::logic_error("too far") : HUGE_VAL;
  };
  EXPECT_EQ(LeastAlong(far, 3, 9, 1), 0.25);
}

}  // namespace
}  // namespace f4s
