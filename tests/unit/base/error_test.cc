#include "libfuse4seg/base/error.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/opened_object.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

TEST(Error, ItsLineHasCaseFileContextValueAndCode) {
  const Context context("while reading the label");
  const Error error = Error(ErrorKind::kBadInput, "png.alpha", "has alpha").InFile("/d/a b.png").InCase("P1");
  EXPECT_EQ(error.Line(), "case 'P1': /d/a b.png: while reading the label: has alpha [png.alpha]");
  EXPECT_EQ(error.reason(), "has alpha");
  EXPECT_EQ(error.exit_code(), 65);
}

TEST(Error, ItsLineIsOneLineWhateverTheNames) {
  const Error error = Error(ErrorKind::kIo, "x", "a\nb").InFile("/d/new\nline\x1b.png");
  EXPECT_EQ(error.Line(), "/d/new\\x0aline\\x1b.png: a b [x]");
}

TEST(Error, ContextsEndWithTheirScope) {
  { const Context context("gone"); }
  EXPECT_EQ(Error(ErrorKind::kIo, "x", "m").message(), "m");
}

TEST(OpenObject, AnAbsentOneIsUnavailableWithItsPurpose) {
  try {
    static_cast<void>(OpenObject("nonsense", "moon rocks"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 69);
    EXPECT_EQ(
        error.message(),
        "moon rocks not available: this installation has no libfuse4seg_nonsense.so (f4s doctor says what "
        "brings it)");
  }
}

TEST(Json, PathsFindNamesWithDots) {
  const Json json = {{"a", {{"b.c", {{"d", 1}}}, {"b", {{"c", 2}}}}}};
  EXPECT_EQ(*FindPath(json, "a.b.c.d"), 1);
  EXPECT_EQ(*FindPath(json, "a.b.c"), (Json{{"d", 1}}));
  EXPECT_EQ(FindPath(json, "a.x"), nullptr);
  EXPECT_EQ(FindPath(json, "a.b.c.d.e"), nullptr);
}

TEST(Json, ALineOfBytesThatAreNoTextIsStillALine) { EXPECT_EQ(ToLine(Json("a\xff")), "\"a\xEF\xBF\xBD\""); }

}  // namespace
}  // namespace f4s
