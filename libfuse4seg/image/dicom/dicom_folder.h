// Which files of a folder are DICOM: by what they begin with, never by their names.

#pragma once

#include <filesystem>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_session.h"

namespace f4s {

/// Whether a folder's own files (not those of its sub-folders) are DICOM and none has an image's extension.
[[nodiscard]] bool IsDicomFolder(const std::filesystem::path& folder);

/// Whether one of a folder's own files is DICOM, whatever lies beside it.
[[nodiscard]] bool HoldsDicom(const std::filesystem::path& folder);

/// The DICOM files of a folder, in the order of their names.  Hidden files, DICOMDIR and files of other kinds
/// are passed over; one that calls itself .dcm or .ima belongs to them whatever it holds.
[[nodiscard]] std::vector<std::filesystem::path> DicomFilesIn(const std::filesystem::path& folder);

/// The headers of those that hold images, in that order.  @throws Error as DicomSession::Header().
[[nodiscard]] std::vector<DicomFile> ReadDicomHeaders(const std::vector<std::filesystem::path>& files,
                                                      DicomSession& session);

}  // namespace f4s
