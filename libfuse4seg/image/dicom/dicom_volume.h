// A folder's DICOM series as a volume, with what a record keeps of it.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/dicom/slice_stack.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// What of a series a record may keep: nothing in it comes from a text of the header.
struct SeriesFacts {
  std::string series;    ///< SeriesId()
  std::string part;      ///< SeriesPart::name
  std::string modality;  ///< "MR", "CT", "PT", ...; "other" for words that DICOM does not know
  std::string frame;     ///< FrameOfReferenceUID, to be compared: it goes to no record
  std::string patient;   ///< PatientID and PatientName, likewise
  Grid geometry;
  std::vector<DicomFinding> findings;
};

struct DicomVolume {
  Image<float> volume;
  SeriesFacts facts;
};

/// Which volume of a folder; empty: the only one that there is.
struct SeriesChoice {
  std::string series, part;
  std::vector<std::string> also = {};  ///< other folders with files of the series, relative to the first
};

/// A volume's files and frames.  What headers say may hold a patient's name: it goes to no message.
struct FoundSeries {
  std::vector<DicomFile> files;  ///< of the folder, other series' too
  SeriesPart part;
  SliceStack stack;
};

/// The DICOM files among which the volume is that `choice` names.
[[nodiscard]] std::vector<std::filesystem::path> FilesOfSeries(const std::filesystem::path& folder,
                                                               const SeriesChoice& choice);

/// Finds the volume that `choice` names, or the only one, by headers alone.  @throws as ReadDicomVolume().
[[nodiscard]] FoundSeries FindSeries(const std::filesystem::path& folder, const SeriesChoice& choice,
                                     DicomSession& session);

/// Reads the volume that `choice` names, or the only one, from the files right in a folder, and in those that
/// `choice` names beside it.
/// @throws Error(kBadInput): dicom.none (no image), dicom.many (several volumes, which the message lists),
///         dicom.series (none of that name), dicom.value; as StackOf() and DicomSession.
/// @param type  takes how its files keep the values: kFloat32 where they scale them
[[nodiscard]] DicomVolume ReadDicomVolume(const std::filesystem::path& folder,
                                          const SeriesChoice& choice = {}, VoxelType* type = nullptr);

/// The same without voxels, from headers alone.
[[nodiscard]] SeriesFacts ReadDicomFacts(const std::filesystem::path& folder,
                                         const SeriesChoice& choice = {});

/// "MR 384x384, 19 slices", for messages.
[[nodiscard]] std::string Describe(const std::vector<DicomFile>& files, const SeriesPart& part);

/// A DICOM modality as records and messages may show it.
[[nodiscard]] std::string ShownModality(const std::string& modality);

}  // namespace f4s
