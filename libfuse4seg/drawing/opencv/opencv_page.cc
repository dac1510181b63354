// Lays out a page and draws it.

#include <algorithm>
#include <cmath>
#include <new>
#include <opencv2/imgproc.hpp>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/drawing/opencv/outlines.h"
#include "libfuse4seg/drawing/page.h"

namespace f4s {
namespace {

constexpr int kAlone = 720, kAmongOthers = 480;  ///< least length of a panel's longer side, where it can be
constexpr int kMostEnlarged = 32;
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kCapital = 21;  ///< height of a capital letter of the font at scale 1, pixels
const cv::Scalar kInk(230, 230, 230), kPrintInk(20, 20, 20), kWhite(255, 255, 255);
constexpr int kFigurePanel = 600;  ///< least length of a panel's longer side in a figure: 2 inches at 300 dpi

/// Where everything lies, in pixels.
struct Layout {
  cv::Size panel;  ///< an enlarged panel
  int letter;      ///< height of a capital letter
  int line;        ///< of a line of text, with the space around it; also that between panels
  int head;        ///< above each panel
  int columns, rows;
  int thickness;  ///< of outlines
  cv::Scalar ink;

  explicit Layout(const Page& page) {
    const Image<float>& picture = page.panels.front().picture;
    const double height = picture.height() * page.pixel_aspect;
    const double longest = std::max<double>(picture.width(), height);
    const int wanted = page.is_figure ? kFigurePanel : page.panels.size() == 1 ? kAlone : kAmongOthers;
    const int times = std::clamp(static_cast<int>(std::ceil(wanted / longest)), 1, kMostEnlarged);
    panel = {picture.width() * times, std::max(1, static_cast<int>(std::lround(height * times)))};
    letter = std::clamp(std::max(panel.width, panel.height) / 36, 8, 24);
    ink = page.is_figure ? kPrintInk : kInk;
    line = letter * 2;
    const bool has_names = std::any_of(page.panels.begin(), page.panels.end(),
                                       [](const Panel& one) { return !one.name.empty(); });
    head = has_names ? line : 0;
    columns = page.columns;
    rows = (static_cast<int>(page.panels.size()) + columns - 1) / columns;
    thickness = std::max(1, static_cast<int>(std::lround(std::max(panel.width, panel.height) / 330.0)));
  }

  [[nodiscard]] int gap() const { return letter / 2; }
  [[nodiscard]] int width() const { return columns * panel.width + (columns - 1) * gap(); }
  [[nodiscard]] int panels_height() const { return rows * (head + panel.height) + (rows - 1) * gap(); }
  /// Upper left corner of a panel, below its name.
  [[nodiscard]] cv::Point at(size_t index) const {
    const int column = static_cast<int>(index) % columns, row = static_cast<int>(index) / columns;
    return {column * (panel.width + gap()), row * (head + panel.height + gap()) + head};
  }
};

cv::Scalar ScalarOf(const LabelRgb& colour) {
  return {static_cast<double>(colour[0]), static_cast<double>(colour[1]), static_cast<double>(colour[2])};
}

int TextWidth(const std::string& text, int letter) {
  return cv::getTextSize(text, kFont, letter / kCapital, 1, nullptr).width;
}

/// Text that begins at `left`, in the middle of the line that begins at `top`.
void PutText(cv::Mat& sheet, const std::string& text, int left, int top, const Layout& layout, int letter) {
  cv::putText(sheet, text, {left, top + (layout.line + letter) / 2}, kFont, letter / kCapital, layout.ink,
              letter >= 16 ? 2 : 1, cv::LINE_AA);
}

/// A panel's name, smaller where it is too wide.
void PutName(cv::Mat& sheet, const std::string& name, const cv::Point& panel, const Layout& layout) {
  int letter = layout.letter;
  while (letter > 6 && TextWidth(name, letter) > layout.panel.width) --letter;
  const int left = panel.x + std::max(0, (layout.panel.width - TextWidth(name, letter)) / 2);
  PutText(sheet, name, left, panel.y - layout.head, layout, letter);
}

cv::Mat Enlarged(const Image<float>& picture, const cv::Size& size) {
  cv::Mat small(picture.height(), picture.width(), CV_8UC3), large;
  const size_t channels = static_cast<size_t>(picture.channels);
  for (int y = 0; y < small.rows; ++y)
    for (int x = 0; x < small.cols; ++x) {
      const size_t pixel = static_cast<size_t>(y) * static_cast<size_t>(small.cols) + static_cast<size_t>(x);
      for (size_t c = 0; c < 3; ++c)
        small.at<cv::Vec3b>(y, x)[static_cast<int>(c)] =
            cv::saturate_cast<uint8_t>(255 * picture.samples[pixel * channels + (channels == 3 ? c : 0)]);
    }
  cv::resize(small, large, size, 0, 0, cv::INTER_CUBIC);
  return large;
}

/// Text on an image: white with a black rim, legible on any grey.
void PutOnImage(cv::Mat& sheet, const std::string& text, const cv::Point& at, int letter) {
  for (const auto& [ink, thickness] : {std::pair(cv::Scalar(0, 0, 0), 5), std::pair(kWhite, 2)})
    cv::putText(sheet, text, at, kFont, letter / kCapital, ink, thickness, cv::LINE_AA);
}

/// What of the patient lies at the left edge, in the middle of it.
void PutSides(cv::Mat& sheet, const Page& page, const Layout& layout) {
  if (page.left_side.empty()) return;
  for (size_t i = 0; i < page.panels.size(); ++i)
    PutOnImage(sheet, page.left_side,
               layout.at(i) + cv::Point(layout.gap() / 2, (layout.panel.height + layout.letter) / 2),
               layout.letter);
}

/// A letter in the upper left corner of each panel, a scale bar in the lower left one of the first.
void PutFigureMarks(cv::Mat& sheet, const Page& page, const Layout& layout) {
  for (size_t i = 0; i < page.panels.size(); ++i)
    PutOnImage(sheet, LetterOf(i),
               layout.at(i) + cv::Point(layout.gap(), layout.gap() + layout.letter * 3 / 2),
               layout.letter * 3 / 2);
  if (page.pixel_mm <= 0) return;
  const double pixels_per_mm = layout.panel.width / (page.panels.front().picture.width() * page.pixel_mm);
  const double mm = ScaleBarMm(layout.panel.width / pixels_per_mm);
  const cv::Point left = layout.at(0) + cv::Point(layout.gap() * 2, layout.panel.height - layout.gap() * 2);
  const cv::Point right = left + cv::Point(static_cast<int>(std::lround(mm * pixels_per_mm)), 0);
  cv::line(sheet, left, right, {0, 0, 0}, 8);
  cv::line(sheet, left, right, kWhite, 4);
  PutOnImage(sheet, Cat(mm, " mm"), left - cv::Point(0, layout.letter / 2 + 4), layout.letter);
}

/// Where the legend's entries stand: left and top of each, from (0, 0); and how high it is.
struct LegendPlaces {
  std::vector<cv::Point> places;
  int height = 0;
};

LegendPlaces PlacesOf(const std::vector<LegendEntry>& legend, const Layout& layout) {
  LegendPlaces all;
  int x = layout.gap(), y = 0;
  for (const LegendEntry& entry : legend) {
    const int width = layout.letter * 3 + TextWidth(entry.name, layout.letter);
    if (x > layout.gap() && x + width > layout.width()) {
      x = layout.gap();
      y += layout.line;
    }
    all.places.emplace_back(x, y);
    x += width + layout.letter;
  }
  if (!legend.empty()) all.height = y + layout.line;
  return all;
}

void PutLegend(cv::Mat& sheet, const std::vector<LegendEntry>& legend, const LegendPlaces& places, int top,
               const Layout& layout) {
  for (size_t i = 0; i < legend.size(); ++i) {
    const int x = places.places[i].x, y = top + places.places[i].y, middle = y + layout.line / 2;
    if (legend[i].label || legend[i].colour)
      cv::rectangle(sheet, cv::Rect(x, middle - layout.letter / 2, layout.letter, layout.letter),
                    legend[i].label ? LabelScalar(*legend[i].label) : ScalarOf(*legend[i].colour),
                    cv::FILLED);
    else
      for (int dash = 0; dash < 2; ++dash)
        cv::line(sheet, {x + dash * layout.letter, middle},
                 {x + dash * layout.letter + layout.letter / 2, middle}, layout.ink, 1, cv::LINE_AA);
    PutText(sheet, legend[i].name, x + layout.letter * 2, y, layout, layout.letter);
  }
}

Image<uint16_t> LevelsOfSheet(const cv::Mat& sheet) {
  const uint8_t* const first = sheet.ptr<uint8_t>();
  return {PictureGrid(sheet.cols, sheet.rows), 3, {first, first + sheet.total() * 3}};
}

Image<uint16_t> DrawPage(const Page& page) {
  const Layout layout(page);
  const LegendPlaces places = PlacesOf(page.legend, layout);
  const int height = layout.panels_height() + places.height;
  cv::Mat sheet(height, layout.width(), CV_8UC3, page.is_figure ? kWhite : cv::Scalar(0, 0, 0));
  for (size_t i = 0; i < page.panels.size(); ++i) {
    const Panel& panel = page.panels[i];
    const cv::Point at = layout.at(i);
    cv::Mat canvas = Enlarged(panel.picture, layout.panel);
    if (panel.labels) DrawOutlines(canvas, *panel.labels, OutlineStyle::kWhole, layout.thickness);
    if (panel.reference) DrawOutlines(canvas, *panel.reference, OutlineStyle::kDashed, 1);
    canvas.copyTo(sheet(cv::Rect(at, layout.panel)));
    if (!panel.name.empty()) PutName(sheet, panel.name, at, layout);
  }
  PutLegend(sheet, page.legend, places, layout.panels_height(), layout);
  PutSides(sheet, page, layout);
  if (page.is_figure) PutFigureMarks(sheet, page, layout);
  return LevelsOfSheet(sheet);
}

/// What OpenCV says of memory becomes what the rest of the suite understands.
template <class Work>
auto Guarded(const Work& work) {
  try {
    return work();
  } catch (const cv::Exception& error) {
    if (error.code == cv::Error::StsNoMem) throw std::bad_alloc();
    throw;
  }
}

cv::Mat MatOf(const Image<float>& picture) {
  return {picture.height(), picture.width(), CV_32FC(picture.channels),
          const_cast<float*>(picture.samples.data())};  // OpenCV knows no view of what is const
}

Image<float> ImageOf(const cv::Mat& picture) {
  Image<float> image = {PictureGrid(picture.cols, picture.rows), picture.channels(), {}};
  const float* const first = picture.ptr<float>();
  image.samples.assign(first, first + picture.total() * static_cast<size_t>(picture.channels()));
  return image;
}

Image<float> ResizedTo(const Image<float>& picture, int width, int height) {
  cv::Mat resized;
  const bool is_smaller = width <= picture.width() && height <= picture.height();
  cv::resize(MatOf(picture), resized, {width, height}, 0, 0, is_smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return ImageOf(cv::min(cv::max(resized, 0.0), 1.0));
}

Image<float> ColouredByValue(const Image<float>& picture) {
  cv::Mat levels, coloured, rgb, values;
  MatOf(picture).convertTo(levels, CV_8U, 255);
  cv::applyColorMap(levels, coloured, cv::COLORMAP_CIVIDIS);
  cv::cvtColor(coloured, rgb, cv::COLOR_BGR2RGB);
  rgb.convertTo(values, CV_32F, 1 / 255.0);
  return ImageOf(values);
}

class OpencvArtist : public PageArtist {
 public:
  OpencvArtist() {
    cv::setNumThreads(0);        // threads take cases
    cv::setUseOptimized(false);  // the same bytes whatever instructions a CPU has
  }
  [[nodiscard]] Image<uint16_t> Draw(const Page& page) const override {
    return Guarded([&] { return DrawPage(page); });
  }
  [[nodiscard]] std::vector<Outline> OutlinesOf(const Image<uint16_t>& labels) const override {
    return Guarded([&] { return VectorOutlines(labels); });
  }
  [[nodiscard]] Image<uint16_t> Burnt(const Image<float>& picture, const Image<uint16_t>& labels,
                                      int times) const override {
    return Guarded([&] {
      cv::Mat canvas = Enlarged(picture, {picture.width() * times, picture.height() * times});
      DrawOutlines(canvas, labels, OutlineStyle::kWhole, std::max(1, times / 2));
      return LevelsOfSheet(canvas);
    });
  }
  [[nodiscard]] Image<float> Resized(const Image<float>& picture, int width, int height) const override {
    return Guarded([&] { return ResizedTo(picture, width, height); });
  }
  [[nodiscard]] Image<float> Coloured(const Image<float>& picture) const override {
    return Guarded([&] { return ColouredByValue(picture); });
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::PageArtist, f4s::OpencvArtist)
