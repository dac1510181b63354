#include "libfuse4seg/base/atomic_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

size_t FilesIn(const std::filesystem::path& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, ReplacesWholeOrNotAtAll) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "deep/er/a.txt", "old");
  {
    AtomicFile file(scratch / "deep/er/a.txt");
    file.Write("half");
    EXPECT_EQ(ReadFile(scratch / "deep/er/a.txt"), "old");
  }  // went away without Publish()
  EXPECT_EQ(ReadFile(scratch / "deep/er/a.txt"), "old");
  EXPECT_EQ(FilesIn(scratch / "deep/er"), 1U);
  WriteFileAtomically(scratch / "deep/er/a.txt", "new");
  EXPECT_EQ(ReadFile(scratch / "deep/er/a.txt"), "new");
}

TEST(AtomicFile, KeepsTheExtensionForLibrariesThatLookAtIt) {
  const Scratch scratch;
  EXPECT_TRUE(AtomicFile(scratch / "a.nii.gz").temporary().string().ends_with(".nii.gz"));
}

TEST(AtomicFile, AFullDiskLeavesTheOldFile) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "a", "old");
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small = {1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_F4S_ERROR(WriteFileAtomically(scratch / "a", std::string(5000, 'x')), ErrorKind::kIo, "io.write");
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(ReadFile(scratch / "a"), "old");
  EXPECT_EQ(FilesIn(scratch.folder()), 1U);
}

TEST(AtomicFile, WhatCannotBeCreatedIsSaidSo) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "file", "x");
  EXPECT_F4S_ERROR(WriteFileAtomically(scratch / "file/below", "y"), ErrorKind::kCannotCreate,
                   "output.create");
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(scratch / "none")), ErrorKind::kMissingInput, "input.missing");
}

TEST(RemoveStaleTemporaries, TakesThoseOfTheDeadAlone) {
  const Scratch scratch;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  // What such a process would have left: the name of this one's, with the other's number in it.
  const std::string mine = AtomicFile(scratch / "a.png").temporary().filename();
  const auto leave = [&](const std::string& host_change, pid_t pid) {
    std::string name = mine;
    name.replace(name.find(std::to_string(::getpid())), std::to_string(::getpid()).size(),
                 std::to_string(pid) + host_change);
    WriteFileAtomically(scratch / name, "x");
  };
  leave("", child);
  leave("", ::getppid());
  leave(".elsewhere", child);
  WriteFileAtomically(scratch / "c.png", "x");
  RemoveStaleTemporaries(scratch.folder());
  EXPECT_EQ(FilesIn(scratch.folder()), 3U);
}

}  // namespace
}  // namespace f4s
