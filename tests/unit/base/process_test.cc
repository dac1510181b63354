#include "libfuse4seg/base/process.h"

#include <gtest/gtest.h>

#include <csignal>
#include <system_error>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

ChildOutcome Shell(const std::string& command, double limit_s = 20) {
  return RunChild({"/bin/sh", "-c", command}, limit_s);
}

TEST(Process, SaysWhatAProgramSaidAndHowItEnded) {
  const ChildOutcome outcome = Shell("echo out; echo one >&2; echo two >&2; exit 3");
  EXPECT_EQ(outcome.output, "out\n");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_EQ(outcome.Describe(), "exited with 3: two");
  EXPECT_TRUE(Shell("test -z \"$(cat)\"").ok());  // its input is empty
  const ChildOutcome killed = Shell("kill -9 $$");
  EXPECT_EQ(killed.signal, SIGKILL);
  EXPECT_EQ(killed.exit_code, 128 + SIGKILL);
}

TEST(Process, EndsAtItsTimeLimitWithAllThatItStarted) {
  const ChildOutcome outcome = Shell("sleep 30 & sleep 30", 0.1);
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.Describe(), "exceeded its time limit");
}

TEST(Process, OneThatIsNotThereIsSaid) {
  try {
    static_cast<void>(RunChild({"f4s-no-such-program"}, 1));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "program.missing");
    EXPECT_EQ(error.kind(), ErrorKind::kUnavailable);
  }
  EXPECT_THROW(Process({"/nowhere"}, {}), std::system_error);
  EXPECT_TRUE(ProgramExists("sh"));
  EXPECT_FALSE(ProgramExists("f4s-no-such-program"));
}

TEST(Process, HasTheEnvironmentThatItIsGiven) {
  Process process({"/bin/sh", "-c", "test \"$A:$HOME\" = b:"}, {}, {"A=b"});
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_TRUE(process.HasEnded());
}

}  // namespace
}  // namespace f4s
