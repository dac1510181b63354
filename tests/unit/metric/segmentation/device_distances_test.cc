// The way of the segmentation metrics to a device, with the host in the place of a GPU.

#include "tests/unit/metric/segmentation/device_distances.h"

#include <atomic>
#include <stdexcept>

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

  std::vector<double> NearestSquares(const NearestWork& work) const override {
    ++calls_;
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

  [[nodiscard]] int calls() const { return calls_; }

 private:
  mutable std::atomic<int> calls_ = 0;
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
