// What is shown of a case: its images cut, cropped and brought to 0..1, one image in memory at a time.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/drawing/cut.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

enum class PictureKind { kModality, kFused, kErrors, kMap };

struct ViewPicture {
  std::string name;
  PictureKind kind = PictureKind::kModality;
  Image<float> picture;  ///< in 0..1, grey or RGB; its pixels are square
};

/// Pictures of one slice; all of one size.
struct SliceView {
  std::string name;       ///< "slice 77", "coronal 90", or ""
  std::string left_side;  ///< Cut::left_side()
  std::optional<Image<uint16_t>> labels, reference;
  std::vector<ViewPicture> pictures;
  double pixel_mm = 0;  ///< 0: nobody says
};

struct CaseView {
  SliceView main;                     ///< all images, through the middle of what is labelled
  std::vector<SliceView> planes;      ///< of a volume: the two other planes there, of one image
  std::vector<SliceView> strip;       ///< of a volume: that image, through all that is labelled
  std::string geometry;               ///< in words
  std::vector<std::string> problems;  ///< images that cannot be shown, and why
};

struct ViewOptions {
  int most_side = 512;   ///< pixels; larger pictures are made smaller
  bool is_whole = true;  ///< also planes, strip and maps, which a figure does not have
  size_t strip_slices = 8;
};

/// @throws Error where nothing of the case can be shown; what fails beside others is a problem.
[[nodiscard]] CaseView ViewOf(const Case& record, const ViewOptions& options);

}  // namespace f4s
