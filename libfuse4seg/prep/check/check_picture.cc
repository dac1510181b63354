#include "libfuse4seg/prep/check/check_picture.h"

#include <algorithm>

#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/check/check_study.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// The image, where it can be read and is of the first one's size.
std::optional<Raster> Read(Case& record, const fs::path& file, std::optional<Raster>& first, bool is_grey) {
  try {
    Raster raster = ReadRaster(file);
    if (!first) first = raster;
    if (is_grey && raster.channels != 1)
      AddErrorFinding(
          record,
          Error(ErrorKind::kBadInput, "label.colour", "is RGB: a label map or mask is grey").InFile(file));
    if (raster.width != first->width || raster.height != first->height)
      throw Error(ErrorKind::kBadInput, "image.size",
                  Cat("is ", raster.width, "x", raster.height, ", the case's first image ", first->width, "x",
                      first->height))
          .InFile(file);
    if (is_grey && raster.channels != 1) return std::nullopt;
    return raster;
  } catch (const Error& error) {
    AddErrorFinding(record, error);
    return std::nullopt;
  }
}

bool IsConstant(const std::vector<uint16_t>& samples, size_t step, size_t begin) {
  for (size_t i = begin; i < samples.size(); i += step)
    if (samples[i] != samples[begin]) return false;
  return true;
}

bool IsEmpty(const Raster& raster) {
  return std::all_of(raster.samples.begin(), raster.samples.end(), [](uint16_t v) { return v == 0; });
}

void CheckLabels(Case& record, const Raster& labels, const PrepareRules& rules) {
  const std::vector<uint16_t> values = LabelValues(labels.samples);
  const std::string name = record.file("label")->filename().string();
  if (values.empty())
    record.AddFinding("label.empty", "warning", Cat(name, " is 0 everywhere: nothing is labelled"));
  try {
    const LabelScheme scheme = SchemeFor(rules.scheme, {record.classes(), record.regions()}, values, name);
    record.SetClasses(scheme.classes, scheme.regions);
  } catch (Error& error) {
    AddErrorFinding(record, std::move(error).InFile(*record.file("label")));
  }
}

}  // namespace

void CheckPicture(Case& record, const std::vector<std::string>& present, const PrepareRules& rules) {
  std::optional<Raster> first;
  bool all_empty = true;
  for (const std::string& modality : present) {
    const auto raster = Read(record, record.image(modality), first, false);
    all_empty = all_empty && raster && IsEmpty(*raster);
    if (!raster) continue;
    const auto channels = static_cast<size_t>(raster->channels);
    bool constant = true;
    for (size_t channel = 0; channel < channels; ++channel)
      constant = constant && IsConstant(raster->samples, channels, channel);
    if (constant) record.AddFinding("intensity.constant", "warning", Cat(modality, " is constant"));
  }
  const auto mask_file = record.file("mask"), label_file = record.file("label");
  const auto mask = mask_file ? Read(record, *mask_file, first, true) : std::nullopt;
  const auto labels = label_file ? Read(record, *label_file, first, true) : std::nullopt;
  if (labels) CheckLabels(record, *labels, rules);
  if (!rules.brain.is_none() && (mask ? IsEmpty(*mask) : all_empty))
    AddErrorFinding(record, Error(ErrorKind::kBadInput, "prep.empty",
                                  mask ? "its mask is empty" : "all its pixels are 0"));
}

}  // namespace f4s
