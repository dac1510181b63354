#include <itkMetaImageIO.h>
#include <itkMultiThreaderBase.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>
#include <itkOutputWindow.h>
#include <nifti1_io.h>

#include <cstdlib>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/image/itk/itk_filters.h"
#include "libfuse4seg/image/itk/volume_backend.h"

namespace f4s {
namespace {

itk::ImageIOBase::Pointer NewReader(VolumeFormat format) {
  switch (format) {
    case VolumeFormat::kNrrd: return itk::NrrdImageIO::New().GetPointer();
    case VolumeFormat::kMetaImage: return itk::MetaImageIO::New().GetPointer();
    default: return itk::NiftiImageIO::New().GetPointer();
  }
}

/// LPS ends here: the first two world axes change sign.
Geometry RasGeometry(const itk::ImageIOBase& io) {
  Geometry geometry;
  const unsigned ndim = std::min(io.GetNumberOfDimensions(), 3U);
  geometry.size = {1, 1, 1};
  for (unsigned axis = 0; axis < ndim; ++axis) {
    geometry.size[axis] = static_cast<int64_t>(io.GetDimensions(axis));
    const std::vector<double> direction = io.GetDirection(axis);
    for (unsigned i = 0; i < ndim; ++i)
      geometry.world_from_voxel[i][axis] = (i < 2 ? -1 : 1) * direction[i] * io.GetSpacing(axis);
    geometry.world_from_voxel[axis][3] = (axis < 2 ? -1 : 1) * io.GetOrigin(axis);
  }
  for (auto& row : geometry.world_from_voxel)
    for (double& value : row) value += 0.0;  // -0 becomes 0
  return geometry;
}

class ItkBackend final : public VolumeBackend {
 public:
  /// Opened once, before ITK's first use: silence, and no plug-ins from the environment.  Its filters
  /// add up by thread, so that one thread alone gives the same bits everywhere; cases run in parallel.
  ItkBackend() {
    // The default, not the maximum: with that at 1, ITK 5.2.1 fits N4's splines to a part of the voxels.
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
    ::unsetenv("ITK_AUTOLOAD_PATH");
    itk::Object::SetGlobalWarningDisplay(false);
    nifti_set_debug_level(0);
  }

  [[nodiscard]] Geometry ReadGeometry(const std::filesystem::path& path, VolumeFormat format) const override {
    try {
      const auto reader = NewReader(format);
      reader->SetFileName(path.string());
      reader->ReadImageInformation();
      return RasGeometry(*reader);
    } catch (const itk::ExceptionObject& error) {
      throw Error(ErrorKind::kBadInput, "geometry.itk", Cat("ITK refuses it: ", ItkReason(error)))
          .InFile(path);
    }
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

F4S_OPENED_OBJECT(f4s::VolumeBackend, f4s::ItkBackend)
