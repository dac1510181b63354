#include "libfuse4seg/tool/tool_text.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

TEST(Paragraphs, EndAtEmptyLinesAndTakeANewlineAsASpace) {
  EXPECT_EQ(Paragraphs(R"(
One sentence, over
two lines.


Another one.
)"),
            (std::vector<std::string>{"One sentence, over two lines.", "Another one."}));
  EXPECT_EQ(Paragraphs("alone"), std::vector<std::string>{"alone"});
  EXPECT_TRUE(Paragraphs("\n\n").empty());
}

TEST(Wrap, BreaksBeforeTheWidthAndIndentsWhatFollows) {
  EXPECT_EQ(Wrap("one two three", 2, 10), "one two\n  three");
}

}  // namespace
}  // namespace f4s
