#include "libfuse4seg/info/image_info.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// The range of samples, and how often each value stands there where they may be labels.
class SampleCounts {
 public:
  void Add(double value) {
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
    ++num_samples_;
    if (value < 0 || value > 65535 || value != std::floor(value))
      whole_ = false;
    else
      ++counts_[static_cast<size_t>(value)];
  }

  void AddTo(Json& info) const {
    constexpr int64_t kMostLabels = 64, kLeastEach = 8;
    info["range"] = {least_, most_};
    const int64_t num_values = std::count_if(counts_.begin(), counts_.end(), [](int64_t n) { return n > 0; });
    if (!whole_ || num_values > kMostLabels || num_samples_ < kLeastEach * num_values) return;
    for (size_t value = 0; value < counts_.size(); ++value)
      if (counts_[value] > 0) info["values"][std::to_string(value)] = counts_[value];
  }

 private:
  double least_ = std::numeric_limits<double>::infinity(), most_ = -least_;
  int64_t num_samples_ = 0;
  bool whole_ = true;
  std::vector<int64_t> counts_ = std::vector<int64_t>(65536);
};

/// Where each voxel axis points to, of right, left, anterior, posterior, superior, inferior.
std::string Orientation(const Grid& grid) {
  const AxisOrder order = StandardOrder(grid);
  std::string letters(3, '?');
  for (size_t i = 0; i < 3; ++i)
    letters[static_cast<size_t>(order.axis[i])] = (order.reversed[i] ? "RAI" : "LPS")[i];
  return letters;
}

/// The largest angle between a voxel axis and the axis of the patient that it is nearest to.
double ObliqueDegrees(const Grid& grid) {
  double least = 1;
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto& m = grid.world_from_voxel;
    const Vector3 way = {m[0][axis], m[1][axis], m[2][axis]};
    least = std::min(least, std::max({std::abs(way[0]), std::abs(way[1]), std::abs(way[2])}) / Length(way));
  }
  return std::acos(std::min(1.0, least)) * 180 / M_PI;
}

Json GridInfo(const Grid& grid) {
  const Vector3 spacing = grid.spacing_mm();
  if (grid.is_picture) {
    Json info = {{"size", {grid.size[0], grid.size[1]}}};
    if (grid.has_spacing) info["spacing_mm"] = {spacing[0], spacing[1]};
    return info;
  }
  Json info = {{"size", grid.size}, {"spacing_mm", spacing}, {"orientation", Orientation(grid)}};
  constexpr double kShownDegrees = 0.05;
  if (const double degrees = ObliqueDegrees(grid); degrees > kShownDegrees) info["oblique_degrees"] = degrees;
  const auto& m = grid.world_from_voxel;
  info["origin_mm"] = {m[0][3], m[1][3], m[2][3]};
  return info;
}

const char* NameOf(ScalarType type) {
  constexpr const char* kNames[] = {"uint8", "int8",   "uint16", "int16",   "uint32",
                                    "int32", "uint64", "int64",  "float32", "float64"};
  return kNames[static_cast<size_t>(type)];
}

const char* NameOf(VolumeFormat format) {
  constexpr const char* kNames[] = {"NIfTI", "NRRD", "MetaImage"};
  return kNames[static_cast<size_t>(format)];
}

Json FindingJson(const auto& finding) {
  return {{"code", finding.code}, {"severity", finding.severity}, {"text", finding.text}};
}

/// One of a folder's volumes; what stands in its way, or is worth knowing, goes to `findings`.
Json SeriesInfo(const std::vector<DicomFile>& files, const SeriesPart& part, Json& findings) {
  const DicomFile& first = files[part.frames.front().file];
  Json info = {{"id", part.series}};
  if (!part.name.empty()) info["part"] = part.name;
  info["modality"] = ShownModality(first.modality);
  info["frames"] = part.frames.size();
  const auto add = [&](Json finding) {
    finding["text"] =
        Cat("series ", part.series, part.name.empty() ? "" : " ", part.name, ": ", TextAt(finding, "text"));
    findings.push_back(std::move(finding));
  };
  try {
    const SliceStack stack = StackOf(files, part);
    info.update(GridInfo(stack.geometry));
    for (const DicomFinding& finding : stack.findings) add(FindingJson(finding));
  } catch (const Error& error) {
    info["size"] = {first.columns, first.rows};
    add({{"code", error.code()}, {"severity", "error"}, {"text", error.message()}});
  }
  return info;
}

}  // namespace

Json PictureInfo(const fs::path& path) {
  VoxelType type = VoxelType::kUint8;
  const bool palette = KindByName(path) == ImageFileKind::kPng && HasPalette(path);
  HeaderNotes notes;
  const Image<uint16_t> picture = palette ? ReadLabelPng(path, &notes) : ReadPicture(path, &type, &notes);
  Json info = {{"kind", "picture"},
               {"format", KindByName(path) == ImageFileKind::kPng ? "PNG" : "JPEG"},
               {"size", {picture.width(), picture.height()}},
               {"channels", palette                 ? "palette"
                            : picture.channels == 1 ? "grey"
                                                    : "RGB"},
               {"bits", LevelBits(type)}};
  SampleCounts counts;
  for (const uint16_t sample : picture.samples) counts.Add(sample);
  counts.AddTo(info);
  if (picture.channels > 1) info.erase("values");
  for (const HeaderNote& note : notes) info["findings"].push_back(FindingJson(note));
  return info;
}

Json VolumeInfo(const fs::path& path) {
  VolumeFile file = OpenVolumeFile(path);
  Json info = {{"kind", file.grid.is_picture ? "picture" : "volume"}, {"format", NameOf(file.format)}};
  info.update(GridInfo(file.grid));
  info["type"] = NameOf(file.layout.type);
  if (file.layout.volumes > 1) {
    info["volumes"] = file.layout.volumes;
    file.layout.size[2] *= std::exchange(file.layout.volumes, 1);  // values are of all
  }
  if (file.layout.slope != 1 || file.layout.intercept != 0)
    info["scale"] = {{"slope", file.layout.slope}, {"intercept", file.layout.intercept}};
  SampleCounts counts;
  PrecisionLoss loss(IsWhole(file.layout.type) && !info.contains("scale"));
  ReadVoxels(*file.reader, file.layout, [&](const double* values, size_t count) {
    for (size_t i = 0; i < count; ++i) counts.Add(values[i]);
    loss.Add(values, count);
  });
  counts.AddTo(info);
  if (const auto note = loss.Note()) file.notes.push_back(*note);
  for (const HeaderNote& note : file.notes) info["findings"].push_back(FindingJson(note));
  return info;
}

Json DicomFileInfo(const fs::path& path) {
  DicomSession session;
  const auto file = session.Header(path);
  if (!file) throw Error(ErrorKind::kBadInput, "dicom.none", "is DICOM, but holds no image").InFile(path);
  return {{"kind", "DICOM file"},
          {"series", SeriesId(file->series_uid)},
          {"modality", ShownModality(file->modality)},
          {"size", {file->columns, file->rows}},
          {"frames", file->num_frames},
          {"bits", file->bits_stored},
          {"next", "f4s info on its folder, which is what the programs read"}};
}

Json DicomFolderInfo(const fs::path& folder) {
  DicomSession session;
  const std::vector<DicomFile> files = ReadDicomHeaders(DicomFilesIn(folder), session);
  if (files.empty())
    throw Error(ErrorKind::kBadInput, "dicom.none", "holds DICOM files, but none with an image")
        .InFile(folder);
  Json series = Json::array(), findings = Json::array();
  for (const SeriesPart& part : PartsOf(files)) series.push_back(SeriesInfo(files, part, findings));
  return {{"kind", "DICOM series"}, {"images", files.size()}, {"series", series}, {"findings", findings}};
}

}  // namespace f4s
