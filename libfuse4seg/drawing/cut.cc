#include "libfuse4seg/drawing/cut.h"

#include <numeric>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

constexpr double kStandsOut = 1.2;
constexpr int64_t kMargin = 4;  ///< pixels around what is shown

}  // namespace

Plane PlaneToShow(const Grid& grid) {
  Plane longest = Plane::kAxial;
  double mm = SlicingOf(grid, Plane::kAxial).slice_spacing_mm, second = 0;
  for (const Plane plane : {Plane::kCoronal, Plane::kSagittal}) {
    const double spacing = SlicingOf(grid, plane).slice_spacing_mm;
    if (spacing > mm) {
      second = mm;
      mm = spacing;
      longest = plane;
    } else {
      second = std::max(second, spacing);
    }
  }
  return mm > kStandsOut * second ? longest : Plane::kAxial;
}

std::optional<Plane> PlaneNamed(const std::string& name) {
  for (const Plane plane : {Plane::kAxial, Plane::kCoronal, Plane::kSagittal})
    if (name == ToString(plane)) return plane;
  return std::nullopt;
}

Cut::Cut(const Grid& grid, std::optional<Plane> plane)
    : is_picture_(grid.is_picture), has_place_(grid.has_place) {
  if (is_picture_) {
    const Vector3 spacing = grid.spacing_mm();
    if (grid.has_spacing) pixel_mm_ = spacing[0];
    return;
  }
  slicing_ = SlicingOf(grid, plane ? *plane : PlaneToShow(grid));
  aspect_ = slicing_.pixel_spacing_mm[1] / slicing_.pixel_spacing_mm[0];
  pixel_mm_ = grid.has_spacing ? slicing_.pixel_spacing_mm[0] : 0;
}

double Cut::pixel_aspect() const { return aspect_; }

std::string Cut::left_side() const { return is_picture_ || !has_place_ ? "" : LeftSideOf(slicing_.plane); }

std::string Cut::NameOf(int64_t k) const {
  if (is_picture_) return "";
  return Cat(slicing_.plane == Plane::kAxial ? "slice" : ToString(slicing_.plane), " ", k);
}

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

bool IsEmpty(const std::vector<int64_t>& filled) {
  return std::all_of(filled.begin(), filled.end(), [](int64_t count) { return count == 0; });
}

void ShownBox::IncludePixel(int64_t pixel, int64_t width) {
  const int64_t x = pixel % width, y = pixel / width;
  left = std::min(left, x - kMargin), right = std::max(right, x + kMargin + 1);
  top = std::min(top, y - kMargin), bottom = std::max(bottom, y + kMargin + 1);
}

void ShownBox::Bound(const Grid& grid) {
  left = std::max<int64_t>(0, left), right = std::min(grid.size[0], right);
  top = std::max<int64_t>(0, top), bottom = std::min(grid.size[1], bottom);
}

}  // namespace f4s
