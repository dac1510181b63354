#include "libfuse4seg/image/dicom/dicom_session.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/helper_process.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

/// An enhanced image of 65535 frames, each described at length, stays below it.
constexpr size_t kLongestAnswer = size_t{128} << 20;
/// The helper's CPU time in all, as a last resort: each file has its own limit of time.
constexpr int kCpuSeconds = 36000;

Error ReadRefusal(const HelperFailure& failure, const std::filesystem::path& path) {
  const char* code = failure.fault == HelperFault::kTime     ? "dicom.time"
                     : failure.fault == HelperFault::kMemory ? "dicom.memory"
                                                             : "dicom.crashed";
  return Error(ErrorKind::kBadInput, code,
               Cat("cannot be read: the process that reads DICOM ", failure.how,
                   "; the file is cut off, damaged, or made to do that"))
      .InFile(path);
}

Json ParseAnswer(const std::string& line, const std::filesystem::path& path) {
  Json answer = Json::parse(line, nullptr, false);
  if (answer.is_discarded() || !answer.is_object())
    throw ReadRefusal({HelperFault::kCrashed, "gave an invalid answer"}, path);
  return answer;
}

std::string Request(const char* what, const std::filesystem::path& path, const std::string& frames) {
  const std::string name = Absolute(path).string();
  return Cat(what, " ", name.size(), frames.empty() ? "" : " ", frames, "\n", name);
}

}  // namespace

DicomSession::DicomSession(const DicomLimits& limits) : limits_(limits) {}
DicomSession::~DicomSession() = default;

/// Starts the helper where there is none, and turns its failures into the file's.
template <class Exchange>
auto DicomSession::With(const std::filesystem::path& path, double seconds, const Exchange& exchange) {
  if (!helper_)
    helper_ = std::make_unique<HelperProcess>(
        HelperProgram("f4s-read-dicom", "reading of DICOM"),
        std::vector<std::string>{std::to_string(limits_.memory_bytes), std::to_string(kCpuSeconds)});
  try {
    helper_->SetDeadline(seconds);
    return exchange(*helper_);
  } catch (const HelperFailure& failure) {
    helper_.reset();
    throw ReadRefusal(failure, path);
  } catch (...) {
    helper_.reset();  // what it has yet to say belongs to no question
    throw;
  }
}

std::optional<DicomFile> DicomSession::Header(const std::filesystem::path& path) {
  const Json answer = With(path, limits_.header_seconds, [&](HelperProcess& helper) {
    helper.Send(Request("header", path, ""));
    return ParseAnswer(helper.ReceiveLine(kLongestAnswer), path);
  });
  return DicomFileFromJson(answer, path);
}

PixelLosses DicomSession::Pixels(const DicomFile& file, const std::vector<int64_t>& frames,
                                 const std::function<float*()>& place) {
  const uint64_t wanted = static_cast<uint64_t>(file.rows * file.columns) * frames.size();
  const Json answer = With(file.path, limits_.pixel_seconds, [&](HelperProcess& helper) {
    helper.Send(Request("pixels", file.path, Joined(frames, ",")));
    Json head = ParseAnswer(helper.ReceiveLine(kLongestAnswer), file.path);
    if (head.contains("error")) return head;
    if (head.value("values", Json()) != wanted)
      throw Error(ErrorKind::kBadInput, "dicom.size",
                  Cat("holds other sizes of pixels than its header says: wanted ", wanted, " values"))
          .InFile(file.path);
    helper.Receive(place(), wanted * sizeof(float));
    return head;
  });
  if (answer.contains("error")) static_cast<void>(DicomFileFromJson(answer, file.path));
  PixelLosses losses;
  const auto count = [&](const char* key) {
    const Json number = answer.value(key, Json());
    return number.is_number_unsigned() ? number.get<uint64_t>() : 0;
  };
  losses.num_cut = count("cut");
  losses.rounding.num_changed = count("changed");
  if (const Json& told = answer.value("rounding", Json()); told.is_array() && told.size() == 3 &&
                                                           told[0].is_number() && told[1].is_number() &&
                                                           told[2].is_number())
    losses.rounding = {losses.rounding.num_changed, told[0].get<double>(), told[1].get<double>(),
                       told[2].get<double>()};
  return losses;
}

namespace {

namespace fs = std::filesystem;

/// What stands for a file that is not there: git-annex and datalad leave it until the file is fetched.
bool IsLinkToNothing(const fs::path& entry) {
  std::error_code error;
  return IsLink(entry) && fs::status(entry, error).type() == fs::file_type::not_found;
}

/// A regular file that a person would take for data: no device to hang on, nothing hidden.
bool IsCandidate(const fs::path& entry) {
  const std::string name = entry.filename().string();
  return name.front() != '.' && LowerCase(name) != "dicomdir" && ReadableFile(entry);
}

}  // namespace

/// PS3.10: 128 bytes of anything, then "DICM".  Files from before it begin with group 2 or 8.
bool IsDicomFile(const fs::path& path) {
  if (!ReadableFile(path)) return false;
  const std::string name = LowerCase(path.filename().string());
  if (name.ends_with(".dcm") || name.ends_with(".ima")) return true;
  std::array<char, 132> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  if (in.bad()) throw ReadError(path, EIO);
  const std::string_view bytes(head.data(), static_cast<size_t>(in.gcount()));
  if (bytes.size() == head.size() && bytes.substr(128) == "DICM") return true;
  return bytes.size() == head.size() && (bytes[0] == 2 || bytes[0] == 8) && bytes[1] == 0 && bytes[3] == 0;
}

bool IsDicomFolder(const fs::path& folder) {
  if (!ReadableFolder(folder)) return false;
  bool found = false;
  for (const fs::path& entry : EntriesOf(folder)) {
    if (!IsCandidate(entry)) continue;
    if (KindByName(entry)) return false;
    found = found || IsDicomFile(entry);
  }
  return found;
}

bool HoldsDicom(const fs::path& folder) {
  for (const fs::path& entry : EntriesOf(folder))
    if (IsCandidate(entry) && !KindByName(entry) && IsDicomFile(entry)) return true;
  return false;
}

std::vector<fs::path> DicomFilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::optional<fs::path> lacking;
  for (const fs::path& entry : EntriesOf(folder)) {
    if (KindByName(entry) || entry.filename().string().front() == '.') continue;
    if (IsLinkToNothing(entry)) lacking = lacking.value_or(entry);
    if (IsCandidate(entry) && IsDicomFile(entry)) files.push_back(entry);
  }
  if (!files.empty() && lacking)  // part of a volume would pass for all of it
    throw Error(ErrorKind::kMissingInput, "input.missing", "is a link to a file that is not there")
        .InFile(*lacking);
  return files;
}

std::vector<DicomFile> ReadDicomHeaders(const std::vector<fs::path>& files, DicomSession& session) {
  std::vector<DicomFile> headers;
  for (const fs::path& file : files)
    if (auto header = session.Header(file)) headers.push_back(std::move(*header));
  return headers;
}

}  // namespace f4s
