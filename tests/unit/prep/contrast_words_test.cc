// What names of series and channels say of contrast agent.

#include "libfuse4seg/prep/source/contrast_words.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

TEST(ContrastOf, With) {
  for (const char* text :
       {"T1 post Gd", "t1_mprage_km", "AX T1 +C", "T1 C+", "T1 with contrast", "T1w post-contrast",
        "T1 MIT KM", "t1 nach KM", "T1 avec gado", "T1GD", "t1ce", "AX T1 POST", "T1 W/ GAD", "T1 postgd",
        "SAG T1 Gadovist", "T1-weighted MRI (post-Gd)", "T1 fs post iv contrast"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kWith) << text;
}

TEST(ContrastOf, Without) {
  for (const char* text :
       {"T1 without contrast", "T1 non-contrast", "T1 no gad", "T1 wo contrast", "T1 w/o Gd",
        "T1 TSE ohne KM", "T1 vor KM", "T1 sans gado", "T1 avant gado", "T1 pre", "t1 precontrast",
        "T1 NATIV", "T1w pre-Gd", "T1 native (pre gadolinium)", "T1 sin contraste", "T1 noncontrast",
        "T1 unenhanced", "T1 without IV contrast", "T1 pre op contrast no gd"})
    EXPECT_NE(ContrastOf(text), ContrastSaid::kWith) << text;
  EXPECT_EQ(ContrastOf("T1 w/o Gd"), ContrastSaid::kWithout);
  EXPECT_EQ(ContrastOf("T1 ohne KM"), ContrastSaid::kWithout);
}

TEST(ContrastOf, BothOrNothing) {
  for (const char* text : {"BRAIN WITHOUT AND WITH CONTRAST", "Brain pre and post", "MRI W WO CONTRAST",
                           "MR BRAIN W/ & W/O CONTRAST"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kBoth) << text;
  for (const char* text : {"T1 post op", "T1 POST FOSSA", "t1_mprage_sag", "", "T1 posterior", "T1 pre op"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kNothing) << text;
}

TEST(IsAgent, MayBeNone) {
  for (const char* text : {"NONE", "no", "N", "", "without"}) EXPECT_FALSE(IsAgent(text)) << text;
  for (const char* text : {"Gadovist", "DOTAREM 7.5ml", "Yes", "GD"}) EXPECT_TRUE(IsAgent(text)) << text;
}

}  // namespace
}  // namespace f4s
