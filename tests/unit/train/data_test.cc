#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/train/data/batches.h"
#include "tests/support/expect_error.h"
#include "tests/unit/train/toy.h"

namespace f4s {
namespace {

const SamplingOptions kSampling = [] {
  SamplingOptions options;
  options.batch_size = 3;
  return options;
}();

std::vector<float> Placed(const SlicePixels& slice, const Augmentation& augmentation, int64_t side,
                          std::vector<int64_t>* labels = nullptr) {
  std::vector<float> images(slice.planes.size() * static_cast<size_t>(side * side));
  std::vector<int64_t> classes(static_cast<size_t>(side * side));
  Place(slice, augmentation, side, images, classes);
  if (labels != nullptr) *labels = classes;
  return images;
}

class TrainData : public testing::Test {
 protected:
  Scratch scratch_;
  const SliceDataset slices_{ToyCases(scratch_.folder(), 7), kToyClasses, true, kPlenty};
};

TEST_F(TrainData, LabelsBecomeConsecutiveClasses) {
  const auto slice = slices_.Read(0);
  EXPECT_EQ(std::set<int>(slice->classes.begin(), slice->classes.end()), (std::set<int>{0, 1, 2}));
  EXPECT_EQ(slices_.with_foreground().size(), 7U);
  EXPECT_EQ(slices_.largest_side(), 40);
}

/// As Place() says it, pixel for pixel: the curve of each level, std::floor(), 0 beyond the slice.
std::vector<float> PlacedPlainly(const SlicePixels& slice, const Augmentation& a, int64_t side) {
  std::vector<float> out;
  const Placement& p = a.placement;
  const double middle = static_cast<double>(side - 1) / 2, step = 1 / p.scale;
  const double by_x = p.mirror_x ? -step : step, by_y = p.mirror_y ? -step : step;
  for (size_t plane = 0; plane < slice.planes.size(); ++plane) {
    const Image<float> levels = slice.Levels(plane);
    const auto at = [&](int64_t x, int64_t y) {
      if (x < 0 || y < 0 || x >= slice.width || y >= slice.height) return 0.0F;
      const double level = levels.plane()(x, y);
      const auto [gain, gamma] = a.intensities[plane];
      return static_cast<float>(std::clamp(gain * std::pow(level, gamma), 0.0, 1.0));
    };
    for (int64_t row = 0; row < side; ++row)
      for (int64_t column = 0; column < side; ++column) {
        const double x = by_x * static_cast<double>(column) + (p.x - 0.5 - by_x * middle);
        const double y = by_y * static_cast<double>(row) + (p.y - 0.5 - by_y * middle);
        const auto i = static_cast<int64_t>(std::floor(x)), j = static_cast<int64_t>(std::floor(y));
        const auto u = static_cast<float>(x - std::floor(x)), v = static_cast<float>(y - std::floor(y));
        out.push_back((at(i, j) * (1 - u) + at(i + 1, j) * u) * (1 - v) +
                      (at(i, j + 1) * (1 - u) + at(i + 1, j + 1) * u) * v);
      }
  }
  return out;
}

TEST_F(TrainData, PlacesAsThePlainFormulaDoes) {
  const auto slice = slices_.Read(2);
  SlicePixels wide = *slice;  // the same in 16 bits, which have no table of levels
  for (auto& plane : wide.planes) {
    const auto& bytes = std::get<Image<uint8_t>>(plane);
    Image<uint16_t> levels = ImageOn<uint16_t>(bytes.grid);
    std::ranges::transform(bytes.samples, levels.samples.begin(),
                           [](uint8_t l) { return uint16_t(l * 257); });
    plane = std::move(levels);
  }
  SamplingOptions options = kSampling;
  options.rotate = 0;
  options.scale = options.intensity = 0.7;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Augmentation augmentation = DrawAugmentation(*slice, 24, seed % 2 == 0, options, seed);
    EXPECT_EQ(Placed(*slice, augmentation, 24), PlacedPlainly(*slice, augmentation, 24));
    EXPECT_EQ(Placed(wide, augmentation, 24), PlacedPlainly(wide, augmentation, 24));
  }
}

TEST_F(TrainData, SlicesBeyondTheBudgetComeFromTheDiskAlike) {
  const SliceDataset read({ToyCases(scratch_.folder(), 7)}, kToyClasses, true, 0);
  EXPECT_FALSE(read.in_memory());
  EXPECT_TRUE(slices_.in_memory());
  EXPECT_EQ(read.digest(), slices_.digest());
  EXPECT_EQ(read.Read(3)->planes, slices_.Read(3)->planes);
  EXPECT_EQ(read.with_foreground(), slices_.with_foreground());
}

TEST_F(TrainData, RefusesBadSlices) {
  const auto with = [&](const char* key, const Image<uint16_t>& levels, const Classes& classes,
                        bool needs_labels) {
    auto cases = ToyCases(scratch_.folder(), 1);
    const auto file = scratch_ / "bad.png";
    WriteImage(file, levels, 8);
    if (std::string(key) == "label")
      cases[0].record.SetFile(key, file);
    else
      cases[0].record.SetImage(key, file);
    const SliceDataset set(cases, classes, needs_labels, kPlenty);
  };
  const auto small = ImageOn<uint16_t>(PictureGrid(20, 32));
  const auto seven = ImageOn<uint16_t>(PictureGrid(40, 32), 7);
  EXPECT_F4S_ERROR(with("b", small, kToyClasses, true), ErrorKind::kBadInput, "image.size");
  EXPECT_F4S_ERROR(with("label", small, kToyClasses, true), ErrorKind::kBadInput, "image.size");
  EXPECT_F4S_ERROR(with("label", seven, kToyClasses, true), ErrorKind::kBadInput, "label.value");
  EXPECT_NO_THROW(with("label", seven, kToyClasses, false));
  auto unlabelled = ToyCases(scratch_.folder(), 1);
  unlabelled[0].record.json().erase("label");
  EXPECT_F4S_ERROR(SliceDataset(unlabelled, kToyClasses, true, kPlenty), ErrorKind::kBadInput,
                   "train.no_label");
}

TEST_F(TrainData, IgnoredValuesAreNoLabels) {
  auto cases = ToyCases(scratch_.folder(), 1);
  WriteImage(scratch_ / "ignored.png", ImageOn<uint16_t>(PictureGrid(40, 32), 7), 8);
  cases[0].record.SetFile("label", scratch_ / "ignored.png");
  const SliceDataset set(cases, LabelCodes(kToyClasses, {}, {7}), true, kPlenty);
  EXPECT_TRUE(set.with_foreground().empty());
  EXPECT_TRUE(WholeSlices(set, {0}).labels.eq(kIgnoreLabel).all().item<bool>());
  std::vector<int64_t> labels;
  static_cast<void>(Placed(*set.Read(0), NoAugmentation(*set.Read(0), 24), 24, &labels));
  EXPECT_EQ(labels, std::vector<int64_t>(24 * 24, kIgnoreLabel));
}

TEST_F(TrainData, SixteenBitsAndColoursKeepTheirLevels) {
  auto cases = ToyCases(scratch_.folder(), 1);
  const auto deep = ImageOn<uint16_t>(PictureGrid(40, 32), 12345);
  Image<uint16_t> colour = {PictureGrid(40, 32), 3, std::vector<uint16_t>(3840)};
  for (size_t i = 0; i < 1280; ++i) colour.samples[3 * i] = 255;  // red
  WriteImage(scratch_ / "deep.png", deep, 16);
  WriteImage(scratch_ / "colour.png", colour, 8);
  cases[0].record.SetImage("a", scratch_ / "deep.png");
  cases[0].record.SetImage("b", scratch_ / "colour.png");
  const SliceDataset set(cases, kToyClasses, true, kPlenty);
  EXPECT_NEAR(set.Read(0)->Levels(0).samples[99], 12345.0 / 65535, 1e-7);
  EXPECT_NEAR(set.Read(0)->Levels(1).samples[99], 0.299, 1e-5);
}

TEST_F(TrainData, SameSeedSameAugmentation) {
  const auto slice = slices_.Read(2);
  std::vector<int64_t> a, b;
  std::set<std::vector<float>> all;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto first = Placed(*slice, DrawAugmentation(*slice, 24, false, kSampling, seed), 24, &a);
    EXPECT_EQ(first, Placed(*slice, DrawAugmentation(*slice, 24, false, kSampling, seed), 24, &b));
    EXPECT_EQ(a, b);
    all.insert(first);
  }
  EXPECT_EQ(all.size(), 20U);
}

TEST_F(TrainData, TurnsAndMirrorsMovePixelsAndLabelsAlike) {
  const auto slice = slices_.Read(1);
  Augmentation plain = NoAugmentation(*slice, 24);
  std::vector<int64_t> labels, moved_labels;
  const auto upright = Placed(*slice, plain, 24, &labels);
  // The middle 24 x 24 of 40 x 32 begins at column 8, row 4.
  EXPECT_EQ(upright[24 * 5 + 6], slice->Levels(0).plane()(8 + 6, 4 + 5));
  EXPECT_EQ(labels[24 * 5 + 6], slice->classes[(4 + 5) * 40 + 8 + 6]);
  for (int turns = 0; turns < 4; ++turns)
    for (const bool mirror : {false, true}) {
      Augmentation moved = plain;
      moved.placement.quarter_turns = turns;
      moved.placement.mirror_x = mirror;
      const auto images = Placed(*slice, moved, 24, &moved_labels);
      const auto x = torch::tensor(upright).view({2, 24, 24}), y = torch::tensor(images).view({2, 24, 24});
      const auto l = torch::tensor(labels).view({24, 24}), m = torch::tensor(moved_labels).view({24, 24});
      const auto back = [&](const torch::Tensor& t) {
        const auto turned = t.rot90(turns, {-2, -1});
        return mirror ? turned.flip({-1}) : turned;
      };
      EXPECT_TRUE(back(y).equal(x)) << turns << mirror;
      EXPECT_TRUE(back(m).equal(l)) << turns << mirror;
    }
}

TEST_F(TrainData, AnAngleOfAQuarterIsAQuarterTurn) {
  const auto slice = slices_.Read(1);
  for (int turns = 1; turns < 4; ++turns) {
    Augmentation quarter = NoAugmentation(*slice, 24), angle = quarter;
    quarter.placement.quarter_turns = turns;
    angle.placement.angle = turns * std::acos(0.0);
    std::vector<int64_t> labels, turned_labels;
    const auto a = Placed(*slice, quarter, 24, &labels), b = Placed(*slice, angle, 24, &turned_labels);
    EXPECT_EQ(labels, turned_labels) << turns;
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-5) << turns << ' ' << i;
  }
}

TEST_F(TrainData, NnunetsAugmentationTurnsByAnyAngleAndIsSeeded) {
  const auto slice = slices_.Read(1);
  SamplingOptions options = kSampling;
  options.augmentation = AugmentationKind::kNnunet;
  int turned = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Augmentation drawn = DrawAugmentation(*slice, 24, false, options, seed);
    EXPECT_EQ(drawn.placement.quarter_turns, 0);
    ASSERT_EQ(drawn.appearances.size(), slice->planes.size());
    turned += drawn.placement.angle != 0;
    EXPECT_EQ(Placed(*slice, drawn, 24),
              Placed(*slice, DrawAugmentation(*slice, 24, false, options, seed), 24));
  }
  EXPECT_GT(turned, 20);
  EXPECT_LT(turned, 70);
}

TEST_F(TrainData, SquaresLieWithinTheSliceAndHoldForeground) {
  for (int64_t i = 0; i < slices_.size(); ++i) {
    const auto slice = slices_.Read(i);
    SamplingOptions options = kSampling;
    options.scale = 0;
    for (uint64_t seed = 0; seed < 50; ++seed) {
      const auto placement = DrawAugmentation(*slice, 24, false, options, seed).placement;
      EXPECT_GE(placement.x, 12);
      EXPECT_LE(placement.x, 28);
      EXPECT_GE(placement.y, 12);
      EXPECT_LE(placement.y, 20);
      std::vector<int64_t> labels;
      Placed(*slice, DrawAugmentation(*slice, 8, true, kSampling, seed), 8, &labels);
      EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [](int64_t c) { return c != 0; }))
          << i << ' ' << seed;
    }
    std::vector<int64_t> labels;
    const auto whole = Placed(*slice, DrawAugmentation(*slice, 48, false, options, 1), 48, &labels);
    const auto labelled =
        std::count_if(slice->classes.begin(), slice->classes.end(), [](auto c) { return c != 0; });
    EXPECT_EQ(std::count_if(labels.begin(), labels.end(), [](auto c) { return c != 0; }), labelled);
  }
}

TEST_F(TrainData, BatchesDoNotDependOnThreadsOrWhereTheyStart) {
  const BatchPlan plan(slices_, kSampling, 16, 0, 5);
  EXPECT_EQ(plan.steps_per_epoch(), 3);
  std::vector<SliceBatch> batches;
  {
    BatchStream stream(plan, 0, 1);
    for (int i = 0; i < 9; ++i) batches.push_back(stream.Next());
  }
  BatchStream later(plan, 4, 3);
  for (size_t i = 4; i < 9; ++i) {
    const SliceBatch batch = later.Next();
    EXPECT_EQ(batch.indices, batches[i].indices);
    EXPECT_TRUE(batch.images.equal(batches[i].images));
    EXPECT_TRUE(batch.labels.equal(batches[i].labels));
  }
  EXPECT_FALSE(batches[0].images.equal(batches[3].images)) << "epochs are drawn anew";
  EXPECT_FALSE(BatchPlan(slices_, kSampling, 16, 0, 6).Make(0).images.equal(batches[0].images));
}

TEST_F(TrainData, AnEpochHasEverySlice) {
  SamplingOptions options = kSampling;
  options.foreground_share = 0;
  const BatchPlan plan(slices_, options, 16, 0, 5);
  for (int epoch = 0; epoch < 3; ++epoch) {
    std::set<int64_t> seen;
    for (int i = 0; i < 3; ++i)
      for (const int64_t index : plan.Make(3 * epoch + i).indices) seen.insert(index);
    EXPECT_EQ(seen.size(), 7U);
  }
}

TEST_F(TrainData, AFailureInAnotherThreadComesOut) {
  const SliceDataset read({ToyCases(scratch_.folder(), 3, 40, 32, "gone")}, kToyClasses, true, 0);
  const BatchPlan plan(read, kSampling, 16, 0, 5);
  for (int i = 0; i < 3; ++i) std::filesystem::remove(scratch_ / ("gone" + std::to_string(i) + "_b.png"));
  BatchStream stream(plan, 0, 2);
  EXPECT_F4S_ERROR(static_cast<void>(stream.Next()), ErrorKind::kMissingInput, "input.missing");
}

}  // namespace
}  // namespace f4s
