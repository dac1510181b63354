#include "libfuse4seg/image/dicom/write/source_header.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <cstdlib>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

const DcmTagKey kTaken[] = {
    DCM_SpecificCharacterSet,
    DCM_PatientName,
    DCM_PatientID,
    DCM_PatientBirthDate,
    DCM_PatientBirthTime,
    DCM_PatientSex,
    DCM_OtherPatientNames,
    DCM_EthnicGroup,
    DCM_PatientComments,
    DCM_PatientAge,
    DCM_PatientSize,
    DCM_PatientWeight,
    DCM_StudyInstanceUID,
    DCM_StudyDate,
    DCM_StudyTime,
    DCM_StudyID,
    DCM_StudyDescription,
    DCM_AccessionNumber,
    DCM_ReferringPhysicianName,
    DCM_FrameOfReferenceUID,
    DCM_PositionReferenceIndicator,

    DCM_IssuerOfPatientID,
    DCM_PatientIdentityRemoved,
    DCM_DeidentificationMethod,
    DCM_DeidentificationMethodCodeSequence,
    DCM_TimezoneOffsetFromUTC,
    DCM_ClinicalTrialSponsorName,
    DCM_ClinicalTrialProtocolID,
    DCM_ClinicalTrialProtocolName,
    DCM_ClinicalTrialSiteID,
    DCM_ClinicalTrialSiteName,
    DCM_ClinicalTrialSubjectID,
    DCM_ClinicalTrialSubjectReadingID,
    DCM_ClinicalTrialTimePointID,
    DCM_ClinicalTrialTimePointDescription,
};

struct Moment {
  DcmTagKey date, time;
};
const Moment kMoments[] = {
    {DCM_ContentDate, DCM_ContentTime},
    {DCM_AcquisitionDate, DCM_AcquisitionTime},
    {DCM_SeriesDate, DCM_SeriesTime},
    {DCM_StudyDate, DCM_StudyTime},
};

Error Bad(const char* message) { return {ErrorKind::kBadInput, "dicom.reference", message}; }

}  // namespace

SourceHeader::SourceHeader(const std::string& path) {
  if (file_
          .loadFileUntilTag(path.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength, ERM_autoDetect,
                            DCM_PixelData)
          .bad())
    throw Bad("its header cannot be read: what is made of it would not know whose it is");
  if (Text(DCM_FrameOfReferenceUID).empty())
    throw Bad("has no FrameOfReferenceUID: what is made of it could not say where it lies");
}

std::string SourceHeader::Text(const DcmTagKey& tag) {
  OFString text;
  if (dataset().findAndGetOFString(tag, text).bad()) return "";
  return {text.c_str(), text.length()};
}

void SourceHeader::BeginWith(DcmItem& item) {
  item.putAndInsertString(DCM_StudyInstanceUID, "1.2");
  item.putAndInsertString(DCM_FrameOfReferenceUID, "1.2");
}

long SourceHeader::SeriesNumber() { return std::strtol(Text(DCM_SeriesNumber).c_str(), nullptr, 10); }

void SourceHeader::CompleteInto(DcmItem& to) {
  for (const DcmTagKey& tag : kTaken)
    if (dataset().tagExistsWithValue(tag)) static_cast<void>(dataset().findAndInsertCopyOfElement(tag, &to));
  std::string date = "19700101", time = "000000";
  const auto moment = std::find_if(std::begin(kMoments), std::end(kMoments),
                                   [&](const Moment& each) { return Text(each.date).size() == date.size(); });
  if (moment != std::end(kMoments)) {
    date = Text(moment->date);
    if (!Text(moment->time).empty()) time = Text(moment->time);
  }
  for (const DcmTagKey& tag : {DCM_ContentDate, DCM_SeriesDate}) to.putAndInsertString(tag, date.c_str());
  for (const DcmTagKey& tag : {DCM_ContentTime, DCM_SeriesTime}) to.putAndInsertString(tag, time.c_str());
  for (const DcmTagKey& tag : {DCM_InstanceCreationDate, DCM_InstanceCreationTime})
    static_cast<void>(to.findAndDeleteElement(tag));
  if (Text(DCM_LossyImageCompression) != "01") return;
  for (const DcmTagKey& tag :
       {DCM_LossyImageCompression, DCM_LossyImageCompressionRatio, DCM_LossyImageCompressionMethod})
    if (dataset().tagExistsWithValue(tag)) static_cast<void>(dataset().findAndInsertCopyOfElement(tag, &to));
}

}  // namespace f4s
