#include "libfuse4seg/prep/prepare_case.h"

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/prep/canvas.h"
#include "libfuse4seg/prep/doubtful_images.h"
#include "libfuse4seg/prep/intensity_map.h"
#include "libfuse4seg/prep/missing.h"
#include "libfuse4seg/prep/subject_scale.h"

namespace f4s {
namespace {

/// What 1 stands for: levels come in 0..1, other values as the file has them.
int MostOf(VoxelType type) {
  return type == VoxelType::kUint8 || type == VoxelType::kUint16 ? (1 << LevelBits(type)) - 1 : 1;
}

int64_t NumLabelled(const Image<uint16_t>& labels) {
  return std::count_if(labels.samples.begin(), labels.samples.end(),
                       [](uint16_t value) { return value != 0; });
}

/// The levels of an image as ReadCaseImages() gives it.
Image<uint16_t> PreparedLevels(const Image<float>& image, VoxelType type, const std::string& modality,
                               const std::vector<uint8_t>& brain, const PrepareRules& rules, Case& record) {
  std::vector<float> values = image.samples;
  const bool as_levels = rules.normalization.kind == Normalization::Kind::kNone && MostOf(type) == 1;
  if (as_levels) TakeLevels(values, rules.bits, record.id(), modality);
  if (rules.normalization.kind == Normalization::Kind::kNone && type == VoxelType::kUint16 &&
      !record.json().contains("prepared"))
    if (const auto dark = DarkLevels(image, "--normalize none takes them for levels"))
      record.AddFinding(dark->code, dark->severity, Cat(modality, " ", dark->text));
  const int most = as_levels ? (1 << rules.bits) - 1 : MostOf(type);
  if (image.channels == 3) {
    for (size_t i = 0; i < values.size(); ++i) values[i] *= static_cast<float>(brain[i / 3]);
  } else if (record.json()["source"].contains(modality)) {  // else zeros for what is missing
    Normalization normalization = NormalizationOf(record, modality, rules);
    if (rules.normalization.kind == Normalization::Kind::kRange) {  // LO and HI are levels of the file
      normalization.low /= most;
      normalization.high /= most;
    }
    const IntensityMap map = NormalizeMapped(normalization, values, brain, rules.bits, most);
    record.json()["intensity"][modality] = map.ToJson();
    if (normalization != rules.normalization && rules.normalization.kind != Normalization::Kind::kRange)
      record.json()["intensity"][modality]["over"] = "subject";
    if (map.constant) record.AddFinding("intensity.constant", "warning", map.ConstantText(modality));
  }
  return {image.grid, image.channels, Quantize(values, rules.bits)};
}

}  // namespace

std::vector<uint8_t> BrainOfPicture(const Case& record, const CaseImages& read, const PrepareRules& rules) {
  std::vector<uint8_t> brain(static_cast<size_t>(read.grid().num_voxels()), rules.brain.is_none() ? 1 : 0);
  if (rules.brain.is_none()) return brain;
  if (rules.brain.wants_volume())
    throw Error(ErrorKind::kBadInput, "brain.picture",
                "is a 2-D image: --brain finds a brain in volumes only")
        .InCase(record.id());
  const auto add = [&](const auto& image) {
    for (size_t i = 0; i < image.samples.size(); ++i)
      brain[i / static_cast<size_t>(image.channels)] |= static_cast<uint8_t>(image.samples[i] != 0);
  };
  if (read.mask)
    add(*read.mask);
  else
    for (const Image<float>& image : read.images) add(image);
  if (std::count(brain.begin(), brain.end(), 1) == 0)
    throw Error(ErrorKind::kBadInput, "prep.empty", "all its pixels are 0").InCase(record.id());
  return brain;
}

std::vector<Case> PreparePicture(Case record, const std::vector<std::string>& modalities,
                                 const PrepareRules& rules, DatasetWriter& out) {
  CaseImages read = ReadCaseImages(record, PresentOf(record, modalities),
                                   {.label = true, .mask = !rules.brain.is_none(), .raw = true});
  const bool wants_spacing = rules.spacing_mm.has_value() && !rules.spacing_of_model;
  if ((rules.volumes && !rules.pictures_stay) || wants_spacing || rules.correct_bias ||
      rules.alignment == Alignment::kRigid)
    RequireKind(read.grid(), record.image(read.modalities.front()), false,
                "--volumes, --spacing, --bias n4 and --register rigid need it");
  FillMissing(read, modalities);
  const std::vector<uint8_t> brain = BrainOfPicture(record, read, rules);
  const Canvas canvas(read.grid().size[0], read.grid().size[1], rules.size);
  if (!rules.brain.is_none()) canvas.RequireWithin(brain, record.id());
  const std::vector<uint16_t> values =
      read.label ? LabelValues(read.label->samples) : std::vector<uint16_t>();
  LabelScheme scheme;
  if (read.label) scheme = SchemeFor(rules.scheme, rules.scheme_of_all, record, values);
  if (rules.slices == SliceChoice::kLabel && Without(values, scheme.ignore).empty()) return {};

  Case prepared = record;
  prepared.json()["source"] = record.json()["images"];
  prepared.json()["images"] = Json::object();
  prepared.json().erase("intensity");  // a colour image has none
  EraseMade(prepared.json());
  AddNotes(read.notes, prepared);
  FindDoubtfulImages(read.images, modalities, prepared);
  FindDoubtfulLabel(values, prepared);
  if (rules.spacing_mm)
    prepared.AddFinding("prep.spacing", "warning",
                        "is a 2-D image: not resampled to the spacing of --for-model");
  AtomicFiles files;
  const auto write = [&](const std::string& kind, const std::string& bytes) {
    const auto path = out.PathFor(kind, record.id(), ".png");
    files.Write(path, bytes);
    return path;
  };
  for (size_t i = 0; i < modalities.size(); ++i) {
    const auto levels = PreparedLevels(read.images[i], read.types[i], modalities[i], brain, rules, prepared);
    prepared.SetImage(modalities[i], write("images/" + FileNameOf(modalities[i]),
                                           EncodePng(canvas.Place(levels), rules.bits)));
  }
  if (read.label) {
    SetScheme(prepared, scheme);
    prepared.json()["source"]["label"] = record.file("label")->string();
    const Image<uint16_t> placed = canvas.Place(*read.label);
    if (NumLabelled(placed) < NumLabelled(*read.label))
      prepared.AddFinding("label.cut", "warning",
                          Cat("of ", NumLabelled(*read.label), " labelled pixels ", NumLabelled(placed),
                              " are within --size"));
    prepared.SetFile("label", write("labels", EncodeLabelPng(placed)));
  }
  Image<uint16_t> mask = {read.grid(), 1, {brain.begin(), brain.end()}};
  for (uint16_t& pixel : mask.samples) pixel = static_cast<uint16_t>(pixel * 255);
  prepared.SetFile("mask", write("masks", EncodePng(canvas.Place(mask), 8)));
  prepared.json()["geometry"] = {{"size", {canvas.width, canvas.height}}};
  if (const Vector3 mm = read.grid().spacing_mm(); read.grid().has_spacing)
    prepared.json()["geometry"]["spacing_mm"] = {mm[0], mm[1]};
  EraseSubjectScale(prepared);
  files.Publish();
  return {prepared};
}

}  // namespace f4s
