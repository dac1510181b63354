// What any volume's reader promises of what it reads.

#pragma once

#include <algorithm>
#include <cmath>

#include "libfuse4seg/image/files/volume_io.h"
#include "tests/fuzz/fuzz.h"

namespace f4s::fuzz {

/// As intensities and as labels.
inline void ReadAsVolume(std::string_view bytes, const std::string& name) {
  OnFile(bytes, name, [](const Path& path) {
    HeaderNotes notes;
    const Image<float> volume = ReadVolume(path, nullptr, &notes);
    Require(static_cast<int64_t>(volume.samples.size()) == volume.grid.num_voxels(),
            "a voxel for each place");
    Require(
        std::all_of(volume.samples.begin(), volume.samples.end(), [](float v) { return std::isfinite(v); }),
        "finite voxels");
    for (const double mm : volume.grid.spacing_mm()) Require(mm > 0 && mm <= 1e7, "a spacing that is one");
    const Image<uint16_t> labels = ReadLabelVolume(path);
    Require(labels.samples.size() == volume.samples.size(), "labels as many as voxels");
  });
}

}  // namespace f4s::fuzz
