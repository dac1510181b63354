#include "libfuse4seg/info/doctor.h"

#include <gnu/libc-version.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <thread>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/base/torch_place.h"
#include "libfuse4seg/base/vector_instructions.h"
#include "libfuse4seg/info/info.h"
#include "libfuse4seg/model/model_file.h"
#include "libfuse4seg/tool/did_you_mean.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

struct Part {
  const char* name;
  const char* object;   ///< of base/opened_object.h; a name with a dash is a helper program
  const char* library;  ///< for people
  const char* stem;     ///< how the file of that library begins; of these the first that is loaded
  const char* needed_by;
  const char* package;  ///< of Debian
};

constexpr Part kParts[] = {
    {"digests", "sha256", "OpenSSL", "libcrypto.so", "everything: SHA-256 of inputs and models", "fuse4seg"},
    {"registration", "itk", "ITK", "libITKCommon", "f4s-prep --register, --bias n4", "fuse4seg"},
    {"filters", "opencv", "OpenCV", "libopencv_core", "f4s-fuse --method wavelet, guided-filter, gradient",
     "fuse4seg"},
    {"drawing", "opencv_drawing", "OpenCV", "libopencv_imgproc",
     "--overlay, --montage, f4s-report, f4s-segment --dicom-sc", "fuse4seg"},
    {"dicom", "f4s-read-dicom", "GDCM", "libgdcmMSFF", "DICOM series as input", "fuse4seg"},
    {"dicom-seg", "f4s-write-dicom-seg", "DCMTK", "libdcmseg", "--dicom-seg, --dicom-sc", "fuse4seg"},
    {"networks", "networks", "LibTorch", "libtorch_cpu",
     "--engine torch: networks on a GPU, and on the CPU those without a plan", "fuse4seg-torch"},
    {"training", "learning", "LibTorch", "libtorch_cpu", "f4s-pretrain, f4s-train", "fuse4seg-torch"},
    {"cuda", "cuda", "CUDA driver", "libcuda.so", "--device cuda of f4s-fuse --method, f4s-metrics",
     "fuse4seg-cuda"},
};

const Part& PartNamed(const std::string& name) {
  for (const Part& part : kParts)
    if (name == part.name) return part;
  throw Error(ErrorKind::kUsage, "usage.part",
              Cat("doctor: no part ", Quoted(name), ": wanted ", Joined(DoctorParts(), ", "),
                  DidYouMean(name, DoctorParts())));
}

bool IsProgram(const Part& part) { return std::string(part.object).find('-') != std::string::npos; }

fs::path FileOf(const Part& part) {
  const std::string name = part.object;
  return Absolute(ModuleFolder() / (IsProgram(part) ? name : "libfuse4seg_" + name + ".so"));
}

/// How this copy of the suite was put here, which decides what brings more of it.
enum class Source { kDebian, kPython, kBuilt };

Source SourceOfThis() {
  const std::string folder = Absolute(ModuleFolder()).string();
  if (folder.find("-packages/") != std::string::npos) return Source::kPython;
  return folder.starts_with("/usr/lib/") ? Source::kDebian : Source::kBuilt;
}

std::string Remedy(const Part& part) {
  const bool torch = std::string(part.package) == "fuse4seg-torch";
  switch (SourceOfThis()) {
    case Source::kDebian: return Cat("apt install ./", part.package, "_*.deb");
    case Source::kPython:
      return torch ? "pip install 'fuse4seg[train]'"
                   : "the wheel has no more than this: install from source or Debian's packages";
    case Source::kBuilt:
      return torch ? "cmake/setup.sh, then build again" : Cat("build again where CMake finds ", part.library);
  }
  return "";
}

/// Files that this process has mapped: of an object that was opened, the libraries under it.
std::set<std::string> MappedFiles() {
  std::set<std::string> files;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (const size_t path = line.find('/'); path != std::string::npos) files.insert(line.substr(path));
  return files;
}

/// "/lib/libopencv_core.so.406" leads to libopencv_core.so.4.6.0: the numbers of the last name that it has.
std::string VersionOf(const fs::path& library) {
  std::error_code failed;
  const fs::path last = fs::canonical(library, failed);
  // In a wheel "libITKCommon-5-15084a0b.2.so.1": what bundles libraries puts 8 digits before the first point.
  static const std::regex bundled("^([^.]*)-[0-9a-f]{8}\\.");
  const std::string name = std::regex_replace((failed ? library : last).filename().string(), bundled, "$1.");
  const size_t end = name.find(".so");
  const size_t dash = name.find_last_of('-', end);
  if (dash != std::string::npos && dash + 1 < end)
    return name.substr(dash + 1, end - dash - 1);  // libITKCommon-5.2.so.1
  if (end == std::string::npos || end + 4 >= name.size()) return "";
  std::string version = name.substr(end + 4);
  if (name.starts_with("libdcm"))
    version.erase(0, version.find('.') + 1);  // DCMTK's: interface, then version
  return version;
}

void AddLibrary(const Part& part, const std::set<std::string>& files, Json& told) {
  for (const std::string& file : files) {
    const fs::path path = file;
    if (!path.filename().string().starts_with(part.stem)) continue;
    told["file"] = file;
    const auto torch = FindTorch();
    const bool is_torch = torch && std::string(part.library) == "LibTorch";
    if (std::string version = is_torch ? torch->version : VersionOf(path); !version.empty())
      told["version"] = version;
    return;
  }
}

/// The files that the loader finds for a program, without running it.  @throws Error(kUnavailable) with its
/// reason.
std::set<std::string> LoadedBy(const fs::path& program) {
  constexpr double kMostSeconds = 20;
  const ChildOutcome loader =
      RunChild({"/usr/bin/env", "LD_TRACE_LOADED_OBJECTS=1", program.string()}, kMostSeconds);
  std::set<std::string> files;
  for (const std::string& line : SplitList(loader.output, '\n')) {
    if (line.find("not found") != std::string::npos)
      throw Error(ErrorKind::kUnavailable, "helper.library", Trimmed(line)).InFile(program);
    const std::vector<std::string> words = Words(line);
    for (const std::string& word : words)
      if (word.starts_with("/")) files.insert(word);
  }
  if (!loader.ok() || files.empty())
    throw Error(ErrorKind::kUnavailable, "helper.start", loader.Describe()).InFile(program);
  return files;
}

/// The driver is NVIDIA's own, and none of our packages brings it.
bool DriverIsThere(Json& told) {
  if (HasGpuDriver()) return true;
  told["reason"] = "no NVIDIA driver: libcuda.so.1 is not here";
  told["remedy"] = "on a machine with an NVIDIA GPU: its driver; else nothing is missing";
  return false;
}

void Examine(const Part& part, Json& told) {
  if (!ReadableFile(FileOf(part))) {
    told["reason"] = Cat("this installation has no ", FileOf(part).filename().string());
    told["remedy"] = Remedy(part);
    return;
  }
  if (std::string(part.name) == "cuda" && !DriverIsThere(told)) return;
  told["status"] = "broken";
  try {
    if (!IsProgram(part)) static_cast<void>(OpenObject(part.object, part.needed_by));
    AddLibrary(part, IsProgram(part) ? LoadedBy(FileOf(part)) : MappedFiles(), told);
    told["status"] = "ok";
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted) throw;
    // Without LibTorch the objects that want it are as if they were not installed: the wheel always has them.
    const bool torch = std::string(part.library) == "LibTorch";
    if (torch && !FindTorch()) told["status"] = "absent";
    told["reason"] = error.message();
    told["remedy"] = Remedy(part);
  }
}

std::string ProcessorName() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return Trimmed(line.substr(line.find(':') + 1));
  return "unknown";
}

std::string InstructionsText() {
  switch (BestVectorInstructions()) {
    case VectorInstructions::kAvx512: return "AVX-512";
    case VectorInstructions::kAvx2: return "AVX2";
    case VectorInstructions::kNeither: break;
  }
  return "neither AVX2 nor AVX-512: networks work, several times slower";
}

constexpr size_t kIndent = 8;

std::string PartLines(const Json& part) {
  const std::string version = part.contains("version") ? " " + TextAt(part, "version") : "";
  const std::string status = TextAt(part, "status");
  const std::string pad(kIndent - std::min(kIndent, status.size()), ' ');
  std::string text = Cat(status, pad, TextAt(part, "name"), " (", TextAt(part, "library"), version,
                         "): ", TextAt(part, "for"), "\n");
  if (part.contains("reason")) text += Cat(std::string(kIndent, ' '), TextAt(part, "reason"), "\n");
  if (part.contains("remedy"))
    text += Cat(std::string(kIndent, ' '), "wanted? ", TextAt(part, "remedy"), "\n");
  return text;
}

}  // namespace

std::vector<std::string> DoctorParts() {
  std::vector<std::string> names;
  for (const Part& part : kParts) names.emplace_back(part.name);
  return names;
}

Json ExamineMachine() {
  Json machine = {{"schema", kDoctorSchema},
                  {"kind", "machine"},
                  {"version", kVersion},
                  {"libraries", Absolute(ModuleFolder()).string()},
                  {"processor", ProcessorName()},
                  {"threads", std::thread::hardware_concurrency()},
                  {"instructions", InstructionsText()},
                  {"glibc", ::gnu_get_libc_version()},
                  {"models", Json::array()}};
  for (const auto& [name, file] : NamedModels()) machine["models"].push_back(name);
  if (!TorchVersion().empty()) machine["takes_libtorch"] = TorchVersion() + ".x";
  return machine;
}

void CheckDoctorPart(const std::string& name) { static_cast<void>(PartNamed(name)); }

Json ExaminePart(const std::string& name) {
  const Part& part = PartNamed(name);
  Json told = {{"schema", kDoctorSchema}, {"kind", "part"},          {"name", name},
               {"status", "absent"},      {"library", part.library}, {"for", part.needed_by}};
  Examine(part, told);
  return told;
}

std::string DoctorText(const Json& machine, const std::vector<Json>& parts) {
  Json told = machine;
  for (const char* key : {"schema", "kind"}) told.erase(key);
  std::string text = InfoText(told) + "\n";
  for (const Json& part : parts) text += PartLines(part);
  return text;
}

}  // namespace f4s
