#include "libfuse4seg/prep/align/register.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/prep/align/itk/align_backend.h"

namespace f4s {
namespace {

constexpr double kMarginMm = 8;  // around what is compared
constexpr int64_t kMostSteps = 120;
constexpr int64_t kLeastVoxels = 4;
constexpr double kStartMm = 3;  // how far starts lie off the headers' alignment

const AlignBackend& Itk() { return OpenedObject<AlignBackend>("itk", "registration"); }

/// A few bright vessels must not take all the bins of the histogram.
Image<float> WithoutExtremes(Image<float> volume) {
  std::vector<float> values = volume.samples;
  const std::vector<double> ends = Percentiles(values, {0.1, 99.9});
  for (float& value : volume.samples)
    value = std::clamp(value, static_cast<float>(ends[0]), static_cast<float>(ends[1]));
  return volume;
}

/// Anti-aliased to voxels of at least `mm` along each axis.
Image<float> Coarse(const Image<float>& volume, double mm) {
  Vector3 spacing = volume.grid.spacing_mm();
  for (double& side : spacing) side = std::max(side, mm);
  return WithoutExtremes(Resample(volume, WithSpacing(volume.grid, spacing)));
}

/// Mixes the bits of a number: the output step of SplitMix64 (Steele et al., OOPSLA 2014).
uint64_t Mixed(uint64_t v) {
  v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
  v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
  return v ^ (v >> 31);
}

/// 20 of a number's bits, from `shift` on, as 0..1.
double Part(uint64_t bits, int shift) {
  return static_cast<double>((bits >> shift) & 0xfffff) / static_cast<double>(0x100000);
}

/// A box of voxels, its ends included.
struct Box {
  Vector3 low{}, high{};
  [[nodiscard]] bool Holds(const Vector3& at) const {
    for (size_t i = 0; i < 3; ++i)
      if (!(at[i] >= low[i] && at[i] <= high[i])) return false;
    return true;
  }
  void Grow(const Vector3& spacing_mm) {
    for (size_t i = 0; i < 3; ++i) {
      low[i] -= kMarginMm / spacing_mm[i];
      high[i] += kMarginMm / spacing_mm[i];
    }
  }
};

Box WholeOf(const Grid& geometry) {
  Box box;
  for (size_t i = 0; i < 3; ++i) box.high[i] = static_cast<double>(geometry.size[i] - 1);
  return box;
}

template <class Visit>
void ForEachVoxel(const Size3& size, Visit visit) {
  size_t index = 0;
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x, ++index)
        visit(index, Vector3{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
}

/// Around the voxels that are not 0; all of it where none is.
Box ForegroundOf(const Image<float>& volume) {
  Box box = WholeOf(volume.grid);
  std::swap(box.low, box.high);
  ForEachVoxel(volume.grid.size, [&](size_t index, const Vector3& at) {
    if (volume.samples[index] == 0.0F) return;
    for (size_t i = 0; i < 3; ++i) {
      box.low[i] = std::min(box.low[i], at[i]);
      box.high[i] = std::max(box.high[i], at[i]);
    }
  });
  if (box.low[0] > box.high[0]) return WholeOf(volume.grid);
  box.Grow(volume.grid.spacing_mm());
  return box;
}

/// Where to compare: up to kRegistrationPoints voxels of `fixed`, each moved off its centre by up to
/// half a voxel, for lattices that coincide make the metric prefer whole steps (Pluim, Maintz,
/// Viergever, "Interpolation artefacts in mutual information-based image registration", 2000).
std::vector<Vector3> PointsOf(const Image<float>& fixed, const Grid& moving) {
  const Box foreground = ForegroundOf(fixed);
  Box view = WholeOf(moving);
  view.Grow(moving.spacing_mm());
  const Affine moving_from_fixed = Inverse(moving.world_from_voxel) * fixed.grid.world_from_voxel;
  std::vector<size_t> candidates;
  ForEachVoxel(fixed.grid.size, [&](size_t index, const Vector3& at) {
    if (foreground.Holds(at) && view.Holds(Apply(moving_from_fixed, at))) candidates.push_back(index);
  });
  const double share =
      static_cast<double>(kRegistrationPoints) / static_cast<double>(std::max<size_t>(1, candidates.size()));
  std::vector<Vector3> points;
  const Size3& size = fixed.grid.size;
  for (const size_t candidate : candidates) {
    const uint64_t bits = Mixed(candidate + 1), more = Mixed(bits);
    if (Part(more, 0) >= share) continue;
    const auto index = static_cast<int64_t>(candidate);
    const auto x = static_cast<double>(index % size[0]), y = static_cast<double>(index / size[0] % size[1]),
               z = static_cast<double>(index / size[0] / size[1]);
    points.push_back(Apply(fixed.grid.world_from_voxel,
                           {x + Part(bits, 0) - 0.5, y + Part(bits, 20) - 0.5, z + Part(bits, 40) - 0.5}));
  }
  return points;
}

/// The mean distance (root of the mean square) of the points from `centre`.
double RadiusOf(const std::vector<Vector3>& points, const Vector3& centre) {
  double squares = 0;
  for (const Vector3& point : points)
    for (size_t i = 0; i < 3; ++i) squares += (point[i] - centre[i]) * (point[i] - centre[i]);
  return std::max(1.0, std::sqrt(squares / static_cast<double>(std::max<size_t>(1, points.size()))));
}

Vector3 MeanOf(const std::vector<Vector3>& points) {
  Vector3 mean{};
  for (const Vector3& point : points)
    for (size_t i = 0; i < 3; ++i) mean[i] += point[i] / static_cast<double>(points.size());
  return mean;
}

void RequireThick(const Grid& geometry) {
  const int64_t least = *std::min_element(geometry.size.begin(), geometry.size.end());
  if (least < kLeastVoxels)
    throw Error(ErrorKind::kBadInput, "registration.thin",
                Cat("has ", least, " voxels along an axis: registration needs at least ", kLeastVoxels));
}

/// Both volumes at one scale, and where they are compared.
struct Level {
  Image<float> fixed, moving;
  RigidTask task;

  Level(const Image<float>& source, const Image<float>& moved, double mm,
        const std::optional<Vector3>& centre)
      : fixed(Coarse(source, mm)), moving(Coarse(moved, mm)) {
    task.points = PointsOf(fixed, moving.grid);
    if (task.points.empty())
      throw Error(ErrorKind::kBadInput, "registration.itk",
                  "its field of view does not overlap the reference");
    task.centre = centre ? *centre : MeanOf(task.points);
    task.radius_mm = RadiusOf(task.points, task.centre);
    task.first_step_mm = mm;
    task.last_step_mm = mm / 100;
    task.most_steps = kMostSteps;
    task.bins = kRegistrationBins;
  }

  RigidFit Fit(const RigidParameters& start) {
    task.fixed = &fixed;
    task.moving = &moving;
    return Itk().FitRigid(task, start);
  }
};

/// The headers' alignment, and four around it: kStartMm off along each axis, turns too.
std::vector<RigidParameters> Starts(double radius_mm) {
  std::vector<RigidParameters> starts = {{}};
  constexpr double kSigns[4][3] = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
  for (const auto& signs : kSigns) {
    RigidParameters start{};
    for (size_t i = 0; i < 3; ++i) {
      start[i] = signs[i] * kStartMm / radius_mm;
      start[i + 3] = signs[i] * kStartMm;
    }
    starts.push_back(start);
  }
  return starts;
}

/// How far two results take the ends of three axes of `radius_mm` about `centre` from each other, at most.
double Apart(const RigidParameters& a, const RigidParameters& b, const Vector3& centre, double radius_mm) {
  const Affine first = Itk().MovingFromFixed(a, centre), second = Itk().MovingFromFixed(b, centre);
  double worst = 0;
  for (size_t axis = 0; axis < 3; ++axis)
    for (const double sign : {-1.0, 1.0}) {
      Vector3 point = centre;
      point[axis] += sign * radius_mm;
      const Vector3 p = Apply(first, point), q = Apply(second, point);
      worst = std::max(worst, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
    }
  return worst;
}

}  // namespace

RigidRegistration::Outcome RigidRegistration::outcome() const {
  const double shift = std::hypot(translation_mm[0], translation_mm[1], translation_mm[2]);
  if (after < kLeastOverChance * chance) return Outcome::kNoRelation;
  if (rotation_degrees > kMostTurnDegrees || shift > kMostShiftMm) return Outcome::kImplausible;
  if (spread_mm > most_spread_mm) return Outcome::kUnstable;
  // Negated so that NaN counts as none.
  if (!(after - before > kLeastGain * std::abs(before))) return Outcome::kNoGain;
  return Outcome::kImproved;
}

double RotationDegrees(const Affine& rigid) {
  // The angle from the skew part (sine) and the trace (cosine): accurate near 0 too.
  const double sine =
      0.5 * std::hypot(rigid[2][1] - rigid[1][2], rigid[0][2] - rigid[2][0], rigid[1][0] - rigid[0][1]);
  const double cosine = 0.5 * (rigid[0][0] + rigid[1][1] + rigid[2][2] - 1);
  return std::atan2(sine, cosine) * 180 / std::acos(-1.0);
}

RigidRegistration RegisterRigidly(const Image<float>& fixed, const Image<float>& moving) {
  RequireThick(fixed.grid);
  RequireThick(moving.grid);
  const Vector3 spacing = fixed.grid.spacing_mm();
  const double finest = std::max(1.0, *std::min_element(spacing.begin(), spacing.end()));
  RigidRegistration result;
  Level coarse(fixed, moving, 4 * finest, std::nullopt);
  const Vector3 centre = coarse.task.centre;  // one for all levels: parameters go on
  Level middle(fixed, moving, 2 * finest, centre);
  std::vector<RigidFit> fits;
  for (const RigidParameters& start : Starts(middle.task.radius_mm)) {
    const RigidFit first = coarse.Fit(start);
    fits.push_back(middle.Fit(first.parameters));
    result.steps += first.steps + fits.back().steps;
  }
  const RigidFit& best = *std::max_element(
      fits.begin(), fits.end(), [](const RigidFit& a, const RigidFit& b) { return a.after < b.after; });
  for (const RigidFit& fit : fits)
    result.spread_mm =
        std::max(result.spread_mm, Apart(best.parameters, fit.parameters, centre, middle.task.radius_mm));
  result.most_spread_mm = kMostSpread * finest;

  Level fine(fixed, moving, finest, centre);
  const RigidFit last = fine.Fit(best.parameters);
  fine.task.most_steps = 1;  // a look at the start, at the same places
  result.before = fine.Fit({}).before;
  result.after = last.after;
  result.steps += last.steps;
  result.points = static_cast<int64_t>(fine.task.points.size());
  result.chance = static_cast<double>((kRegistrationBins - 1) * (kRegistrationBins - 1)) /
                  (2 * static_cast<double>(result.points));
  result.moving_from_fixed = Itk().MovingFromFixed(last.parameters, centre);
  result.rotation_degrees = RotationDegrees(result.moving_from_fixed);
  const Vector3 moved = Apply(result.moving_from_fixed, centre);
  for (size_t i = 0; i < 3; ++i) result.translation_mm[i] = moved[i] - centre[i];
  return result;
}

}  // namespace f4s
