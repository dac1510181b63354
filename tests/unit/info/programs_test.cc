#include "libfuse4seg/info/programs.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

TEST(Programs, AreListedWithTheirOwnSynopses) {
  const Scratch scratch;
  const auto add = [&](const std::string& name, const std::string& text, bool runs) {
    WriteFileAtomically(scratch / name, text);
    if (runs) std::filesystem::permissions(scratch / name, std::filesystem::perms::owner_all);
  };
  add("f4s-b", "#!/bin/sh\necho \"f4s-b: does it with $1\"; echo more\n", true);
  add("f4s-a", "#!/bin/sh\nexit 3\n", true);
  add("f4s-notes.txt", "no program", false);
  add("other", "#!/bin/sh\necho other: no\n", true);
  const std::vector<Program> programs = ProgramsIn(scratch.folder());
  ASSERT_EQ(programs.size(), 2u);
  EXPECT_EQ(programs[0].name, "f4s-a");
  EXPECT_EQ(programs[0].synopsis, "");
  EXPECT_EQ(programs[1].name, "f4s-b");
  EXPECT_EQ(programs[1].synopsis, "does it with --help");
}

}  // namespace
}  // namespace f4s
