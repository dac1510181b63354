#include "libfuse4seg/infer/segment_case.h"

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

Path WriteLabelMap(const std::string& id, const Prediction& prediction, const Segmenter& segmenter,
                   DatasetWriter& out) {
  const int bits = segmenter.classes().rbegin()->first < 256 ? 8 : 16;
  const Path path = out.PathFor("labels", id, ImageExtension(prediction.labels.grid));
  WriteLabels(path, prediction.labels, bits);
  return path;
}

/// Beside the label map, on the source's own frames.
void WriteDicom(Case& record, const Prediction& prediction, const Segmenter& segmenter, DatasetWriter& out) {
  if (prediction.labels.is_picture())
    throw Error(ErrorKind::kBadInput, "dicom.slice",
                "is a 2-D image: a DICOM segmentation lies on the frames of a volume's series")
        .InCase(record.id());
  const SegmentationMaker maker = {"f4s-segment", kVersion, "models " + ToLine(segmenter.Digests())};
  WriteDicomPrediction(record, prediction.labels, maker, out.PathFor("labels", record.id(), ".dcm"));
}

/// Writes a prediction and notes it in the record.
void Write(Case& record, const Prediction& prediction, const Segmenter& segmenter, DatasetWriter& out) {
  const Classes had = record.classes();
  if (!had.empty() && had != segmenter.classes())
    record.AddFinding(
        "segment.classes", "warning",
        Cat("its classes were ", ToLine(record.json()["classes"]), ": the model's replace them"));
  for (const std::string& slot : prediction.missing)
    record.AddFinding(
        "model.missing", "warning",
        Cat("there is no ", slot, ", with which the model was trained: its labels are less reliable"));
  record.SetClasses(segmenter.classes(), segmenter.regions());
  record.SetFile("prediction", WriteLabelMap(record.id(), prediction, segmenter, out));
  record.json().erase("prediction_dicom");
  if (segmenter.options().dicom_seg) WriteDicom(record, prediction, segmenter, out);
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
    whole.missing = predictions_.front().missing;
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
  if (segmenter.options().dicom_seg) RequireDicomSource(record);
  Case segmented = record;
  Write(segmented, segmenter.Segment(record), segmenter, out);
  return segmented;
}

std::vector<Case> SegmentVolume(const std::vector<Case>& slices, const Segmenter& segmenter,
                                DatasetWriter& out) {
  if (!slices.front().slice_of_volume()) return {SegmentCase(slices.front(), segmenter, out)};
  std::vector<Case> volumes;
  for (const std::vector<Case>& combination : ByCombination(slices)) {
    Case volume = VolumeRecordOf(combination);
    if (segmenter.options().dicom_seg) RequireDicomSource(volume);
    Assembly assembly;
    for (const Case& slice : combination) assembly.Add(slice, segmenter.Segment(slice));
    Write(volume, assembly.Whole(), segmenter, out);
    volumes.push_back(std::move(volume));
  }
  return volumes;
}

}  // namespace f4s
