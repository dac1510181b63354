// What a sound file's header leaves to be decided, and how it was decided.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace f4s {

/// Something that a reader should know and that does not stop the work.
struct HeaderNote {
  std::string code, severity, text;  ///< as in a case's findings; the text follows the file's name
  bool operator==(const HeaderNote&) const = default;
};
using HeaderNotes = std::vector<HeaderNote>;

// Of all formats (docs/formats.md says what each element of a file leads to):
//   geometry.spacing_assumed      warning  no distance between voxels is stated: 1 mm
//   geometry.orientation_assumed  info     no axes are stated: to the left, the back and the top
//   geometry.position_assumed     info     axes are stated, but not where the first voxel lies: at 0, 0, 0
//   geometry.units_assumed        info     lengths have no unit: mm
//   geometry.pixel_aspect         warning  pixels are said to be wider or higher: taken as square
//   image.profile                 info     a colour profile or gamma: levels are taken as they are stored
//   volume.precision              warning  single precision loses what the file tells apart
[[nodiscard]] HeaderNote SpacingAssumed(const std::string& what);
[[nodiscard]] HeaderNote OrientationAssumed(const std::string& what);
[[nodiscard]] HeaderNote PositionAssumed(const std::string& what);
[[nodiscard]] HeaderNote UnitsAssumed(const std::string& what);
[[nodiscard]] HeaderNote ProfileIgnored(const std::string& what);
/// Of pixels or dots per length along each axis; nothing where they are as many, or 0.
[[nodiscard]] std::optional<HeaderNote> PixelAspect(const std::string& what, double along_x, double along_y);

/// Those of a volume file's header.  @throws Error as OpenVolumeFile().
[[nodiscard]] HeaderNotes HeaderNotesOf(const std::filesystem::path& path);

}  // namespace f4s
