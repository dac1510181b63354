#include "libfuse4seg/image/files/header_notes.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

HeaderNote SpacingAssumed(const std::string& what) {
  return {"geometry.spacing_assumed", "warning", what + ": its spacing is assumed to be 1 mm"};
}

HeaderNote OrientationAssumed(const std::string& what) {
  return {"geometry.orientation_assumed", "info",
          what + ": its orientation is assumed, axes to the left, the back and the top"};
}

HeaderNote PositionAssumed(const std::string& what) {
  return {"geometry.position_assumed", "info", what + ": its first voxel is assumed to lie at 0, 0, 0 mm"};
}

HeaderNote UnitsAssumed(const std::string& what) {
  return {"geometry.units_assumed", "info", what + ": its lengths are assumed to be in mm"};
}

std::optional<HeaderNote> PixelAspect(const std::string& what, double along_x, double along_y) {
  if (along_x == along_y || along_x == 0 || along_y == 0) return std::nullopt;
  return HeaderNote{"geometry.pixel_aspect", "warning",
                    Cat("says that its pixels are ", along_y / along_x, " times as wide as high (", what,
                        "): they are taken as square")};
}

HeaderNote ProfileIgnored(const std::string& what) {
  return {"image.profile", "info",
          "has " + what + ", which is not applied: its levels are taken as they are"};
}

HeaderNotes HeaderNotesOf(const std::filesystem::path& path) { return OpenVolumeFile(path).notes; }

}  // namespace f4s
