#include "libfuse4seg/image/dicom/dicom_volume.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/files/voxel_data.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Sizes beyond these are no patient's: refused before memory is asked for.
constexpr uint64_t kMostPixels = uint64_t{1} << 26, kMostVoxels = uint64_t{1} << 31;

std::string ShownPart(const std::vector<DicomFile>& files, const SeriesPart& part) {
  return Cat(part.series, part.name.empty() ? "" : " ", part.name, " (", Describe(files, part), ")");
}

SeriesPart ChoosePart(const fs::path& folder, const std::vector<DicomFile>& files,
                      const SeriesChoice& choice) {
  std::vector<SeriesPart> parts = PartsOf(files);
  const std::string all =
      Listed(parts, 20, "; ", [&](const SeriesPart& part) { return ShownPart(files, part); });
  std::erase_if(parts, [&](const SeriesPart& part) {
    return (!choice.series.empty() && part.series != choice.series) ||
           (!choice.part.empty() && part.name != choice.part);
  });
  if (parts.empty())
    throw Error(ErrorKind::kBadInput, "dicom.series",
                Cat("has no series ", choice.series, " ", choice.part, "; it has ", all))
        .InFile(folder);
  if (parts.size() > 1)
    throw Error(ErrorKind::kBadInput, "dicom.many",
                Cat("holds ", parts.size(), " volumes, wanted one: ", all))
        .InFile(folder);
  return parts.front();
}

void CheckSize(const Grid& geometry, const fs::path& folder) {
  const auto& [x, y, z] = geometry.size;
  const uint64_t pixels = CheckedProduct({x, y}), voxels = CheckedProduct({x, y, z});
  if (pixels > kMostPixels || voxels == 0 || voxels > kMostVoxels)
    throw Error(ErrorKind::kBadInput, "dicom.size",
                Cat("is ", x, "x", y, "x", z, " voxels: wanted at most ", kMostPixels, " in a slice and ",
                    kMostVoxels, " in all"))
        .InFile(folder);
}

SeriesFacts FactsOf(const FoundSeries& found) {
  const DicomFile& file = found.files[found.stack.frames.front().file];
  return {found.part.series,
          found.part.name,
          ShownModality(file.modality),
          file.frame_of_reference,
          file.patient_id + "\n" + PlainPersonName(file.patient_name),
          found.stack.geometry,
          found.stack.findings};
}

/// Slices that follow one another in one file are asked for at once: it is decoded once.
PixelLosses ReadSlices(const FoundSeries& found, DicomSession& session, std::vector<float>& voxels) {
  PixelLosses all;
  const std::vector<FrameRef>& frames = found.stack.frames;
  const auto total = static_cast<size_t>(found.stack.geometry.num_voxels());
  const size_t pixels = total / frames.size();
  for (size_t first = 0; first < frames.size();) {
    std::vector<int64_t> wanted;
    size_t end = first;
    for (; end < frames.size() && frames[end].file == frames[first].file; ++end)
      wanted.push_back(frames[end].frame);
    const PixelLosses losses = session.Pixels(found.files[frames[first].file], wanted, [&] {
      voxels.resize(total);  // not before the first file has shown that it holds what it says
      return voxels.data() + first * pixels;
    });
    all.num_cut += losses.num_cut;
    all.rounding.Add(losses.rounding);
    first = end;
  }
  return all;
}

/// Padding gets the least value that is none; 0 where nothing is below 0, so that background stays 0.
void FillPadding(const fs::path& folder, std::vector<float>& voxels, SeriesFacts& facts) {
  float least = std::numeric_limits<float>::infinity();
  size_t padded = 0;
  for (const float value : voxels) {
    if (std::isnan(value))
      ++padded;
    else if (std::isinf(value))
      throw Error(ErrorKind::kBadInput, "dicom.value", "holds a voxel that is not finite").InFile(folder);
    else
      least = std::min(least, value);
  }
  if (padded == 0) return;
  const float fill = std::isinf(least) ? 0.0F : std::min(least, 0.0F);
  for (float& value : voxels)
    if (std::isnan(value)) value = fill;
  facts.findings.push_back(
      {"dicom.padding", "info", Cat(padded, " voxels are padding (PixelPaddingValue): they became ", fill)});
}

VoxelType StoredType(const FoundSeries& found) {
  bool is_signed = false;
  for (const FrameRef& ref : found.stack.frames) {
    const DicomFile& file = found.files[ref.file];
    if (file.scaled || file.bits_stored > 16) return VoxelType::kFloat32;
    is_signed = is_signed || file.is_signed;
  }
  return is_signed ? VoxelType::kInt16 : VoxelType::kUint16;
}

}  // namespace

std::vector<fs::path> FilesOfSeries(const fs::path& folder, const SeriesChoice& choice) {
  std::vector<fs::path> files = DicomFilesIn(folder);
  for (const std::string& other : choice.also) {
    const std::vector<fs::path> more = DicomFilesIn((folder / other).lexically_normal());
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

FoundSeries FindSeries(const fs::path& folder, const SeriesChoice& choice, DicomSession& session) {
  FoundSeries found;
  found.files = ReadDicomHeaders(FilesOfSeries(folder, choice), session);
  if (found.files.empty())
    throw Error(ErrorKind::kBadInput, "dicom.none", "holds no DICOM image").InFile(folder);
  found.part = ChoosePart(folder, found.files, choice);
  found.stack = StackOf(found.files, found.part);
  CheckSize(found.stack.geometry, folder);
  CheckGrid(found.stack.geometry, folder);
  return found;
}

DicomVolume ReadDicomVolume(const fs::path& folder, const SeriesChoice& choice, VoxelType* type) {
  DicomSession session;
  const FoundSeries found = FindSeries(folder, choice, session);
  DicomVolume read;
  read.facts = FactsOf(found);
  read.volume.grid = found.stack.geometry;
  if (type != nullptr) *type = StoredType(found);
  const PixelLosses losses = ReadSlices(found, session, read.volume.samples);
  if (const std::string lost = WhatIsLost(losses.rounding); !lost.empty())
    read.facts.findings.push_back({"volume.precision", "warning", lost});
  if (losses.num_cut > 0)
    read.facts.findings.push_back(
        {"dicom.bits", "warning",
         Cat(losses.num_cut,
             " numbers have bits outside of those that BitsStored (0028,0101) and HighBit (0028,0102) "
             "name: they were dropped")});
  FillPadding(folder, read.volume.samples, read.facts);
  return read;
}

SeriesFacts ReadDicomFacts(const fs::path& folder, const SeriesChoice& choice) {
  DicomSession session;
  return FactsOf(FindSeries(folder, choice, session));
}

std::string Describe(const std::vector<DicomFile>& files, const SeriesPart& part) {
  const DicomFile& file = files[part.frames.front().file];
  return Cat(ShownModality(file.modality), " ", file.columns, "x", file.rows, ", ", part.frames.size(),
             part.frames.size() == 1 ? " slice" : " slices");
}

std::string ShownModality(const std::string& modality) {
  for (const char* known :
       {"MR", "CT", "PT", "NM", "US", "CR", "DX", "MG", "XA", "OT", "SC", "SEG", "RTDOSE"})
    if (modality == known) return known;
  return "other";
}

}  // namespace f4s
