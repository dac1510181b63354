// Volumes as the frames of DICOM secondary captures, for viewers that show nothing else.

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

/// Samples in 0..1 as 0..255.
[[nodiscard]] Image<uint8_t> GreyBytesOf(const Image<float>& image);

/// The slices of a volume along its third axis with the outlines of its labels burned in, RGB; enlarged by a
/// whole number so that outlines are fine, as far as 512 pixels.
/// @param image, labels  on one grid; the image in 0..1
[[nodiscard]] CaptureFrames BurntFrames(const Image<float>& image, const Image<uint16_t>& labels);

}  // namespace f4s
