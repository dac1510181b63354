#include "libfuse4seg/prep/prepare_picture.h"

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/prep/canvas.h"
#include "libfuse4seg/prep/intensity_map.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {
namespace {

Raster ReadOfSize(const std::filesystem::path& file, const Raster* first) {
  Raster raster = ReadRaster(file);
  if (first != nullptr && (raster.width != first->width || raster.height != first->height))
    throw Error(ErrorKind::kBadInput, "image.size",
                Cat("is ", raster.width, "x", raster.height, ", the case's first image ", first->width, "x",
                    first->height))
        .InFile(file);
  return raster;
}

Raster ReadLabels(const std::filesystem::path& file, const Raster& first) {
  Raster labels = ReadOfSize(file, &first);
  if (labels.channels != 1)
    throw Error(ErrorKind::kBadInput, "label.colour", "is RGB: a label map or mask is grey").InFile(file);
  return labels;
}

std::vector<uint8_t> BrainOf(const Case& record, const std::vector<Raster>& images,
                             const PrepareRules& rules) {
  std::vector<uint8_t> brain(static_cast<size_t>(images.front().num_pixels()), rules.brain.is_none() ? 1 : 0);
  if (rules.brain.is_none()) return brain;
  if (rules.brain.wants_volume())
    throw Error(ErrorKind::kBadInput, "brain.picture",
                "is a 2-D image: --brain finds a brain in volumes only")
        .InCase(record.id());
  std::vector<Raster> sources = images;
  if (const auto mask = record.file("mask")) sources = {ReadLabels(*mask, images.front())};
  for (const Raster& source : sources)
    for (size_t i = 0; i < source.samples.size(); ++i)
      brain[i / static_cast<size_t>(source.channels)] |= static_cast<uint8_t>(source.samples[i] != 0);
  if (std::count(brain.begin(), brain.end(), 1) == 0)
    throw Error(ErrorKind::kBadInput, "prep.empty", "all its pixels are 0").InCase(record.id());
  return brain;
}

std::vector<float> UnitLevels(const Raster& image) {
  std::vector<float> values(image.samples.begin(), image.samples.end());
  for (float& value : values) value /= static_cast<float>(image.max_level());
  return values;
}

std::vector<uint16_t> PreparedSamples(const Raster& image, const std::string& modality,
                                      const std::vector<uint8_t>& brain, const PrepareRules& rules,
                                      Case& record) {
  if (!record.json()["source"].contains(modality)) return image.samples;  // zeros for what is missing
  std::vector<float> values = UnitLevels(image);
  if (image.channels == 3) {
    for (size_t i = 0; i < values.size(); ++i) values[i] *= static_cast<float>(brain[i / 3]);
    return Quantize(values, rules.bits);
  }
  Normalization normalization = rules.normalization;
  if (normalization.kind == Normalization::Kind::kRange) {  // LO and HI are levels of the file
    normalization.low /= image.max_level();
    normalization.high /= image.max_level();
  }
  const IntensityMap map = NormalizeMapped(normalization, values, brain, rules.bits, image.max_level());
  record.json()["intensity"][modality] = map.ToJson();
  if (map.constant)
    record.AddFinding("intensity.constant", "warning", Cat(modality, " is constant within the brain"));
  return Quantize(values, rules.bits);
}

}  // namespace

std::vector<Case> PreparePicture(Case record, const std::vector<std::string>& modalities,
                                 const PrepareRules& rules, DatasetWriter& out) {
  if (rules.volumes || rules.spacing_mm || rules.correct_bias || rules.alignment == Alignment::kRigid)
    throw Error(ErrorKind::kBadInput, "case.kinds",
                "has 2-D images: --volumes, --spacing, --bias n4 and --register rigid need volumes")
        .InCase(record.id());
  std::vector<Raster> images;
  for (const std::string& modality : PresentOf(record, modalities))
    images.push_back(ReadOfSize(record.image(modality), images.empty() ? nullptr : &images.front()));
  FillMissing(images, record, modalities);
  const std::vector<uint8_t> brain = BrainOf(record, images, rules);
  const Canvas canvas(images.front().width, images.front().height, rules.size);
  if (!rules.brain.is_none()) canvas.RequireWithin(brain, record.id());
  std::optional<Raster> labels;
  if (const auto file = record.file("label")) labels = ReadLabels(*file, images.front());
  if (rules.slices == SliceChoice::kLabel && (!labels || LabelValues(labels->samples).empty())) return {};

  Case prepared = record;
  prepared.json()["source"] = record.json()["images"];
  prepared.json()["images"] = Json::object();
  prepared.json().erase("intensity");  // a colour image has none
  AtomicFiles files;
  const auto write = [&](const std::string& kind, const std::vector<uint16_t>& samples, int channels,
                         int bits) {
    const auto path = out.PathFor(kind, record.id(), ".png");
    files.Write(path, EncodePng(canvas.Place(samples, channels, bits)));
    return path;
  };
  for (size_t i = 0; i < images.size(); ++i) {
    const auto samples = PreparedSamples(images[i], modalities[i], brain, rules, prepared);
    prepared.SetImage(modalities[i],
                      write("images/" + FileNameOf(modalities[i]), samples, images[i].channels, rules.bits));
  }
  if (labels) {
    const LabelScheme scheme =
        SchemeFor(rules.scheme, {record.classes(), record.regions()}, LabelValues(labels->samples),
                  record.file("label")->filename().string());
    prepared.SetClasses(scheme.classes, scheme.regions);
    prepared.json()["source"]["label"] = record.file("label")->string();
    prepared.SetFile("label", write("labels", labels->samples, 1, labels->bits));
  }
  std::vector<uint16_t> mask(brain.begin(), brain.end());
  for (uint16_t& pixel : mask) pixel = static_cast<uint16_t>(pixel * 255);
  prepared.SetFile("mask", write("masks", mask, 1, 8));
  prepared.json()["geometry"] = {{"size", {canvas.width, canvas.height}}};
  files.Publish();
  return {prepared};
}

}  // namespace f4s
