// Reads files as the programs do, each in a process of its own with limits, and says what came of it: a line
// of JSON for each path on stdin.  For tests/fault/mutants.py.
//
//   read_files KIND FOLDER    KIND: volume picture safetensors record dicom; FOLDER takes the values of file
//   N as N.f32

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <new>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {
namespace {

constexpr rlim_t kMemory = rlim_t{2} << 30;
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

Json Read(const std::string& kind, const std::string& path, const std::string& values) {
  if (kind == "volume") return Keep(ReadVolume(path), values);
  if (kind == "picture") return Keep(ReadPicture(path), values);
  if (kind == "dicom") return Keep(ReadDicomVolume(path).volume, values);
  if (kind == "safetensors") {
    Json names = Json::array();
    const SafetensorsFile file(path);
    for (const auto& [name, tensor] : file.tensors()) names.push_back({name, tensor.shape});
    return {{"tensors", names}};
  }
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const Case one = Case::FromRecord(ParseJson(line, "a record"), "/");
  return {{"id", one.id()}};
}

/// In the child: the line for one file; never returns.
[[noreturn]] void Answer(const std::string& kind, const std::string& path, const std::string& values) {
  Json answer;
  int code = 0;
  try {
    answer = Read(kind, path, values);
    answer["outcome"] = "read";
  } catch (const Error& error) {
    answer = {{"outcome", "refused"}, {"code", error.code()}, {"names_file", !error.file().empty()}};
  } catch (const std::bad_alloc&) {
    answer = {{"outcome", "memory"}};
  } catch (const std::exception& error) {
    answer = {{"outcome", "untranslated"}, {"what", error.what()}};
  }
  std::cout << ToLine(answer) << std::endl;
  ::_exit(code);
}

void ReadInChild(const std::string& kind, const std::string& path, const std::string& values) {
  std::cout.flush();
  const pid_t child = ::fork();
  if (child == 0) {
#ifndef F4S_SANITIZED
    const rlimit memory = {kMemory, kMemory};
    ::setrlimit(RLIMIT_AS, &memory);
#endif
    ::alarm(kSeconds);
    Answer(kind, path, values);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    std::cout << ToLine(Json{{"outcome", WTERMSIG(status) == SIGALRM ? "hang" : "crash"},
                             {"signal", WTERMSIG(status)}})
              << std::endl;
  else if (WEXITSTATUS(status) != 0)
    std::cout << ToLine(Json{{"outcome", "crash"}, {"exit", WEXITSTATUS(status)}}) << std::endl;
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int64_t number = 0;
  for (std::string path; std::getline(std::cin, path); ++number)
    f4s::ReadInChild(argv[1], path, f4s::Cat(argv[2], "/", number, ".f32"));
}
