#include "libfuse4seg/image/dicom/write/measurements.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmsr/cmr/tid1500.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "libfuse4seg/image/dicom/write/dicom_object.h"
#include "libfuse4seg/image/dicom/write/source_header.h"

namespace f4s {
namespace {

constexpr long kReportSeriesNumbers = 3000;  ///< of reports lie this much above their source's

DSRCodedEntryValue CodeOf(const Json& code) {
  return {DicomText(code[0]), DicomText(code[1]), DicomText(code[2])};
}

/// A group of measurements for each segment, of its volume.
void AddVolumes(const Json& request, TID1500_MeasurementReport& report) {
  Uint16 number = 0;
  for (const Json& segment : request["segments"]) {
    RequireStep(report.addVolumetricROIMeasurements(), "a group of measurements");
    TID1500_MeasurementReport::TID1411_Measurements& group = report.getVolumetricROIMeasurements();
    RequireStep(group.setTrackingIdentifier(DicomText(segment["label"])), "a segment's name");
    RequireStep(group.setTrackingUniqueIdentifier(DicomText(segment["tracking"])), "a segment's UID");
    RequireStep(group.setFinding(CodeOf(segment["type"])), "a segment's code");
    DSRImageReferenceValue reference(UID_SegmentationStorage, DicomText(request["uids"]["instance"]));
    reference.getSegmentList().addItem(++number);
    RequireStep(group.setReferencedSegment(reference), "to refer to a segment");
    RequireStep(group.setSourceSeriesForSegmentation(DicomText(request["source_series"])),
                "to refer to the source");
    // 1 cm3 is 1 ml, and the unit that the context group has.
    const TID1500_MeasurementReport::TID1411_Measurements::MeasurementValue ml(
        DicomText(segment["ml"]), CID7181_AbstractMultiDimensionalImageModelComponentUnits::CubicCentimeter);
    RequireStep(group.addMeasurement(CID7469_GenericIntensityAndSizeMeasurements::Volume, ml), "a volume");
    RequireStep(group.getMeasurement().setAlgorithmIdentification(DicomText(request["program"]),
                                                                  DicomText(request["version"])),
                "its algorithm");
    RequireStep(
        group.getMeasurement().getAlgorithmIdentification().addParameter(DicomText(request["parameters"])),
        "its algorithm's parameters");
  }
}

void FillReport(const Json& request, TID1500_MeasurementReport& report) {
  RequireStep(
      report.createNewMeasurementReport(CID7021_MeasurementReportDocumentTitles::ImagingMeasurementReport),
      "to begin the report");
  RequireStep(report.setLanguage(CID5000_Languages::English), "its language");
  RequireStep(report.getObservationContext().addDeviceObserver(DicomText(request["uids"]["observer"]),
                                                               DicomText(request["program"]), "fuse4seg",
                                                               DicomText(request["program"])),
              "its observer");
  RequireStep(report.addProcedureReported(CID100_QuantitativeDiagnosticImagingProcedures::ImagingProcedure),
              "its procedure");
  AddVolumes(request, report);
  if (!report.isValid()) RequireStep(EC_IllegalParameter, "a valid report");
}

/// What the report refers to, in the source's study.
void AddEvidence(const Json& request, const std::string& study, DSRDocument& document) {
  RequireStep(document.getCurrentRequestedProcedureEvidence().addItem(
                  study.c_str(), DicomText(request["uids"]["series"]), UID_SegmentationStorage,
                  DicomText(request["uids"]["instance"])),
              "what it refers to");
  for (const Json& slice : request["slices"])
    RequireStep(document.getCurrentRequestedProcedureEvidence().addItem(
                    study.c_str(), DicomText(request["source_series"]), DicomText(slice["class"]),
                    DicomText(slice["instance"])),
                "what it refers to");
}

}  // namespace

std::string MeasurementsObject(const Json& request, const std::string& source) {
  SourceHeader header(source);
  TID1500_MeasurementReport report;
  FillReport(request, report);
  DSRDocument document;
  RequireStep(document.setTreeFromRootTemplate(report, OFTrue), "its content");
  AddEvidence(request, header.StudyUid(), document);
  document.completeDocument();
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  RequireStep(document.write(dataset), "to write it");
  header.CompleteInto(dataset);
  const auto put = [&](const DcmTagKey& tag, const OFString& text) {
    RequireStep(dataset.putAndInsertOFStringArray(tag, text), "an element");
  };
  put(DCM_SOPInstanceUID, DicomText(request["uids"]["report"]));
  put(DCM_SeriesInstanceUID, DicomText(request["uids"]["report_series"]));
  put(DCM_SeriesNumber, std::to_string(kReportSeriesNumbers + header.SeriesNumber()).c_str());
  put(DCM_InstanceNumber, "1");
  put(DCM_SeriesDescription, "Volumes by fuse4seg");
  put(DCM_Manufacturer, "fuse4seg");
  put(DCM_ManufacturerModelName, DicomText(request["program"]));
  put(DCM_SoftwareVersions, DicomText(request["version"]));
  static_cast<void>(dataset.findAndDeleteElement(DCM_FrameOfReferenceUID));  // a report lies nowhere
  static_cast<void>(dataset.findAndDeleteElement(DCM_PositionReferenceIndicator));
  return BytesOfObject(file);
}

}  // namespace f4s
