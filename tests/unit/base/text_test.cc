#include "libfuse4seg/base/text.h"

#include <gtest/gtest.h>

#include <map>

#include "libfuse4seg/base/json.h"

namespace f4s {
namespace {

using Texts = std::vector<std::string>;

TEST(Text, JoinsWhatCatPrints) {
  EXPECT_EQ(Joined(Texts{}, ", "), "");
  EXPECT_EQ(Joined(Texts{"a", "b"}, " or "), "a or b");
  EXPECT_EQ(Joined(Texts{"", "b"}, ","), ",b");
  EXPECT_EQ(Joined(std::vector<uint16_t>{1, 65}, ","), "1,65");
  const std::map<int, std::string> classes = {{1, "core"}, {4, "rim"}};
  EXPECT_EQ(Joined(classes, ", ", [](const auto& one) { return Cat(one.first, "=", one.second); }),
            "1=core, 4=rim");
}

TEST(Text, ListsNoMoreThanAsked) {
  EXPECT_EQ(Listed(Texts{"a", "b"}, 2, ", "), "a, b");
  EXPECT_EQ(Listed(Texts{"a", "b", "c"}, 2, "; ", Quoted), "'a'; 'b'; ...");
}

TEST(Text, FieldsKeepWhatListsDrop) {
  EXPECT_EQ(SplitFields("a_b__c", '_'), (Texts{"a", "b", "", "c"}));
  EXPECT_EQ(SplitFields("", '_'), (Texts{""}));
  EXPECT_EQ(SplitList(",a,,b,"), (Texts{"a", "b"}));
  EXPECT_EQ(SplitList(""), Texts{});
  EXPECT_EQ(Words(" a\tb \n c"), (Texts{"a", "b", "c"}));
}

TEST(Text, TrimsAndTakesLines) {
  EXPECT_EQ(Trimmed(" \ta b\r"), "a b");
  EXPECT_EQ(Trimmed(" \t"), "");
  EXPECT_EQ(FirstLine("one\ntwo"), "one");
  EXPECT_EQ(FirstLine("one"), "one");
  EXPECT_EQ(LowerCase("T1-\xc3\x84"), "t1-\xc3\x84");  // letters beyond ASCII stay
}

TEST(Text, ReadsNumbersWhole) {
  EXPECT_EQ(ParseWhole("+12"), 12);
  EXPECT_EQ(ParseWhole("12 "), std::nullopt);
  EXPECT_EQ(ParseReal("1e-3"), 1e-3);
  EXPECT_EQ(ParseReal("+"), std::nullopt);
  EXPECT_EQ(ParseNumbers("1,0.5", 2), (std::vector<double>{1, 0.5}));
  EXPECT_THROW((void)ParseNumbers("1,0.5", 3), Error);
  EXPECT_THROW((void)ParseNumbers("1,-1", 2), Error);
  EXPECT_EQ(FiniteNumbers("(1,2)", "(,)", 2), (std::vector<double>{1, 2}));
  EXPECT_FALSE(FiniteNumbers("(1,inf)", "(,)", 2));
}

TEST(Text, NumbersAreAllOfIt) {
  EXPECT_EQ(NumberIn<uint16_t>("65535"), 65535);
  for (const char* text : {"", "65536", "-1", "+1", " 1", "1x"})
    EXPECT_EQ(NumberIn<uint16_t>(text), std::nullopt) << text;
  EXPECT_EQ(NumberIn<double>("2.5e3"), 2500);
  EXPECT_EQ(ParsePart("2/5"), std::pair(int64_t{2}, int64_t{5}));
  for (const char* text : {"", "2", "0/5", "6/5", "1/2/3", "1/", "/2", "a/b"})
    EXPECT_EQ(ParsePart(text), std::nullopt) << text;
}

TEST(Text, OfJsonAtAPath) {
  const Json json = {{"a", {{"b", "text"}, {"c", 1}}}};
  EXPECT_EQ(TextAt(json, "a.b"), "text");
  EXPECT_EQ(TextAt(json, "a.c"), "");
  EXPECT_EQ(TextAt(json, "a.d"), "");
}

}  // namespace
}  // namespace f4s
