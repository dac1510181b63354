// Outlines burned into the frames of a volume, for viewers that show nothing else.

#pragma once

#include "libfuse4seg/image/dicom/dicom_capture.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

/// A volume with its voxels in another order.
template <class T>
[[nodiscard]] Image<T> InOrder(const Image<T>& volume, const AxisOrder& order) {
  return {Reordered(volume.grid, order), 1, Reordered(volume.samples, volume.grid.size, order)};
}

/// The slices of a volume along its third axis, enlarged by a whole number so that outlines are fine: to 512 pixels
/// or more.
/// @param image, labels  on one grid; the image in 0..1
[[nodiscard]] CaptureFrames BurntFrames(const Image<float>& image, const Image<uint16_t>& labels);

}  // namespace f4s
