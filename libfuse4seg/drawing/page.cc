#include "libfuse4seg/drawing/page.h"

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"

namespace f4s {
namespace {

void CheckSize(const Page& page, const Grid& grid) {
  F4S_CHECK_EQ(grid.size[0], page.panels.front().picture.grid.size[0]);
  F4S_CHECK_EQ(grid.size[1], page.panels.front().picture.grid.size[1]);
}

}  // namespace

const PageArtist& TheArtist(const std::string& purpose) {
  return OpenedObject<PageArtist>("opencv_drawing", purpose);
}

double ScaleBarMm(double width_mm) {
  const double most = width_mm / 3, power = std::pow(10.0, std::floor(std::log10(most)));
  for (const double times : {5.0, 2.0})
    if (times * power <= most) return times * power;
  return power;
}

void RequireDrawing(const std::string& purpose) {
  static_cast<void>(TheArtist(Cat(purpose, ", drawn by OpenCV,")));
}

Image<uint16_t> Draw(const Page& page) {
  F4S_CHECK_EQ(page.panels.empty(), false);
  for (const Panel& panel : page.panels) {
    CheckSize(page, panel.picture.grid);
    if (panel.labels) CheckSize(page, panel.labels->grid);
    if (panel.reference) CheckSize(page, panel.reference->grid);
  }
  return TheArtist("a picture").Draw(page);
}

}  // namespace f4s
