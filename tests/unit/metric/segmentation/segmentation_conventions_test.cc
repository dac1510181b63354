// What the conventions have of their own: empty masks, lesions, instances, and those that have no
// golden values (transunet, nnunet), against plain versions.

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"
#include "tests/unit/metric/segmentation/random_labels.h"

namespace f4s {
namespace {

using Convention = SegmentationConvention;

SegmentationOptions Options(const std::string& convention, const std::string& empty = "convention") {
  SegmentationOptions options;
  options.convention = ParseSegmentationConvention(convention);
  options.empty = ParseEmptyChoice(empty);
  return options;
}

const std::vector<Region> kOne = {{"R", {1}}};

Score Further(const RegionScores& scores, const std::string& name) {
  for (const FurtherScore& further : scores.further)
    if (name == further.name) return further.score;
  throw std::runtime_error("no " + name);
}

/// NaN stands for null.
struct EmptyRow {
  const char *convention, *empty;
  std::array<double, 3> dice, distance, nsd;  // both, prediction, reference
  std::array<double, 3> sensitivity, precision;
};
constexpr double N = NAN;
const double kDiagonal = std::hypot(240, 240, 155);

const EmptyRow kEmptyRows[] = {
    {"medpy", "convention", {1, 0, 0}, {N, N, N}, {N, N, N}, {0, 0, 0}, {0, 0, 0}},
    {"monai", "convention", {N, 0, N}, {N, N, N}, {N, 0, 0}, {N, 0, N}, {N, N, 0}},
    {"deepmind", "convention", {N, 0, 0}, {N, N, N}, {N, 0, 0}, {N, 0, N}, {N, N, 0}},
    {"brats2023", "convention", {1, 0, 0}, {0, 374, 374}, {N, 0, 0}, {1, 0, 0}, {N, N, 0}},
    {"panoptica", "convention", {N, 0, 0}, {N, N, N}, {N, N, N}, {N, 0, N}, {N, N, 0}},
    {"transunet", "convention", {0, 0, 1}, {0, 0, 0}, {N, N, N}, {0, 0, 0}, {0, 0, 0}},
    {"nnunet", "convention", {N, 0, 0}, {N, N, N}, {N, N, N}, {N, 0, N}, {N, N, 0}},
    {"medpy", "null", {N, 0, 0}, {N, N, N}, {N, N, N}, {N, 0, N}, {N, N, 0}},
    {"brats2023", "null", {N, 0, 0}, {N, N, N}, {N, N, N}, {N, 0, N}, {N, N, 0}},
    {"medpy", "brats2021", {1, 0, 0}, {0, kDiagonal, kDiagonal}, {N, N, N}, {0, 0, 0}, {0, 0, 0}},
    {"monai", "brats2023", {1, 0, 0}, {0, 374, 374}, {N, 0, 0}, {N, 0, N}, {N, N, 0}},
    {"deepmind", "transunet", {0, 0, 1}, {0, 0, 0}, {N, 0, 0}, {N, 0, N}, {N, N, 0}},
    {"nnunet", "brats2021", {1, 0, 0}, {N, N, N}, {N, N, N}, {N, 0, N}, {N, N, 0}}};

class EmptyMasks : public testing::TestWithParam<EmptyRow> {};

TEST_P(EmptyMasks, GiveWhatTheTableSays) {
  const EmptyRow& row = GetParam();
  const Grid grid = GridOf({4, 3, 2}, {1, 1, 1});
  Labels none(24), some(24);
  some[7] = 1;
  const Labels* references[] = {&none, &some, &none};
  const Labels* predictions[] = {&none, &none, &some};
  const Undefined reasons[] = {Undefined::kBothEmpty, Undefined::kPredictionEmpty,
                               Undefined::kReferenceEmpty};
  for (size_t state = 0; state < 3; ++state) {
    const RegionScores scores = ScoreSegmentation(*references[state], *predictions[state], grid, kOne,
                                                  Options(row.convention, row.empty))[0];
    const bool is_nnunet = std::string(row.convention) == "nnunet";
    const auto expect = [&](const Score& score, double wanted, const char* what, bool is_surface = false) {
      SCOPED_TRACE(std::string(what) + " in state " + std::to_string(state));
      ASSERT_EQ(score.defined(), !std::isnan(wanted));
      if (score.defined()) {
        EXPECT_DOUBLE_EQ(score.value(), wanted);
      } else {
        EXPECT_EQ(score.reason(), is_surface && is_nnunet ? Undefined::kConvention : reasons[state]);
      }
    };
    expect(scores.dice, row.dice[state], "dice");
    expect(scores.iou, row.dice[state], "iou");
    expect(scores.hd95_mm, row.distance[state], "hd95", true);
    expect(scores.hd_mm, row.distance[state], "hd", true);
    expect(scores.assd_mm, row.distance[state], "assd", true);
    expect(scores.nsd, row.nsd[state], "nsd", true);
    expect(scores.sensitivity, row.sensitivity[state], "sensitivity");
    expect(scores.precision, row.precision[state], "precision");
    expect(scores.volume_similarity, state == 0 ? N : 0, "volume similarity");
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, EmptyMasks, testing::ValuesIn(kEmptyRows), [](const auto& test) {
  return std::string(test.param.convention) + "_" + test.param.empty;
});

TEST(EmptyMasks, AFullReferenceLeavesNoBackground) {
  const Labels full(8, 1);
  const auto specificity = [&](const std::string& convention) {
    return ScoreSegmentation(full, full, GridOf({2, 2, 2}, {1, 1, 1}), kOne, Options(convention))[0]
        .specificity;
  };
  EXPECT_EQ(specificity("medpy").value(), 0);
  EXPECT_EQ(specificity("brats2023").value(), 0);
  EXPECT_EQ(specificity("monai").reason(), Undefined::kConvention);
  EXPECT_EQ(specificity("nnunet").reason(), Undefined::kConvention);
}

class EverySegmentationConvention : public testing::TestWithParam<std::string> {};

/// What an observer who looks at the volume from elsewhere must find too.
void ExpectSame(const RegionScores& a, const RegionScores& b, double tolerance, const char* what) {
  for (const auto& field : kRegionFields) {
    if (std::string(field.name) == "specificity") continue;  // knows the background
    const Score &one = a.*field.score, &other = b.*field.score;
    ASSERT_EQ(one.defined(), other.defined()) << what << " " << field.name;
    if (one.defined()) {
      EXPECT_NEAR(one.value(), other.value(), tolerance * (1 + one.value())) << what << field.name;
    }
  }
  ASSERT_EQ(a.further.size(), b.further.size());
  for (size_t i = 0; i < a.further.size(); ++i)
    EXPECT_NEAR(a.further[i].score.value(), b.further[i].score.value(), 1e-9) << what << a.further[i].name;
}

const Grid kGrid = GridOf({14, 12, 10}, {1, 2, 3});

/// Axes in another order and direction, with a margin: out[i] = in[axis order[i]], mirrored.
Labels Rearranged(const Labels& in, const Size3& size, const std::array<size_t, 3>& order, int64_t margin,
                  Size3& out_size) {
  for (size_t i = 0; i < 3; ++i) out_size[i] = size[order[i]] + 2 * margin;
  Labels out(CountOf(out_size));
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x) {
        const Size3 at = {x, y, size[2] - 1 - z};
        out[static_cast<size_t>(
            ((at[order[2]] + margin) * out_size[1] + at[order[1]] + margin) * out_size[0] + at[order[0]] +
            margin)] = in[static_cast<size_t>((z * size[1] + y) * size[0] + x)];
      }
  return out;
}

TEST_P(EverySegmentationConvention, DoesNotCareHowTheVolumeLies) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    const Labels a = RandomLabels(kGrid.size, 2 * seed), b = RandomLabels(kGrid.size, 2 * seed + 1);
    const auto before = ScoreSegmentation(a, b, kGrid, {{"R", {1, 2}}}, Options(GetParam()))[0];
    for (const std::array<size_t, 3>& order : {std::array<size_t, 3>{0, 1, 2}, {2, 0, 1}, {1, 0, 2}}) {
      Grid grid = kGrid;
      const Labels c = Rearranged(a, kGrid.size, order, 3, grid.size),
                   d = Rearranged(b, kGrid.size, order, 3, grid.size);
      for (size_t i = 0; i < 3; ++i) grid.world_from_voxel[i][i] = kGrid.spacing_mm()[order[i]];
      const auto after = ScoreSegmentation(c, d, grid, {{"R", {1, 2}}}, Options(GetParam()))[0];
      ExpectSame(before, after, 1e-6, GetParam().c_str());
    }
  }
}

TEST_P(EverySegmentationConvention, KeepsToTheBounds) {
  for (unsigned seed = 0; seed < 6; ++seed) {
    const Labels a = RandomLabels(kGrid.size, 2 * seed + 20), b = RandomLabels(kGrid.size, 2 * seed + 21);
    const auto ab = ScoreSegmentation(a, b, kGrid, {}, Options(GetParam())),
               ba = ScoreSegmentation(b, a, kGrid, {}, Options(GetParam()));
    for (size_t i = 0; i < ab.size(); ++i) {
      for (const auto& field : kRegionFields) {
        const Score& score = ab[i].*field.score;
        if (score.defined() && !std::string(field.name).ends_with("_mm")) {
          EXPECT_TRUE(score.value() >= 0 && score.value() <= 1) << field.name << score.value();
        }
      }
      if (ab[i].dice.defined()) {
        EXPECT_NEAR(ab[i].dice.value(), 2 * ab[i].iou.value() / (1 + ab[i].iou.value()), 1e-12);
      }
      if (!ab[i].hd_mm.defined() || ab[i].precision.value() * ab[i].sensitivity.value() == 0) continue;
      EXPECT_LE(ab[i].hd95_mm.value(), ab[i].hd_mm.value());
      EXPECT_LE(ab[i].assd_mm.value(), ab[i].hd_mm.value());
      EXPECT_DOUBLE_EQ(ab[i].hd95_mm.value(), ba[i].hd95_mm.value());
      EXPECT_DOUBLE_EQ(ab[i].assd_mm.value(), ba[i].assd_mm.value());
      EXPECT_DOUBLE_EQ(ab[i].nsd.value(), ba[i].nsd.value());
      EXPECT_EQ(ab[i].dice, ba[i].dice);
    }
  }
}

TEST_P(EverySegmentationConvention, IdenticalMapsArePerfect) {
  const Labels a = RandomLabels(kGrid.size, 7);
  for (const RegionScores& scores : ScoreSegmentation(a, a, kGrid, {}, Options(GetParam()))) {
    EXPECT_EQ(scores.dice.value(), 1);
    EXPECT_EQ(scores.iou.value(), 1);
    if (!scores.hd_mm.defined()) continue;
    EXPECT_EQ(scores.nsd.value(), 1);
    EXPECT_EQ(scores.hd_mm.value() + scores.hd95_mm.value() + scores.assd_mm.value(), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Names, EverySegmentationConvention,
                         testing::ValuesIn(SegmentationConventionNames()));

/// TransUNet's calculate_metric_percase is medpy's without spacing, where both masks have voxels.
TEST(Transunet, CountsVoxels) {
  int compared = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    const Labels a = RandomLabels(kGrid.size, 2 * seed), b = RandomLabels(kGrid.size, 2 * seed + 1);
    const Grid voxels = GridOf(kGrid.size, {1, 1, 1});
    const auto found = ScoreSegmentation(a, b, kGrid, kOne, Options("transunet"))[0];
    const auto plain = ScoreSegmentation(a, b, voxels, kOne, Options("medpy"))[0];
    if (!plain.hd_mm.defined()) continue;
    for (const auto& field : kRegionFields) EXPECT_EQ(found.*field.score, plain.*field.score) << field.name;
    ++compared;
  }
  EXPECT_GT(compared, 3);
}

TEST(Nnunet, IsOverlapAlone) {
  const Labels a = RandomLabels(kGrid.size, 5), b = RandomLabels(kGrid.size, 6);
  double tp = 0, fp = 0, fn = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    tp += a[i] > 0 && b[i] > 0;
    fp += a[i] == 0 && b[i] > 0;
    fn += a[i] > 0 && b[i] == 0;
  }
  ASSERT_GT(tp, 0);
  const auto scores = ScoreSegmentation(a, b, kGrid, {{"R", {1, 2, 3}}}, Options("nnunet"))[0];
  EXPECT_DOUBLE_EQ(scores.dice.value(), 2 * tp / (2 * tp + fp + fn));
  EXPECT_DOUBLE_EQ(scores.iou.value(), tp / (tp + fp + fn));
  for (const Score* score : {&scores.hd_mm, &scores.hd95_mm, &scores.assd_mm, &scores.nsd})
    EXPECT_EQ(score->reason(), Undefined::kConvention);
}

/// A row of voxels: 1 where the text has a #.
Labels Row(const std::string& text) {
  Labels labels;
  for (const char c : text) labels.push_back(c == '#' ? 1 : 0);
  return labels;
}

RegionScores ScoreRow(const std::string& reference, const std::string& prediction,
                      SegmentationOptions options) {
  const Grid grid = GridOf({static_cast<int64_t>(reference.size()), 1, 1}, {1, 1, 1});
  return ScoreSegmentation(Row(reference), Row(prediction), grid, kOne, options)[0];
}

TEST(Lesions, AreJoinedMatchedAndCounted) {
  SegmentationOptions options = Options("brats2023");
  options.lesions = {1, 1};
  // Two pieces that touch when dilated are one lesion of 4; one voxel alone is dropped, found or not;
  // one lesion is missed; one prediction is near nothing.
  const auto scores = ScoreRow("##..##.....#....###.......", "##.........#............##", options);
  EXPECT_EQ(Further(scores, "lesion_tp").value(), 1);
  EXPECT_EQ(Further(scores, "lesion_fn").value(), 1);
  EXPECT_EQ(Further(scores, "lesion_fp").value(), 1);
  EXPECT_DOUBLE_EQ(Further(scores, "lesion_dice").value(), (2.0 * 2 / 6) / 3);
  EXPECT_DOUBLE_EQ(Further(scores, "lesion_hd95_mm").value(), (4 + 374 + 374) / 3.0);
  // Predicted pieces that touch no dilation are too many, whatever their size.
  EXPECT_EQ(Further(ScoreRow("##.......", "##..#..#.", options), "lesion_fp").value(), 2);
  // A piece that bridges two lesions belongs to both as a whole.
  const auto bridge = ScoreRow("##......##", "##########", options);
  EXPECT_EQ(Further(bridge, "lesion_tp").value(), 2);
  EXPECT_DOUBLE_EQ(Further(bridge, "lesion_dice").value(), 2.0 * 2 / 12);
}

TEST(Lesions, NoneAtAllIsPerfect) {
  const auto scores = ScoreRow("....", "....", Options("brats2023"));
  EXPECT_EQ(Further(scores, "lesion_dice").value(), 1);
  EXPECT_EQ(Further(scores, "lesion_hd95_mm").value(), 0);
}

TEST(Instances, MatchFromHalfOn) {
  // Alike; half in common (a match); 1/3 and 1/4 in common with two pieces (none); one alone.
  const auto scores = ScoreRow("###...####..###....##...", "###...##....#.##........", Options("panoptica"));
  EXPECT_EQ(Further(scores, "instance_tp").value(), 2);
  EXPECT_EQ(Further(scores, "instance_fp").value(), 2);
  EXPECT_EQ(Further(scores, "instance_fn").value(), 2);
  EXPECT_DOUBLE_EQ(Further(scores, "instance_rq").value(), 2 / (2 + 0.5 * 2 + 0.5 * 2));
  EXPECT_DOUBLE_EQ(Further(scores, "instance_sq").value(), (1 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(Further(scores, "instance_pq").value(), 0.5 * 0.75);
}

TEST(Instances, OneMatchesOneAndNoneIsUndefined) {
  const auto split = ScoreRow("####", "##..", Options("panoptica"));
  EXPECT_EQ(Further(split, "instance_tp").value(), 1);
  const auto missed = ScoreRow("#..", "..#", Options("panoptica"));
  EXPECT_EQ(Further(missed, "instance_pq").value(), 0);
  EXPECT_EQ(Further(ScoreRow("...", "...", Options("panoptica")), "instance_pq").reason(),
            Undefined::kBothEmpty);
}

TEST(Conventions, OtherNamesAreRefused) {
  EXPECT_THROW(static_cast<void>(ParseEmptyChoice("zero")), Error);
  EXPECT_THROW(static_cast<void>(ParseSegmentationConvention("")), Error);
}

TEST(Hd95Spread, IsThereWhereConventionsDiffer) {
  // One prediction surface has an outlier that is under 5 % of both, over 5 % of its own.
  Labels a(4000), b(4000);
  for (size_t x = 0; x < 60; ++x) a[x * 2] = 1;
  for (size_t x = 0; x < 17; ++x) b[x * 2] = 1;
  b[3999] = 1;
  const Grid grid = GridOf({4000, 1, 1}, {1, 1, 1});
  const auto scores = ScoreSegmentation(a, b, grid, kOne)[0];
  ASSERT_TRUE(scores.hd95_spread);
  EXPECT_DOUBLE_EQ(scores.hd95_spread->pooled_mm, scores.hd95_mm.value());
  const double monai = ScoreSegmentation(a, b, grid, kOne, Options("monai"))[0].hd95_mm.value();
  EXPECT_NEAR(scores.hd95_spread->worse_direction_mm, monai, kSingleTolerance * monai);
  for (const char* by_area : {"deepmind", "brats2023"}) {
    const auto same = ScoreSegmentation(a, b, grid, kOne, Options(by_area))[0];
    EXPECT_DOUBLE_EQ(scores.hd95_spread->by_area_mm, same.hd95_mm.value());
    ASSERT_TRUE(same.hd95_spread) << by_area;
    EXPECT_EQ(same.hd95_spread->pooled_mm, scores.hd95_spread->pooled_mm);
    EXPECT_EQ(same.hd95_spread->worse_direction_mm, scores.hd95_spread->worse_direction_mm);
    EXPECT_EQ(same.hd95_spread->by_area_mm, scores.hd95_spread->by_area_mm);
  }
  EXPECT_FALSE(ScoreSegmentation(a, b, grid, kOne, Options("nnunet"))[0].hd95_spread);
  EXPECT_FALSE(ScoreSegmentation(a, a, grid, kOne)[0].hd95_spread);
}

}  // namespace
}  // namespace f4s
