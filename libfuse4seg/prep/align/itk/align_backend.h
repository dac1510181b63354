// What preparation asks of ITK, mutual information and N4: a light header, so that only this folder knows
// ITK.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// Three turns (radians, about x, y and z) about a centre, then a shift (mm along x, y, z).
using RigidParameters = std::array<double, 6>;

/// Two volumes to compare in one world, and where.
struct RigidTask {
  const Image<float>* fixed = nullptr;
  const Image<float>* moving = nullptr;
  std::vector<Vector3> points;  ///< RAS mm, within `fixed`
  Vector3 centre{};             ///< of the turns, RAS mm
  double radius_mm = 0;         ///< a turn by 1 radian moves the points by about as much
  double first_step_mm = 0, last_step_mm = 0;
  int64_t most_steps = 0;
  int bins = 0;  ///< of the joint histogram along each axis
};

struct RigidFit {
  RigidParameters parameters{};
  double before = 0, after = 0;  ///< mutual information in nats at the start and at `parameters`
  int64_t steps = 0;
};

/// N4 on a shrunken volume.
struct BiasTask {
  const Image<float>* volume = nullptr;  ///< above 0 within the mask
  const std::vector<uint8_t>* mask = nullptr;
  std::vector<int64_t> most_iterations;  ///< one a fitting level, coarsest first
  double convergence = 0;
};

struct BiasFit {
  std::vector<float> log_field;     ///< natural logarithm of the field, one a voxel
  std::vector<int64_t> iterations;  ///< made at each level
  double convergence = 0;           ///< coefficient of variation of the last change of the field
};

/// Implemented by the opened object `itk`; see base/opened_object.h.
class AlignBackend {
 public:
  virtual ~AlignBackend() = default;

  /// Raises the mutual information of the task's volumes from `start`: Mattes et al., "PET-CT image
  /// registration in the chest using free-form deformations", IEEE TMI 22(1), 2003.
  /// One thread; the same bits each time.
  /// @throws Error(kBadInput, "registration.itk") with ITK's reason: fields of view that slide apart.
  [[nodiscard]] virtual RigidFit FitRigid(const RigidTask& task, const RigidParameters& start) const = 0;
  /// What FitRigid()'s parameters mean: fixed world -> moving world, RAS mm.
  [[nodiscard]] virtual Affine MovingFromFixed(const RigidParameters& parameters,
                                               const Vector3& centre) const = 0;

  /// Tustison et al., "N4ITK: improved N3 bias correction", IEEE TMI 29(6), 2010.  One thread.
  /// @throws Error(kBadInput, "bias.itk") with ITK's reason.
  [[nodiscard]] virtual BiasFit FitBias(const BiasTask& task) const = 0;
};

}  // namespace f4s
