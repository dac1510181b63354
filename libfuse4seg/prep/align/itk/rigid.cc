// Rigid registration: ITK's metric and transform, and a descent whose steps are millimetres.

#include <itkEuler3DTransform.h>
#include <itkMattesMutualInformationImageToImageMetricv4.h>

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/prep/align/itk/itk_filters.h"

namespace f4s {
namespace {

using FloatImage = itk::Image<float, 3>;
using Metric = itk::MattesMutualInformationImageToImageMetricv4<FloatImage, FloatImage>;
using Transform = itk::Euler3DTransform<double>;

Transform::Pointer TransformOf(const RigidParameters& parameters, const Vector3& centre) {
  const auto transform = Transform::New();
  Transform::InputPointType point;
  Transform::ParametersType values(6);
  for (unsigned i = 0; i < 3; ++i) point[i] = centre[i];
  for (unsigned i = 0; i < 6; ++i) values[i] = parameters[i];
  transform->SetCenter(point);
  transform->SetParameters(values);
  return transform;
}

Metric::FixedSampledPointSetType::Pointer PointSet(const std::vector<Vector3>& points) {
  const auto set = Metric::FixedSampledPointSetType::New();
  set->Initialize();
  for (size_t i = 0; i < points.size(); ++i) {
    Metric::FixedSampledPointSetType::PointType point;
    for (unsigned k = 0; k < 3; ++k) point[k] = static_cast<float>(points[i][k]);
    set->SetPoint(i, point);
  }
  return set;
}

Metric::Pointer MetricOf(const RigidTask& task, Transform* transform) {
  const auto metric = Metric::New();
  const FloatImage::Pointer fixed = ItkView(*task.fixed);
  metric->SetFixedImage(fixed);
  metric->SetMovingImage(ItkView(*task.moving));
  metric->SetVirtualDomainFromImage(fixed);
  metric->SetMovingTransform(transform);
  metric->SetNumberOfHistogramBins(task.bins);
  metric->SetFixedSampledPointSet(PointSet(task.points));
  metric->SetUseSampledPointSet(true);
  // Gradients where they are asked for, not whole images of them.
  metric->SetUseFixedImageGradientFilter(false);
  metric->SetUseMovingImageGradientFilter(false);
  metric->SetMaximumNumberOfWorkUnits(1);
  metric->Initialize();
  return metric;
}

/// Steepest descent with a step of known length, halved where the slope turns back.  Turns count as
/// the millimetres by which they move points at `radius_mm`, so that one length fits all six
/// parameters (ITK's own optimizer of this kind mixes their units).
class Descent {
 public:
  Descent(const RigidTask& task, const RigidParameters& start)
      : task_(task),
        transform_(TransformOf(start, task.centre)),
        metric_(MetricOf(task, transform_)),
        at_(start),
        step_mm_(task.first_step_mm) {}

  RigidFit Run() {
    RigidFit best;
    for (best.steps = 0; best.steps < task_.most_steps; ++best.steps) {
      Metric::MeasureType value = 0;
      Metric::DerivativeType slope(6);
      metric_->GetValueAndDerivative(value, slope);
      if (best.steps == 0) best.before = best.after = -value;
      if (best.steps == 0 || -value > best.after) {
        best.after = -value;
        best.parameters = at_;
      }
      if (!Move(slope)) break;
    }
    return best;
  }

 private:
  [[nodiscard]] double Unit(size_t i) const { return i < 3 ? task_.radius_mm : 1; }

  /// @return false at the end of the way.
  bool Move(const Metric::DerivativeType& slope) {
    RigidParameters direction{};
    double length = 0, turned = 0;
    for (size_t i = 0; i < 6; ++i) {
      direction[i] = slope[static_cast<unsigned>(i)] / Unit(i);
      length += direction[i] * direction[i];
    }
    length = std::sqrt(length);
    if (!(length > 0)) return false;  // NaN too
    for (size_t i = 0; i < 6; ++i) {
      direction[i] /= length;
      turned += direction[i] * before_[i];
    }
    if (turned < 0) step_mm_ /= 2;
    if (step_mm_ < task_.last_step_mm) return false;
    before_ = direction;
    Transform::ParametersType values(6);
    for (size_t i = 0; i < 6; ++i) {
      at_[i] += step_mm_ * direction[i] / Unit(i);
      values[static_cast<unsigned>(i)] = at_[i];
    }
    transform_->SetParameters(values);
    return true;
  }

  const RigidTask& task_;
  Transform::Pointer transform_;
  Metric::Pointer metric_;
  RigidParameters at_, before_{};
  double step_mm_;
};

}  // namespace

RigidFit ItkFitRigid(const RigidTask& task, const RigidParameters& start) {
  try {
    return Descent(task, start).Run();
  } catch (const itk::ExceptionObject& error) {
    throw Error(ErrorKind::kBadInput, "registration.itk", Cat("ITK cannot register it: ", ItkReason(error)));
  }
}

Affine ItkMovingFromFixed(const RigidParameters& parameters, const Vector3& centre) {
  const auto transform = TransformOf(parameters, centre);
  Affine moving_from_fixed = IdentityAffine();
  for (unsigned i = 0; i < 3; ++i) {
    for (unsigned j = 0; j < 3; ++j) moving_from_fixed[i][j] = transform->GetMatrix()(i, j);
    moving_from_fixed[i][3] = transform->GetOffset()[i];
  }
  return moving_from_fixed;
}

}  // namespace f4s
