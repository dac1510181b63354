// The program `fuzz`.  With clang and F4S_FUZZ it is libFuzzer's, on the target that F4S_FUZZ_TARGET names:
//
//     F4S_FUZZ_TARGET=nrrd build-fuzz/bin/fuzz -max_len=65536 CORPUS
//
// Otherwise it runs each target on its seeds once:   fuzz SEEDS [TARGET...], of SEEDS/TARGET/*

#include "tests/fuzz/fuzz.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "libfuse4seg/base/error.h"

namespace f4s::fuzz {
namespace {

namespace fs = std::filesystem;

struct Target {
  const char* name;
  void (*run)(std::string_view);
};

constexpr Target kTargets[] = {
    {"nifti", Nifti},
    {"nrrd", Nrrd},
    {"metaimage", MetaImage},
    {"compressed", Compressed},
    {"png", Png},
    {"jpeg", Jpeg},
    {"safetensors", Safetensors},
    {"model", ModelHeader},
    {"json", JsonText},
    {"config", Config},
    {"records", Records},
    {"journal", DatasetJournal},
    {"table", Table},
    {"nnunet", Nnunet},
    {"dicom_map", DicomMapping},
    {"tar", Tar},
#ifdef F4S_WITH_DICOM
    {"codestream", Codestream},
    {"dicom_elements", DicomElements},
#endif
};

/// Where files are made; goes with the process.
const fs::path& Folder() {
  static const struct Owner {
    Owner() {
      std::string name = (fs::temp_directory_path() / "f4s-fuzz-XXXXXX").string();
      path = mkdtemp(name.data());
    }
    ~Owner() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
    fs::path path;
  } owner;
  return owner.path;
}

/// What an Error of an input must be.
void Judge(const Error& error, bool wants_file) {
  const std::string line = error.Line();
  Require(error.kind() == ErrorKind::kBadInput || error.kind() == ErrorKind::kMissingInput ||
              error.kind() == ErrorKind::kConfig,
          line.c_str());
  Require(!error.code().empty() && !error.message().empty(), "an Error without code or message");
  Require(!wants_file || !error.file().empty(), line.c_str());
  Require(std::none_of(line.begin(), line.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }),
          "an Error's line that steers a terminal");
  Require(line.size() < 100'000, "an Error's line of 100 kB");
}

}  // namespace

void Require(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void OnFile(std::string_view bytes, const std::string& name, const std::function<void(const Path&)>& read) {
  const fs::path file = Folder() / name;
  std::ofstream(file, std::ios::binary) << bytes;
  try {
    read(file);
  } catch (const Error& error) {
    Judge(error, true);
  }
}

void OnText(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    Judge(error, false);
  }
}

}  // namespace f4s::fuzz

#ifdef F4S_FUZZ

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static void (*const run)(std::string_view) = [] {
    const char* const wanted = std::getenv("F4S_FUZZ_TARGET");
    for (const auto& target : f4s::fuzz::kTargets)
      if (wanted != nullptr && target.name == std::string_view(wanted)) return target.run;
    std::fprintf(stderr, "F4S_FUZZ_TARGET names no target of tests/fuzz/fuzz.cc\n");
    std::exit(2);
  }();
  run({reinterpret_cast<const char*>(data), size});
  return 0;
}

#else

namespace {

void Replay(const f4s::fuzz::Target& target, const std::filesystem::path& folder) {
  size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    target.run(std::string(std::istreambuf_iterator<char>(in), {}));
    ++count;
  }
  std::cout << target.name << ": " << count << " seeds\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    for (const auto& target : f4s::fuzz::kTargets) std::cout << target.name << "\n";
    return 0;
  }
  for (const auto& target : f4s::fuzz::kTargets)
    if (words.size() == 1 || std::find(words.begin() + 1, words.end(), target.name) != words.end())
      Replay(target, std::filesystem::path(words.front()) / target.name);
  return 0;
}

#endif
