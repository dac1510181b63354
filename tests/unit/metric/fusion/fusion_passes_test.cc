// What is computed several rows or a whole file at once, beside the same one by one.

#include <gtest/gtest.h>
#include <unistd.h>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

TEST(GaussianFilter, GivesTheSameBytesForRowsTogether) {
  const Image<uint8_t> levels = RandomImage(211, 40, 21);
  const std::vector<double> values(levels.samples.begin(), levels.samples.end());
  const View<const double> plane = {values.data(), 211, 40, 211};
  for (const int taps : {17, 9, 5, 3})
    for (const Span columns : {Span{0, 211 - taps + 1}, {8, 100}, {64, 65}, {5, 5}}) {
      const GaussianWindow window(taps, taps / 5.0);
      std::vector<double> one(4 * 211, -1), together = one, scratch(4 * 211);
      for (int i = 0; i < 4; ++i)
        FilterRow(plane, 7 + i, window, window, columns, scratch.data(), one.data() + 211 * i);
      FilterRows(plane, 7, window, window, columns, {scratch.data(), 211, 4, 211},
                 {together.data(), 211, 4, 211});
      EXPECT_TRUE(together == one) << taps << " taps, columns " << columns.first << " to " << columns.end;
    }
}

TEST(GreyLevels, OfAFileAreThoseOfItsFloats) {
  const auto folder = std::filesystem::temp_directory_path() / Cat("f4s-levels-", getpid());
  std::filesystem::create_directories(folder);
  for (const int bits : {8, 16})
    for (const int channels : {1, 3}) {
      Image<uint16_t> picture = {PictureGrid(67, 31), channels, {}};
      for (int64_t i = 0; i < picture.num_pixels() * channels; ++i)
        picture.samples.push_back(static_cast<uint16_t>(i * 7919 % (1 << bits)));
      WriteImage(folder / "p.png", picture, bits);
      EXPECT_TRUE(ReadLevels(folder / "p.png", nullptr) == ToLevels(ReadUnitImage(folder / "p.png")))
          << bits << " bits, " << channels << " channels";
    }
  Image<float> volume = ImageOn<float>(Grid{{9, 8, 7}, IdentityAffine()});
  for (size_t i = 0; i < volume.samples.size(); ++i) volume.samples[i] = static_cast<float>(i) / 504;
  WriteImage(folder / "v.nii.gz", volume, 8);
  EXPECT_TRUE(ReadLevels(folder / "v.nii.gz", nullptr) == ToLevels(ReadUnitImage(folder / "v.nii.gz")));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace f4s
