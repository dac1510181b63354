// Archives of cases; the sums of their headers are set right first, so that what is in them is met.

#include "libfuse4seg/base/tar.h"

#include <cstdio>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/tar/tar_files.h"
#include "tests/fuzz/fuzz.h"

namespace f4s::fuzz {
namespace {

constexpr size_t kSum = 148, kDigits = 8;  // of a header

std::string WithSums(std::string bytes) {
  for (size_t at = 0; at + kTarBlock <= bytes.size(); at += kTarBlock) {
    if (bytes.compare(at + 257, 5, "ustar") != 0) continue;
    bytes.replace(at + kSum, kDigits, kDigits, ' ');
    unsigned sum = 0;
    for (size_t i = at; i < at + kTarBlock; ++i) sum += static_cast<unsigned char>(bytes[i]);
    char text[16];
    std::snprintf(text, sizeof text, "%06o", sum);
    bytes.replace(at + kSum, 7, text, 7);
  }
  return bytes;
}

}  // namespace

void Tar(std::string_view bytes) {
  const std::string sound = WithSums(std::string(bytes));
  OnFile(sound, "a.tar", [&](const Path& path) {
    int64_t before = 0;
    const int64_t end = ForEachTarMember(path, 0, [&](const TarMember& member) {
      Require(member.offset >= before && member.bytes >= 0, "members one behind the other");
      before = member.offset + member.bytes;
      Require(before <= static_cast<int64_t>(sound.size()), "a member within the archive");
    });
    Require(end >= before, "an end behind the members");
    const auto names = CasesOfTar(path)->Names();
    for (const CaseName& name : *names) Require(!name.id.empty(), "an id");
  });
}

}  // namespace f4s::fuzz
