// Images as files hold them: an Image<T> and how each sample is kept.

#pragma once

#include <cstdint>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// How samples are, or are to be, kept in a file.
enum class VoxelType { kUint8, kInt16, kUint16, kInt32, kFloat32, kOther };

/// An image with the type that its file had, or shall have.  Values are those of the file, scale slope and
/// intercept applied: levels 0..255 of kUint8, 0..65535 of kUint16.
template <class T>
struct StoredImage : Image<T> {
  VoxelType stored = VoxelType::kFloat32;
};

using Volume = StoredImage<float>;
using LabelVolume = Image<uint16_t>;

}  // namespace f4s
