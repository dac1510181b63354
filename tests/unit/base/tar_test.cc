// Tar archives: read by GNU tar, and read back as files.

#include "libfuse4seg/base/tar.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

std::string Archive(const std::vector<std::pair<std::string, std::string>>& members, bool ends = true) {
  std::string bytes;
  for (const auto& [name, contents] : members) {
    bytes += TarHeader(name, std::ssize(contents)) + contents;
    bytes.append(static_cast<size_t>(-std::ssize(contents) & (kTarBlock - 1)), '\0');
  }
  return bytes + (ends ? std::string(static_cast<size_t>(kTarEnd), '\0') : "");
}

class Tars : public testing::Test {
 protected:
  std::filesystem::path Write(const std::string& bytes, const std::string& name = "a.tar") const {
    const auto file = scratch_.folder() / name;
    WriteFileAtomically(file, bytes);
    return file;
  }
  static std::filesystem::path In(const std::filesystem::path& archive, const std::string& member) {
    return archive.string() + "#" + member;
  }
  Scratch scratch_;
};

TEST_F(Tars, MembersAreFiles) {
  const std::string large(1500, 'x');
  const auto archive = Write(Archive({{"fused/a.png", "abc"}, {"b", ""}, {"c", large}}));
  EXPECT_EQ(ReadFile(In(archive, "fused/a.png")), "abc");
  EXPECT_EQ(ReadFile(In(archive, "b")), "");
  EXPECT_EQ(ReadFile(In(archive, "c")), large);
  EXPECT_TRUE(Exists(In(archive, "c")));
  EXPECT_TRUE(IsFile(In(archive, "c")));
  EXPECT_TRUE(ReadableFile(In(archive, "c")));
  EXPECT_FALSE(IsFolder(In(archive, "c")));
  EXPECT_FALSE(Exists(In(archive, "d")));
  EXPECT_EQ(FileBytes(In(archive, "c")), 1500);
  EXPECT_EQ(Sha256OfFile(In(archive, "c")), Sha256Of(large));
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(In(archive, "d"))), ErrorKind::kMissingInput, "input.missing");
}

TEST_F(Tars, AFileOfThatNameIsItself) {
  Write("of its own", "a.tar#b");
  Write(Archive({{"b", "in the archive"}}));
  EXPECT_EQ(ReadFile(scratch_.folder() / "a.tar#b"), "of its own");
}

TEST_F(Tars, TheLastOfANameCounts) {
  EXPECT_EQ(ReadFile(In(Write(Archive({{"a", "old"}, {"a", "new"}})), "a")), "new");
}

TEST_F(Tars, GrowWhileTheyAreRead) {
  const auto archive = scratch_.folder() / "a.tar";
  const Descriptor file(archive, O_WRONLY | O_CREAT);
  file.Write(Archive({{"a", "1"}}, false), archive);
  EXPECT_EQ(ReadFile(In(archive, "a")), "1");
  EXPECT_FALSE(Exists(In(archive, "b")));
  const std::string next = Archive({{"b", "22"}});
  file.Write(next.substr(0, 513), archive);
  EXPECT_FALSE(Exists(In(archive, "b"))) << "it is not all there";
  file.Write(next.substr(513), archive);
  EXPECT_EQ(ReadFile(In(archive, "b")), "22");
}

TEST_F(Tars, AreWhatGnuTarReads) {
  const std::string deep = std::string(90, 'f') + "/" + std::string(60, 'g') + "/" + std::string(99, 'n');
  const auto archive = Write(Archive({{"a/b.txt", "hello\n"}, {deep, "far"}}));
  const std::string out = scratch_.folder() / "out";
  ASSERT_EQ(std::system(("mkdir " + out + " && tar -xf " + archive.string() + " -C " + out).c_str()), 0);
  EXPECT_EQ(ReadFile(out + "/a/b.txt"), "hello\n");
  EXPECT_EQ(ReadFile(out + "/" + deep), "far");
  EXPECT_EQ(ReadFile(In(archive, deep)), "far");
}

TEST_F(Tars, OfOtherProgramsAreRead) {
  const std::string folder = scratch_.folder(), deep = std::string(120, 'f') + "/" + std::string(140, 'n');
  Write("hello", "one.txt");
  const auto run = [](const std::string& command) { return std::system(command.c_str()); };
  ASSERT_EQ(run("cd " + folder + " && mkdir -p d/" + std::string(120, 'f') +
                " && cp one.txt d && cp one.txt d/" + deep),
            0);
  for (const char* format : {"gnu", "pax"}) {
    ASSERT_EQ(run(Cat("tar --format=", format, " -C ", folder, " -cf ", folder, "/", format, ".tar d")), 0);
    EXPECT_EQ(ReadFile(In(folder + "/" + format + ".tar", "d/one.txt")), "hello") << format;
    EXPECT_EQ(ReadFile(In(folder + "/" + format + ".tar", "d/" + deep)), "hello") << format;
  }
  ASSERT_EQ(run("tar --format=ustar -C " + folder + " -cf " + folder + "/ustar.tar d/one.txt"), 0);
  EXPECT_EQ(ReadFile(In(folder + "/ustar.tar", "d/one.txt")), "hello");
}

TEST_F(Tars, ManyAreReadInTurns) {
  for (const char* const round : {"first", "second"})
    for (int i = 0; i < 70; ++i) {
      const auto archive = scratch_.folder() / Cat(i, ".tar");
      if (*round == 'f') Write(Archive({{"a", Cat("of ", i)}}), Cat(i, ".tar"));
      EXPECT_EQ(ReadFile(In(archive, "a")), Cat("of ", i)) << round;
    }
}

TEST_F(Tars, ThatAreDamagedOrOtherThingsAreRefused) {
  const std::string whole = Archive({{"a", "abc"}, {"b", "def"}});
  std::string sum = whole;
  sum[1024] = 'z';
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(In(Write(sum, "sum.tar"), "c"))), ErrorKind::kBadInput,
                   "tar.header");
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(In(Write(std::string(1024, 'x'), "no.tar"), "c"))),
                   ErrorKind::kBadInput, "tar.header");
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(In(Write(whole.substr(0, 514), "short.tar"), "a"))),
                   ErrorKind::kMissingInput, "input.missing");
  ASSERT_EQ(
      std::system(("cd " + scratch_.folder().string() + " && ln -s a link && tar -cf link.tar link").c_str()),
      0);
  EXPECT_F4S_ERROR(static_cast<void>(ReadFile(In(scratch_.folder() / "link.tar", "a"))), ErrorKind::kBadInput,
                   "tar.header");
  EXPECT_F4S_ERROR(static_cast<void>(TarHeader(std::string(101, 'n'), 1)), ErrorKind::kBadInput, "tar.name");
  EXPECT_F4S_ERROR(static_cast<void>(TarHeader(std::string(200, 'd') + "/n", 1)), ErrorKind::kBadInput,
                   "tar.name");
  EXPECT_F4S_ERROR(static_cast<void>(TarHeader("n", int64_t{1} << 33)), ErrorKind::kBadInput, "tar.size");
}

}  // namespace
}  // namespace f4s
