// Images as DICOM secondary captures (PS3.3, A.8.1) in the study of the series that they were made from: what
// any viewer and archive shows.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/dicom/dicom_writer.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

/// The frames of a volume as they are to be seen.
struct CaptureFrames {
  Image<uint8_t> levels;  ///< grey or RGB: the series' frames, each pixel `times` by `times` large
  int times = 1;
  std::string description;  ///< of the series: "Fused image by fuse4seg"
  std::string derivation;   ///< how they were made, with the model's name and hash
};

using FramesInOrder = std::function<CaptureFrames(const AxisOrder&)>;

/// Writes FOLDER/0001.dcm, ... one a frame of the series, each where its source's frame lies and referring to
/// it.  Patient, study, frame of reference and dates are the source's (as of WriteDicomSegmentation()), the
/// image type is DERIVED\SECONDARY, UIDs follow from the content: equal work gives equal bytes.
/// @param grid    of the volume that was worked on: that of the series (SameGrid()), in any order of its
/// voxels
/// @param frames  makes them of the volume with its voxels in the given order, which is the series'
/// @throws Error as WriteDicomSegmentation().
/// @return the files, in the order of the frames
std::vector<std::filesystem::path> WriteDicomCapture(const std::filesystem::path& folder,
                                                     const std::filesystem::path& series_folder,
                                                     const SeriesChoice& choice, const Grid& grid,
                                                     const FramesInOrder& frames, const DicomMaker& maker);

}  // namespace f4s
