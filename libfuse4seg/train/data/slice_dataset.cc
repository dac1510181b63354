#include "libfuse4seg/train/data/slice_dataset.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

void RequireSlice(const std::filesystem::path& file) {
  if (HoldsVolume(file))
    throw Error(ErrorKind::kBadInput, "train.volume",
                "is a volume: training takes slices, as f4s-prep makes them without --volumes")
        .InFile(file);
}

/// Grey levels as they are, of 1 or 2 bytes; the luma of colours, which lies between levels, in 16 bits.
std::variant<Image<uint8_t>, Image<uint16_t>> StoredLevels(const Image<float>& image, VoxelType type) {
  const int bits = image.channels == 1 ? LevelBits(type) : 16;
  std::vector<uint16_t> levels = Quantize(LumaOf(image).samples, bits);
  if (bits == 8) return Image<uint8_t>{image.grid, 1, {levels.begin(), levels.end()}};
  return Image<uint16_t>{image.grid, 1, std::move(levels)};
}

/// Of all samples, the bytes in memory.
template <class T>
std::string_view BytesOf(const std::vector<T>& samples) {
  return {reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(T)};
}

SlicePlace PlaceOf(const TrainingCase& one) {
  std::string subject = one.record.subject();
  for (const std::string& name : one.modalities) subject += " " + name;
  return {one.record.id(), subject};
}

}  // namespace

Image<float> SlicePixels::Levels(size_t plane) const {
  return std::visit(
      [](const auto& levels) {
        auto image = ImageOn<float>(levels.grid);
        const float top = sizeof levels.samples[0] == 1 ? 255.0F : 65535.0F;
        std::transform(levels.samples.begin(), levels.samples.end(), image.samples.begin(),
                       [=](auto level) { return static_cast<float>(level) / top; });
        return image;
      },
      planes[plane]);
}

SliceDataset::SliceDataset(std::vector<TrainingCase> cases, const LabelCodes& codes, bool needs_labels,
                           int64_t budget_bytes)
    : cases_(std::move(cases)),
      codes_(codes),
      needs_labels_(needs_labels),
      slices_of_class_(static_cast<size_t>(codes.count())) {
  Sha256 digest;
  for (size_t i = 0; i < cases_.size(); ++i) {
    RequireNotStopped();
    places_.push_back(PlaceOf(cases_[i]));
    auto slice = std::make_shared<const SlicePixels>(Load(i));
    sizes_.emplace_back(slice->width, slice->height);
    digest.Update(Cat(places_[i].id, ' ', slice->width, ' ', slice->height, '\n'));
    const auto take = [&](std::string_view bytes) {
      digest.Update(bytes);
      bytes_ += std::ssize(bytes);
    };
    for (const auto& plane : slice->planes)
      std::visit([&](const auto& levels) { take(BytesOf(levels.samples)); }, plane);
    take(BytesOf(slice->classes));
    largest_side_ = std::max({largest_side_, slice->width, slice->height});
    CountClasses(i, slice->classes);
    if (bytes_ > budget_bytes) in_memory_ = false, kept_.clear();
    if (in_memory_) kept_.push_back(std::move(slice));
  }
  digest_ = digest.HexDigest();
}

void SliceDataset::CountClasses(size_t index, const std::vector<uint8_t>& classes) {
  std::array<bool, 256> met{};
  for (const uint8_t one : classes) met[one] = true;
  bool has_foreground = false;
  for (size_t one = 0; one < slices_of_class_.size(); ++one) {
    slices_of_class_[one] += met[one] ? 1 : 0;
    has_foreground = has_foreground || (one > 0 && met[one]);
  }
  if (has_foreground) with_foreground_.push_back(static_cast<int64_t>(index));
}

std::shared_ptr<const SlicePixels> SliceDataset::Read(int64_t index) const {
  const auto i = static_cast<size_t>(index);
  return in_memory_ ? kept_.at(i) : std::make_shared<const SlicePixels>(Load(i));
}

SlicePixels SliceDataset::Load(size_t index) const {
  const TrainingCase& one = cases_.at(index);
  SlicePixels slice;
  try {
    for (const std::string& modality : one.modalities) RequireSlice(one.record.image(modality));
    const auto label = needs_labels_ ? one.record.file("label") : std::nullopt;
    if (label) RequireSlice(*label);
    const CaseImages read = ReadCaseImages(one.record, one.modalities, {.label = needs_labels_});
    slice.width = read.images.front().width();
    slice.height = read.images.front().height();
    for (size_t i = 0; i < read.images.size(); ++i)
      slice.planes.push_back(StoredLevels(read.images[i], read.types[i]));
    if (!label && needs_labels_)
      throw Error(ErrorKind::kBadInput, "train.no_label", "has no label, which segmentation is trained on");
    if (!label) return slice;
    const std::vector<uint8_t>& code_of = codes_.Of(one.record.classes());
    for (const uint16_t value : read.label->samples) {
      slice.classes.push_back(code_of[value]);
      if (slice.classes.back() == LabelCodes::kNone)
        throw Error(ErrorKind::kBadInput, "label.value",
                    Cat("label ", value, " is in no class of the dataset"))
            .InFile(*label);
    }
  } catch (Error& error) {
    error.SetCase(one.record.id());
    throw;
  }
  return slice;
}

}  // namespace f4s
