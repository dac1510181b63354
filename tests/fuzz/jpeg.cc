// JPEG, with its Exif data.

#include "libfuse4seg/image/files/jpeg_io.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Jpeg(std::string_view bytes) {
  OnFile(bytes, "p.jpg", [](const Path& path) {
    HeaderNotes notes;
    const Image<uint16_t> levels = ReadJpeg(path, nullptr, &notes);
    Require(static_cast<int64_t>(levels.samples.size()) == levels.num_pixels() * levels.channels,
            "a sample for each pixel and channel");
    for (const uint16_t sample : levels.samples) Require(sample < 256, "levels of 8 bits");
  });
}
