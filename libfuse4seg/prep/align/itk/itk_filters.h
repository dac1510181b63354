// What the opened object `itk` is made of one file a filter.

#pragma once

#include <itkImage.h>

#include <string>

#include "libfuse4seg/prep/align/itk/align_backend.h"

namespace f4s {

/// See AlignBackend, whose functions these are.
[[nodiscard]] RigidFit ItkFitRigid(const RigidTask& task, const RigidParameters& start);
[[nodiscard]] Affine ItkMovingFromFixed(const RigidParameters& parameters, const Vector3& centre);
[[nodiscard]] BiasFit ItkFitBias(const BiasTask& task);

/// A view of a volume, which must outlive it; its physical space is RAS here, not ITK's LPS.
[[nodiscard]] itk::Image<float, 3>::Pointer ItkView(const Image<float>& volume);

/// ITK's one line of what went wrong, without its file names and line numbers.
/// @throws std::bad_alloc where that was the want of memory, which says nothing of the images.
[[nodiscard]] std::string ItkReason(const itk::ExceptionObject& error);

}  // namespace f4s
