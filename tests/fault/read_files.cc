// Reads files as the programs do, each in a process of its own with limits, and says what came of it: a line
// of JSON for each path on stdin.  For tests/fault/mutants.py.
//
//   read_files KIND FOLDER    KIND: one of kKinds; FOLDER takes the values of file N as N.f32

#include "tests/fault/read_files.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <new>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/sanitized.h"
#include "libfuse4seg/base/tar.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/tar/tar_files.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/info/info.h"
#include "libfuse4seg/prep/source/nnunet_folder.h"

#ifdef F4S_SANITIZED
#include <sanitizer/lsan_interface.h>
#endif

namespace f4s {
namespace {

constexpr rlim_t kMoreAddresses = rlim_t{2} << 30;
constexpr long kMostKb = 2L << 20;
constexpr unsigned kSeconds = 10;

template <class T>
Json Keep(const Image<T>& image, const std::string& values) {
  std::ofstream out(values, std::ios::binary);
  for (const T sample : image.samples) {
    const auto value = static_cast<float>(sample);
    out.write(reinterpret_cast<const char*>(&value), sizeof value);
  }
  return {{"size", image.grid.size}, {"channels", image.channels}};
}

Json Volume(const std::string& path, const std::string& values) { return Keep(ReadVolume(path), values); }
Json Picture(const std::string& path, const std::string& values) { return Keep(ReadPicture(path), values); }
Json Dicom(const std::string& path, const std::string& values) {
  return Keep(ReadDicomVolume(path).volume, values);
}

Json Tensors(const std::string& path, const std::string&) {
  Json names = Json::array();
  const SafetensorsFile file(path);
  for (const auto& [name, tensor] : file.tensors()) names.push_back({name, tensor.shape});
  return {{"tensors", names}};
}

Json Record(const std::string& path, const std::string&) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const Case one = Case::FromRecord(ParseJson(line, "a record"), "/");
  return {{"id", one.id()}};
}

/// A folder with a dataset.json of the suite.
Json Dataset(const std::string& path, const std::string&) {
  const Json info = InfoOf(path);
  return {{"name", info.value("name", Json())}};
}

/// RUN of f4s-train, as f4s info looks at it.
Json Training(const std::string& path, const std::string&) {
  const Json info = InfoOf(path);
  return {{"step", info.value("step", Json())}};
}

/// nnU-Net's dataset.json.
Json Nnunet(const std::string& path, const std::string&) {
  return {{"channels", ReadNnunetJson(path).modalities.size()}};
}

/// Tar files with cases, and their images.
Json Tar(const std::string& path, const std::string&) {
  Json members = Json::array(), ids = Json::array();
  const auto names = CasesOfTar(path)->Names();
  for (const CaseName& name : *names) ids.push_back(name.id);
  ForEachTarMember(path, 0, [&](const TarMember& member) {
    members.push_back({member.name, member.bytes});
    if (member.name.ends_with(".png")) static_cast<void>(ReadPicture(Cat(path, "#", member.name)));
  });
  return {{"members", members}, {"ids", ids}};
}

struct Kind {
  const char* name;
  Json (*read)(const std::string& path, const std::string& values);
};

constexpr Kind kKinds[] = {
    {"volume", Volume},
    {"picture", Picture},
    {"dicom", Dicom},
    {"safetensors", Tensors},
    {"record", Record},
    {"dataset", Dataset},
    {"tar", Tar},
    {"nnunet", Nnunet},
    {"training", Training},
#ifdef F4S_WITH_TORCH
    {"checkpoint", ReadCheckpoint},
#endif
};

/// In the child: the line for one file; never returns.
[[noreturn]] void Answer(const Kind& kind, const std::string& path, const std::string& values) {
  Json answer;
  try {
    answer = kind.read(path, values);
    answer["outcome"] = "read";
  } catch (const Error& error) {
    answer = {{"outcome", "refused"}, {"code", error.code()}, {"names_file", !error.file().empty()}};
  } catch (const std::bad_alloc&) {
    answer = {{"outcome", "memory"}};
  } catch (const std::exception& error) {
    answer = {{"outcome", "untranslated"}, {"what", error.what()}};
  }
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  if (used.ru_maxrss > kMostKb) answer = {{"outcome", "memory"}, {"kB", used.ru_maxrss}};
#ifdef F4S_SANITIZED
  if (__lsan_do_recoverable_leak_check() != 0) answer = {{"outcome", "leak"}};
#endif
  std::cout << ToLine(answer) << std::endl;
  ::_exit(0);
}

/// To what the libraries, and a sanitizer's shadow, take already, and 2 GiB.
void LimitAddresses() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + kMoreAddresses;
  const rlimit limit = {most, most};
  ::setrlimit(RLIMIT_AS, &limit);
}

void Say(const Json& answer) { std::cout << ToLine(answer) << std::endl; }

void ReadInChild(const Kind& kind, const std::string& path, const std::string& values) {
  std::cout.flush();
  const pid_t child = ::fork();
  if (child == 0) {
    LimitAddresses();
    ::alarm(kSeconds);
    Answer(kind, path, values);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    Say({{"outcome", WTERMSIG(status) == SIGALRM ? "hang" : "crash"}, {"signal", WTERMSIG(status)}});
  else if (WEXITSTATUS(status) != 0)
    Say({{"outcome", "crash"}, {"exit", WEXITSTATUS(status)}});
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto* const kind =
      std::find_if(std::begin(f4s::kKinds), std::end(f4s::kKinds),
                   [&](const f4s::Kind& one) { return one.name == std::string_view(argv[1]); });
  if (kind == std::end(f4s::kKinds)) return 2;
  int64_t number = 0;
  for (std::string path; std::getline(std::cin, path); ++number)
    f4s::ReadInChild(*kind, path, f4s::Cat(argv[2], "/", number, ".f32"));
}
