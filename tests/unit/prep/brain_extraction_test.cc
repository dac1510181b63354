// Brain extraction on phantom heads, whose brain is known, and on real heads where they are there.

#include "libfuse4seg/prep/brain/brain_extraction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/phantom/phantom.h"
#include "libfuse4seg/prep/brain/brain_method.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

double Dice(const Image<uint16_t>& a, const Image<uint16_t>& b) {
  double both = 0, sum = 0;
  for (size_t i = 0; i < a.samples.size(); ++i) {
    both += a.samples[i] != 0 && b.samples[i] != 0 ? 1 : 0;
    sum += (a.samples[i] != 0 ? 1 : 0) + (b.samples[i] != 0 ? 1 : 0);
  }
  return 2 * both / sum;
}

Image<uint16_t> Extracted(const Image<float>& volume, const BrainSettings& settings = {}) {
  const Image<float>* contrast = &volume;
  return ExtractBrain({&contrast, 1}, settings);
}

PhantomCase Head(uint64_t seed, double bias, double noise, const Size3& size = {100, 120, 104}) {
  PhantomOptions options;
  options.size = size;  // voxels of 2 mm and a little more
  options.skull = true;
  options.bias = bias;
  options.noise = noise;
  return MakePhantom(options, seed, 0);
}

/// The same head with its first axis running the other way and the other two exchanged.
Image<float> Turned(const Image<float>& volume) {
  Image<float> turned = volume;
  const Size3 n = volume.grid.size;
  turned.grid.size = {n[0], n[2], n[1]};
  for (size_t row = 0; row < 3; ++row) {
    const auto& from = volume.grid.world_from_voxel[row];
    turned.grid.world_from_voxel[row] = {-from[0], from[2], from[1],
                                         from[3] + from[0] * static_cast<double>(n[0] - 1)};
  }
  size_t i = 0;
  for (int64_t y = 0; y < n[1]; ++y)
    for (int64_t z = 0; z < n[2]; ++z)
      for (int64_t x = 0; x < n[0]; ++x)
        turned.samples[i++] = volume.samples[static_cast<size_t>((z * n[1] + y) * n[0] + n[0] - 1 - x)];
  return turned;
}

/// Made once: it takes seconds.
const PhantomCase& UsualHead() {
  static const PhantomCase head = Head(7, 0.12, 0.03);
  return head;
}

void ExpectFound(const PhantomCase& head) {
  EXPECT_GT(Dice(Extracted(head.t1), head.brain), 0.95);
  EXPECT_GT(Dice(Extracted(head.t1ce), head.brain), 0.95);
  EXPECT_GT(Dice(Extracted(head.t2), head.brain), 0.96);
  EXPECT_GT(Dice(Extracted(head.flair), head.brain), 0.95);
}

TEST(ExtractBrain, FindsThatOfPhantomsInEveryContrast) { ExpectFound(UsualHead()); }

TEST(ExtractBrain, BearsShadingAndNoise) { ExpectFound(Head(3, 0.4, 0.08)); }

TEST(ExtractBrain, BearsALargeHeadOnACoarseGrid) { ExpectFound(Head(11, 0.12, 0.03, {90, 110, 100})); }

TEST(ExtractBrain, IsTheSameWhateverTheScaleOfLevels) {
  Image<float> brighter = UsualHead().flair;
  for (float& value : brighter.samples) value *= 8;
  EXPECT_EQ(Extracted(brighter).samples, Extracted(UsualHead().flair).samples);
}

TEST(ExtractBrain, FindsItInAnyOrientation) {
  Image<float> reference = UsualHead().t1;
  reference.samples.assign(UsualHead().brain.samples.begin(), UsualHead().brain.samples.end());
  reference = Turned(reference);
  const Image<uint16_t> wanted = {reference.grid, 1, {reference.samples.begin(), reference.samples.end()}};
  EXPECT_NEAR(Dice(Extracted(Turned(UsualHead().t1)), wanted),
              Dice(Extracted(UsualHead().t1), UsualHead().brain), 0.001);
}

TEST(ExtractBrain, RefusesWhatIsNoHead) {
  Image<float> empty = ImageOn<float>({{60, 60, 60}, IdentityAffine()});
  for (size_t axis = 0; axis < 3; ++axis) empty.grid.world_from_voxel[axis][axis] = 3;
  EXPECT_F4S_ERROR(static_cast<void>(Extracted(empty)), ErrorKind::kBadInput, "brain.no_head");
  Image<float> full = empty;
  std::fill(full.samples.begin(), full.samples.end(), 5.0F);
  full.samples[0] = 4;
  EXPECT_F4S_ERROR(static_cast<void>(Extracted(full)), ErrorKind::kBadInput, "brain.no_head");
}

class RealHead : public testing::Test {
 protected:
  static constexpr const char* kFolder = "../shared/data/brain-extraction/";
  void SetUp() override {
    if (!std::filesystem::exists(kFolder)) GTEST_SKIP() << kFolder << " is not there";
  }
  static double DiceOf(const std::string& head, const std::string& mask) {
    return Dice(Extracted(ReadVolume(kFolder + head)), ReadLabelVolume(kFolder + mask));
  }
};

TEST_F(RealHead, OfAverageT1) {
  EXPECT_GE(DiceOf("MNI152_T1_2mm.nii.gz", "MNI152_T1_2mm_Brain_Mask.nii.gz"), 0.95);
}

TEST_F(RealHead, OfThickSlicesWithContrast) {
  EXPECT_GE(DiceOf("tcga-fg-6692_t1ce.nii.gz", "tcga-fg-6692_t1ce_hdbet-mask.nii.gz"), 0.95);
}

TEST(BrainModality, PrefersT1) {
  EXPECT_EQ(BrainModality({"flair", "t2", "t1ce"}), 2U);
  EXPECT_EQ(BrainModality({"t1ce", "t1"}), 1U);
  EXPECT_EQ(BrainModality({"pet", "ct"}), 0U);
}

}  // namespace
}  // namespace f4s
