#include "libfuse4seg/report/case_view.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/report/shown_images.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

/// Of a picture whose file does not say it; 0 where the record does not either.
double PixelMmOf(const Case& record) {
  const Json* spacing = FindPath(record.json(), "geometry.spacing_mm");
  const bool is_known =
      spacing != nullptr && spacing->is_array() && !spacing->empty() && spacing->front().is_number();
  return is_known ? std::max(0.0, spacing->front().get<double>()) : 0;
}

/// Of a slice that was cut from a volume whose place is known.
std::string LeftSideOfSlice(const Case& record) {
  const auto plane = PlaneNamed(TextAt(record.json(), "geometry.volume.axis"));
  const bool has_place = FindPath(record.json(), "geometry.volume.world_from_voxel") != nullptr;
  return plane && has_place ? LeftSideOf(*plane) : "";
}

/// The nearest label of each pixel.
Image<uint16_t> ResizedLabels(const Image<uint16_t>& labels, int width, int height) {
  Image<uint16_t> resized =
      Picture(width, height, std::vector<uint16_t>(static_cast<size_t>(width) * static_cast<size_t>(height)));
  for (int64_t y = 0; y < height; ++y)
    for (int64_t x = 0; x < width; ++x)
      resized.plane()(x, y) = labels.plane()((2 * x + 1) * labels.width() / (2 * width),
                                             (2 * y + 1) * labels.height() / (2 * height));
  return resized;
}

/// The slices of one case that are wanted, filled image by image.
class ViewMaker {
 public:
  ViewMaker(const Case& record, const ViewOptions& options)
      : record_(WithImages(record)), options_(options), wanted_(WantedImages(record_, options.is_whole)) {
    if (wanted_.empty() && !record.file("prediction") && !record.file("label"))
      throw Error(ErrorKind::kBadInput, "case.modality", "has no images").InCase(record.id());
  }

  CaseView Make() {
    ReadMaps();
    const size_t base = BaseOf(wanted_);
    if (!wanted_.empty()) AddImage(base, true);  // first: where nothing is labelled it says which slices
    for (size_t i = 0; i < wanted_.size(); ++i)
      if (i != base) AddImage(i, false);
    if (slots_.empty()) ChooseSlices(nullptr);
    return Finished();
  }

 private:
  struct Slot {
    Cut cut;
    int64_t slice;
    bool is_main;
    SliceView view;
  };

  void Problem(const std::string& what, const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted || error.kind() == ErrorKind::kOutOfMemory) throw error;
    view_.problems.push_back(Cat(what, ": ", error.Line()));
  }

  void ReadMaps() {
    for (const auto& [key, map] : {std::pair("prediction", &labels_), std::pair("label", &reference_)}) {
      const auto file = record_.file(key);
      if (!file) continue;
      try {
        Image<uint16_t> read = map == &reference_ ? ReadReference(record_) : ReadLabels(*file);
        if (grid_) TakeOrder(*grid_, grid_file_, read, *file);
        if (!grid_) grid_ = read.grid, grid_file_ = *file;
        *map = std::move(read);
      } catch (const Error& error) {
        Problem(key, error);
      }
    }
  }

  void AddImage(size_t index, bool is_base) {
    const WantedImage& wanted = wanted_[index];
    try {
      Image<float> image = ReadForShow(record_, wanted);
      if (grid_ && IsOfSourceElsewhere(wanted, image.grid))
        image = Resample(image, *grid_);
      else if (grid_)
        TakeOrder(*grid_, grid_file_, image, wanted.file);
      if (!grid_) grid_ = image.grid, grid_file_ = wanted.file;
      if (slots_.empty()) ChooseSlices(&image);
      for (Slot& slot : slots_)
        if (is_base || slot.is_main) {
          Image<float> cut = slot.cut.Slice(image, slot.slice);
          slot.view.pictures.push_back({wanted.name, wanted.kind, std::move(cut)});
        }
    } catch (const Error& error) {
      Problem(wanted.name, error);
    }
  }

  /// Whether it is an image of the study that was labelled, on a grid of its own: f4s-prep resampled it.
  [[nodiscard]] bool IsOfSourceElsewhere(const WantedImage& wanted, const Grid& own) const {
    if (wanted.kind != PictureKind::kModality || !own.has_place || !grid_->has_place) return false;
    const Json* const file = FindPath(record_.json(), "source." + wanted.name);
    return file != nullptr && *file == wanted.file.string() && !OrderOnto(*grid_, own);
  }

  std::vector<int64_t> Filled(const Cut& cut, const Image<float>* image) const {
    std::vector<int64_t> filled;
    if (labels_) cut.Count(*labels_, filled);
    if (reference_) cut.Count(*reference_, filled);
    if ((filled.empty() || IsEmpty(filled)) && image != nullptr && image->channels == 1)
      cut.Count(*image, filled);
    filled.resize(static_cast<size_t>(cut.slices()));
    return filled;
  }

  void AddSlot(const Cut& cut, int64_t slice, bool is_main) {
    Slot slot = {cut, slice, is_main, {}};
    slot.view.name = cut.NameOf(slice);
    slot.view.left_side = cut.is_picture() ? LeftSideOfSlice(record_) : cut.left_side();
    slot.view.pixel_mm = cut.pixel_mm() > 0 ? cut.pixel_mm() : PixelMmOf(record_);
    if (labels_) slot.view.labels = cut.Slice(*labels_, slice);
    if (reference_) slot.view.reference = cut.Slice(*reference_, slice);
    slots_.push_back(std::move(slot));
  }

  /// @param image  where nothing is labelled
  void ChooseSlices(const Image<float>* image) {
    if (!grid_) return;
    const auto own = PlaneNamed(TextAt(record_.json(), "geometry.axis"));
    const Cut cut(*grid_, own);
    const std::vector<int64_t> filled = Filled(cut, image);
    AddSlot(cut, SlicesToShow(filled, 1).front(), true);
    if (cut.is_picture() || !options_.is_whole) return;
    for (const Plane plane : {Plane::kAxial, Plane::kCoronal, Plane::kSagittal})
      if (plane != cut.plane()) {
        const Cut other(*grid_, plane);
        AddSlot(other, SlicesToShow(Filled(other, image), 1).front(), false);
      }
    num_planes_ = slots_.size();
    for (const int64_t slice : SlicesToShow(filled, static_cast<int>(options_.strip_slices)))
      AddSlot(cut, slice, false);
  }

  /// What is not black in the slots [begin, end), which have one size.
  [[nodiscard]] ShownBox BoxOf(size_t begin, size_t end) const {
    ShownBox box;
    for (size_t i = begin; i < end; ++i) {
      const SliceView& view = slots_[i].view;
      for (const ViewPicture& one : view.pictures)
        if (one.kind != PictureKind::kMap) box.Include(one.picture);
      for (const auto* map : {&view.labels, &view.reference})
        if (*map) box.Include(**map);
    }
    return box;
  }

  /// Square pixels, no black margin, not too large.
  void Fit(Slot& slot, ShownBox box) const {
    SliceView& view = slot.view;
    const Grid grid = view.pictures.empty() ? (view.labels ? view.labels : view.reference)->grid
                                            : view.pictures.front().picture.grid;
    if (!box.empty()) box.Bound(grid);
    const double wide = static_cast<double>(box.empty() ? grid.size[0] : box.right - box.left);
    const double high =
        static_cast<double>(box.empty() ? grid.size[1] : box.bottom - box.top) * slot.cut.pixel_aspect();
    const double scale = std::min(1.0, options_.most_side / std::max(wide, high));
    const int width = std::max(1, static_cast<int>(std::lround(wide * scale))),
              height = std::max(1, static_cast<int>(std::lround(high * scale)));
    view.pixel_mm *= wide / width;
    const auto fit = [&](Image<float>& picture) {
      if (!box.empty()) box.Crop(picture);
      if (picture.width() != width || picture.height() != height)
        picture = TheArtist().Resized(picture, width, height);
    };
    for (ViewPicture& one : view.pictures) fit(one.picture);
    for (auto* map : {&view.labels, &view.reference}) {
      if (!*map) continue;
      if (!box.empty()) box.Crop(**map);
      if ((*map)->width() != width || (*map)->height() != height) *map = ResizedLabels(**map, width, height);
    }
  }

  CaseView Finished() {
    if (slots_.empty())
      throw Error(ErrorKind::kBadInput, "report.case",
                  view_.problems.empty() ? "nothing of it can be shown" : view_.problems.front())
          .InCase(record_.id());
    view_.geometry =
        grid_->is_picture ? Cat(grid_->size[0], "x", grid_->size[1], " pixels") : Describe(*grid_);
    const ShownBox of_strip = BoxOf(num_planes_, slots_.size());  // all at one scale
    for (size_t i = 0; i < slots_.size(); ++i) {
      Slot& slot = slots_[i];
      if (slot.is_main) InOrder(slot.view);
      Fit(slot, i < num_planes_ ? BoxOf(i, i + 1) : of_strip);
      Complete(slot);
      (i == 0            ? view_.main
       : i < num_planes_ ? view_.planes.emplace_back()
                         : view_.strip.emplace_back()) = std::move(slot.view);
    }
    return std::move(view_);
  }

  /// The base came first; it stands where the record has it.
  void InOrder(SliceView& view) const {
    const auto place = [&](const ViewPicture& one) {
      const auto found = std::find_if(wanted_.begin(), wanted_.end(),
                                      [&](const WantedImage& wanted) { return wanted.name == one.name; });
      return found - wanted_.begin();
    };
    std::stable_sort(view.pictures.begin(), view.pictures.end(),
                     [&](const ViewPicture& a, const ViewPicture& b) { return place(a) < place(b); });
  }

  /// Colours maps, adds the errors; what has no image is shown on black.
  void Complete(Slot& slot) const {
    SliceView& view = slot.view;
    for (ViewPicture& one : view.pictures)
      if (one.kind == PictureKind::kMap && one.picture.channels == 1)
        one.picture = TheArtist().Coloured(one.picture);
    if (view.pictures.empty()) {
      const Grid& grid = (view.labels ? view.labels : view.reference)->grid;
      view.pictures.push_back({"labels", PictureKind::kModality, ImageOn<float>(grid)});
    }
    if (!slot.is_main || !view.labels || !view.reference || !options_.is_whole) return;
    const auto last = std::find_if(view.pictures.rbegin(), view.pictures.rend(), [](const ViewPicture& one) {
      return one.kind == PictureKind::kFused || one.kind == PictureKind::kModality;
    });
    if (last == view.pictures.rend()) return;
    ViewPicture errors = {"errors", PictureKind::kErrors,
                          ErrorPicture(last->picture, *view.labels, *view.reference)};
    view.pictures.insert(last.base(), std::move(errors));
  }

  Case record_;
  ViewOptions options_;
  std::vector<WantedImage> wanted_;
  std::optional<Grid> grid_;
  Path grid_file_;
  std::optional<Image<uint16_t>> labels_, reference_;
  std::vector<Slot> slots_;
  size_t num_planes_ = 1;
  CaseView view_;
};

}  // namespace

CaseView ViewOf(const Case& record, const ViewOptions& options) { return ViewMaker(record, options).Make(); }

}  // namespace f4s
