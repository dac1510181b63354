#include "libfuse4seg/prep/prepare_case.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/align/bias.h"
#include "libfuse4seg/prep/align_study.h"
#include "libfuse4seg/prep/doubtful_images.h"
#include "libfuse4seg/prep/intensity_map.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {
namespace {

/// The brain as far as a modality shows it: beyond its field of view there is nothing to measure.
class BrainInView {
 public:
  BrainInView(const Study& study, size_t i, const std::vector<uint8_t>& brain) : brain_(brain) {
    if (i >= study.field_of_view.size() || !study.field_of_view[i]) return;
    seen_ = brain;
    for (size_t voxel = 0; voxel < seen_.size(); ++voxel)
      if (study.field_of_view[i]->samples[voxel] == 0) seen_[voxel] = 0;
  }
  [[nodiscard]] const std::vector<uint8_t>& mask() const { return seen_.empty() ? brain_ : seen_; }

 private:
  const std::vector<uint8_t>& brain_;
  std::vector<uint8_t> seen_;  ///< empty where all of the brain is
};

void CorrectStudy(Study& study, const std::vector<uint8_t>& brain, Case& record) {
  for (size_t i = 0; i < study.images.size(); ++i) try {
      const BiasCorrection done = CorrectBias(study.images[i], BrainInView(study, i, brain).mask());
      record.json()["bias"][study.modalities[i]] = {{"method", "n4"},
                                                    {"shrink", done.shrink},
                                                    {"iterations", done.iterations},
                                                    {"convergence", done.convergence},
                                                    {"field", {done.low, done.high}}};
    } catch (const Error& error) {
      throw Error(error.kind(), error.code(), Cat(study.modalities[i], ": ", error.message()))
          .InFile(record.image(study.modalities[i]))
          .InCase(record.id());
    }
}

void NormalizeStudy(Study& study, const std::vector<uint8_t>& brain, const PrepareRules& rules,
                    Case& record) {
  record.json()["intensity"] = Json::object();
  for (size_t i = 0; i < study.images.size(); ++i) {
    std::vector<float>& values = study.images[i].samples;
    const bool as_levels = rules.normalization.kind == Normalization::Kind::kNone;
    if (as_levels) TakeLevels(values, rules.bits, record.id(), study.modalities[i]);
    const IntensityMap map = NormalizeMapped(rules.normalization, values, BrainInView(study, i, brain).mask(),
                                             rules.bits, as_levels ? (1 << rules.bits) - 1 : 1);
    record.json()["intensity"][study.modalities[i]] = map.ToJson();
    if (map.constant)
      record.AddFinding("intensity.constant", "warning", map.ConstantText(study.modalities[i]));
  }
}

Case WriteVolumes(Case record, const PreparedStudy& prepared, const PrepareRules& rules, DatasetWriter& out) {
  const std::string id = record.id();
  const Study& study = prepared.study;
  record.json()["images"] = Json::object();
  for (size_t i = 0; i < study.images.size(); ++i) {
    const auto path = out.PathFor("images/" + FileNameOf(study.modalities[i]), id, ".nii.gz");
    WriteImage(path, study.images[i], rules.bits);
    record.SetImage(study.modalities[i], path);
  }
  if (study.label) {
    record.SetFile("label", out.PathFor("labels", id, ".nii.gz"));
    WriteLabelVolume(*record.file("label"), *study.label);
  }
  record.SetFile("mask", out.PathFor("masks", id, ".nii.gz"));
  WriteLabelVolume(*record.file("mask"), {study.grid(), 1, {prepared.brain.begin(), prepared.brain.end()}});
  record.json()["geometry"] = GeometryJson(study.grid());
  return record;
}

Grid ReferenceGeometry(const Study& study, const std::string& reference) {
  const auto found = std::find(study.modalities.begin(), study.modalities.end(), reference);
  // AlignStudy() refuses a name that there is not.
  return study
      .images[found == study.modalities.end() ? 0 : static_cast<size_t>(found - study.modalities.begin())]
      .grid;
}

/// Keeps where the images came from, and takes the raw files out of what follows.
void MoveToSource(Case& record) {
  Json source = Json::object();
  for (const std::string& modality : record.modalities())
    source[modality] = record.json()["images"][modality];
  for (const auto& [key, kind, of] : kRecordFields)
    if (kind == FieldKind::kFile && (of & kOfRaw) != 0 && record.json().contains(key))
      source[key] = record.json()[key];
  record.json()["source"] = source;
  if (record.json().contains("image_volume")) record.json()["source_volume"] = record.json()["image_volume"];
  EraseFields(record.json(), kOfRaw);
  EraseMade(record.json());
}

/// A prepared study in the order of the source's voxels; at the source's spacing, on its very grid.
PreparedStudy PutBack(PreparedStudy prepared, const PrepareRules& rules) {
  const AxisOrder order = prepared.standard_from_source.Inverted();
  prepared.brain = Reordered(prepared.brain, prepared.study.grid().size, order);
  ReorderStudy(prepared.study, [&](const Grid&) { return order; });
  if (rules.spacing_mm) return prepared;
  for (Image<float>& volume : prepared.study.images) volume.grid = prepared.source_geometry;
  if (prepared.study.label) prepared.study.label->grid = prepared.source_geometry;
  return prepared;
}

}  // namespace

PreparedStudy ReadPreparedStudy(Case& record, const std::vector<std::string>& modalities,
                                const PrepareRules& rules) {
  PreparedStudy prepared;
  prepared.study = ReadStudyFiles(record, modalities);
  Study& study = prepared.study;
  KeepSeries(study.series, record);
  AddNotes(study.notes, record);
  FindDoubtfulImages(study.images, study.modalities, record);
  prepared.source_geometry = ReferenceGeometry(study, rules.reference);
  prepared.standard_from_source = StandardOrder(prepared.source_geometry);
  const Grid standard = Reordered(prepared.source_geometry, prepared.standard_from_source);
  // From here on nothing depends on the order in which a file keeps its voxels.
  ReorderStudy(study, [&](const Grid& geometry) {
    return OrderOnto(standard, geometry).value_or(StandardOrder(geometry));
  });
  if (study.label) {
    const std::vector<uint16_t> values = LabelValues(study.label->samples);
    prepared.scheme = SchemeFor(rules.scheme, rules.scheme_of_all, record, values);
    FindEmptyLabel(record, values, prepared.scheme);
    FindDoubtfulLabel(values, record);
  }
  AlignStudy(study, rules.alignment, rules.reference, record);
  // The brain is found on the raw grid, where background is exactly 0, and resampled as a label.
  prepared.brain = rules.brain.BrainOf(study, record);
  if (rules.spacing_mm) {
    study.mask = Image<uint16_t>{study.grid(), 1, {prepared.brain.begin(), prepared.brain.end()}};
    ResampleStudy(study, rules.SpacingOn(study.grid()));
    prepared.brain.assign(study.mask->samples.begin(), study.mask->samples.end());
  }
  prepared.source_from_voxel =
      Inverse(prepared.source_geometry.world_from_voxel) * study.grid().world_from_voxel;
  record.json().erase("bias");
  if (rules.correct_bias) CorrectStudy(study, prepared.brain, record);
  NormalizeStudy(study, prepared.brain, rules, record);
  return prepared;
}

std::vector<Case> PrepareVolume(Case record, const std::vector<std::string>& modalities,
                                const PrepareRules& rules, DatasetWriter& out) {
  PreparedStudy prepared = ReadPreparedStudy(record, PresentOf(record, modalities), rules);
  FillMissing(prepared.study, modalities);
  MoveToSource(record);
  SetScheme(record, prepared.scheme);
  if (rules.volumes) return {WriteVolumes(record, PutBack(std::move(prepared), rules), rules, out)};
  return WriteSlices(record, prepared, rules, out);
}

}  // namespace f4s
