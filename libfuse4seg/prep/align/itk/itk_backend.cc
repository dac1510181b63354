#include <itkMultiThreaderBase.h>

#include <cstdlib>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/prep/align/itk/itk_filters.h"

namespace f4s {
namespace {

class ItkBackend final : public AlignBackend {
 public:
  /// Opened once, before ITK's first use: silence, and no plug-ins from the environment.  Its filters
  /// add up by thread, so that one thread alone gives the same bits everywhere; cases run in parallel.
  ItkBackend() {
    // The default, not the maximum: with that at 1, ITK 5.2.1 fits N4's splines to a part of the voxels.
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
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
