#include "libfuse4seg/infer/segmenter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/infer/fuser.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

constexpr int kWidth = 22, kHeight = 17;

uint16_t Level(size_t i, double phase, int bits) {
  return Quantize(static_cast<float>(0.5 + 0.5 * std::sin(0.21 * static_cast<double>(i) + phase)), bits);
}

class SegmenterTest : public testing::Test {
 protected:
  SegmenterTest() {
    record_.SetImage("t1ce", Picture("a", 0));
    record_.SetImage("flair", Picture("b", 2));
  }

  std::filesystem::path Picture(const std::string& name, double phase, int width = kWidth) {
    Image<uint16_t> levels = ImageOn<uint16_t>(PictureGrid(width, kHeight));
    for (size_t i = 0; i < levels.samples.size(); ++i) levels.samples[i] = Level(i, phase, 16);
    const auto file = scratch_ / (name + ".png");
    WriteImage(file, levels, 16);
    return file;
  }

  std::string Model(const std::string& name, const std::string& changes = "{}", uint64_t seed = 0) {
    const auto file = scratch_ / (name + ".safetensors");
    WriteRandomModel(file, Json::parse(changes), seed);
    return file;
  }

  static Segmenter Loaded(const std::vector<std::string>& models,
                          SegmenterInput input = SegmenterInput::kAuto) {
    SegmenterOptions options;
    options.models = models;
    options.input = input;
    options.probabilities = true;
    return Segmenter::Load(options, "cpu");
  }

  /// The case with its fused image in 16 bits, as f4s-fuse writes it.
  Case Fused(const std::string& model) {
    FuserOptions options;
    options.model = model;
    options.bits = 16;
    const Fuser fuser = Fuser::Load(options, "cpu");
    const auto file = scratch_ / "fused.png";
    WriteImage(
        file, fuser.Fuse({ReadUnitImage(scratch_ / "a.png"), ReadUnitImage(scratch_ / "b.png")}, {0, 1}), 16);
    Case fused = record_;
    fused.SetFile("fused", file);
    return fused;
  }

  Scratch scratch_;
  Case record_ = Case("one");
};

TEST_F(SegmenterTest, LabelsAreTheSourcesValuesWhereTheyAreMostProbable) {
  const Prediction prediction = Loaded({Model("m")}).Segment(record_);
  ASSERT_EQ(prediction.labels.samples.size(), static_cast<size_t>(kWidth * kHeight));
  ASSERT_EQ(prediction.probabilities.size(), 3U);
  const uint16_t values[] = {0, 1, 2, 4};
  std::set<uint16_t> seen;
  for (size_t i = 0; i < prediction.labels.samples.size(); ++i) {
    double levels[4] = {65535, 0, 0, 0};
    for (size_t k = 0; k < 3; ++k) levels[0] -= levels[k + 1] = prediction.probabilities[k].samples[i];
    size_t most = 0;
    for (size_t k = 1; k < 4; ++k)
      if (levels[k] > levels[most]) most = k;
    const size_t given =
        static_cast<size_t>(std::find(values, values + 4, prediction.labels.samples[i]) - values);
    ASSERT_LT(given, 4U);
    EXPECT_NEAR(levels[given], levels[most], 3) << i;  // as far as 16 bits can tell
    seen.insert(prediction.labels.samples[i]);
  }
  EXPECT_GE(seen.size(), 2U);
}

TEST_F(SegmenterTest, FusingHereDiffersFromTheFileByItsRoundingOnly) {
  const std::string model = Model("m", R"({"stretch": "image"})");
  const Segmenter from_images = Loaded({model}, SegmenterInput::kImages),
                  from_file = Loaded({model}, SegmenterInput::kFused);
  const Case fused = Fused(model);
  const Prediction a = from_images.Segment(fused), b = from_file.Segment(fused);
  for (size_t k = 0; k < 3; ++k)
    for (size_t i = 0; i < a.labels.samples.size(); ++i)
      EXPECT_NEAR(a.probabilities[k].samples[i], b.probabilities[k].samples[i], 200) << k << ' ' << i;
  EXPECT_NE(a.probabilities, b.probabilities);
  EXPECT_EQ(Loaded({model}).Segment(fused).probabilities, b.probabilities);    // auto: the file
  EXPECT_EQ(Loaded({model}).Segment(record_).probabilities, a.probabilities);  // auto: there is none
}

TEST(Uncertainty, IsTheEntropyOfTheClasses) {
  EXPECT_EQ(Uncertainty(std::vector<double>{0, 1, 0}), 0);
  EXPECT_NEAR(Uncertainty(std::vector<double>{0.25, 0.25, 0.25, 0.25}), 1, 1e-15);
  EXPECT_NEAR(Uncertainty(std::vector<double>{0.9, 0.1}),
              -(0.9 * std::log(0.9) + 0.1 * std::log(0.1)) / std::log(2), 1e-15);
}

TEST_F(SegmenterTest, UncertaintyIsThatOfItsProbabilities) {
  SegmenterOptions options;
  options.models = {Model("m")};
  options.probabilities = options.uncertainty = true;
  const Prediction prediction = Segmenter::Load(options, "cpu").Segment(record_);
  ASSERT_TRUE(prediction.uncertainty.has_value());
  for (size_t i = 0; i < prediction.labels.samples.size(); ++i) {
    std::vector<double> p = {1};
    for (const auto& levels : prediction.probabilities) {
      p.push_back(levels.samples[i] / 65535.0);
      p[0] = std::max(0.0, p[0] - p.back());
    }
    EXPECT_NEAR(prediction.uncertainty->samples[i] / 65535.0, Uncertainty(p), 1e-3) << i;
  }
}

TEST_F(SegmenterTest, SeveralModelsVoteByTheMeanOfTheirProbabilities) {
  const std::string a = Model("a"), b = Model("b", "{}", 5);
  const Prediction one = Loaded({a}).Segment(record_), two = Loaded({b}).Segment(record_),
                   mean = Loaded({a, b}).Segment(record_);
  for (size_t k = 0; k < 3; ++k)
    for (size_t i = 0; i < mean.labels.samples.size(); ++i)
      EXPECT_NEAR(mean.probabilities[k].samples[i],
                  (one.probabilities[k].samples[i] + two.probabilities[k].samples[i]) / 2.0, 1.01);
  EXPECT_NE(one.labels.samples, two.labels.samples);
  EXPECT_EQ(Loaded({a, a}).Segment(record_).labels.samples, one.labels.samples);
}

TEST_F(SegmenterTest, NetworksThatSeeImagesOrBothGetThem) {
  const std::string images =
      Model("i", R"({"network": {"input": "images"}, "takes": ["images"], "gives": ["prediction"]})");
  const std::string both = Model("b", R"({"network": {"input": "both"}})");
  const Prediction seen = Loaded({images}).Segment(record_), stacked = Loaded({both}).Segment(record_);
  Case swapped = record_;
  swapped.SetImage("t1ce", record_.image("flair"));
  swapped.SetImage("flair", record_.image("t1ce"));
  EXPECT_NE(Loaded({images}).Segment(swapped).probabilities, seen.probabilities);
  EXPECT_NE(Loaded({both}).Segment(swapped).probabilities, stacked.probabilities);
  EXPECT_NE(Loaded({both}, SegmenterInput::kFused).Segment(Fused(both)).probabilities, stacked.probabilities);
}

TEST_F(SegmenterTest, VolumesAreSeenAsTheirSlicesWhateverTheOrderOfTheirVoxels) {
  const Segmenter segmenter = Loaded({Model("m")});
  // Columns to the left, rows to the back, slices up: as networks see it; then with the axes turned.
  const Affine seen = {{{-1, 0, 0, 0}, {0, -1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}},
               turned = {{{0, 0, 1, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}}};
  const Size3 size = {12, 10, 3};
  std::vector<std::vector<float>> planes(2);
  for (size_t m = 0; m < 2; ++m)
    for (size_t i = 0; i < 360; ++i) planes[m].push_back(Level(i, 2.0 * static_cast<double>(m), 8));
  std::vector<Prediction> predictions;
  for (const bool turns : {false, true}) {
    const Grid geometry = turns ? Grid{{10, 3, 12}, turned} : Grid{size, seen};
    Case record("v");
    for (size_t m = 0; m < 2; ++m) {
      const auto file = scratch_ / Cat("v", turns, m, ".nii.gz");
      WriteVolume(file, Image<float>{geometry, 1, VoxelsOfPlanes(planes[m], NetworkSlicing(geometry))},
                  VoxelType::kUint8);
      record.SetImage(m == 0 ? "t1ce" : "flair", file);
    }
    predictions.push_back(segmenter.Segment(record));
    const Slicing slicing = NetworkSlicing(predictions.back().labels.grid);
    ASSERT_EQ(slicing.width, 12);
    predictions.back().labels.samples = PlanesOfVoxels(predictions.back().labels.samples, slicing);
  }
  EXPECT_EQ(predictions[0].labels.samples, predictions[1].labels.samples);
  EXPECT_GE(
      std::set<uint16_t>(predictions[0].labels.samples.begin(), predictions[0].labels.samples.end()).size(),
      2U);
}

TEST_F(SegmenterTest, RefusesWhatDoesNotFit) {
  const std::string model = Model("m"), other = Model("o", R"({"classes": {"1": "all"}, "regions": {}})"),
                    fusion = Model("f", R"({"gives": ["fused"]})"),
                    images = Model("i", R"({"network": {"input": "images"}, "takes": ["images"]})");
  const auto load = [](const std::vector<std::string>& models, SegmenterInput input = SegmenterInput::kAuto) {
    static_cast<void>(Loaded(models, input));
  };
  EXPECT_F4S_ERROR(load({}), ErrorKind::kUsage, "usage.missing");
  EXPECT_F4S_ERROR(load({model, other}), ErrorKind::kBadInput, "model.classes");
  EXPECT_F4S_ERROR(load({fusion}), ErrorKind::kBadInput, "model.input");
  EXPECT_F4S_ERROR(load({images}, SegmenterInput::kFused), ErrorKind::kBadInput, "model.input");
  EXPECT_F4S_ERROR(load({"nosuchmodel"}), ErrorKind::kUnavailable, "model.missing");
  EXPECT_F4S_ERROR(static_cast<void>(Loaded({model}, SegmenterInput::kFused).Segment(record_)),
                   ErrorKind::kBadInput, "case.fused");
  Case other_size = record_;
  other_size.SetImage("flair", Picture("c", 1, kWidth + 1));
  EXPECT_F4S_ERROR(static_cast<void>(Loaded({model}).Segment(other_size)), ErrorKind::kBadInput,
                   "image.size");
  EXPECT_F4S_ERROR(static_cast<void>(Loaded({model}).Segment(Case("empty"))), ErrorKind::kBadInput,
                   "model.modalities");
}

}  // namespace
}  // namespace f4s
