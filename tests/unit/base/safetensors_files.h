// What the safetensors tests share: files of hand-made headers, and a golden file.

#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <random>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors.h"

namespace f4s {

using Path = std::filesystem::path;

std::span<const std::byte> BytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }
inline std::string TextOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::string LittleEndian(uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

inline std::string FileOf(const std::string& header, const std::string& data) {
  return LittleEndian(header.size()) + header + data;
}

class Safetensors : public testing::Test {
 protected:
  Safetensors() : folder_(Path(testing::TempDir()) / Cat("safetensors_test.", ::getpid())) {
    MakeFolders(folder_);
  }
  ~Safetensors() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Path Put(const std::string& bytes) const {
    const Path path = folder_ / "in.safetensors";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  void ExpectRefused(const std::string& reason, const std::string& bytes) const {
    const Path path = Put(bytes);
    try {
      const SafetensorsFile file(path);
      ADD_FAILURE() << "accepted: " << bytes.substr(0, 200) << "; wanted " << reason;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
      EXPECT_EQ(error.code(), "safetensors." + reason) << error.Line();
      EXPECT_EQ(error.file(), path.string());
      EXPECT_LT(error.Line().size(), 600U);
    }
  }

  const Path folder_;
};

/// A file that is in memory only: thousands of them cost little time.
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& bytes) : fd_(::memfd_create("safetensors_test", MFD_CLOEXEC)) {
    if (fd_ < 0 || ::write(fd_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error("memfd");
  }
  ~MemoryFile() { ::close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] Path path() const { return Cat("/proc/self/fd/", fd_); }

 private:
  int fd_;
};

// What `safetensors` 0.8.0 of PyPI writes, safetensors.numpy.save(), for:
//   {"weight": arange(6, float32).reshape(2,3), "bias": [1.5, -2] float32, "step": 7 int64,
//    "mask": [1,0,1] bool, "half": [[0.5]] float16, "empty": zeros((0,4), uint8),
//    'n"é\n': [258] uint16}, metadata {"format": "f4s.model/1"}
inline const std::string kGolden = FileOf(
    R"({"__metadata__":{"format":"f4s.model/1"},"step":{"dtype":"I64","shape":[],"data_offsets":[0,8]},)"
    R"("bias":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},)"
    R"("weight":{"dtype":"F32","shape":[2,3],"data_offsets":[16,40]},)"
    R"("half":{"dtype":"F16","shape":[1,1],"data_offsets":[40,42]},)"
    "\"n\\\"\303\251\\n\":{\"dtype\":\"U16\",\"shape\":[1],\"data_offsets\":[42,44]},"
    R"("empty":{"dtype":"U8","shape":[0,4],"data_offsets":[44,44]},)"
    R"("mask":{"dtype":"BOOL","shape":[3],"data_offsets":[44,47]}} )",
    std::string("\007\000\000\000\000\000\000\000"
                "\000\000\300\077\000\000\000\300"
                "\000\000\000\000\000\000\200\077\000\000\000@\000\000@@\000\000\200@\000\000\240@"
                "\000\070\002\001\001\000\001",
                47));

}  // namespace f4s
