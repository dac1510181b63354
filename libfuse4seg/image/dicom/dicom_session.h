// Reading DICOM files by way of f4s-read-dicom, a process that a malicious file can take down alone; and
// which files of a folder are DICOM: by what they begin with, never by their names.

#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "libfuse4seg/image/dicom/dicom_file.h"
#include "libfuse4seg/image/rounding.h"

namespace f4s {

/// What pixels lost on their way.
struct PixelLosses {
  uint64_t num_cut = 0;  ///< numbers with bits outside of BitsStored that were dropped
  Rounding rounding;     ///< to single precision
};

class HelperProcess;

/// What one file may cost.
struct DicomLimits {
  uint64_t memory_bytes = uint64_t{4} << 30;  ///< of addresses
  double header_seconds = 60, pixel_seconds = 600;
};

/// Files are read one after another; one that takes the helper down is refused, and the next gets a new one.
/// Not to be shared by threads.
class DicomSession {
 public:
  explicit DicomSession(const DicomLimits& limits = {});
  ~DicomSession();
  DicomSession(const DicomSession&) = delete;
  DicomSession& operator=(const DicomSession&) = delete;

  /// A file's header; nothing for a file without an image (a report, a DICOMDIR).
  /// @throws Error(kBadInput): dicom.crashed, dicom.time, dicom.memory; as DicomFileFromJson();
  ///         Error(kUnavailable) without the helper.
  [[nodiscard]] std::optional<DicomFile> Header(const std::filesystem::path& path);

  /// Puts the voxels of a file's frames (indices), each rows * columns, one after another where `place` says,
  /// which is asked once they are decoded and known to be so many.  NaN is padding.
  /// @throws as Header(); "dicom.size" when the file has other sizes than its header said.
  PixelLosses Pixels(const DicomFile& file, const std::vector<int64_t>& frames,
                     const std::function<float*()>& place);

 private:
  template <class Exchange>
  auto With(const std::filesystem::path& path, double seconds, const Exchange& exchange);

  DicomLimits limits_;
  std::unique_ptr<HelperProcess> helper_;
};

/// Whether a file is DICOM.
[[nodiscard]] bool IsDicomFile(const std::filesystem::path& path);

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
