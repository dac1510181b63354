// Volumes as the planes that networks see, and back.
//
// Networks are trained on what f4s-prep cuts, axial slices with the patient's left on their right
// side.  So a volume is cut in the same way, whatever the order of its voxels.

#pragma once

#include <vector>

#include "libfuse4seg/image/orient.h"

namespace f4s {

/// How networks see a volume.
[[nodiscard]] inline Slicing NetworkSlicing(const Geometry& geometry) {
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

}  // namespace f4s
