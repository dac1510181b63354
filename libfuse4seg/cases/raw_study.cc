#include "libfuse4seg/cases/raw_study.h"

#include <algorithm>
#include <vector>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr int kMostBelow = 4;           ///< BIDS: subject, session, "anat"
constexpr size_t kMostEntries = 20000;  ///< somebody may have named his home

/// Copies that macOS makes beside files begin with "._".
bool IsHidden(const fs::path& entry) { return entry.filename().string().starts_with('.'); }

/// Where the studies' own folder is: above nnU-Net's imagesTr or imagesTs.
fs::path StudiesIn(const fs::path& folder, const fs::path& found) {
  fs::path studies = folder;
  for (const fs::path& part : found.lexically_relative(folder)) {
    if (part == "imagesTr" || part == "imagesTs") return studies;
    studies /= part;
  }
  return folder;
}

std::optional<fs::path> Find(const fs::path& folder, int below, size_t& num_seen) {
  const std::vector<fs::path> entries = ReadableEntriesOf(folder);
  num_seen += entries.size();
  if (num_seen > kMostEntries) return std::nullopt;
  for (const fs::path& entry : entries)
    if (KindByName(entry) == ImageFileKind::kVolume && !IsHidden(entry) && ReadableFile(entry)) return entry;
  if (IsDicomFolder(folder)) return folder;
  if (below == kMostBelow) return std::nullopt;
  for (const fs::path& entry : entries)
    if (ReadableFolder(entry) && !IsHidden(entry))
      if (auto found = Find(entry, below + 1, num_seen)) return found;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> RawStudyIn(const fs::path& folder) {
  if (ReadableFolder(folder / ".f4s") || ReadableFolder(folder / "checkpoint")) return std::nullopt;
  size_t num_seen = 0;
  const auto found = Find(folder, 0, num_seen);
  if (!found) return std::nullopt;
  const std::string where = found->lexically_relative(folder).string();
  if (!IsFolder(*found)) return where;
  return where == "." ? "DICOM files" : "DICOM files in " + where;
}

std::string PrepareCommand(const fs::path& given) {
  size_t num_seen = 0;
  const auto found = Find(given, 0, num_seen);
  const fs::path folder = found ? StudiesIn(given, *found) : given;
  const fs::path whole = Absolute(folder / "").parent_path();
  return "f4s-prep " + ShellQuoted(folder.string()) + " -o " +
         ShellQuoted(whole.filename().string() + "-prepared");
}

}  // namespace f4s
