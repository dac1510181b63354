// Rigid registration of two volumes of one patient, whatever their contrasts.

#pragma once

#include <cstdint>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// Bins of the joint histogram along each axis.
inline constexpr int kRegistrationBins = 32;
/// At most so many positions of the fixed volume are compared at a level.
inline constexpr int64_t kRegistrationPoints = 100000;
/// Mutual information below so many times that of chance says nothing about the alignment.
inline constexpr double kLeastOverChance = 4;
/// The least share by which mutual information must grow to be worth an interpolation.
inline constexpr double kLeastGain = 0.005;
/// Results from different starts may lie so many voxels of the finest level apart.
inline constexpr double kMostSpread = 0.5;
/// More than the headers of one examination can be wrong by.
inline constexpr double kMostTurnDegrees = 30, kMostShiftMm = 60;

struct RigidRegistration {
  Affine moving_from_fixed{};    ///< fixed world -> moving world, RAS mm
  double before = 0, after = 0;  ///< mutual information at the finest level, nats
  double chance = 0;             ///< that of unrelated volumes: (bins - 1)^2 / (2 points)
  double rotation_degrees = 0;   ///< 0..180, about whatever axis
  Vector3 translation_mm{};      ///< of the centre of what was compared, RAS
  /// Starts 3 mm off, in four directions, end at most so far from each other, before the finest level;
  /// and how far they may.  Metrics that tell little have many peaks.
  double spread_mm = 0, most_spread_mm = 0;
  int64_t points = 0, steps = 0;  ///< compared at the finest level; made at all of them

  enum class Outcome {
    kImproved,
    kNoGain,       ///< they lie well as they are: less than kLeastGain to be had
    kNoRelation,   ///< the volumes tell nothing about each other: kLeastOverChance
    kImplausible,  ///< beyond kMostTurnDegrees or kMostShiftMm
    kUnstable,     ///< where it ends depends on where it begins: kMostSpread
  };
  [[nodiscard]] Outcome outcome() const;
};

/// Aligns `moving` to `fixed`, beginning where their headers put them, at 4, 2 and 1 times the fixed
/// volume's smallest voxel side (but at least 1 mm), by steepest ascent of Mattes's mutual information
/// (VolumeBackend::FitRigid).  Where it compares is drawn once, by a fixed rule, within 8 mm of what
/// is not 0 in `fixed` and of the field of view of `moving`.  The same bits each time.
/// Within 0.5 mm and 0.5 degrees on brains whose headers are wrong by some 10 mm and 10 degrees.
/// @throws Error(kBadInput): "registration.thin" where an axis has fewer than 4 voxels,
///         "registration.itk"; Error(kUnavailable) without ITK.
[[nodiscard]] RigidRegistration RegisterRigidly(const Image<float>& fixed, const Image<float>& moving);

/// The angle of the rotation in a rigid map, degrees.
[[nodiscard]] double RotationDegrees(const Affine& rigid);

}  // namespace f4s
