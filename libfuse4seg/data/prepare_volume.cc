#include "libfuse4seg/data/prepare_volume.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/data/check/header_findings.h"
#include "libfuse4seg/data/dicom/record_series.h"
#include "libfuse4seg/data/missing.h"
#include "libfuse4seg/image/volume_io.h"

namespace f4s {
namespace {

/// `--normalize none`: whole numbers that the file's bits can hold, scaled as the file will be read.
void TakeLevels(std::vector<float>& values, int bits, const std::string& id, const std::string& modality) {
  const auto top = static_cast<float>((1 << bits) - 1);
  for (float& value : values) {
    if (!(value >= 0 && value <= top) || value != std::floor(value))
      throw Error(ErrorKind::kBadInput, "normalize.none",
                  Cat(modality, " holds the value ", value, ", which is no level from 0 to ", top,
                      ": choose another --normalize"))
          .InCase(id);
    value /= top;
  }
}

void NormalizeStudy(Study& study, const std::vector<uint8_t>& brain, const PrepareRules& rules,
                    Case& record) {
  for (size_t i = 0; i < study.volumes.size(); ++i) {
    std::vector<float>& values = study.volumes[i].voxels;
    const bool as_levels = rules.normalization.kind == Normalization::Kind::kNone;
    if (as_levels) TakeLevels(values, rules.bits, record.id(), study.modalities[i]);
    const IntensityWindow window = Normalize(rules.normalization, values, brain);
    if (window.constant)
      record.AddFinding("intensity.constant", "warning",
                        Cat(study.modalities[i], " is constant within the brain"));
  }
}

Case WriteVolumes(Case record, const PreparedStudy& prepared, const PrepareRules& rules, DatasetWriter& out) {
  const std::string id = record.id();
  const Study& study = prepared.study;
  record.json()["images"] = Json::object();
  for (size_t i = 0; i < study.volumes.size(); ++i) {
    Volume levels = study.volumes[i];
    levels.stored = rules.bits == 8 ? VoxelType::kUint8 : VoxelType::kUint16;
    for (float& value : levels.voxels) value = Quantize(value, rules.bits);
    const auto path = out.PathFor("images/" + FileNameOf(study.modalities[i]), id, ".nii.gz");
    WriteVolume(path, levels);
    record.SetImage(study.modalities[i], path);
  }
  if (study.label) {
    record.SetFile("label", out.PathFor("labels", id, ".nii.gz"));
    WriteLabelVolume(*record.file("label"), *study.label);
  }
  record.SetFile("mask", out.PathFor("masks", id, ".nii.gz"));
  WriteLabelVolume(*record.file("mask"), {study.geometry(), {prepared.brain.begin(), prepared.brain.end()}});
  record.json()["geometry"] = {{"size", study.geometry().size},
                               {"spacing_mm", study.geometry().spacing_mm()},
                               {"world_from_voxel", AffineJson(study.geometry().world_from_voxel)}};
  return record;
}

/// Keeps where the images came from, and takes the raw files out of what follows.
void MoveToSource(Case& record) {
  Json source = Json::object();
  for (const std::string& modality : record.modalities())
    source[modality] = record.json()["images"][modality];
  if (record.json().contains("label")) source["label"] = record.json()["label"];
  if (record.json().contains("mask")) source["mask"] = record.json()["mask"];
  record.json()["source"] = source;
  for (const char* key : {"label", "mask", "geometry"}) record.json().erase(key);
}

}  // namespace

PreparedStudy ReadPreparedStudy(Case& record, const std::vector<std::string>& modalities,
                                const PrepareRules& rules) {
  PreparedStudy prepared;
  prepared.study = ReadStudy(record, modalities);
  Study& study = prepared.study;
  KeepSeries(study.series, record);
  AddHeaderFindings(record, modalities);
  prepared.source_geometry = study.geometry();
  if (study.label)
    prepared.scheme = SchemeFor(rules.scheme, {record.classes(), record.regions()},
                                LabelValues(study.label->labels), record.file("label")->filename().string());
  // The brain is found on the raw grid, where background is exactly 0, and resampled as a label.
  const std::vector<uint8_t> brain = rules.brain.BrainOf(study, record);
  study.mask = LabelVolume{study.geometry(), {brain.begin(), brain.end()}};
  if (rules.spacing_mm) ResampleStudy(study, *rules.spacing_mm);
  prepared.brain.assign(study.mask->labels.begin(), study.mask->labels.end());
  prepared.source_from_voxel =
      Inverse(prepared.source_geometry.world_from_voxel) * study.geometry().world_from_voxel;
  NormalizeStudy(study, prepared.brain, rules, record);
  return prepared;
}

std::vector<Case> PrepareVolume(Case record, const std::vector<std::string>& modalities,
                                const PrepareRules& rules, DatasetWriter& out) {
  PreparedStudy prepared = ReadPreparedStudy(record, PresentOf(record, modalities), rules);
  FillMissing(prepared.study, modalities);
  MoveToSource(record);
  if (!prepared.scheme.classes.empty()) record.SetClasses(prepared.scheme.classes, prepared.scheme.regions);
  if (rules.volumes) return {WriteVolumes(record, prepared, rules, out)};
  return WriteSlices(record, prepared, rules, out);
}

}  // namespace f4s
