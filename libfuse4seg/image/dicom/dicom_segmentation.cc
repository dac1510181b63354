#include "libfuse4seg/image/dicom/dicom_segmentation.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/label_colours.h"
#include "libfuse4seg/image/volume_ml.h"

namespace f4s {
namespace {

const DicomCode kAbnormal = {"49755003", "SCT", "Morphologically Abnormal Structure"};
const DicomCode kAnatomical = {"91723000", "SCT", "Anatomical Structure"};
const DicomCode kTissue = {"85756007", "SCT", "Tissue"};
const DicomCode kSubstance = {"91720002", "SCT", "Body Substance"};

struct Known {
  std::initializer_list<const char*> names;
  SegmentCodes codes;
};

const Known kKnown[] = {
    {{"necrosis", "necrotic core", "necrotic tumour core", "ncr"},
     {kAbnormal, {"6574001", "SCT", "Necrosis"}}},
    {{"oedema", "edema", "peritumoural oedema", "peritumoral edema", "ed"},
     {kAbnormal, {"79654002", "SCT", "Edema"}}},
    {{"enhancing", "enhancing tumour", "enhancing tumor", "enhancing lesion", "et"},
     {kAbnormal, {"C113842", "NCIt", "Enhancing Lesion"}}},
    {{"non-enhancing", "non-enhancing tumour", "non-enhancing tumor", "non-enhancing lesion"},
     {kAbnormal, {"C81175", "NCIt", "Non-Enhancing Lesion"}}},
    {{"tumour", "tumor", "neoplasm"}, {kAbnormal, {"108369006", "SCT", "Neoplasm"}}},
    {{"lesion"}, {kAbnormal, {"52988006", "SCT", "Lesion"}}},
    {{"haemorrhage", "hemorrhage"}, {kAbnormal, {"50960005", "SCT", "Hemorrhage"}}},
    {{"cyst"}, {kAbnormal, {"367643001", "SCT", "Cyst"}}},
    {{"grey matter", "gray matter", "gm"}, {kTissue, {"389081007", "SCT", "Gray Matter"}}},
    {{"white matter", "wm"}, {kTissue, {"389080008", "SCT", "White Matter"}}},
    {{"cerebrospinal fluid", "csf"}, {kSubstance, {"65216001", "SCT", "Cerebrospinal Fluid"}}},
    {{"brain"}, {kAnatomical, {"12738006", "SCT", "Brain"}}},
    {{"prostate"}, {kAnatomical, {"41216001", "SCT", "Prostate"}}},
    {{"liver"}, {kAnatomical, {"10200004", "SCT", "Liver"}}},
    {{"left ventricle"}, {kAnatomical, {"87878005", "SCT", "Left ventricle"}}},
};

/// Names are written "non-enhancing tumour", "Non_Enhancing  tumour" ...
std::string Plain(const std::string& name) {
  std::string plain = LowerCase(Trimmed(name));
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

}  // namespace

SegmentCodes CodesOfClass(const std::string& name) {
  const std::string plain = Plain(name);
  for (const Known& known : kKnown)
    for (const char* each : known.names)
      if (plain == each) return known.codes;
  return {kTissue, {Sha256Of(plain).substr(0, 12), "99FUSE4SEG", name}};
}

namespace {

namespace fs = std::filesystem;

/// Beside its pixels an object holds some 1000 bytes for each frame.
constexpr uint64_t kHeaderBytes = uint64_t{1} << 20, kFrameBytes = 4096;
constexpr uint64_t kReportBytes = uint64_t{64} << 20;

Json CodeJson(const DicomCode& code) { return {code.value, code.scheme, DicomPlainText(code.meaning)}; }

Json SegmentsJson(const Classes& classes) {
  Json segments = Json::array();
  for (const auto& [value, name] : classes) {
    const SegmentCodes codes = CodesOfClass(name);
    segments.push_back({{"label", DicomPlainText(name)},
                        {"description", Cat("label value ", value)},
                        {"colour", LabelColour(value)},
                        {"category", CodeJson(codes.category)},
                        {"type", CodeJson(codes.type)}});
  }
  return segments;
}

/// All that the helper is told but the voxels and the place of the source's header.
Json RequestOf(const FoundSeries& series, const Classes& classes, const DicomMaker& maker) {
  const FrameRef& first = series.stack.frames.front();
  const DicomFile& file = series.files[first.file];
  const DicomFrame& frame = file.frames[static_cast<size_t>(first.frame)];
  const Vector3 spacing = series.stack.geometry.spacing_mm();
  return {{"rows", file.rows},
          {"columns", file.columns},
          {"source_series", file.series_uid},
          {"orientation", DicomDecimals(*frame.orientation)},
          {"spacing", DicomDecimals(*frame.spacing)},
          {"between", DicomDecimal(spacing[2])},
          {"thickness", DicomDecimal(frame.thickness > 0 ? frame.thickness : spacing[2])},
          {"slices", SourceSlices(series)},
          {"segments", SegmentsJson(classes)},
          {"program", maker.program},
          {"version", maker.version},
          {"parameters", maker.parameters}};
}

/// Label values as numbers of segments, from 1, as bytes.
std::string SegmentNumbers(const Image<uint16_t>& labels, const Classes& classes) {
  std::map<uint16_t, uint16_t> numbers = {{0, 0}};
  for (const auto& [value, name] : classes) numbers.emplace(value, static_cast<uint16_t>(numbers.size()));
  std::string bytes;
  bytes.reserve(labels.samples.size() * sizeof(uint16_t));
  for (const uint16_t label : labels.samples) {
    const auto number = numbers.find(label);
    if (number == numbers.end())
      throw Error(ErrorKind::kBadInput, "dicom.label",
                  Cat("its label map holds ", label, ", which is not one of its classes"));
    bytes.append(reinterpret_cast<const char*>(&number->second), sizeof(uint16_t));
  }
  return bytes;
}

/// A series is all that one maker made of one series; an instance is also its voxels.
void AddUids(const std::string& part, const std::string& voxels, Json& request) {
  const std::string& source = request["source_series"].get_ref<const std::string&>();
  const std::string maker =
      ToLine({request["program"], request["version"], request["parameters"], request["segments"]});
  const std::string content = ToLine(request) + voxels;
  request["uids"] = {{"series", DerivedUid(Cat("series\n", source, "\n", part, "\n", maker))},
                     {"instance", DerivedUid("instance\n" + content)},
                     {"dimensions", DerivedUid("dimensions\n" + content)}};
}

/// Of a measurement report (TID 1500): the segmentation's request with a volume for each segment.
Json MeasurementsRequest(Json request, const Image<uint16_t>& labels, const Classes& classes) {
  const double voxel_ml = VoxelMl(labels.grid.spacing_mm());
  std::map<uint16_t, int64_t> voxels;
  for (const uint16_t label : labels.samples) ++voxels[label];
  size_t i = 0;
  for (const auto& [value, name] : classes) {
    Json& segment = request["segments"][i++];
    segment["ml"] = DicomDecimal(VolumeMl(voxels[value], voxel_ml));
    segment["tracking"] =
        DerivedUid(Cat("tracking\n", request["uids"]["instance"].get<std::string>(), "\n", value));
  }
  const std::string content = ToLine(request);
  request["kind"] = "measurements";
  request["uids"]["report"] = DerivedUid("report\n" + content);
  request["uids"]["report_series"] =
      DerivedUid("report series\n" + request["uids"]["series"].get_ref<const std::string&>());
  request["uids"]["observer"] =
      DerivedUid(Cat("observer\n", ToLine(request["program"]), ToLine(request["version"])));
  return request;
}

}  // namespace

void WriteDicomSegmentation(const fs::path& path, const fs::path& folder, const SeriesChoice& choice,
                            const Image<uint16_t>& labels, const Classes& classes, const DicomMaker& maker,
                            const fs::path& measurements) {
  DicomSession session;
  const FoundSeries series = FindSeries(folder, choice, session);
  const Grid& grid = series.stack.geometry;
  if (!SameGrid(grid, labels.grid))
    throw Error(ErrorKind::kBadInput, "dicom.grid",
                Cat("the label map is on another grid (", Describe(labels.grid), ") than the series (",
                    Describe(grid), "): a segmentation lies on its source's own frames"))
        .InFile(folder);
  const std::string voxels = SegmentNumbers(labels, classes);
  Json request = RequestOf(series, classes, maker);
  AddUids(series.part.name, voxels, request);
  const fs::path& file = series.files[series.stack.frames.front().file].path;
  const uint64_t frames = series.stack.frames.size() * classes.size();
  const uint64_t pixels = frames * static_cast<uint64_t>(grid.size[0] * grid.size[1]);
  const uint64_t most = kHeaderBytes + frames * kFrameBytes + pixels / 8;
  WriteFileAtomically(path, ExchangeWithDicomWriter(request, file, voxels, most));
  if (measurements.empty()) return;
  const std::string report = ExchangeWithDicomWriter(MeasurementsRequest(std::move(request), labels, classes),
                                                     file, "", kReportBytes);
  WriteFileAtomically(measurements, report);
}

}  // namespace f4s
