// The header of a file of the source's series, which a Segmentation's patient, study and dates come from.

#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>

#include <string>

namespace f4s {

class SourceHeader {
 public:
  /// Reads what stands before the pixels.
  /// @throws Error(kBadInput, "dicom.reference"): no DICOM, or without a FrameOfReferenceUID.
  explicit SourceHeader(const std::string& path);

  [[nodiscard]] DcmDataset& dataset() { return *file_.getDataset(); }

  /// The number of its series, 0 where it has none.
  [[nodiscard]] long SeriesNumber();

  [[nodiscard]] std::string StudyUid() { return Text(DCM_StudyInstanceUID); }

  /// The least that DCMTK wants to take over; CompleteInto() puts the source's own values in its place.
  static void BeginWith(DcmItem& item);

  /// Puts into `to` the source's patient, study and frame of reference, as they are: archives hold values
  /// that are not quite as the standard has them (an age of "45"), which DCMTK's modules refuse to write, and
  /// the object must agree with its study.  Likewise whether pixels were compressed with losses.  The dates
  /// are the source's, so that the object is the same whenever it is made: its content's, acquisition's,
  /// series' or study's, whichever there is first; 1970-01-01 where there is none, as one is demanded.
  void CompleteInto(DcmItem& to);

 private:
  [[nodiscard]] std::string Text(const DcmTagKey& tag);

  DcmFileFormat file_;
};

}  // namespace f4s
