// The header of a file of the source's series, which a Segmentation's patient, study and dates come from.

#pragma once

#include <dcmtk/config/osconfig.h>
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

  /// Puts into `to` what of patient, study and image DCMTK's modules do not take over (issuer of the
  /// patient's ID, de-identification, clinical trial, time zone, lossy compression), and the dates: the
  /// object is to be the same whenever it is made, so that they are its source's content's, acquisition's,
  /// series' or study's, whichever there is first; 1970-01-01 where there is none, as one is demanded.
  void CompleteInto(DcmItem& to);

 private:
  [[nodiscard]] std::string Text(const DcmTagKey& tag);

  DcmFileFormat file_;
};

}  // namespace f4s
