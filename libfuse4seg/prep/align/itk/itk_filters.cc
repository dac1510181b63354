#include "libfuse4seg/prep/align/itk/itk_filters.h"

#include <itkMultiThreaderBase.h>
#include <cstdlib>

#include "libfuse4seg/base/opened_object.h"

namespace f4s {

itk::Image<float, 3>::Pointer ItkView(const Image<float>& volume) {
  using FloatImage = itk::Image<float, 3>;
  const Grid& geometry = volume.grid;
  const Vector3 spacing = geometry.spacing_mm();
  FloatImage::SizeType size;
  FloatImage::PointType origin;
  FloatImage::SpacingType step;
  FloatImage::DirectionType direction;
  for (unsigned i = 0; i < 3; ++i) {
    size[i] = static_cast<itk::SizeValueType>(geometry.size[i]);
    origin[i] = geometry.world_from_voxel[i][3];
    step[i] = spacing[i];
    for (unsigned j = 0; j < 3; ++j) direction(i, j) = geometry.world_from_voxel[i][j] / spacing[j];
  }
  const auto image = FloatImage::New();
  image->SetRegions(size);
  image->SetOrigin(origin);
  image->SetSpacing(step);
  image->SetDirection(direction);
  // ITK only reads it, but has no type that says so.
  image->GetPixelContainer()->SetImportPointer(const_cast<float*>(volume.samples.data()),
                                               volume.samples.size(), false);
  return image;
}

std::string ItkReason(const itk::ExceptionObject& error) {
  if (dynamic_cast<const itk::MemoryAllocationError*>(&error) != nullptr) throw std::bad_alloc();
  std::string text = error.GetDescription();
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  return text;
}

namespace {

class ItkBackend final : public AlignBackend {
 public:
  /// Opened once, before ITK's first use: silence, and no plug-ins from the environment.  Its filters
  /// add up by thread, so that one thread alone gives the same bits everywhere; cases run in parallel.
  ItkBackend() {
    // The default, not the maximum: with that at 1, ITK 5.2.1 fits N4's splines to a part of the voxels.
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
    // Its pool of threads, which one thread does not need, is used half-made where there is no memory for it.
    itk::MultiThreaderBase::SetGlobalDefaultThreader(itk::MultiThreaderBase::ThreaderEnum::Platform);
    ::unsetenv("ITK_AUTOLOAD_PATH");
    itk::Object::SetGlobalWarningDisplay(false);
  }

  [[nodiscard]] RigidFit FitRigid(const RigidTask& task, const RigidParameters& start) const override {
    return ItkFitRigid(task, start);
  }
  [[nodiscard]] Affine MovingFromFixed(const RigidParameters& parameters,
                                       const Vector3& centre) const override {
    return ItkMovingFromFixed(parameters, centre);
  }
  [[nodiscard]] BiasFit FitBias(const BiasTask& task) const override { return ItkFitBias(task); }
};

}  // namespace

}  // namespace f4s
F4S_OPENED_OBJECT(f4s::AlignBackend, f4s::ItkBackend)