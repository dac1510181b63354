// Which frames of DICOM files belong together as one volume.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_file.h"

namespace f4s {

/// Frame `frame` of files[file].
struct FrameRef {
  size_t file = 0;
  int64_t frame = 0;
  auto operator<=>(const FrameRef&) const = default;
};

/// What may become a volume: frames of one series, one orientation and one size, of one repetition.
struct SeriesPart {
  std::string series;  ///< SeriesId() of it
  /// What sets it apart from the series' other parts ("EchoTime=30", "group=2"); empty when there is one.
  std::string name;
  std::vector<FrameRef> frames;  ///< in no order of use
  int64_t copies = 0;            ///< frames left out: the same SOP instance stands in another file
  int64_t other_copies = 0;      ///< of them, of files that are not the same byte by byte
  int64_t clashes = 0;           ///< frames that lie elsewhere than another one of the same SOP instance
};

/// The name of a series that tells nothing of the patient: 12 hexadecimal digits of the SHA-256 of its UID.
[[nodiscard]] std::string SeriesId(const std::string& series_uid);

/// Parts the files' frames into volumes: by series; by orientation (within 1e-3), size and spacing of pixels;
/// and, where several frames lie at one place, by the first of what headers say (image type, echo, b-value,
/// time ...) that gives each of its values every place equally often, and so on until none repeats.  What
/// nothing sets apart stays together, to be refused by StackOf(), as does a series with a refused file.  In
/// the order of series and names.
[[nodiscard]] std::vector<SeriesPart> PartsOf(const std::vector<DicomFile>& files);

/// The direction in which slices follow one another: columns' x rows', LPS; any where it has none.
[[nodiscard]] Vector3 NormalOf(const DicomFrame& frame);

/// Whether two frames lie at one place: positions within 1e-3 mm.
[[nodiscard]] bool AtOnePlace(const Vector3& a, const Vector3& b);

}  // namespace f4s
