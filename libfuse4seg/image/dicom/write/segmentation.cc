#include "libfuse4seg/image/dicom/write/segmentation.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmfg/fgderimg.h>
#include <dcmtk/dcmfg/fgfracon.h>
#include <dcmtk/dcmfg/fgpixmsr.h>
#include <dcmtk/dcmfg/fgplanor.h>
#include <dcmtk/dcmfg/fgplanpo.h>
#include <dcmtk/dcmiod/cielabutil.h>
#include <dcmtk/dcmseg/segdoc.h>
#include <dcmtk/dcmseg/segment.h>

#include <cmath>
#include <memory>
#include <set>

#include "libfuse4seg/image/dicom/write/dicom_object.h"
#include "libfuse4seg/image/dicom/write/source_header.h"

namespace f4s {
namespace {

constexpr long kSeriesNumbers = 1000;  ///< of segmentations lie this much above their source's

CodeSequenceMacro Code(const Json& code) {
  return {DicomText(code[0]), DicomText(code[1]), DicomText(code[2])};
}

class Builder {
 public:
  Builder(const Json& request, const std::string& source, const std::vector<uint16_t>& voxels)
      : request_(request), voxels_(voxels), source_(source) {
    pixels_ = request["rows"].get<size_t>() * request["columns"].get<size_t>();
    if (voxels.size() != pixels_ * request["slices"].size())
      throw Error(ErrorKind::kBadInput, "dicom.segmentation", "the label map has another size");
  }

  std::string Object() {
    Create();
    for (const Json& segment : request_["segments"]) AddSegment(segment);
    AddShared();
    AddReferences();
    AddFrames();
    DcmFileFormat file;
    RequireStep(object_->writeDataset(*file.getDataset()), "to write it");
    source_.CompleteInto(*file.getDataset());
    CompleteFrames(*file.getDataset());
    // DCMTK 3.6.7 misplaces frames that do not end at a byte's end (20 pixels do well, 21 do not).
    RequireStep(file.getDataset()->putAndInsertUint8Array(DCM_PixelData, bits_.data(), bits_.size()),
                "its pixels");
    // No voxel has two labels.
    RequireStep(file.getDataset()->putAndInsertString(DCM_SegmentsOverlap, "NO"), "SegmentsOverlap");
    return BytesOfObject(file);
  }

 private:
  void Create() {
    const std::string version = request_["version"], program = request_["program"];
    // A program has no serial number, but there must be one.
    const IODGeneralEquipmentModule::EquipmentInfo equipment("fuse4seg", program.c_str(), "0",
                                                             version.c_str());
    const ContentIdentificationMacro content("1", "SEGMENTATION", "Segmentation by fuse4seg", "fuse4seg");
    DcmSegmentation* object = nullptr;
    RequireStep(
        DcmSegmentation::createBinarySegmentation(object, request_["rows"].get<Uint16>(),
                                                  request_["columns"].get<Uint16>(), equipment, content),
        "to begin it");
    object_.reset(object);
    DcmDataset beginning;
    SourceHeader::BeginWith(beginning);
    RequireStep(object_->importFromSourceImage(beginning), "to take over patient and study");
    RequireStep(object_->getSOPCommon().setSOPInstanceUID(DicomText(request_["uids"]["instance"])),
                "its UID");
    RequireStep(object_->getSeries().setSeriesInstanceUID(DicomText(request_["uids"]["series"])),
                "its series' UID");
    RequireStep(object_->getSeries().setSeriesDescription("Segmentation by fuse4seg"), "its description");
    RequireStep(
        object_->getSeries().setSeriesNumber(std::to_string(kSeriesNumbers + source_.SeriesNumber()).c_str()),
        "its series' number");
    object_->setCheckDimensionsOnWrite(OFFalse);  // quadratic in frames; AddFrames() gives each its values
  }

  void AddSegment(const Json& segment) {
    DcmSegment* made = nullptr;
    RequireStep(
        DcmSegment::create(made, DicomText(segment["label"]), Code(segment["category"]),
                           Code(segment["type"]), DcmSegTypes::SAT_AUTOMATIC, DicomText(request_["program"])),
        "to describe a segment");
    std::unique_ptr<DcmSegment> owned(made);
    RequireStep(made->setSegmentDescription(DicomText(segment["description"])), "a segment's description");
    SetColour(segment["colour"], *made);
    AlgorithmIdentificationMacro& algorithm = made->getSegmentationAlgorithmIdentification();
    RequireStep(algorithm.getAlgorithmFamilyCode().set("123110", "DCM", "Artificial Intelligence"),
                "its algorithm's family");
    RequireStep(algorithm.setAlgorithmName(DicomText(request_["program"])), "its algorithm's name");
    RequireStep(algorithm.setAlgorithmVersion(DicomText(request_["version"])), "its algorithm's version");
    RequireStep(algorithm.setAlgorithmParameters(DicomText(request_["parameters"])),
                "its algorithm's parameters");
    Uint16 number = 0;
    RequireStep(object_->addSegment(made, number), "to add a segment");
    static_cast<void>(owned.release());
  }

  /// By the white of sRGB (D65), as the programs that read it take it: DCMTK, highdicom, dcmjs.
  static void SetColour(const Json& colour, DcmSegment& segment) {
    const auto part = [&](size_t i) { return colour[i].get<double>() / 255; };
    double l = 0, a = 0, b = 0;
    IODCIELabUtil::rgb2DicomLab(l, a, b, part(0), part(1), part(2));
    const auto word = [](double value) { return static_cast<Uint16>(std::lround(value)); };
    RequireStep(segment.setRecommendedDisplayCIELabValue(word(l), word(a), word(b)), "a segment's colour");
  }

  void AddShared() {
    const Json& o = request_["orientation"];
    const std::unique_ptr<FGPlaneOrientationPatient> orientation(
        FGPlaneOrientationPatient::createMinimal(DicomText(o[0]), DicomText(o[1]), DicomText(o[2]),
                                                 DicomText(o[3]), DicomText(o[4]), DicomText(o[5])));
    FGPixelMeasures measures;
    RequireStep(measures.setPixelSpacing(DicomText(request_["spacing"][0]) + "\\" +
                                         DicomText(request_["spacing"][1])),
                "its spacing");
    RequireStep(measures.setSliceThickness(DicomText(request_["thickness"])), "its thickness");
    RequireStep(measures.setSpacingBetweenSlices(DicomText(request_["between"])), "its distance of slices");
    if (!orientation) RequireStep(EC_IllegalParameter, "its orientation");
    RequireStep(object_->addForAllFrames(*orientation), "its orientation");
    RequireStep(object_->addForAllFrames(measures), "its spacing");
    IODMultiframeDimensionModule& dimensions = object_->getDimensions();
    const OFString uid = DicomText(request_["uids"]["dimensions"]);
    RequireStep(dimensions.addDimensionIndex(DCM_ReferencedSegmentNumber, uid,
                                             DCM_SegmentIdentificationSequence, "Segment"),
                "its dimensions");
    RequireStep(
        dimensions.addDimensionIndex(DCM_ImagePositionPatient, uid, DCM_PlanePositionSequence, "Position"),
        "its dimensions");
  }

  /// All files of the source, each once, whatever frames refer to.
  void AddReferences() {
    using SeriesItem = IODSeriesAndInstanceReferenceMacro::ReferencedSeriesItem;
    auto series = std::make_unique<SeriesItem>();
    RequireStep(series->setSeriesInstanceUID(DicomText(request_["source_series"])), "the source's UID");
    std::set<std::string> known;
    for (const Json& slice : request_["slices"])
      if (known.insert(slice["instance"]).second)
        RequireStep(series->addReference(DicomText(slice["class"]), DicomText(slice["instance"])),
                    "the source's files");
    object_->getCommonInstanceReference().getReferencedSeriesItems().push_back(series.release());
  }

  /// By segment, then by position; those without voxels are left out but for one of each segment.
  void AddFrames() {
    std::vector<Uint8> frame(pixels_);
    for (uint16_t segment = 1; segment <= request_["segments"].size(); ++segment) {
      const size_t before = sources_.size();
      for (size_t slice = 0; slice < request_["slices"].size(); ++slice)
        if (Select(segment, slice, frame)) AddFrame(segment, slice, frame);
      if (sources_.size() == before) AddFrame(segment, 0, std::vector<Uint8>(pixels_));
    }
  }

  [[nodiscard]] bool Select(uint16_t segment, size_t slice, std::vector<Uint8>& frame) const {
    const uint16_t* from = voxels_.data() + slice * pixels_;
    bool any = false;
    for (size_t i = 0; i < pixels_; ++i) {
      frame[i] = from[i] == segment ? 1 : 0;
      any = any || frame[i] != 0;
    }
    return any;
  }

  void AddFrame(uint16_t segment, size_t index, std::vector<Uint8> frame) {
    const Json& slice = request_["slices"][index];
    const Json& at = slice["position"];
    const std::unique_ptr<FGPlanePosPatient> position(
        FGPlanePosPatient::createMinimal(DicomText(at[0]), DicomText(at[1]), DicomText(at[2])));
    const std::unique_ptr<FGDerivationImage> derivation = Derivation(slice);
    FGFrameContent content;
    RequireStep(content.setDimensionIndexValues(segment, 0), "a frame's place");
    RequireStep(content.setDimensionIndexValues(static_cast<Uint32>(index + 1), 1), "a frame's place");
    if (!position || !derivation) RequireStep(EC_IllegalParameter, "a frame's place");
    OFVector<FGBase*> groups;
    groups.push_back(position.get());
    groups.push_back(derivation.get());
    groups.push_back(&content);
    RequireStep(object_->addFrame(frame.data(), segment, groups), "to add a frame");
    sources_.push_back(index);
    for (const Uint8 pixel : frame) {
      if (num_bits_ % 16 == 0) bits_.resize(bits_.size() + 2);  // an even number of bytes
      if (pixel != 0) bits_[num_bits_ / 8] |= static_cast<Uint8>(1U << num_bits_ % 8);
      ++num_bits_;
    }
  }

  [[nodiscard]] static std::unique_ptr<FGDerivationImage> Derivation(const Json& slice) {
    ImageSOPInstanceReferenceMacro* made = nullptr;
    RequireStep(
        ImageSOPInstanceReferenceMacro::create(DicomText(slice["class"]), DicomText(slice["instance"]), made),
        "to refer to the source");
    const std::unique_ptr<ImageSOPInstanceReferenceMacro> reference(made);
    OFVector<ImageSOPInstanceReferenceMacro> references;
    references.push_back(*reference);
    return std::unique_ptr<FGDerivationImage>(
        DcmSegmentation::createDerivationImageFG(references, "Segmentation by fuse4seg"));
  }

  /// What DCMTK 3.6.7 has no word for: that each frame lies where its source does; or writes with a blank
  /// that it then refuses: which frame of a file that is.
  void CompleteFrames(DcmItem& dataset) const {
    for (size_t i = 0; i < sources_.size(); ++i) {
      DcmItem *frame = nullptr, *derivation = nullptr, *source = nullptr;
      const auto number = request_["slices"][sources_[i]]["frame"].get<long>();
      RequireStep(dataset.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame,
                                                 static_cast<signed long>(i)),
                  "to find a frame");
      RequireStep(frame->findAndGetSequenceItem(DCM_DerivationImageSequence, derivation), "to find a frame");
      RequireStep(derivation->findAndGetSequenceItem(DCM_SourceImageSequence, source), "to find a frame");
      RequireStep(source->putAndInsertString(DCM_SpatialLocationsPreserved, "YES"), "to refer to the source");
      if (number > 0)
        RequireStep(source->putAndInsertString(DCM_ReferencedFrameNumber, std::to_string(number).c_str()),
                    "to refer to the source");
    }
  }

  const Json& request_;
  const std::vector<uint16_t>& voxels_;
  SourceHeader source_;
  std::unique_ptr<DcmSegmentation> object_;
  std::vector<Uint8> bits_;  ///< the frames' pixels, one after another, the lowest bit first (PS3.5, 8.1.1)
  size_t num_bits_ = 0;
  std::vector<size_t> sources_;  ///< of each frame added: its slice
  size_t pixels_ = 0;            ///< of a slice
};

}  // namespace

std::string SegmentationObject(const Json& request, const std::string& source,
                               const std::vector<uint16_t>& voxels) {
  return Builder(request, source, voxels).Object();
}

}  // namespace f4s
