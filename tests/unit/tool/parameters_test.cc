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
  void Read(const std::string& text) { parameters.ReadConfig(Write(text), "f4s-x"); }
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

enum class Mode { kFirst, kSecond };

struct OpenOptions {
  Setting<int64_t> width, epochs, warmup;
  Setting<double> rate, share;
  Setting<Mode> mode;
  Setting<bool> attends;
  Mode plain = Mode::kSecond;
  bool strict = false;
  std::filesystem::path init;

  void Declare(Parameters& p) {
    p.Integer("width", width, Between(0, 99), "width");
    p.Integer("epochs", epochs, Between(0, 99), "epochs");
    p.Integer("warmup", warmup, Between(-1, 99), "warmup");
    p.Real("rate", rate, AtLeast(0), "rate");
    p.Real("share", share, Or(-1, Between(0, 1)), "share");
    p.Choice("mode", mode, {{"profile"}, {"first", Mode::kFirst}, {"second", Mode::kSecond}}, "mode");
    p.Choice("attends", attends, {{"profile"}, {"yes", true}, {"no", false}}, "attends");
    p.Choice("plain", plain, {{"first", Mode::kFirst}, {"second", Mode::kSecond}}, "plain");
    p.Flag("strict", strict, "strict");
    p.Path("init", init, "FILE", "init");
  }
};

struct Layers : ::testing::Test {
  Layers() { options.Declare(parameters); }
  void Give(const std::string& name, const std::string& text) { parameters.Find(name)->SetFromText(text); }
  OpenOptions options;
  Parameters parameters;
};

TEST_F(Layers, WhatIsOpenHasAWordOfItsOwn) {
  EXPECT_EQ(ToLine(parameters.Effective()),
            R"({"width":0,"epochs":0,"warmup":-1,"rate":0.0,"share":-1.0,"mode":"profile",)"
            R"("attends":"profile","plain":"second","strict":false,"init":""})");
  Give("mode", "second");
  Give("share", "0");
  EXPECT_TRUE(options.mode.given);
  EXPECT_EQ(options.mode, Mode::kSecond);
  EXPECT_TRUE(options.share.given) << "0 is a share like another";
  for (const char* name : {"mode", "share"}) EXPECT_FALSE(parameters.Find(name)->is_open());
  Give("mode", "profile");
  Give("share", "-1");
  Give("rate", "0.0");
  for (const char* name : {"mode", "share", "rate"}) EXPECT_TRUE(parameters.Find(name)->is_open()) << name;
  EXPECT_F4S_ERROR(Give("mode", "third"), ErrorKind::kUsage, "parameter.value");
}

TEST_F(Layers, TheHelpSaysWhatHoldsInsteadOfThatWord) {
  Parameter& share = *parameters.Find("share");
  EXPECT_EQ(share.DefaultText(), "-1.0");
  EXPECT_EQ(share.RuleText(), "must be at least 0 and at most 1, or -1");
  share.defaults = "0.9 (unet 0.99)";
  EXPECT_EQ(share.DefaultText(), "0.9 (unet 0.99)");
  EXPECT_EQ(share.RuleText(), "must be at least 0 and at most 1");
  EXPECT_EQ(parameters.Find("mode")->RuleText(), "");
}

TEST(Choice, OfEnumeratorsInTheirOrder) {
  Mode mode = Mode::kFirst;
  Parameters p;
  p.Choice("mode", mode, std::vector<std::string>{"first", "second"}, "mode").SetFromText("second");
  EXPECT_EQ(mode, Mode::kSecond);
  EXPECT_EQ(p.all()[0].text(), "second");
  EXPECT_EQ(p.all()[0].placeholder, "first|second");
  EXPECT_F4S_ERROR(p.all()[0].SetFromText("third"), ErrorKind::kUsage, "parameter.value");
}

TEST_F(Layers, LieUnderWhatIsGiven) {
  Give("width", "5");
  options.share = 0;
  parameters.Under({{"width", 7}, {"share", 0.5}, {"rate", 1e-3}, {"mode", "first"}, {"of another tool", 1}});
  parameters.Under({{"rate", 1}, {"attends", "yes"}});
  EXPECT_EQ(options.width, 5);
  EXPECT_EQ(options.share, 0);
  EXPECT_EQ(options.rate, 1e-3) << "the first layer goes before the second";
  EXPECT_EQ(options.mode, Mode::kFirst);
  EXPECT_EQ(options.attends, true);
  parameters.Over({{"width", 9}, {"strict", true}, {"plain", "first"}});
  EXPECT_EQ(options.width, 9);
  EXPECT_TRUE(options.strict);
  EXPECT_EQ(options.plain, Mode::kFirst);
}

TEST_F(Layers, FollowOtherParameters) {
  const Json by_mode = {{"by", "mode"}, {"first", 1}, {"else", 2}};
  const Json by_init = {{"by", "init"}, {"", "no"}, {"else", "yes"}};
  const Json by_strict = {{"by", "strict"}, {"true", 0.25}};
  const Json part = {{"of", "epochs"}, {"share", {2, 7}}, {"least", 1}};
  parameters.Under({{"width", by_mode}});
  EXPECT_TRUE(parameters.Find("width")->is_open()) << "what is open decides nothing";
  options.init = "by";
  parameters.Under({{"width", by_mode}, {"mode", "second"}, {"attends", by_init}, {"share", by_strict}});
  EXPECT_EQ(options.width, 2) << "whatever the order";
  EXPECT_EQ(options.attends, true);
  EXPECT_TRUE(parameters.Find("share")->is_open()) << "no rule for that word";
  options.strict = true;
  options.epochs = 20;
  parameters.Under({{"share", by_strict}, {"warmup", part}});
  EXPECT_EQ(options.share, 0.25);
  EXPECT_EQ(options.warmup, 5);
  options.warmup = {};
  options.epochs = 3;
  parameters.Under({{"warmup", part}});
  EXPECT_EQ(options.warmup, 1);
}

TEST_F(Layers, AConfigurationWithTheWordsOfTheOpenLeavesThemOpen) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "c.json", ToLine(parameters.Effective()));
  parameters.ReadConfig(scratch / "c.json", "f4s-x");
  for (const char* name : {"width", "epochs", "warmup", "rate", "share", "mode", "attends"})
    EXPECT_TRUE(parameters.Find(name)->is_open()) << name;
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
  other.ReadConfig(file, "f4s-x");
  EXPECT_EQ(other.Effective(), parameters.Effective());
}

TEST_F(Declared, FlagsGoBeforeTheFile) {
  (*this)[0].SetFromText("9");
  Read(R"({"levels": 2, "rate": 3})");
  EXPECT_EQ(options.levels, 9);
  EXPECT_DOUBLE_EQ(options.rate, 3);
}

TEST_F(Declared, KeysMayHaveDashesAsFlagsHave) {
  int64_t width = 0;
  parameters.Integer("patch_width", width, AtLeast(0), "width");
  Read(R"({"patch-width": 3})");
  EXPECT_EQ(width, 3);
  EXPECT_F4S_ERROR(Read(R"({"patch-width": 3, "patch_width": 4})"), ErrorKind::kConfig, "config.twice");
}

TEST_F(Declared, ARunRecordIsAConfiguration) {
  Read(
      R"({"schema": "f4s.run/1", "tool": "f4s-x", "argv": ["f4s-x", "--rate", "9"], "config": {"rate": 3}})");
  EXPECT_DOUBLE_EQ(options.rate, 3);
  EXPECT_F4S_ERROR(Read(R"({"schema": "f4s.run/1", "tool": "f4s-y", "config": {"rate": 3}})"),
                   ErrorKind::kConfig, "config.tool");
}

TEST_F(Declared, AnUnknownChoiceIsAnsweredByTheNearest) {
  try {
    parameters.Choice("method", options.mode, {"average", "maximum", "laplacian"}, "method")
        .SetFromText("laplace");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(),
              "--method: 'laplace' is not one of average maximum laplacian; did you mean 'laplacian'?");
  }
}

TEST_F(Declared, AWrongConfigurationIsRefusedWithLineAndKey) {
  try {
    Read("{\n \"rate\": 1,\n \"level\": 2}");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kConfig);
    EXPECT_EQ(error.message(), "line 3: unknown key 'level'; did you mean 'levels'?");
  }
  for (const char* text :
       {"{", "[1]", R"({"levels": "2x"})", R"({"levels": 0})", R"({"fast": 1})", R"({"mode": 3})"})
    try {
      Read(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kConfig) << text;
    }
  EXPECT_F4S_ERROR(parameters.ReadConfig(scratch / "none.json", "f4s-x"), ErrorKind::kMissingInput,
                   "input.missing");
}

}  // namespace
}  // namespace f4s
