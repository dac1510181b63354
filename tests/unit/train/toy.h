// A data set of a few small slices in a test's own folder.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/train/data/slice_dataset.h"
#include "tests/support/scratch.h"

namespace f4s {

inline const Classes kToyClasses = {{1, "core"}, {4, "rim"}};

/// `count` slices of width x height with two modalities; in each a bright square that the label marks 1
/// with a border of 4, at a place of its own.
inline std::vector<TrainingCase> ToyCases(const std::filesystem::path& folder, int count, int width = 40,
                                          int height = 32, const std::string& name = "toy") {
  std::vector<TrainingCase> cases;
  for (int i = 0; i < count; ++i) {
    Image<uint16_t> a = {PictureGrid(width, height), 1, {}}, b = a, label = a;
    const int left = static_cast<int>(UniformBelow(static_cast<uint64_t>(width - 12), 7, i, 0));
    const int top = static_cast<int>(UniformBelow(static_cast<uint64_t>(height - 12), 7, i, 1));
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const int u = x - left, v = y - top;
        const bool inside = u >= 0 && v >= 0 && u < 12 && v < 12;
        const bool core = u >= 3 && v >= 3 && u < 9 && v < 9;
        const auto noise = static_cast<uint16_t>(UniformBelow(60, 3, i, x, y));
        a.samples.push_back(static_cast<uint16_t>(noise + (core ? 180 : 40)));
        b.samples.push_back(static_cast<uint16_t>(noise + (inside ? 150 : 20)));
        label.samples.push_back(core ? 1 : inside ? 4 : 0);
      }
    Case record(name + std::to_string(i));
    for (const auto& [key, image] : {std::pair("a", &a), std::pair("b", &b), std::pair("label", &label)}) {
      const auto file = folder / (record.id() + "_" + key + ".png");
      WriteImage(file, *image, 8);
      if (image == &label)
        record.SetFile("label", file);
      else
        record.SetImage(key, file);
    }
    record.SetClasses(kToyClasses, {{"whole", {1, 4}}});
    cases.push_back({record, {"a", "b"}});
  }
  return cases;
}

inline constexpr int64_t kPlenty = int64_t{1} << 30;

}  // namespace f4s
