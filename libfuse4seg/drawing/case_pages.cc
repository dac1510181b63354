#include "libfuse4seg/drawing/case_pages.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

constexpr LabelRgb kMissed = {51, 119, 255}, kTooMuch = {230, 159, 0}, kOtherClass = {245, 245, 245};
constexpr float kDarkened = 0.6F;

}  // namespace

std::vector<LegendEntry> LegendOf(const std::vector<Panel>& panels, const Classes& classes) {
  std::vector<bool> met(65536, false);
  bool has_reference = false;
  for (const Panel& panel : panels)
    for (const auto* map : {&panel.labels, &panel.reference}) {
      if (!*map) continue;
      has_reference = has_reference || map == &panel.reference;
      for (const uint16_t label : (*map)->samples) met[label] = true;
    }
  std::vector<LegendEntry> legend;
  for (uint32_t value = 1; value < met.size(); ++value) {
    if (!met[value]) continue;
    const auto found = classes.find(static_cast<uint16_t>(value));
    legend.push_back({found == classes.end() ? Cat("label ", value) : found->second,
                      static_cast<uint16_t>(value), std::nullopt});
  }
  if (has_reference) legend.push_back({"reference", std::nullopt, std::nullopt});
  return legend;
}

void CropPanels(std::vector<Panel>& panels) {
  ShownBox box;
  for (const Panel& panel : panels) {
    box.Include(panel.picture);
    if (panel.labels) box.Include(*panel.labels);
    if (panel.reference) box.Include(*panel.reference);
  }
  if (box.empty()) return;
  box.Bound(panels.front().picture.grid);
  for (Panel& panel : panels) {
    box.Crop(panel.picture);
    if (panel.labels) box.Crop(*panel.labels);
    if (panel.reference) box.Crop(*panel.reference);
  }
}

Image<float> ErrorPicture(const Image<float>& image, const Image<uint16_t>& labels,
                          const Image<uint16_t>& reference) {
  Image<float> picture = {labels.grid, 3, {}};
  picture.samples.reserve(labels.samples.size() * 3);
  const auto channels = static_cast<size_t>(image.channels);
  for (size_t i = 0; i < labels.samples.size(); ++i) {
    const uint16_t found = labels.samples[i], wanted = reference.samples[i];
    for (size_t c = 0; c < 3; ++c) {
      const LabelRgb& colour = found == 0 ? kMissed : wanted == 0 ? kTooMuch : kOtherClass;
      const float grey = image.samples[i * channels + (channels == 3 ? c : 0)] * kDarkened;
      picture.samples.push_back(found == wanted ? grey : static_cast<float>(colour[c]) / 255.0F);
    }
  }
  return picture;
}

std::vector<LegendEntry> ErrorLegend() {
  return {{"missed", std::nullopt, kMissed},
          {"found too much", std::nullopt, kTooMuch},
          {"another class", std::nullopt, kOtherClass}};
}

Page OverlayPage(const Image<float>& image, const Image<uint16_t>& labels,
                 const std::optional<Image<uint16_t>>& reference, const Classes& classes,
                 std::optional<Plane> plane) {
  const Cut cut(labels.grid, plane);
  std::vector<int64_t> filled;
  cut.Count(labels, filled);
  if (reference) cut.Count(*reference, filled);
  if (IsEmpty(filled)) cut.Count(image, filled);
  Page page;
  page.pixel_aspect = cut.pixel_aspect();
  page.left_side = cut.left_side();
  for (const int64_t k : SlicesToShow(filled, kMostSlices)) {
    Panel panel = {cut.Slice(image, k), cut.NameOf(k), cut.Slice(labels, k), std::nullopt};
    if (reference) panel.reference = cut.Slice(*reference, k);
    page.panels.push_back(std::move(panel));
  }
  page.columns = std::min<int>(3, static_cast<int>(page.panels.size()));
  page.legend = LegendOf(page.panels, classes);
  CropPanels(page.panels);
  return page;
}

Page MontagePage(const std::vector<NamedImage>& images, const std::optional<Image<uint16_t>>& label) {
  const Cut cut(images.back().image->grid);
  std::vector<int64_t> filled;
  if (label) cut.Count(*label, filled);
  if (IsEmpty(filled)) cut.Count(*images.back().image, filled);
  const int64_t k = SlicesToShow(filled, 1).front();
  Page page;
  page.pixel_aspect = cut.pixel_aspect();
  page.left_side = cut.left_side();
  page.columns = static_cast<int>(images.size());
  for (const NamedImage& one : images)
    page.panels.push_back({cut.Slice(*one.image, k), one.name, std::nullopt, std::nullopt});
  CropPanels(page.panels);
  return page;
}

}  // namespace f4s
