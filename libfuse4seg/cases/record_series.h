// DICOM series as images of case records: which volume of a folder is meant, and what the record keeps.
//
//     "dicom":{"t1":{"series":"3f0c9a1b2c4d","part":"EchoTime=30","modality":"MR","slices":19,
//                    "spacing_mm":[0.5,0.5,3]}}

#pragma once

#include <map>
#include <string>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/volume.h"

namespace f4s {

/// Says which volume of its folder a modality's image is.
void ChooseSeries(Case& record, const std::string& modality, const SeriesChoice& choice);

/// A modality's image.  Where it is a DICOM series, the one that `dicom.MODALITY` names, its facts go to
/// `series`.  @throws Error as ReadImage().
[[nodiscard]] Volume ReadModality(const Case& record, const std::string& modality,
                                  std::map<std::string, SeriesFacts>& series);

/// Puts what is needed to find each series again under `dicom`, and its findings among the record's.
void KeepSeries(const std::map<std::string, SeriesFacts>& series, Case& record);

}  // namespace f4s
