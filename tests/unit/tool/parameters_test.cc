#include "libfuse4seg/tool/parameters.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

struct Options {
  int64_t levels = 4;
  double rate = 0.5;
  bool fast = false;
  std::string mode = "a";
  std::vector<std::string> names = {"x"}, checks;

  void Declare(Parameters& p) {
    p.Integer("levels", levels, AtLeast(1), "levels");
    p.Real("rate", rate, MoreThan(0), "rate");
    p.Flag("fast", fast, "fast");
    p.Choice("mode", mode, {"a", "b"}, "mode");
    p.List("names", names, "A,B", "names");
    p.Repeated("checks", checks, "C", "checks");
  }
};

struct Declared : ::testing::Test {
  Declared() { options.Declare(parameters); }
  Parameter& operator[](size_t i) { return parameters.all()[i]; }
  std::filesystem::path Write(const std::string& text) {
    WriteFileAtomically(scratch / "c.json", text);
    return scratch / "c.json";
  }
  Options options;
  Parameters parameters;
  Scratch scratch;
};

TEST_F(Declared, ReadsTextsOfEveryType) {
  (*this)[0].SetFromText("7");
  (*this)[1].SetFromText("1e-3");
  (*this)[3].SetFromText("b");
  (*this)[4].SetFromText("t1,flair");
  (*this)[5].SetFromText("one, with a comma");
  (*this)[5].SetFromText("two");
  EXPECT_EQ(options.levels, 7);
  EXPECT_DOUBLE_EQ(options.rate, 1e-3);
  EXPECT_EQ(options.mode, "b");
  EXPECT_EQ(options.names, (std::vector<std::string>{"t1", "flair"}));
  EXPECT_EQ(options.checks, (std::vector<std::string>{"one, with a comma", "two"}));
}

TEST(Range, MayHaveANumberApart) {
  double share = -1;
  Parameters p;
  p.Real("share", share, Or(-1, Between(0, 2)), "share");
  Parameter& parameter = p.all()[0];
  for (const char* text : {"0", "0.5", "2", "-1"}) EXPECT_NO_THROW(parameter.SetFromText(text)) << text;
  EXPECT_EQ(share, -1);
  for (const char* text : {"-0.5", "-2", "2.1", "-0.999999"})
    EXPECT_F4S_ERROR(parameter.SetFromText(text), ErrorKind::kUsage, "parameter.value");
  EXPECT_F4S_ERROR(parameter.SetFromJson(-0.5), ErrorKind::kConfig, "parameter.value");
  EXPECT_EQ(parameter.range.Rule(), "must be at least 0 and at most 2, or -1");
}

TEST_F(Declared, RefusesWhatBreaksARule) {
  for (const char* text : {"0", "1.5", "", " 3", "3x", "99999999999999999999"})
    EXPECT_F4S_ERROR((*this)[0].SetFromText(text), ErrorKind::kUsage, "parameter.value");
  for (const char* text : {"0", "-1", "nan", "inf", "0,5"})
    EXPECT_F4S_ERROR((*this)[1].SetFromText(text), ErrorKind::kUsage, "parameter.value");
  EXPECT_F4S_ERROR((*this)[3].SetFromText("c"), ErrorKind::kUsage, "parameter.value");
  EXPECT_F4S_ERROR((*this)[4].SetFromText(","), ErrorKind::kUsage, "parameter.value");
}

TEST_F(Declared, NamesValueAndRule) {
  try {
    (*this)[1].SetFromText("-0.1");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "--rate: '-0.1' must be greater than 0");
  }
}

TEST_F(Declared, EffectiveConfigurationCanBeFedBack) {
  (*this)[0].SetFromText("9");
  (*this)[5].SetFromText("p >= 1");
  const auto file = Write(ToLine(parameters.Effective()));
  Options again;
  Parameters other;
  again.Declare(other);
  other.ReadConfig(file);
  EXPECT_EQ(other.Effective(), parameters.Effective());
}

TEST_F(Declared, FlagsGoBeforeTheFile) {
  (*this)[0].SetFromText("9");
  parameters.ReadConfig(Write(R"({"levels": 2, "rate": 3})"));
  EXPECT_EQ(options.levels, 9);
  EXPECT_DOUBLE_EQ(options.rate, 3);
}

TEST_F(Declared, AWrongConfigurationIsRefusedWithLineAndKey) {
  try {
    parameters.ReadConfig(Write("{\n \"rate\": 1,\n \"level\": 2}"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kConfig);
    EXPECT_EQ(error.message(), "line 3: unknown key 'level'; did you mean 'levels'?");
  }
  for (const char* text :
       {"{", "[1]", R"({"levels": "2x"})", R"({"levels": 0})", R"({"fast": 1})", R"({"mode": 3})"})
    try {
      parameters.ReadConfig(Write(text));
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kConfig) << text;
    }
  EXPECT_F4S_ERROR(parameters.ReadConfig(scratch / "none.json"), ErrorKind::kMissingInput, "input.missing");
}

}  // namespace
}  // namespace f4s
