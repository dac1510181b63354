// Rows of comma- and tab-separated values.

#include "libfuse4seg/base/delimited.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

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

TEST(Delimited, QuotesHoldAWholeField) {
  EXPECT_EQ(DelimitedRows("5\" lesion,b\"c\"\n", ',').front().fields, (Fields{"5\" lesion", "b\"c\""}));
  EXPECT_EQ(DelimitedRows(" \"a\" ,\"\",\"\"\"\"\n", ',').front().fields, (Fields{"a", "", "\""}));
  for (const char* text : {"\"a,b\n", "a,\"b\n", "\"a\"b,c\n", "\"a\nb\",c\n", "\"a\"\"b\n"})
    EXPECT_F4S_ERROR(static_cast<void>(DelimitedRows(text, ',')), ErrorKind::kBadInput, "table.quote");
}

TEST(Delimited, LinesOfOldMacintoshes) {
  const auto rows = DelimitedRows("id,t1\ra,b\r", ',');
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].fields, (Fields{"a", "b"}));
}

TEST(Delimited, SeparatorIsThatOfTheFirstRow) {
  EXPECT_EQ(SeparatorOf("a\tb,c\n"), '\t');
  EXPECT_EQ(SeparatorOf("# x\ty\na;b\n"), ';');
  EXPECT_EQ(SeparatorOf("a,b;c\n"), ',');
  EXPECT_EQ(SeparatorOf(""), '\t');
}

TEST(Delimited, SeparatorThatExcelNames) {
  const std::string text = "\xef\xbb\xbfsep=;\r\nid;t1\r\na,b;c\r\n";
  EXPECT_EQ(SeparatorOf(text), ';');
  const auto rows = DelimitedRows(text, SeparatorOf(text));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].fields, (Fields{"id", "t1"}));
  EXPECT_EQ(rows[1].fields, (Fields{"a,b", "c"}));
  EXPECT_EQ(SeparatorOf("sep=|\na|b,c\n"), '|');
  EXPECT_EQ(DelimitedRows("id,t1\nsep=;,x\n", ',').size(), 2U);
}

TEST(Delimited, ControlCharactersAreNoText) {
  const Scratch scratch;
  const auto file = scratch.folder() / "t.csv";
  WriteFileAtomically(file, "a,b\r\nc\td,e\n");
  EXPECT_EQ(RowsOfTable(file).size(), 2U);
  for (const std::string& bad :
       {std::string("a,tr\0ain\n", 10), std::string("a,\x1b[2J\n"), std::string("a\x7f,b\n")}) {
    WriteFileAtomically(file, bad);
    EXPECT_F4S_ERROR(static_cast<void>(RowsOfTable(file)), ErrorKind::kBadInput, "table.control");
  }
}

}  // namespace
}  // namespace f4s
