#include "libfuse4seg/drawing/case_pages.h"

#include <algorithm>
#include <numeric>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

/// How an image is cut for show; a picture is its own and only slice.
struct Cut {
  explicit Cut(const Grid& grid) : is_picture(grid.is_picture) {
    if (!is_picture) slicing = SlicingOf(grid, Plane::kAxial);
  }

  bool is_picture;
  Slicing slicing;

  [[nodiscard]] int64_t slices() const { return is_picture ? 1 : slicing.slices; }
  [[nodiscard]] double pixel_aspect() const {
    return is_picture ? 1 : slicing.pixel_spacing_mm[1] / slicing.pixel_spacing_mm[0];
  }

  template <class T>
  [[nodiscard]] Image<T> Slice(const Image<T>& image, int64_t k) const {
    if (is_picture) return image;
    return Picture(slicing.width, slicing.height, ExtractSlice(image.samples, slicing, k));
  }
  /// Adds how many samples of each slice are not 0.
  template <class T>
  void Count(const Image<T>& image, std::vector<int64_t>& filled) const {
    filled.resize(static_cast<size_t>(slices()), 0);
    for (int64_t k = 0; k < slices(); ++k) {
      const Image<T> slice = Slice(image, k);
      filled[static_cast<size_t>(k)] += static_cast<int64_t>(slice.samples.size()) -
                                        std::count(slice.samples.begin(), slice.samples.end(), T{0});
    }
  }
};

bool IsEmpty(const std::vector<int64_t>& filled) {
  return std::all_of(filled.begin(), filled.end(), [](int64_t count) { return count == 0; });
}

std::string SliceName(const Cut& cut, int64_t k) { return cut.is_picture ? "" : Cat("slice ", k); }

/// The classes that are there, and what is dashed.
std::vector<LegendEntry> LegendOf(const Page& page, const Classes& classes) {
  std::vector<bool> met(65536, false);
  bool has_reference = false;
  for (const Panel& panel : page.panels)
    for (const auto* map : {&panel.labels, &panel.reference}) {
      if (!*map) continue;
      has_reference = has_reference || map == &panel.reference;
      for (const uint16_t label : (*map)->samples) met[label] = true;
    }
  std::vector<LegendEntry> legend;
  for (uint32_t value = 1; value < met.size(); ++value) {
    if (!met[value]) continue;
    const auto found = classes.find(static_cast<uint16_t>(value));
    legend.push_back(
        {found == classes.end() ? Cat("label ", value) : found->second, static_cast<uint16_t>(value)});
  }
  if (has_reference) legend.push_back({"reference", std::nullopt});
  return legend;
}

constexpr int64_t kMargin = 4;  ///< pixels around what is shown

/// Columns and rows, [left, right) and [top, bottom), of what is not 0.
struct Box {
  int64_t left = INT64_MAX, top = INT64_MAX, right = 0, bottom = 0;

  template <class T>
  void Include(const Image<T>& picture) {
    for (size_t i = 0; i < picture.samples.size(); ++i) {
      if (picture.samples[i] == T{0}) continue;
      const int64_t pixel = static_cast<int64_t>(i) / picture.channels;
      const int64_t x = pixel % picture.width(), y = pixel / picture.width();
      left = std::min(left, x - kMargin), right = std::max(right, x + kMargin + 1);
      top = std::min(top, y - kMargin), bottom = std::max(bottom, y + kMargin + 1);
    }
  }
  template <class T>
  void Crop(Image<T>& picture) const {
    Image<T> part = {PictureGrid(right - left, bottom - top), picture.channels, {}};
    for (int64_t y = top; y < bottom; ++y) {
      const auto row = picture.samples.begin() + (y * picture.width() + left) * picture.channels;
      part.samples.insert(part.samples.end(), row, row + (right - left) * picture.channels);
    }
    picture = std::move(part);
  }
};

/// Leaves out what is black in all panels, but for a margin.
void CropPanels(Page& page) {
  Box box;
  for (const Panel& panel : page.panels) {
    box.Include(panel.picture);
    if (panel.labels) box.Include(*panel.labels);
    if (panel.reference) box.Include(*panel.reference);
  }
  if (box.right == 0) return;
  const Grid& grid = page.panels.front().picture.grid;
  box.left = std::max<int64_t>(0, box.left), box.right = std::min(grid.size[0], box.right);
  box.top = std::max<int64_t>(0, box.top), box.bottom = std::min(grid.size[1], box.bottom);
  for (Panel& panel : page.panels) {
    box.Crop(panel.picture);
    if (panel.labels) box.Crop(*panel.labels);
    if (panel.reference) box.Crop(*panel.reference);
  }
}

}  // namespace

std::vector<int64_t> SlicesToShow(const std::vector<int64_t>& filled, int most) {
  const auto total = std::accumulate(filled.begin(), filled.end(), int64_t{0});
  if (total == 0) return {static_cast<int64_t>(filled.size()) / 2};
  std::vector<int64_t> chosen;
  int64_t before = 0;
  for (size_t k = 0; k < filled.size(); ++k) {
    // The middles (2 i + 1) / (2 most) of the parts that this slice reaches and those before it do not.
    const int64_t part = (2 * most * before + total) / (2 * total);
    before += filled[k];
    if ((2 * most * before + total) / (2 * total) > part) chosen.push_back(static_cast<int64_t>(k));
  }
  return chosen;
}

Page OverlayPage(const Image<float>& image, const Image<uint16_t>& labels,
                 const std::optional<Image<uint16_t>>& reference, const Classes& classes) {
  const Cut cut(labels.grid);
  std::vector<int64_t> filled;
  cut.Count(labels, filled);
  if (reference) cut.Count(*reference, filled);
  if (IsEmpty(filled)) cut.Count(image, filled);
  Page page;
  page.pixel_aspect = cut.pixel_aspect();
  for (const int64_t k : SlicesToShow(filled, kMostSlices)) {
    Panel panel = {cut.Slice(image, k), SliceName(cut, k), cut.Slice(labels, k), std::nullopt};
    if (reference) panel.reference = cut.Slice(*reference, k);
    page.panels.push_back(std::move(panel));
  }
  page.columns = std::min<int>(3, static_cast<int>(page.panels.size()));
  page.legend = LegendOf(page, classes);
  CropPanels(page);
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
  page.columns = static_cast<int>(images.size());
  for (const NamedImage& one : images)
    page.panels.push_back({cut.Slice(*one.image, k), one.name, std::nullopt, std::nullopt});
  CropPanels(page);
  return page;
}

}  // namespace f4s
