#include "libfuse4seg/base/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <new>
#include <system_error>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/threads.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() {
    fs::create_symlink("loop", loop_);
    fs::create_symlink("nobody", folder_ / "nowhere");
    WriteFileAtomically(folder_ / "a" / "file", "text");
  }
  Scratch scratch_;
  const fs::path folder_ = scratch_.folder(), loop_ = folder_ / "loop",
                 long_ = folder_ / std::string(300, 'n');
};

TEST_F(Files, SayWhatStandsThere) {
  EXPECT_TRUE(Exists(folder_ / "a") && IsFolder(folder_ / "a") && !IsFile(folder_ / "a"));
  EXPECT_TRUE(Exists(folder_ / "a" / "file") && IsFile(folder_ / "a" / "file"));
  EXPECT_FALSE(Exists(folder_ / "no") || IsFolder(folder_ / "no") || IsFile(folder_ / "no" / "no"));
  EXPECT_FALSE(Exists(folder_ / "nowhere")) << "a link to nothing";
  EXPECT_FALSE(Exists(folder_ / "a" / "file" / "below")) << "a file on the way";
  EXPECT_TRUE(IsLink(loop_) && IsLink(folder_ / "nowhere") && !IsLink(folder_ / "a"));
  EXPECT_EQ(FileBytes(folder_ / "a" / "file"), 4);
  EXPECT_EQ(FileBytes(folder_), 0);
}

TEST_F(Files, NamePathAndReasonWhereThatCannotBeTold) {
  for (const fs::path& path : {loop_, long_, loop_ / "below"}) {
    EXPECT_F4S_ERROR(static_cast<void>(Exists(path)), ErrorKind::kMissingInput, "input.missing");
    EXPECT_F4S_ERROR(static_cast<void>(IsFolder(path)), ErrorKind::kMissingInput, "input.missing");
    EXPECT_F4S_ERROR(static_cast<void>(IsFile(path, WriteError)), ErrorKind::kCannotCreate, "output.create");
    EXPECT_F4S_ERROR(static_cast<void>(EntriesOf(path)), ErrorKind::kMissingInput, "input.missing");
    EXPECT_F4S_ERROR(static_cast<void>(FilesBelow(path, WriteError)), ErrorKind::kCannotCreate,
                     "output.create");
    EXPECT_F4S_ERROR(MakeFolders(path), ErrorKind::kCannotCreate, "output.create");
    EXPECT_FALSE(ReadableFolder(path) || ReadableFile(path));
    EXPECT_TRUE(ReadableEntriesOf(path).empty());
  }
}

TEST_F(Files, AreListedInOrderWithoutEnteringLinks) {
  fs::create_directory_symlink(folder_ / "a", folder_ / "to-a");
  EXPECT_EQ(EntriesOf(folder_),
            (std::vector<fs::path>{folder_ / "a", loop_, folder_ / "nowhere", folder_ / "to-a"}));
  EXPECT_EQ(FilesBelow(folder_),
            (std::vector<fs::path>{folder_ / "a" / "file", loop_, folder_ / "nowhere", folder_ / "to-a"}));
  Remove(folder_ / "no");
  RemoveTree(folder_ / "to-a");
  EXPECT_TRUE(Exists(folder_ / "a" / "file")) << "the link went, not what it leads to";
  RemoveTree(folder_ / "a");
  EXPECT_FALSE(Exists(folder_ / "a"));
}

TEST_F(Files, FoldersAreMadeWithThoseAbove) {
  for (const char* path : {"b/c/d", "e/f/", "g/./h", "b/c/d"}) {
    MakeFolders(folder_ / path);
    EXPECT_TRUE(IsFolder(folder_ / path)) << path;
  }
  EXPECT_F4S_ERROR(MakeFolders(folder_ / "a" / "file" / "x"), ErrorKind::kCannotCreate, "output.create");
}

TEST(Shown, EscapesWhatSteersATerminal) {
  EXPECT_EQ(Shown("tumour 10 µm, 脑"), "tumour 10 µm, 脑");
  EXPECT_EQ(Shown("a\tb\nc\x1b[2J\x7f"), "a\\x09b\\x0ac\\x1b[2J\\x7f");
  EXPECT_EQ(Shown("\u009b2J\u0085\u202e\u2066\u200f\u2028"), "\\u009b2J\\u0085\\u202e\\u2066\\u200f\\u2028");
  EXPECT_EQ(Shown("\x9b\xff\xe2\x80 \xc0\xaf\xed\xa0\x80"), "\\x9b\\xff\\xe2\\x80 \\xc0\\xaf\\xed\\xa0\\x80")
      << "no UTF-8, overlong, a surrogate";
  EXPECT_EQ(Shown(Shown("\x1b\u202e")), Shown("\x1b\u202e"));
}

TEST(Shown, CutsWhatIsLong) {
  EXPECT_EQ(Shown(std::string(10, 'a'), 4), "aaaa... (10 bytes)");
  EXPECT_EQ(Shown("aé", 2), "a... (3 bytes)") << "not within a character";
  const Error error =
      Error(ErrorKind::kBadInput, "x", std::string(1 << 20, 'm')).InCase(std::string(1 << 20, 'i'));
  EXPECT_LT(error.Line().size(), 10000U);
}

TEST(Thrown, IsAnErrorWhateverItWas) {
  const auto code = [](const std::exception& thrown) { return AsError(thrown).exit_code(); };
  EXPECT_EQ(code(std::bad_alloc()), 71);
  EXPECT_EQ(code(std::bad_array_new_length()), 71);
  EXPECT_EQ(code(std::system_error(EAGAIN, std::generic_category())), 71) << "no thread";
  EXPECT_EQ(
      code(std::runtime_error("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't "
                              "allocate memory: you tried to allocate 9 bytes.\nframe #0")),
      71);
  EXPECT_EQ(code(fs::filesystem_error("x", "/p", std::make_error_code(std::errc::permission_denied))), 74);
  EXPECT_EQ(code(fs::filesystem_error("x", "/p", std::make_error_code(std::errc::filename_too_long))), 66);
  EXPECT_EQ(code(Error(ErrorKind::kBadInput, "x", "m")), 65);
  EXPECT_EQ(AsError(std::runtime_error("first\nsecond")).message(), "first");
  EXPECT_EQ(code(std::runtime_error("x")), 70);
}

TEST(Together, ThreadsShareTheWorkAndTellTheFirstFailure) {
  std::atomic<int> next = 0, done = 0;
  RunTogether(4, [&] {
    while (next++ < 100) ++done;
  });
  EXPECT_EQ(done, 100);
  EXPECT_THROW(RunTogether(3, [] { throw std::runtime_error("x"); }), std::runtime_error);
}

}  // namespace
}  // namespace f4s
