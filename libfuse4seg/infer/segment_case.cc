#include "libfuse4seg/infer/segment_case.h"

#include <algorithm>

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/infer/capture_frames.h"
#include "libfuse4seg/infer/take_out_parts.h"
#include "libfuse4seg/infer/unused_images.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

Path WriteLabelMap(const std::string& id, const Prediction& prediction, DatasetWriter& out) {
  const Path path = out.PathFor("labels", id, ImageExtension(prediction.labels.grid));
  WriteLabels(path, prediction.labels);
  return path;
}

DicomMaker MakerOf(const Segmenter& segmenter) {
  std::string models;
  for (const ModelFile& model : segmenter.models())
    models += Cat(models.empty() ? "model " : ", ", model.NameAndHash());
  return {"f4s-segment", kVersion, models};
}

/// Beside the label map, on the source's own frames, with a report of its volumes.
void WriteDicom(Case& record, const Prediction& prediction, const Segmenter& segmenter, DatasetWriter& out) {
  if (prediction.labels.is_picture())
    throw Error(ErrorKind::kBadInput, "dicom.slice",
                "is a 2-D image: a DICOM segmentation lies on the frames of a volume's series")
        .InCase(record.id());
  WriteDicomPrediction(record, prediction.labels, MakerOf(segmenter),
                       out.PathFor("labels", record.id(), ".dcm"),
                       out.PathFor("measurements", record.id(), ".dcm"));
}

/// What was labelled, in 0..1.
Image<float> ShownImage(const Prediction& prediction) {
  Image<float> image = {prediction.shown->grid, 1, {}};
  for (const uint16_t level : prediction.shown->samples)
    image.samples.push_back(static_cast<float>(level) / 65535.0F);
  return image;
}

/// The outlines burned into what was labelled, in the study of the source's series.
void WriteOutlineCaptures(Case& record, const Prediction& prediction, const Segmenter& segmenter,
                          DatasetWriter& out) {
  const DicomMaker maker = MakerOf(segmenter);
  const auto frames = [&](const AxisOrder& order) {
    CaptureFrames burnt =
        BurntFrames(InOrder(ShownImage(prediction), order), InOrder(prediction.labels, order));
    burnt.description = "Segmentation outlines by fuse4seg";
    burnt.derivation = Cat("outlines of the label map by f4s-segment ", kVersion, ", ", maker.parameters);
    return burnt;
  };
  WriteDicomCaptures(record, prediction.labels.grid, frames, maker, out.PathFor("dicom-sc", record.id(), ""));
}

/// The reference on the prediction's grid and in its classes; nothing where it has others, or lies elsewhere,
/// which is said.
std::optional<Image<uint16_t>> DrawnReference(Case& record, const Grid& grid) {
  const auto file = record.file("label");
  if (!file) return std::nullopt;
  const auto without = [&](const char* why) {
    record.AddFinding("overlay.reference", "info",
                      Cat("the reference ", why, ": the overlay shows the prediction alone"));
    return std::nullopt;
  };
  try {
    static_cast<void>(TranslationOf(record));
  } catch (const Error&) {
    return without("has other classes");
  }
  Image<uint16_t> reference = ReadReference(record);
  if (!OrderOnto(grid, reference.grid)) return without("lies on another grid");
  TakeOrder(grid, *file, reference, *file);
  return reference;
}

/// The outlines on what was labelled, with those of the reference where there is one.
void WriteOverlay(Case& record, const Prediction& prediction, DatasetWriter& out) {
  const std::optional<Image<uint16_t>> reference = DrawnReference(record, prediction.labels.grid);
  const Path path = out.PathFor("overlay", record.id(), ".png");
  const auto plane = PlaneNamed(TextAt(record.json(), "geometry.axis"));
  WriteImage(path,
             Draw(OverlayPage(ShownImage(prediction), prediction.labels, reference, record.classes(), plane)),
             8);
  record.SetFile("overlay", path);
}

void WriteUncertainty(Case& record, const Image<uint16_t>& uncertainty, DatasetWriter& out) {
  const Path path = out.PathFor("uncertainty", record.id(), ImageExtension(uncertainty.grid));
  WriteImage(path, uncertainty, 16);
  record.SetFile("uncertainty", path);
}

/// As f4s-fuse does.
void WriteFusedOf(Case& record, const Prediction& prediction, const Segmenter& segmenter,
                  DatasetWriter& out) {
  const Path path = out.PathFor("fused", record.id(), ImageExtension(prediction.fused->grid));
  WriteImage(path, *prediction.fused, 8);
  EraseFields(record.json(), kOfFusion);
  record.SetFile("fused", path);
  record.json()["fused_from"] = prediction.fused_from;
  const ModelFile model = segmenter.models().front();
  record.json()["fused_by"] = model.sha256;
  if (model.description.stretch == "image") record.json()["fused_stretch"] = "image";
}

/// Volumes lose small parts of regions and gain `volumes_ml`; a picture has no volume.
void FinishVolume(Case& record, const Segmenter& segmenter, Image<uint16_t>& labels) {
  if (labels.is_picture()) {
    const SegmenterOptions& options = segmenter.options();
    if (options.min_volume.empty() && options.largest.empty()) return;
    throw Error(ErrorKind::kBadInput, "postprocess.slice",
                "is a 2-D image: --min-volume and --largest are of volumes; add --volumes")
        .InCase(record.id());
  }
  if (const Postprocess& rules = segmenter.postprocess(); !rules.empty()) {
    Json& done = record.json()["postprocess"] = rules.ToJson();
    done["taken_out"] = TakeOutParts(rules, segmenter.regions(), labels);
  }
  record.json()["volumes_ml"] = VolumesMl(labels, segmenter.classes(), segmenter.regions());
  const auto& voxels = labels.samples;
  if (std::all_of(voxels.begin(), voxels.end(), [](uint16_t label) { return label == 0; }))
    record.AddFinding("prediction.empty", "warning", "nothing is labelled in the whole volume");
}

/// Writes a prediction and notes it in the record.
void Write(Case& record, Prediction prediction, const Segmenter& segmenter, DatasetWriter& out) {
  EraseFields(record.json(), kOfPrediction);
  AddNotes(prediction.notes, record);
  FinishVolume(record, segmenter, prediction.labels);
  for (const std::string& slot : prediction.missing)
    record.AddFinding(
        "model.missing", segmenter.knows_needs() ? "info" : "warning",
        Cat("there is no ", slot, ", with which the model was trained: its labels are less reliable",
            segmenter.knows_needs() ? ", though it works without" : ""));
  if (!prediction.missing.empty() && segmenter.options().modalities.empty())
    FindUnused(record, segmenter.description());
  TakeClassesOfPrediction(record, segmenter.classes(), segmenter.regions());
  record.SetFile("prediction", WriteLabelMap(record.id(), prediction, out));
  if (prediction.fused) WriteFusedOf(record, prediction, segmenter, out);
  if (segmenter.options().dicom_seg) WriteDicom(record, prediction, segmenter, out);
  if (segmenter.options().dicom_sc) WriteOutlineCaptures(record, prediction, segmenter, out);
  if (segmenter.options().overlay) WriteOverlay(record, prediction, out);
  if (prediction.uncertainty) WriteUncertainty(record, *prediction.uncertainty, out);
  if (prediction.probabilities.empty()) return;
  Json& files = record.json()["probabilities"] = Json::object();
  auto levels = prediction.probabilities.begin();
  for (const auto& [value, name] : segmenter.classes()) {
    const Path path =
        out.PathFor("probabilities", Cat(record.id(), "_", value), ImageExtension(levels->grid));
    WriteImage(path, *levels++, 16);
    files[std::to_string(value)] = path.string();
  }
}

/// The slices' planes, one after another, on the grid of their volume.
class Assembly {
 public:
  void Add(const Case& record, const Prediction& slice) {
    places_.push_back(*record.slice_of_volume());
    if (!slice.labels.is_picture())
      throw Error(ErrorKind::kBadInput, "volume.slices", "is a slice of a volume, but its images are volumes")
          .InCase(record.id());
    predictions_.push_back(slice);
  }

  [[nodiscard]] Prediction Whole() const {
    Prediction whole;
    whole.labels = Assembled([](const Prediction& slice) { return slice.labels; });
    if (predictions_.front().shown)
      whole.shown = Assembled([](const Prediction& slice) { return *slice.shown; });
    if (predictions_.front().uncertainty)
      whole.uncertainty = Assembled([](const Prediction& slice) { return *slice.uncertainty; });
    if (predictions_.front().fused)
      whole.fused = Assembled([](const Prediction& slice) { return *slice.fused; });
    whole.fused_from = predictions_.front().fused_from;
    whole.missing = predictions_.front().missing;
    for (const Prediction& one : predictions_)
      whole.notes.insert(whole.notes.end(), one.notes.begin(), one.notes.end());
    for (size_t i = 0; i < predictions_.front().probabilities.size(); ++i)
      whole.probabilities.push_back(
          Assembled([i](const Prediction& slice) { return slice.probabilities[i]; }));
    return whole;
  }

 private:
  template <class OfSlice>
  [[nodiscard]] Image<uint16_t> Assembled(const OfSlice& of_slice) const {
    std::vector<PlacedSlice> placed;
    for (size_t i = 0; i < places_.size(); ++i) placed.push_back({places_[i], of_slice(predictions_[i])});
    return AssembleLabels(placed);
  }

  std::vector<SliceOfVolume> places_;
  std::vector<Prediction> predictions_;
};

}  // namespace

Case SegmentCase(const Case& record, const Segmenter& segmenter, DatasetWriter& out) {
  RequireLosslessLabels(record);
  if (segmenter.options().wants_dicom()) RequireDicomSource(record);
  Case segmented = record;
  Write(segmented, segmenter.Segment(record), segmenter, out);
  return segmented;
}

std::vector<Case> SegmentVolume(const std::vector<Case>& slices, const Segmenter& segmenter,
                                DatasetWriter& out) {
  if (!slices.front().slice_of_volume()) return {SegmentCase(slices.front(), segmenter, out)};
  std::vector<Case> volumes;
  for (const Case& slice : slices) RequireLosslessLabels(slice);
  for (const std::vector<Case>& combination : ByCombination(slices)) {
    Case volume = VolumeRecordOf(combination);
    if (segmenter.options().wants_dicom()) RequireDicomSource(volume);
    Assembly assembly;
    const auto at_once = static_cast<size_t>(std::max<int64_t>(1, segmenter.pictures_at_once()));
    for (size_t begin = 0; begin < combination.size(); begin += at_once) {
      const std::span some =
          std::span(combination).subspan(begin, std::min(at_once, combination.size() - begin));
      const std::vector<Prediction> predictions = segmenter.SegmentEach(some);
      for (size_t i = 0; i < some.size(); ++i) assembly.Add(some[i], predictions[i]);
    }
    Write(volume, assembly.Whole(), segmenter, out);
    volumes.push_back(std::move(volume));
  }
  return volumes;
}

}  // namespace f4s
