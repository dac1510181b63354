// Volumes as the planes that networks see and rules fuse, and back.
//
// Networks are trained on what f4s-prep cuts, axial slices with the patient's left on their right
// side.  So a volume is cut in the same way, whatever the order of its voxels.

#pragma once

#include <utility>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {

/// How networks see a volume.
[[nodiscard]] inline Slicing NetworkSlicing(const Grid& geometry) {
  return SlicingOf(geometry, Plane::kAxial);
}

/// All slices of `voxels`, one after another.
template <class T>
[[nodiscard]] std::vector<T> PlanesOfVoxels(const std::vector<T>& voxels, const Slicing& slicing) {
  std::vector<T> planes;
  planes.reserve(voxels.size());
  for (int64_t k = 0; k < slicing.slices; ++k) {
    const std::vector<T> plane = ExtractSlice(voxels, slicing, k);
    planes.insert(planes.end(), plane.begin(), plane.end());
  }
  return planes;
}

/// The inverse.
template <class T>
[[nodiscard]] std::vector<T> VoxelsOfPlanes(const std::vector<T>& planes, const Slicing& slicing) {
  std::vector<T> voxels(planes.size());
  const int64_t pixels = slicing.width * slicing.height;
  for (int64_t k = 0; k < slicing.slices; ++k) {
    const auto begin = planes.begin() + k * pixels;
    const std::vector<T> plane(begin, begin + pixels);
    InsertSlice(voxels, slicing.volume_size, plane, slicing.width, slicing.height,
                slicing.voxel_from_pixel(k));
  }
  return voxels;
}

/// An image of one channel as networks see it, [D,H,W]: a picture as it is, a volume in its axial slices, one
/// after another.  What comes back has their size and no world.
template <class T>
[[nodiscard]] Image<T> AsSeen(const Image<T>& image) {
  if (image.is_picture()) return image;
  const Slicing slicing = NetworkSlicing(image.grid);
  return {{{slicing.width, slicing.height, slicing.slices}}, 1, PlanesOfVoxels(image.samples, slicing)};
}

/// The inverse: what networks made, [D,H,W], as an image on the grid of the case.
template <class T>
[[nodiscard]] Image<T> AsStored(std::vector<T> planes, const Grid& grid) {
  if (grid.is_picture) return {grid, 1, std::move(planes)};
  return {grid, 1, VoxelsOfPlanes(planes, NetworkSlicing(grid))};
}

}  // namespace f4s
