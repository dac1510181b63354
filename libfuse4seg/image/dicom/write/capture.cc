#include "libfuse4seg/image/dicom/write/capture.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include "libfuse4seg/image/dicom/write/dicom_object.h"
#include "libfuse4seg/image/dicom/write/source_header.h"

namespace f4s {
namespace {

constexpr long kCaptureSeriesNumbers = 2000;  ///< of captures lie this much above their source's

/// Several values of one element.
std::string Values(const Json& texts) {
  std::string joined;
  for (const Json& text : texts) joined += (joined.empty() ? "" : "\\") + text.get<std::string>();
  return joined;
}

class CaptureBuilder {
 public:
  CaptureBuilder(const Json& request, const std::string& source, const std::string& pixels)
      : request_(request), pixels_(pixels), source_(source) {
    frame_bytes_ =
        request["rows"].get<size_t>() * request["columns"].get<size_t>() * request["samples"].get<size_t>();
    if (pixels.size() != frame_bytes_ * request["slices"].size())
      throw Error(ErrorKind::kBadInput, "dicom.segmentation", "the pixels have another size");
  }

  std::string Objects() {
    std::string objects;
    for (size_t i = 0; i < request_["slices"].size(); ++i) {
      const std::string object = Object(i);
      objects += std::to_string(object.size()) + "\n" + object;
    }
    return objects;
  }

 private:
  void Put(DcmItem& to, const DcmTagKey& tag, const std::string& text) {
    RequireStep(to.putAndInsertString(tag, text.c_str()), "an element");
  }
  void PutNumber(DcmItem& to, const DcmTagKey& tag, Uint16 number) {
    RequireStep(to.putAndInsertUint16(tag, number), "an element");
  }

  std::string Object(size_t slice) {
    DcmFileFormat file;
    DcmDataset& to = *file.getDataset();
    // Elements that a capture must have, if only empty.
    for (const DcmTagKey& tag : {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex,
                                 DCM_StudyDate, DCM_StudyTime, DCM_StudyID, DCM_AccessionNumber,
                                 DCM_ReferringPhysicianName, DCM_Laterality, DCM_PositionReferenceIndicator})
      RequireStep(to.insertEmptyElement(tag), "an empty element");
    source_.CompleteInto(to);
    AddSeries(to, slice);
    AddPlace(to, slice);
    AddDerivation(to, slice);
    AddPixels(to, slice);
    return BytesOfObject(file);
  }

  void AddSeries(DcmItem& to, size_t slice) {
    Put(to, DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
    Put(to, DCM_SOPInstanceUID, request_["uids"]["instances"][slice]);
    Put(to, DCM_SeriesInstanceUID, request_["uids"]["series"]);
    Put(to, DCM_SeriesNumber, std::to_string(kCaptureSeriesNumbers + source_.SeriesNumber()));
    Put(to, DCM_SeriesDescription, request_["description"]);
    Put(to, DCM_Modality, "OT");
    Put(to, DCM_ConversionType, "WSD");
    Put(to, DCM_SecondaryCaptureDeviceManufacturer, "fuse4seg");
    Put(to, DCM_SecondaryCaptureDeviceManufacturerModelName, request_["program"]);
    Put(to, DCM_SecondaryCaptureDeviceSoftwareVersions, request_["version"]);
    Put(to, DCM_Manufacturer, "fuse4seg");
    Put(to, DCM_ManufacturerModelName, request_["program"]);
    Put(to, DCM_SoftwareVersions, request_["version"]);
    Put(to, DCM_InstanceNumber, std::to_string(slice + 1));
  }

  void AddPlace(DcmItem& to, size_t slice) {
    Put(to, DCM_PatientOrientation, "");
    Put(to, DCM_ImageOrientationPatient, Values(request_["orientation"]));
    Put(to, DCM_ImagePositionPatient, Values(request_["slices"][slice]["position"]));
    Put(to, DCM_PixelSpacing, Values(request_["spacing"]));
    Put(to, DCM_SliceThickness, request_["thickness"]);
    Put(to, DCM_SpacingBetweenSlices, request_["between"]);
  }

  static void PutCode(DcmItem& to, const char* value, const char* scheme, const char* meaning) {
    RequireStep(to.putAndInsertString(DCM_CodeValue, value), "a code");
    RequireStep(to.putAndInsertString(DCM_CodingSchemeDesignator, scheme), "a code");
    RequireStep(to.putAndInsertString(DCM_CodeMeaning, meaning), "a code");
  }

  void AddDerivation(DcmItem& to, size_t slice) {
    Put(to, DCM_ImageType, "DERIVED\\SECONDARY");
    Put(to, DCM_DerivationDescription, request_["derivation"]);
    Put(to, DCM_BurnedInAnnotation, "NO");
    DcmItem *source = nullptr, *purpose = nullptr;
    RequireStep(to.findOrCreateSequenceItem(DCM_SourceImageSequence, source, 0), "to refer to the source");
    const Json& of = request_["slices"][slice];
    Put(*source, DCM_ReferencedSOPClassUID, of["class"]);
    Put(*source, DCM_ReferencedSOPInstanceUID, of["instance"]);
    if (of["frame"].get<long>() > 0)
      Put(*source, DCM_ReferencedFrameNumber, std::to_string(of["frame"].get<long>()));
    RequireStep(source->findOrCreateSequenceItem(DCM_PurposeOfReferenceCodeSequence, purpose, 0),
                "to refer to the source");
    PutCode(*purpose, "121322", "DCM", "Source image for image processing operation");
  }

  void AddPixels(DcmItem& to, size_t slice) {
    const auto samples = request_["samples"].get<Uint16>();
    PutNumber(to, DCM_SamplesPerPixel, samples);
    Put(to, DCM_PhotometricInterpretation, samples == 3 ? "RGB" : "MONOCHROME2");
    if (samples == 3) PutNumber(to, DCM_PlanarConfiguration, 0);
    PutNumber(to, DCM_Rows, request_["rows"].get<Uint16>());
    PutNumber(to, DCM_Columns, request_["columns"].get<Uint16>());
    PutNumber(to, DCM_BitsAllocated, 8);
    PutNumber(to, DCM_BitsStored, 8);
    PutNumber(to, DCM_HighBit, 7);
    PutNumber(to, DCM_PixelRepresentation, 0);
    const auto* first = reinterpret_cast<const Uint8*>(pixels_.data()) + slice * frame_bytes_;
    std::vector<Uint8> frame(first, first + frame_bytes_);
    if (frame.size() % 2 == 1) frame.push_back(0);
    RequireStep(to.putAndInsertUint8Array(DCM_PixelData, frame.data(), frame.size()), "its pixels");
  }

  const Json& request_;
  const std::string& pixels_;
  SourceHeader source_;
  size_t frame_bytes_ = 0;
};

}  // namespace

std::string CaptureObjects(const Json& request, const std::string& source, const std::string& pixels) {
  return CaptureBuilder(request, source, pixels).Objects();
}

}  // namespace f4s
