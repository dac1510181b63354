// f4s-read-dicom: reads DICOM files for another program, which may trust no file and so leaves it to this
// one, in a process that can hold only so much memory, run only so long and write to nothing but its answer.
//
//   f4s-read-dicom MEMORY_BYTES CPU_SECONDS
//
// On standard input requests, on standard output an answer to each: a line of JSON, {"error": CODE,
// "message": TEXT} when the file is refused.
//   header LENGTH\nPATH              -> the file's header; see elements.h
//   pixels LENGTH I,J,...\nPATH      -> {"values": N, "cut": M, "changed": K, "rounding": [W, L, G]},
//                                       then N float32 of these frames; see pixels.h, image/rounding.h

#include <gdcmTrace.h>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/elements.h"
#include "libfuse4seg/image/dicom/read/lock_up.h"
#include "libfuse4seg/image/dicom/read/pixels.h"

namespace f4s {
namespace {

constexpr size_t kLongestPath = 65536;

void Send(const std::string& line) {
  std::cout << line << '\n';
  std::cout.flush();
}

std::vector<size_t> ParseFrames(const std::string& text) {
  std::vector<size_t> frames;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) frames.push_back(std::stoul(word));
  return frames;
}

void Answer(const std::string& request, const std::string& path, const std::string& frames) {
  try {
    if (request == "header") return Send(ToLine(HeaderOfFile(path)));
    const Pixels read = PixelsOfFile(path, ParseFrames(frames));
    const Rounding& rounding = read.rounding;
    Send(ToLine({{"values", read.values.size()},
                 {"cut", read.num_cut},
                 {"changed", rounding.num_changed},
                 {"rounding", {rounding.worst, rounding.least, rounding.greatest}}}));
    std::cout.write(reinterpret_cast<const char*>(read.values.data()),
                    static_cast<std::streamsize>(read.values.size() * sizeof(float)));
    std::cout.flush();
  } catch (const Error& error) {
    Send(RefusalLine(error));
  }
}

int Serve() {
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  gdcm::Trace::DebugOff();
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string request, frames;
    size_t length = 0;
    if (!(words >> request >> length) || length > kLongestPath) return kBadRequest;
    words >> frames;
    std::string path(length, '\0');
    if (!std::cin.read(path.data(), static_cast<std::streamsize>(length))) return kBadRequest;
    Answer(request, path, frames);
  }
  return 0;
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) { return f4s::ServeLockedUp(argc, argv, &f4s::Serve); }
