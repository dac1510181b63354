// Calibration by hand, and at its limits.

#include "libfuse4seg/metric/segmentation/calibration.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/expect_error.h"

namespace f4s {
namespace {

TEST(Calibration, OfCertaintyThatIsRightIsZero) {
  Calibration calibration;
  calibration.Add(std::vector<double>{0, 1, 1, 0}, std::vector<uint8_t>{0, 1, 1, 0});
  EXPECT_EQ(calibration.ece().value(), 0);
  EXPECT_EQ(calibration.brier().value(), 0);
}

TEST(Calibration, IsItsDefinition) {
  Calibration calibration;
  // The bins of 1/15: 0 and 0.05 in the first, 0.4 = 6/15 ends the sixth, 0.41 is in the seventh.
  calibration.Add(std::vector<double>{0, 0.05, 0.4, 0.41}, std::vector<uint8_t>{0, 1, 0, 1});
  EXPECT_NEAR(calibration.ece().value(), (0.95 + 0.4 + 0.59) / 4, 1e-12);
  EXPECT_NEAR(calibration.brier().value(), (0.95 * 0.95 + 0.16 + 0.59 * 0.59) / 4, 1e-12);
}

TEST(Calibration, ForgivesErrorsThatItForesaw) {
  Calibration calibration;
  // Of five voxels at 0.8 one is not there: the bin is right as a whole, each voxel is not.
  for (const uint8_t g : std::vector<uint8_t>{1, 1, 1, 1, 0})
    calibration.Add(std::vector<double>{0.8}, std::vector<uint8_t>{g});
  EXPECT_NEAR(calibration.ece().value(), 0, 1e-12);
  EXPECT_NEAR(calibration.brier().value(), (4 * 0.04 + 0.64) / 5, 1e-12);
}

TEST(Calibration, OfNothingIsUndefined) {
  Calibration calibration;
  EXPECT_FALSE(calibration.ece().defined());
  EXPECT_FALSE(calibration.brier().defined());
  EXPECT_F4S_ERROR(calibration.Add(std::vector<double>{0.5}, std::vector<uint8_t>{}), ErrorKind::kBadInput,
                   "metric.size");
}

}  // namespace
}  // namespace f4s
