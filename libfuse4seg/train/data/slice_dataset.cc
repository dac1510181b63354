#include "libfuse4seg/train/data/slice_dataset.h"

#include <algorithm>
#include <cstring>

#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

constexpr uint8_t kNoClass = 255;
constexpr size_t kMostClasses = 254;

void RequireSlice(const std::filesystem::path& file) {
  if (IsVolume(ImageFileKindOf(file)))
    throw Error(ErrorKind::kBadInput, "train.volume",
                "is a volume: training takes slices, as f4s-prep makes them without --volumes")
        .InFile(file);
}

/// Grey levels as they are, of 1 or 2 bytes; the luma of colours, which lies between levels, in 16 bits.
std::vector<uint8_t> StoredLevels(const StoredImage<float>& image) {
  const int bits = image.channels == 1 && image.stored == VoxelType::kUint8 ? 8 : 16;
  const std::vector<uint16_t> levels = Quantize(LumaOf(image).samples, bits);
  if (bits == 8) return {levels.begin(), levels.end()};
  std::vector<uint8_t> bytes(levels.size() * 2);
  std::memcpy(bytes.data(), levels.data(), bytes.size());
  return bytes;
}

SlicePlace PlaceOf(const TrainingCase& one) {
  std::string subject = one.record.subject();
  for (const std::string& name : one.modalities) subject += " " + name;
  return {one.record.id(), subject};
}

}  // namespace

float SlicePixels::Level(size_t plane, int64_t pixel) const {
  const uint8_t* const bytes = planes[plane].data();
  if (planes[plane].size() == static_cast<size_t>(width) * static_cast<size_t>(height))
    return static_cast<float>(bytes[pixel]) / 255.0F;
  uint16_t level = 0;
  std::memcpy(&level, bytes + 2 * pixel, sizeof level);
  return static_cast<float>(level) / 65535.0F;
}

int64_t SlicePixels::num_bytes() const {
  size_t bytes = classes.size();
  for (const auto& plane : planes) bytes += plane.size();
  return static_cast<int64_t>(bytes);
}

SliceDataset::SliceDataset(std::vector<TrainingCase> cases, const Classes& classes, bool needs_labels,
                           int64_t budget_bytes)
    : cases_(std::move(cases)), class_of_(65536, kNoClass), needs_labels_(needs_labels) {
  if (classes.size() > kMostClasses)
    throw Error(ErrorKind::kBadInput, "train.classes",
                Cat(classes.size(), " classes: at most ", kMostClasses));
  class_of_[0] = 0;
  uint8_t next = 1;
  for (const auto& [value, name] : classes) class_of_[value] = next++;
  Sha256 digest;
  for (size_t i = 0; i < cases_.size(); ++i) {
    if (StopRequested())
      throw Error(ErrorKind::kInterrupted, "interrupted", "stopped by a signal: run the same command again");
    places_.push_back(PlaceOf(cases_[i]));
    auto slice = std::make_shared<const SlicePixels>(Load(i));
    digest.Update(Cat(places_[i].id, ' ', slice->width, ' ', slice->height, '\n'));
    for (const auto& plane : slice->planes)
      digest.Update({reinterpret_cast<const char*>(plane.data()), plane.size()});
    digest.Update({reinterpret_cast<const char*>(slice->classes.data()), slice->classes.size()});
    largest_side_ = std::max({largest_side_, slice->width, slice->height});
    if (std::any_of(slice->classes.begin(), slice->classes.end(), [](uint8_t c) { return c != 0; }))
      with_foreground_.push_back(static_cast<int64_t>(i));
    bytes_ += slice->num_bytes();
    if (bytes_ > budget_bytes) in_memory_ = false, kept_.clear();
    if (in_memory_) kept_.push_back(std::move(slice));
  }
  digest_ = digest.HexDigest();
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
    for (const StoredImage<float>& image : read.images) slice.planes.push_back(StoredLevels(image));
    if (!label && needs_labels_)
      throw Error(ErrorKind::kBadInput, "train.no_label", "has no label, which segmentation is trained on");
    if (!label) return slice;
    for (const uint16_t value : read.label->samples) {
      slice.classes.push_back(class_of_[value]);
      if (slice.classes.back() == kNoClass)
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
