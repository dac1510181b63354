#include "libfuse4seg/image/dicom/dicom_segmentation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <map>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/helper_process.h"

namespace f4s {
namespace {

/// Divides a number of 128 bits by 10.  @return what is left over.
uint64_t DivideByTen(uint64_t& high, uint64_t& low) {
  uint64_t rest = 0;
  for (uint64_t* half : {&high, &low}) {
    uint64_t quotient = 0;
    for (const int shift : {32, 0}) {
      const uint64_t part = rest << 32 | (*half >> shift & 0xffffffff);
      quotient |= part / 10 << shift;
      rest = part % 10;
    }
    *half = quotient;
  }
  return rest;
}

}  // namespace

std::string DerivedUid(std::string_view content) {
  const std::string digest = Sha256Of(content);
  uint64_t high = std::stoull(digest.substr(0, 16), nullptr, 16);
  uint64_t low = std::stoull(digest.substr(16, 16), nullptr, 16);
  high = (high & ~uint64_t{0xf000}) | 0x8000;
  low = (low & ~(uint64_t{3} << 62)) | uint64_t{1} << 63;
  std::string digits;
  while (high != 0 || low != 0) digits += static_cast<char>('0' + DivideByTen(high, low));
  std::reverse(digits.begin(), digits.end());
  return "2.25." + digits;
}

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

constexpr uint64_t kMemoryBytes = uint64_t{8} << 30;
constexpr double kSeconds = 600;
/// Beside its pixels an object holds some 1000 bytes for each frame.
constexpr uint64_t kHeaderBytes = uint64_t{1} << 20, kFrameBytes = 4096;
/// DS (PS3.5, 6.2) and LO.
constexpr size_t kDecimalLength = 16, kLongLength = 64;

/// The shortest text of at most 16 characters that reads as `value`, or as what is nearest to it.
std::string Decimal(double value) {
  std::array<char, 64> text{};
  char* end = std::to_chars(text.begin(), text.end(), value).ptr;
  for (int digits = 16; end - text.begin() > static_cast<std::ptrdiff_t>(kDecimalLength); --digits)
    end = std::to_chars(text.begin(), text.end(), value, std::chars_format::general, digits).ptr;
  return {text.begin(), end};
}

template <class Numbers>
Json Decimals(const Numbers& numbers) {
  Json texts = Json::array();
  for (const double number : numbers) texts.push_back(Decimal(number));
  return texts;
}

/// A name as an element of 64 characters may hold it: '\' would part it, what is not ASCII would need the
/// character set of the source to be another.
std::string LongText(const std::string& name) {
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;  // the rest of a character
    text += byte < 0x20 || byte > 0x7e || c == '\\' ? '_' : c;
    if (text.size() == kLongLength) break;
  }
  return text;
}

Json CodeJson(const DicomCode& code) { return {code.value, code.scheme, LongText(code.meaning)}; }

Json SegmentsJson(const Classes& classes) {
  Json segments = Json::array();
  for (const auto& [value, name] : classes) {
    const SegmentCodes codes = CodesOfClass(name);
    segments.push_back({{"label", LongText(name)},
                        {"description", Cat("label value ", value)},
                        {"category", CodeJson(codes.category)},
                        {"type", CodeJson(codes.type)}});
  }
  return segments;
}

Json SlicesJson(const FoundSeries& series) {
  Json slices = Json::array();
  for (const FrameRef& ref : series.stack.frames) {
    const DicomFile& file = series.files[ref.file];
    const DicomFrame& frame = file.frames[static_cast<size_t>(ref.frame)];
    slices.push_back({{"class", file.sop_class},
                      {"instance", file.instance_uid},
                      {"frame", file.enhanced ? ref.frame + 1 : 0},
                      {"position", Decimals(*frame.position)}});
  }
  return slices;
}

/// All that the helper is told but the voxels and the place of the source's header.
Json RequestOf(const FoundSeries& series, const Classes& classes, const SegmentationMaker& maker) {
  const FrameRef& first = series.stack.frames.front();
  const DicomFile& file = series.files[first.file];
  const DicomFrame& frame = file.frames[static_cast<size_t>(first.frame)];
  const Vector3 spacing = series.stack.geometry.spacing_mm();
  return {{"rows", file.rows},
          {"columns", file.columns},
          {"source_series", file.series_uid},
          {"orientation", Decimals(*frame.orientation)},
          {"spacing", Decimals(*frame.spacing)},
          {"between", Decimal(spacing[2])},
          {"thickness", Decimal(frame.thickness > 0 ? frame.thickness : spacing[2])},
          {"slices", SlicesJson(series)},
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

std::filesystem::path Writer() {
  return HelperProgram("f4s-write-dicom-seg", "writing of DICOM segmentations");
}

Error WriteRefusal(const char* code, const std::string& how, const fs::path& file) {
  return Error(ErrorKind::kBadInput, code,
               Cat("no segmentation can be written of its series: the process that writes DICOM ", how))
      .InFile(file);
}

std::string Exchange(const Json& request, const std::string& file, const std::string& voxels,
                     uint64_t most_bytes) {
  HelperProcess helper(Writer(), {std::to_string(kMemoryBytes), std::to_string(static_cast<int>(kSeconds))});
  helper.SetDeadline(kSeconds);
  const std::string line = ToLine(request);
  helper.Send(Cat(line.size(), " ", file.size(), " ", voxels.size(), "\n") + line + file + voxels);
  const Json answer = Json::parse(helper.ReceiveLine(size_t{1} << 16), nullptr, false);
  if (answer.is_object() && answer.contains("error"))
    throw Error(ErrorKind::kBadInput, answer.value("error", ""), answer.value("message", "")).InFile(file);
  const uint64_t bytes = answer.is_object() ? answer.value("bytes", uint64_t{0}) : 0;
  if (bytes == 0 || bytes > most_bytes) throw HelperFailure{HelperFault::kCrashed, "gave an invalid answer"};
  std::string object(bytes, '\0');
  helper.Receive(object.data(), bytes);
  return object;
}

}  // namespace

void RequireDicomSegmentations() { static_cast<void>(Writer()); }

void WriteDicomSegmentation(const fs::path& path, const fs::path& folder, const SeriesChoice& choice,
                            const Image<uint16_t>& labels, const Classes& classes,
                            const SegmentationMaker& maker) {
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
  try {
    WriteFileAtomically(path, Exchange(request, Absolute(file).string(), voxels, most));
  } catch (const HelperFailure& failure) {
    throw WriteRefusal(failure.fault == HelperFault::kTime     ? "dicom.time"
                       : failure.fault == HelperFault::kMemory ? "dicom.memory"
                                                               : "dicom.crashed",
                       failure.how, file);
  }
}

}  // namespace f4s
