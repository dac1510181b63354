// Where the slices lie that nuclear medicine reconstructed (SPECT): one file holds them all, and says where
// the first one lies, how far apart they are and which slice each frame is.
//
// PS3.3, C.8.4.8 (NM Multi-frame), C.8.4.11 (NM Detector), C.8.4.15 (NM Reconstruction).

#pragma once

#include <array>
#include <optional>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/dicom/read/checked_elements.h"

namespace f4s {

class NuclearSlices {
 public:
  /// Nothing for any other image.  What of it breaks a rule goes to `remarks`, as do frames that are no
  /// slices (projections, time slots of a planar image): dicom.multiframe.
  [[nodiscard]] static std::optional<NuclearSlices> Of(const gdcm::DataSet& top, size_t num_frames,
                                                       Remarks& remarks);

  /// The `position` and `orientation` of a frame, where the file tells them.
  void AddPlace(size_t frame, Json& header) const;

 private:
  std::vector<double> position_, orientation_;  ///< of the first frame; none where they are not told
  std::array<double, 3> step_ = {0, 0, 0};      ///< mm from a slice to the next
  std::vector<double> slices_;                  ///< the slice of each frame, from that of the first one on
};

}  // namespace f4s
