#include "libfuse4seg/image/dicom/dicom_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/image/dicom/helper_process.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostWriterMemory = uint64_t{8} << 30;
constexpr double kMostWriterSeconds = 600;
constexpr size_t kDecimalLength = 16;  ///< DS: PS3.5, 6.2

fs::path WriterProgram() { return HelperProgram("f4s-write-dicom-seg", "writing of DICOM"); }

Error WriteRefusal(const HelperFailure& failure, const fs::path& file) {
  const char* code = failure.fault == HelperFault::kTime     ? "dicom.time"
                     : failure.fault == HelperFault::kMemory ? "dicom.memory"
                                                             : "dicom.crashed";
  return Error(ErrorKind::kBadInput, code,
               "nothing can be written on the frames of its series: the process that writes DICOM " +
                   failure.how)
      .InFile(file);
}

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

std::string Exchanged(const Json& request, const std::string& file, const std::string& payload,
                      uint64_t most_bytes) {
  HelperProcess helper(WriterProgram(), {std::to_string(kMostWriterMemory),
                                         std::to_string(static_cast<int>(kMostWriterSeconds))});
  helper.SetDeadline(kMostWriterSeconds);
  const std::string line = ToLine(request);
  helper.Send(Cat(line.size(), " ", file.size(), " ", payload.size(), "\n") + line + file + payload);
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

std::string DicomDecimal(double value) {
  std::array<char, 64> text{};
  char* end = std::to_chars(text.begin(), text.end(), value).ptr;
  for (int digits = 16; end - text.begin() > static_cast<std::ptrdiff_t>(kDecimalLength); --digits)
    end = std::to_chars(text.begin(), text.end(), value, std::chars_format::general, digits).ptr;
  return {text.begin(), end};
}

std::string DicomPlainText(const std::string& text, size_t most) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;  // the rest of a character
    plain += byte < 0x20 || byte > 0x7e || c == '\\' ? '_' : c;
    if (plain.size() == most) break;
  }
  return plain;
}

Json SourceSlices(const FoundSeries& series) {
  Json slices = Json::array();
  for (const FrameRef& ref : series.stack.frames) {
    const DicomFile& file = series.files[ref.file];
    const DicomFrame& frame = file.frames[static_cast<size_t>(ref.frame)];
    slices.push_back({{"class", file.sop_class},
                      {"instance", file.instance_uid},
                      {"frame", file.enhanced ? ref.frame + 1 : 0},
                      {"position", DicomDecimals(*frame.position)}});
  }
  return slices;
}

void RequireDicomWriter() { static_cast<void>(WriterProgram()); }

std::string ExchangeWithDicomWriter(const Json& request, const fs::path& source, const std::string& payload,
                                    uint64_t most_bytes) {
  try {
    return Exchanged(request, Absolute(source).string(), payload, most_bytes);
  } catch (const HelperFailure& failure) {
    throw WriteRefusal(failure, source);
  }
}

}  // namespace f4s
