// Rows of comma- and tab-separated values.

#include "libfuse4seg/base/delimited.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

using Fields = std::vector<std::string>;

TEST(Delimited, QuotesMarksAndComments) {
  const std::string text = "\xef\xbb\xbf# made by hand\r\nid,t1\r\n\r\n\"a, b\", \"say \"\"x\"\"\" \r\nc,\n";
  const auto rows = DelimitedRows(text, SeparatorOf(text));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].fields, (Fields{"id", "t1"}));
  EXPECT_EQ(rows[1].fields, (Fields{"a, b", "say \"x\""}));
  EXPECT_EQ(rows[2].fields, (Fields{"c", ""}));
  EXPECT_EQ(rows[1].line, 4);
}

TEST(Delimited, SeparatorIsThatOfTheFirstRow) {
  EXPECT_EQ(SeparatorOf("a\tb,c\n"), '\t');
  EXPECT_EQ(SeparatorOf("# x\ty\na;b\n"), ';');
  EXPECT_EQ(SeparatorOf("a,b;c\n"), ',');
  EXPECT_EQ(SeparatorOf(""), '\t');
}

}  // namespace
}  // namespace f4s
