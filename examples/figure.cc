// Draws a case as the page of the project shows it: its modalities, the fused image, and its label map.
//
//   figure OUT.png NAME=IMAGE.png... fused=FUSED.png prediction=LABELS.png label=LABELS.png [note=TEXT]
//
// All of one size, 8 bits, grey; four modalities.  A tool of the documentation: figure.sh builds and runs it.

#include <png.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int kOversampling = 2;  ///< drawn so much larger than written: smooth letters and outlines
constexpr int kBig = 400 * kOversampling, kGap = 10 * kOversampling, kSmall = (kBig - kGap) / 2;
constexpr int kMargin = 24 * kOversampling, kArrow = 104 * kOversampling;
constexpr int kHead = 44 * kOversampling, kFoot = 76 * kOversampling;
const cv::Scalar kBackground(14, 17, 22), kInk(225, 230, 236), kFaint(139, 148, 158);

/// A label of BraTS: its value, what it is, and its colour.
struct Class {
  int value;
  const char* name;
  cv::Scalar colour;
};
const std::vector<Class> kClasses = {
    {2, "oedema", {86, 180, 233}}, {1, "necrosis", {213, 94, 0}}, {4, "enhancing", {240, 228, 66}}};

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "figure: %s\n", why.c_str());
  std::exit(1);
}

/// Levels; of a label map, which has a palette, the labels.
cv::Mat ReadGrey(const std::string& path) {
  png_image png = {};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0) Fail(path + ": " + png.message);
  const bool has_palette = (png.format & PNG_FORMAT_FLAG_COLORMAP) != 0;
  png.format = has_palette ? PNG_FORMAT_RGB_COLORMAP : PNG_FORMAT_GRAY;
  std::vector<png_byte> palette(PNG_IMAGE_COLORMAP_SIZE(png));
  cv::Mat image(static_cast<int>(png.height), static_cast<int>(png.width), CV_8UC1);
  if (png_image_finish_read(&png, nullptr, image.data, 0, has_palette ? palette.data() : nullptr) == 0)
    Fail(path + ": " + png.message);
  return image;
}

void WriteRgb(const std::string& path, const cv::Mat& image) {
  png_image png = {};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.cols);
  png.height = static_cast<png_uint_32>(image.rows);
  png.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&png, path.c_str(), 0, image.data, 0, nullptr) == 0)
    Fail(path + ": " + png.message);
}

/// Text whose middle is at `x`, and whose line is at `y`.
void Write(cv::Mat& page, const std::string& text, int x, int y, double size, const cv::Scalar& colour) {
  const double scale = size * kOversampling;
  const int width = cv::getTextSize(text, cv::FONT_HERSHEY_DUPLEX, scale, 1, nullptr).width;
  cv::putText(page, text, {x - width / 2, y}, cv::FONT_HERSHEY_DUPLEX, scale, colour, kOversampling / 2,
              cv::LINE_AA);
}

/// A square about what is not 0 in `image`, a little larger.
cv::Rect SquareAbout(const cv::Mat& image) {
  std::vector<cv::Point> lit;
  cv::findNonZero(image, lit);
  if (lit.empty()) Fail("an image is black");
  const cv::Rect box = cv::boundingRect(lit);
  const int side = std::max(box.width, box.height) + 4;
  return {box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side};
}

/// The part of `image` in `square`, which may reach beyond it, enlarged to `side` pixels.
cv::Mat Enlarged(const cv::Mat& image, const cv::Rect& square, int side) {
  const cv::Rect inside = square & cv::Rect({}, image.size());
  cv::Mat part = cv::Mat::zeros(square.size(), image.type()), large;
  image(inside).copyTo(part(inside - square.tl()));
  cv::resize(part, large, {side, side}, 0, 0, cv::INTER_CUBIC);
  return large;
}

cv::Mat Colour(const cv::Mat& grey) {
  cv::Mat colour;
  cv::cvtColor(grey, colour, cv::COLOR_GRAY2RGB);
  return colour;
}

/// Outlines of where `labels` is `value`, or of all that is labelled for 0, smooth at the enlarged size.
std::vector<std::vector<cv::Point>> Outlines(const cv::Mat& labels, int value, const cv::Rect& square,
                                             int side) {
  const cv::Mat where = value == 0 ? cv::Mat(labels != 0) : cv::Mat(labels == value);
  cv::Mat large = Enlarged(where, square, side);
  cv::GaussianBlur(large, large, {}, 0.35 * side / square.width);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(large > 127, outlines, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  return outlines;
}

/// `panel` with the classes of `labels` filled, half transparent, and outlined.
void Overlay(cv::Mat& panel, const cv::Mat& labels, const cv::Rect& square) {
  cv::Mat filled = panel.clone();
  for (const Class& c : kClasses)
    cv::drawContours(filled, Outlines(labels, c.value, square, panel.cols), -1, c.colour, cv::FILLED,
                     cv::LINE_AA);
  cv::addWeighted(filled, 0.4, panel, 0.6, 0, panel);
  for (const Class& c : kClasses)
    cv::drawContours(panel, Outlines(labels, c.value, square, panel.cols), -1, c.colour, kOversampling,
                     cv::LINE_AA);
}

void Arrow(cv::Mat& page, const std::string& tool, int left, int y) {
  const int middle = left + kArrow / 2, reach = 26 * kOversampling;
  cv::arrowedLine(page, {middle - reach, y}, {middle + reach, y}, kFaint, 2 * kOversampling, cv::LINE_AA, 0,
                  0.22);
  Write(page, tool, middle, y - 16 * kOversampling, 0.4, kInk);
}

void Legend(cv::Mat& page, int left, int y) {
  const int step = kBig / 3, box = 11 * kOversampling;
  for (size_t i = 0; i < kClasses.size(); ++i) {
    const int x = left + static_cast<int>(i) * step + 14 * kOversampling;
    cv::rectangle(page, {x, y - box, box, box}, kClasses[i].colour, cv::FILLED, cv::LINE_AA);
    Write(page, kClasses[i].name, x + box + 42 * kOversampling, y, 0.4, kInk);
  }
}

cv::Mat Drawn(std::map<std::string, cv::Mat> images, const std::vector<std::string>& modalities,
              const std::string& note) {
  const cv::Rect square = SquareAbout(images["fused"]);
  cv::Mat page(kHead + kBig + kFoot, 2 * kMargin + 3 * kBig + 2 * kArrow, CV_8UC3, kBackground);
  const int middle = kHead + kBig / 2, fused_left = kMargin + kBig + kArrow,
            labels_left = fused_left + kBig + kArrow;
  for (int i = 0; i < 4; ++i) {
    const std::string& name = modalities[static_cast<size_t>(i)];
    const cv::Rect place(kMargin + i % 2 * (kSmall + kGap), kHead + i / 2 * (kSmall + kGap), kSmall, kSmall);
    Colour(Enlarged(images[name], square, kSmall)).copyTo(page(place));
    Write(page, name, place.x + 24 * kOversampling, place.y + 18 * kOversampling, 0.4, kInk);
  }
  const cv::Mat fused = Colour(Enlarged(images["fused"], square, kBig));
  fused.copyTo(page(cv::Rect(fused_left, kHead, kBig, kBig)));
  cv::Mat labelled = fused.clone();
  Overlay(labelled, images["prediction"], square);
  for (const auto& line : Outlines(images["label"], 0, square, kBig))
    for (size_t i = 0; i + 1 < line.size(); ++i)
      if (i / static_cast<size_t>(6 * kOversampling) % 2 == 0)
        cv::line(labelled, line[i], line[i + 1], {255, 255, 255}, kOversampling, cv::LINE_AA);
  labelled.copyTo(page(cv::Rect(labels_left, kHead, kBig, kBig)));
  Arrow(page, "f4s-fuse", kMargin + kBig, middle);
  Arrow(page, "f4s-segment", fused_left + kBig, middle);
  const int title = 28 * kOversampling, under = kHead + kBig + 28 * kOversampling;
  Write(page, "four modalities", kMargin + kBig / 2, title, 0.5, kInk);
  Write(page, "one fused image", fused_left + kBig / 2, title, 0.5, kInk);
  Write(page, "its labels, and the reference (dashed)", labels_left + kBig / 2, title, 0.5, kInk);
  Legend(page, labels_left, under);
  Write(page, note, page.cols / 2, under + 32 * kOversampling, 0.4, kFaint);
  return page;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2)
    Fail("usage: figure OUT.png NAME=IMAGE.png... fused=... prediction=... label=... [note=TEXT]");
  std::map<std::string, cv::Mat> images;
  std::vector<std::string> modalities;
  std::string note;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string name = word.substr(0, word.find('=')), value = word.substr(name.size() + 1);
    if (name == "note") {
      note = value;
      continue;
    }
    images[name] = ReadGrey(value);
    if (name != "fused" && name != "prediction" && name != "label") modalities.push_back(name);
  }
  if (modalities.size() != 4 || images.size() != 7)
    Fail("wants four modalities, fused, prediction and label");
  const cv::Mat page = Drawn(images, modalities, note);
  cv::Mat small;
  cv::resize(page, small, {page.cols / kOversampling, page.rows / kOversampling}, 0, 0, cv::INTER_AREA);
  WriteRgb(argv[1], small);
}
