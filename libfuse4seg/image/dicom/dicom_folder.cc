#include "libfuse4seg/image/dicom/dicom_folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// PS3.10: 128 bytes of anything, then "DICM".  Files from before it begin with group 2 or 8.
bool LooksLikeDicom(const fs::path& path) {
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".dcm") || name.ends_with(".ima")) return true;
  std::array<char, 132> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  const std::string_view bytes(head.data(), static_cast<size_t>(in.gcount()));
  if (bytes.size() == head.size() && bytes.substr(128) == "DICM") return true;
  return bytes.size() == head.size() && (bytes[0] == 2 || bytes[0] == 8) && bytes[1] == 0 && bytes[3] == 0;
}

/// A regular file that a person would take for data: no device to hang on, nothing hidden.
bool IsCandidate(const fs::directory_entry& entry) {
  std::error_code ignored;
  const std::string name = entry.path().filename().string();
  return name.front() != '.' && LowerCase(name) != "dicomdir" && entry.is_regular_file(ignored);
}

}  // namespace

bool IsDicomFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return false;
  bool found = false;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!IsCandidate(entry)) continue;
    if (KindByName(entry.path())) return false;
    found = found || LooksLikeDicom(entry.path());
  }
  return found;
}

bool HoldsDicom(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (IsCandidate(entry) && !KindByName(entry.path()) && LooksLikeDicom(entry.path())) return true;
  return false;
}

std::vector<fs::path> DicomFilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (IsCandidate(entry) && !KindByName(entry.path()) && LooksLikeDicom(entry.path()))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<DicomFile> ReadDicomHeaders(const std::vector<fs::path>& files, DicomSession& session) {
  std::vector<DicomFile> headers;
  for (const fs::path& file : files)
    if (auto header = session.Header(file)) headers.push_back(std::move(*header));
  return headers;
}

}  // namespace f4s
