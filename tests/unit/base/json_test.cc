#include "libfuse4seg/base/json.h"

#include <gtest/gtest.h>

#include "tests/support/expect_error.h"

namespace f4s {
namespace {

TEST(ParseJson, GivesWhatTheLibrarysOwnParserGives) {
  for (const char* text :
       {R"({"b":1,"a":[1,-2,3.5,null,true,false,"x",{},[],{"c":{"d":[[]]}}],"":""})", "[]", "{}", "1", "-0.0",
        "\"a\\u00e9\"", R"({"a":18446744073709551615,"b":-9223372036854775808,"c":1e300})"}) {
    EXPECT_EQ(ParseJson(text, {}), Json::parse(text)) << text;
    EXPECT_EQ(ToLine(ParseJson(text, {})), ToLine(Json::parse(text))) << text;
  }
}

TEST(ParseJson, KeepsTheOrderOfManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += Cat(i == 0 ? "" : ",", "\"k", (i * 7919) % 1000, "\":", i);
  text += "}";
  EXPECT_EQ(ToLine(ParseJson(text, {})), text);
}

TEST(ParseJson, RefusesWhatOthersLetPass) {
  const auto bad = [](const std::string& code, const std::string& text) {
    EXPECT_F4S_ERROR(static_cast<void>(ParseJson(text, "r.ndjson")), ErrorKind::kBadInput, code);
  };
  bad("json.key_twice", R"({"id":"a","id":"b"})");
  bad("json.key_twice", R"([{"x":{"a":1,"b":2,"a":3}}])");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += Cat("\"k", i, "\":0,");
  bad("json.key_twice", many + "\"k99\":1}");
  for (const char* damaged : {"", "{", "[1,]", "{\"a\"}", "nul", "{} x", "\"\xff\"", "[1e999]"})
    bad("json.syntax", damaged);
}

TEST(ParseJson, IsBoundInDepthAndInTime) {
  const auto nested = [](size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_NO_THROW(static_cast<void>(ParseJson(nested(kMostJsonDepth), {})));
  for (const size_t levels : {kMostJsonDepth + 1, size_t{1'000'000}})
    EXPECT_F4S_ERROR(static_cast<void>(ParseJson(nested(levels), {})), ErrorKind::kBadInput, "json.depth");
  std::string keys = "{";
  for (size_t i = 0; i < 300'000; ++i) keys += Cat(i == 0 ? "" : ",", "\"", i, "\":0");
  EXPECT_F4S_ERROR(static_cast<void>(ParseJson(keys + "}", {})), ErrorKind::kBadInput, "json.keys");
  std::string values = "[0";
  for (size_t i = 0; i < 300'000; ++i) values += ",0";
  EXPECT_EQ(ParseJson(values + "]", {}).size(), 300'001U);
}

}  // namespace
}  // namespace f4s
