// Tar archives: read by GNU tar, and read back as files.

#include "libfuse4seg/base/tar.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdio>
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

/// The members of an archive that must have an end, by name.
std::vector<std::string> NamesIn(const std::filesystem::path& archive) {
  std::vector<std::string> names;
  ForEachTarMember(
      archive, 0, [&](const TarMember& member) { names.push_back(member.name); }, TarEnd::kRequired);
  return names;
}

TEST_F(Tars, ThatMustHaveAnEndAreNotCutOff) {
  const std::string whole = Archive({{"a", "abc"}, {"b", std::string(600, 'b')}}),
                    open = Archive({{"a", "abc"}, {"b", std::string(600, 'b')}}, false);
  EXPECT_EQ(NamesIn(Write(whole)), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(NamesIn(Write(whole + std::string(9000, '\0'))).size(), 2U) << "a record of a tape";
  for (const size_t bytes : {size_t{0}, size_t{100}, size_t{1024}, size_t{1030}, size_t{1536}, size_t{2000},
                             size_t{2136}, open.size()})
    EXPECT_F4S_ERROR(NamesIn(Write(open.substr(0, bytes))), ErrorKind::kBadInput, "tar.cut_off");
  EXPECT_F4S_ERROR(NamesIn(Write(whole + whole)), ErrorKind::kBadInput, "tar.trailing");
  EXPECT_F4S_ERROR(NamesIn(Write(open + std::string(512, '\0') + open)), ErrorKind::kBadInput,
                   "tar.trailing");
}

/// A header whose sum is right, whatever `change` does to it.
template <class Change>
std::string HeaderWith(const std::string& name, int64_t bytes, const Change& change) {
  std::string block = TarHeader(name, bytes);
  change(block);
  block.replace(148, 8, "        ");
  int sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  char text[16];
  std::snprintf(text, sizeof text, "%06o", sum);
  return block.replace(148, 7, std::string(text) + '\0');
}
std::string PaxHeader(const std::string& records, char type = 'x') {
  std::string all =
      HeaderWith("pax", std::ssize(records), [&](std::string& block) { block[156] = type; }) + records;
  return all + std::string(static_cast<size_t>(-std::ssize(records) & (kTarBlock - 1)), '\0');
}

TEST_F(Tars, ExtendedHeadersAreReadOrRefused) {
  const std::string rest = Archive({{"a", "abc"}, {"b", "def"}});
  EXPECT_EQ(NamesIn(Write(PaxHeader("13 comment=x\n") + PaxHeader("10 path=c\n") + rest)),
            (std::vector<std::string>{"c", "b"}));
  EXPECT_EQ(NamesIn(Write(PaxHeader("13 comment=x\n", 'g') + rest)).size(), 2U);
  for (const std::string records :
       {"99 path=c\n", "x path=c\n", "10 path=cd\n", "11 size=-3\n", "11 size=3x\n",
        "29 size=99999999999999999999\n", "22 GNU.sparse.major=1\n"}) {
    SCOPED_TRACE(records);
    EXPECT_F4S_ERROR(NamesIn(Write(PaxHeader(records) + rest)), ErrorKind::kBadInput, "tar.header");
  }
  for (const char* records : {"10 path=c\n", "10 size=3\n"})
    EXPECT_F4S_ERROR(NamesIn(Write(PaxHeader(records, 'g') + rest)), ErrorKind::kBadInput, "tar.header");
  EXPECT_F4S_ERROR(NamesIn(Write(PaxHeader("28 size=9223372036854775807\n") + rest)), ErrorKind::kBadInput,
                   "tar.cut_off");
}

TEST_F(Tars, LengthsOfBase256AreRead) {
  const auto length = [](const std::string& bytes) {
    return [=](std::string& block) { block.replace(124, 12, bytes); };
  };
  const std::string three("\x80\0\0\0\0\0\0\0\0\0\0\3", 12), huge("\x80\0\0\0\0\1\0\0\0\0\0\0", 12),
      below("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12);
  const std::string rest = Archive({{"a", "abc"}}).substr(kTarBlock);
  const auto archive = Write(HeaderWith("a", 3, length(three)) + rest);
  EXPECT_EQ(ReadFile(In(archive, "a")), "abc");
  EXPECT_F4S_ERROR(NamesIn(Write(HeaderWith("a", 3, length(huge)) + rest)), ErrorKind::kBadInput,
                   "tar.cut_off");
  EXPECT_F4S_ERROR(NamesIn(Write(HeaderWith("a", 3, length(below)) + rest)), ErrorKind::kBadInput,
                   "tar.header");
}

TEST_F(Tars, AFolderPackedFromWithinIsRead) {
  EXPECT_EQ(ReadFile(In(Write(Archive({{"./cases/a", "abc"}})), "cases/a")), "abc");
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
