#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "libfuse4seg/base/error.h"
#include "tests/unit/metric/segmentation/random_labels.h"

namespace f4s {
namespace {

/// Positions in mm of the surface voxels of `value`, by looking at each voxel's neighbours.
std::vector<Vector3> NaiveSurface(const Labels& labels, const Grid& grid, uint16_t value) {
  const auto [w, h, d] = grid.size;
  const Vector3 mm = grid.spacing_mm();
  const auto inside = [&](int64_t x, int64_t y, int64_t z) {
    return x >= 0 && y >= 0 && z >= 0 && x < w && y < h && z < d &&
           labels[static_cast<size_t>((z * h + y) * w + x)] == value;
  };
  std::vector<Vector3> surface;
  for (int64_t z = 0; z < d; ++z)
    for (int64_t y = 0; y < h; ++y)
      for (int64_t x = 0; x < w; ++x) {
        bool inner = inside(x - 1, y, z) && inside(x + 1, y, z) && inside(x, y - 1, z) && inside(x, y + 1, z);
        if (!grid.is_picture) inner = inner && inside(x, y, z - 1) && inside(x, y, z + 1);
        if (inside(x, y, z) && !inner)
          surface.push_back({static_cast<double>(x) * mm[0], static_cast<double>(y) * mm[1],
                             static_cast<double>(z) * mm[2]});
      }
  return surface;
}

void AppendNaiveDistances(const std::vector<Vector3>& from, const std::vector<Vector3>& to,
                          std::vector<double>& out) {
  for (const Vector3& p : from) {
    double best = INFINITY;
    for (const Vector3& q : to) best = std::min(best, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
    out.push_back(best);
  }
}

/// All metrics of one value, from the definitions.
void ExpectAsDefined(const Labels& reference, const Labels& prediction, const Grid& grid, uint16_t value,
                     const RegionScores& scores) {
  double tp = 0, fp = 0, fn = 0, tn = 0;
  for (size_t i = 0; i < reference.size(); ++i)
    (reference[i] == value ? (prediction[i] == value ? tp : fn) : (prediction[i] == value ? fp : tn)) += 1;
  ASSERT_GT((tp + fn) * (tp + fp), 0);
  EXPECT_DOUBLE_EQ(scores.dice.value(), 2 * tp / (2 * tp + fp + fn));
  EXPECT_DOUBLE_EQ(scores.iou.value(), tp / (tp + fp + fn));
  EXPECT_DOUBLE_EQ(scores.sensitivity.value(), tp / (tp + fn));
  EXPECT_DOUBLE_EQ(scores.specificity.value(), tn / (tn + fp));
  EXPECT_DOUBLE_EQ(scores.precision.value(), tp / (tp + fp));
  EXPECT_DOUBLE_EQ(scores.volume_similarity.value(), 1 - std::abs(fn - fp) / (2 * tp + fp + fn));
  std::vector<double> d;
  const auto r = NaiveSurface(reference, grid, value), p = NaiveSurface(prediction, grid, value);
  AppendNaiveDistances(r, p, d);
  AppendNaiveDistances(p, r, d);
  std::sort(d.begin(), d.end());
  double sum = 0;
  for (const double distance : d) sum += distance;
  EXPECT_NEAR(scores.assd_mm.value(), sum / static_cast<double>(d.size()), 1e-12);
  EXPECT_NEAR(scores.hd_mm.value(), d.back(), 1e-12);
  const double rank = 0.95 * static_cast<double>(d.size() - 1);
  const auto below = static_cast<size_t>(rank);
  const double next = d[std::min(below + 1, d.size() - 1)];
  EXPECT_NEAR(scores.hd95_mm.value(), d[below] + (next - d[below]) * (rank - static_cast<double>(below)),
              1e-12);
}

struct GridCase {
  Grid grid;
};

class SegmentationOracle : public testing::TestWithParam<GridCase> {};

TEST_P(SegmentationOracle, AgreesWithTheDefinitions) {
  const Grid& grid = GetParam().grid;
  int compared = 0;
  for (unsigned seed = 0; seed < 12; ++seed) {
    const Labels reference = RandomLabels(grid.size, 2 * seed),
                 prediction = RandomLabels(grid.size, 2 * seed + 1);
    for (const RegionScores& scores : ScoreSegmentation(reference, prediction, grid)) {
      if (!scores.hd_mm.defined()) continue;
      ExpectAsDefined(reference, prediction, grid, static_cast<uint16_t>(std::stoi(scores.name)), scores);
      ++compared;
    }
  }
  EXPECT_GT(compared, 20);
}

INSTANTIATE_TEST_SUITE_P(Grids, SegmentationOracle,
                         testing::Values(GridCase{GridOf({17, 13, 9}, {1, 1, 1}, 3)},
                                         GridCase{GridOf({8, 15, 11}, {0.9, 1.3, 3.7}, 3)},
                                         GridCase{GridOf({31, 23, 1}, {0.7, 1.3, 5}, 2)},
                                         GridCase{GridOf({31, 23, 1}, {0.7, 1.3, 5}, 3)},
                                         GridCase{GridOf({5, 1, 40}, {2, 1, 0.25}, 3)}));

const Grid kGrid = GridOf({14, 12, 10}, {1, 2, 3});

TEST(ScoreSegmentation, IsSymmetricButForWhatNamesASide) {
  const Labels a = RandomLabels(kGrid.size, 5), b = RandomLabels(kGrid.size, 6);
  const auto ab = ScoreSegmentation(a, b, kGrid), ba = ScoreSegmentation(b, a, kGrid);
  ASSERT_EQ(ab.size(), 3U);
  for (size_t i = 0; i < ab.size(); ++i) {
    EXPECT_EQ(ab[i].dice, ba[i].dice);
    EXPECT_EQ(ab[i].hd95_mm, ba[i].hd95_mm);
    EXPECT_EQ(ab[i].nsd, ba[i].nsd);
    EXPECT_EQ(ab[i].sensitivity, ba[i].precision);
    EXPECT_DOUBLE_EQ(ab[i].dice.value(), 2 * ab[i].iou.value() / (1 + ab[i].iou.value()));
    EXPECT_LE(ab[i].hd95_mm.value(), ab[i].hd_mm.value());
  }
}

TEST(ScoreSegmentation, IdenticalMapsArePerfect) {
  const Labels a = RandomLabels(kGrid.size, 7);
  for (const RegionScores& scores : ScoreSegmentation(a, a, kGrid)) {
    for (const Score* one : {&scores.dice, &scores.iou, &scores.nsd, &scores.sensitivity, &scores.specificity,
                             &scores.precision, &scores.volume_similarity})
      EXPECT_EQ(one->value(), 1);
    for (const Score* zero : {&scores.hd_mm, &scores.hd95_mm, &scores.assd_mm}) EXPECT_EQ(zero->value(), 0);
  }
}

TEST(ScoreSegmentation, RenamingLabelsChangesNothing) {
  Labels a = RandomLabels(kGrid.size, 8), b = RandomLabels(kGrid.size, 9);
  const auto before = ScoreSegmentation(a, b, kGrid, {{"X", {1, 3}}, {"Y", {2}}});
  for (Labels* labels : {&a, &b})
    for (uint16_t& label : *labels) label = label == 1 ? 60000 : label == 2 ? 7 : label == 3 ? 300 : label;
  const auto after = ScoreSegmentation(a, b, kGrid, {{"X", {300, 60000}}, {"Y", {7}}});
  for (size_t i = 0; i < 2; ++i)
    for (const auto& field : kRegionFields) EXPECT_EQ(before[i].*field.score, after[i].*field.score);
}

TEST(ScoreSegmentation, FollowsMedpyWhereMasksAreEmpty) {
  const Grid grid = GridOf({4, 1, 1}, {1, 1, 1});
  const Labels none(4), some = {0, 1, 0, 0};
  const std::vector<Region> region = {{"R", {1}}};
  const RegionScores both = ScoreSegmentation(none, none, grid, region)[0];
  EXPECT_EQ(both.dice.value(), 1);
  EXPECT_EQ(both.iou.value(), 1);
  EXPECT_EQ(both.sensitivity.value(), 0);
  EXPECT_EQ(both.precision.value(), 0);
  EXPECT_EQ(both.specificity.value(), 1);
  EXPECT_EQ(both.volume_similarity.reason(), Undefined::kBothEmpty);
  EXPECT_EQ(both.hd95_mm.reason(), Undefined::kBothEmpty);
  const RegionScores missed = ScoreSegmentation(some, none, grid, region)[0];
  EXPECT_EQ(missed.dice.value(), 0);
  EXPECT_EQ(missed.hd_mm.reason(), Undefined::kPredictionEmpty);
  const RegionScores invented = ScoreSegmentation(none, some, grid, region)[0];
  EXPECT_EQ(invented.sensitivity.value(), 0);
  EXPECT_EQ(invented.nsd.reason(), Undefined::kReferenceEmpty);
}

TEST(ScoreSegmentation, ToleranceIsInclusive) {
  const Grid grid = GridOf({6, 1, 1}, {1, 1, 1});
  const Labels a = {0, 1, 0, 0, 0, 0}, b = {0, 0, 0, 1, 0, 0};
  SegmentationOptions options;
  options.nsd_tolerance_mm = 2;
  EXPECT_EQ(ScoreSegmentation(a, b, grid, {}, options)[0].nsd.value(), 1);
  options.nsd_tolerance_mm = 1.999;
  EXPECT_EQ(ScoreSegmentation(a, b, grid, {}, options)[0].nsd.value(), 0);
}

TEST(ScoreSegmentation, RefusesWhatDoesNotFit) {
  const auto code = [](const Labels& labels, const Grid& grid) -> std::string {
    try {
      (void)ScoreSegmentation(labels, labels, grid);
    } catch (const Error& error) {
      return error.code();
    }
    return "";
  };
  EXPECT_EQ(code(Labels(5), GridOf({2, 3, 1}, {1, 1, 1}, 2)), "metric.size");
  EXPECT_EQ(code(Labels(12), GridOf({2, 3, 2}, {1, 1, 1}, 2)), "metric.grid");
  EXPECT_EQ(code(Labels(6), GridOf({2, 3, 1}, {1, 0, 1}, 3)), "metric.grid");
  EXPECT_EQ(code(Labels(6), GridOf({2, 3, 1}, {1, 1, 1}, 3)), "");
}

TEST(RegionsOfValues, ListsTheValuesOfBothAscending) {
  const Labels a = {0, 200, 17, 0}, b = {4, 0, 17, 0};
  EXPECT_EQ(RegionsOfValues(a, b), (std::vector<Region>{{"4", {4}}, {"17", {17}}, {"200", {200}}}));
}

TEST(Percentile, InterpolatesLikeNumpy) {
  std::vector<double> values = {4, 1, 3, 2};
  EXPECT_DOUBLE_EQ(Percentile(values, 50), 2.5);
  EXPECT_DOUBLE_EQ(Percentile(values, 95), 3.85);
  EXPECT_DOUBLE_EQ(Percentile(values, 100), 4);
  values = {7};
  EXPECT_DOUBLE_EQ(Percentile(values, 95), 7);
}

}  // namespace
}  // namespace f4s
