// What image/ asks of ITK: a light header, so that only itk_backend.cc knows ITK.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/volume_file.h"

namespace f4s {

/// Implemented by the opened object `itk`; see base/opened_object.h.
class VolumeBackend {
 public:
  virtual ~VolumeBackend() = default;

  /// The grid that ITK takes a file's header to mean, in RAS.  Reads no voxels.
  /// The file must have passed OpenVolumeFile(): ITK trusts its input.
  /// @throws Error(kBadInput, "geometry.itk") naming the file, with ITK's own reason.
  [[nodiscard]] virtual Geometry ReadGeometry(const std::filesystem::path& path,
                                              VolumeFormat format) const = 0;
};

}  // namespace f4s
