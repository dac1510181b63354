// Rigid registration of phantoms moved by a known map, within one contrast and across two.

#include "libfuse4seg/prep/align/register.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/phantom/phantom.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

const PhantomCase& Head() {
  static const PhantomCase head = [] {
    PhantomOptions options;
    options.size = {80, 96, 72};
    options.spacing_mm = {2, 2, 2};
    return MakePhantom(options, 11, 0);
  }();
  return head;
}

/// A turn by `degrees` about an oblique axis (Rodrigues) through `centre`, then a shift.
Affine Motion(double degrees, const Vector3& centre, const Vector3& shift_mm) {
  const double angle = degrees * std::acos(-1.0) / 180, s = std::sin(angle), c = std::cos(angle);
  const Vector3 u = {2.0 / 7, -3.0 / 7, 6.0 / 7};  // of length 1
  const double skew[3][3] = {{0, -u[2], u[1]}, {u[2], 0, -u[0]}, {-u[1], u[0], 0}};
  Affine motion = IdentityAffine();
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) motion[i][j] = c * (i == j) + s * skew[i][j] + (1 - c) * u[i] * u[j];
  const Vector3 turned = Apply(motion, centre);
  for (size_t i = 0; i < 3; ++i) motion[i][3] = centre[i] - turned[i] + shift_mm[i];
  return motion;
}

/// The volume as a header that is wrong by `motion` would have it.
Image<float> Misplaced(Image<float> volume, const Affine& motion) {
  volume.grid.world_from_voxel = motion * volume.grid.world_from_voxel;
  return volume;
}

/// The largest distance, over the corners of a box of 100 mm about the head's middle, between where
/// two maps take a point.
double WorstMm(const Affine& a, const Affine& b) {
  double worst = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const Vector3 point = {(corner & 1) != 0 ? 50.0 : -50.0, (corner & 2) != 0 ? 50.0 : -50.0,
                           (corner & 4) != 0 ? 50.0 : -50.0};
    const Vector3 p = Apply(a, point), q = Apply(b, point);
    worst = std::max(worst, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  return worst;
}

void ExpectRecovered(const Image<float>& fixed, const Image<float>& moving, double degrees,
                     const Vector3& shift_mm) {
  const Affine truth = Motion(degrees, {3, -5, 8}, shift_mm);
  const RigidRegistration found = RegisterRigidly(fixed, Misplaced(moving, truth));
  EXPECT_EQ(found.outcome(), RigidRegistration::Outcome::kImproved);
  EXPECT_LT(WorstMm(found.moving_from_fixed, truth), 0.5) << degrees;
  EXPECT_LT(RotationDegrees(Inverse(truth) * found.moving_from_fixed), 0.5) << degrees;
  EXPECT_NEAR(found.rotation_degrees, degrees, 0.5);
  EXPECT_GT(found.after, found.before);
  EXPECT_LT(found.spread_mm, found.most_spread_mm);
}

TEST(RegisterRigidly, RecoversMotionWithinOneContrast) {
  ExpectRecovered(Head().t1, Head().t1, 4, {3, -2, 5});
  ExpectRecovered(Head().t2, Head().t2, 0.5, {-0.7, 0.4, 0});
}

TEST(RegisterRigidly, RecoversMotionAcrossContrasts) {
  ExpectRecovered(Head().t1, Head().t2, 3, {-4, 2, 1});
  ExpectRecovered(Head().t1, Head().flair, 6, {5, 5, -5});
  ExpectRecovered(Head().t1ce, Head().t2, 10, {-8, 6, 4});
}

TEST(RegisterRigidly, GivesTheSameBitsAgain) {
  const Image<float> moving = Misplaced(Head().flair, Motion(5, {}, {2, 2, 2}));
  const RigidRegistration a = RegisterRigidly(Head().t1, moving), b = RegisterRigidly(Head().t1, moving);
  EXPECT_EQ(a.moving_from_fixed, b.moving_from_fixed);
  EXPECT_EQ(a.before, b.before);
  EXPECT_EQ(a.after, b.after);
}

TEST(RegisterRigidly, HasNothingToGainWhereTheyLieWell) {
  const RigidRegistration found = RegisterRigidly(Head().t1, Head().t2);
  EXPECT_EQ(found.outcome(), RigidRegistration::Outcome::kNoGain);
  EXPECT_LT(found.rotation_degrees, 0.5);
}

TEST(RegisterRigidly, IsNotTakenInByNoise) {
  Image<float> noise = Head().t2;
  uint64_t state = 1;
  for (float& value : noise.samples) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;  // Knuth's MMIX generator
    value = static_cast<float>(state >> 40);
  }
  EXPECT_NE(RegisterRigidly(Head().t1, noise).outcome(), RigidRegistration::Outcome::kImproved);
}

TEST(RegisterRigidly, RefusesAFewSlices) {
  Image<float> thin = Head().t1;
  thin.grid.size[2] = 3;
  thin.samples.resize(static_cast<size_t>(thin.grid.num_voxels()));
  EXPECT_F4S_ERROR(static_cast<void>(RegisterRigidly(Head().t1, thin)), ErrorKind::kBadInput,
                   "registration.thin");
}

TEST(RotationDegrees, IsTheAngleWhateverTheAxis) {
  for (const double degrees : {0.0, 1e-4, 1.0, 90.0, 179.0})
    EXPECT_NEAR(RotationDegrees(Motion(degrees, {1, 2, 3}, {4, 5, 6})), degrees, 1e-9);
}

}  // namespace
}  // namespace f4s
