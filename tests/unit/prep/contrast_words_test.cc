// What names of series and channels say of contrast agent.

#include "libfuse4seg/prep/source/contrast_words.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

TEST(ContrastOf, With) {
  for (const char* text : {"T1 post Gd",
                           "t1_mprage_km",
                           "AX T1 +C",
                           "T1 C+",
                           "T1 with contrast",
                           "T1w post-contrast",
                           "T1 MIT KM",
                           "t1 nach KM",
                           "T1 avec gado",
                           "T1GD",
                           "t1ce",
                           "AX T1 POST",
                           "T1 W/ GAD",
                           "T1 postgd",
                           "SAG T1 Gadovist",
                           "T1-weighted MRI (post-Gd)",
                           "T1 fs post iv contrast",
                           "t1_tse_tra_+KM",
                           "AX 3D T1 MPRAGE +GAD",
                           "T1 KM+",
                           "AX T1 W CON",
                           "AX T1 WITH CON",
                           "T1 INJ",
                           "T1 injecté",
                           "T1 APRES INJECTION",
                           "T1 mKM",
                           "T1 nKM",
                           "T1 nachKM",
                           "T1 C/C",
                           "T1 CIV",
                           "T1 IV+",
                           "T1 contrasted",
                           "T1 CM",
                           "T1-KM",
                           "T1 post ax",
                           "T1 POST 3D",
                           "T1+C",
                           "T1 n. KM",
                           "t1_km_0.9mm",
                           "T1+",
                           "AX T1 WITH",
                           "T1 W/",
                           "T1 mit",
                           "T1 POSTCON",
                           "T1 GBCA",
                           "T1 gadavist",
                           "T1 double dose",
                           "T1 met contrast",
                           "T1 com contraste",
                           "T1 delayed post Gd",
                           "T1 KM 0,1 mmol",
                           "T1 CE free breathing",
                           "T1 POST FSPGR",
                           "T1 POST ORBITS",
                           "T1 POST NO FS"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kWith) << text;
}

TEST(ContrastOf, Without) {
  for (const char* text : {"T1 without contrast",
                           "T1 non-contrast",
                           "T1 no gad",
                           "T1 wo contrast",
                           "T1 w/o Gd",
                           "T1 TSE ohne KM",
                           "T1 vor KM",
                           "T1 sans gado",
                           "T1 avant gado",
                           "T1 pre",
                           "t1 precontrast",
                           "T1 NATIV",
                           "T1w pre-Gd",
                           "T1 native (pre gadolinium)",
                           "T1 sin contraste",
                           "T1 noncontrast",
                           "T1 unenhanced",
                           "T1 without IV contrast",
                           "T1 KM-",
                           "T1 Gd-",
                           "T1 CE-",
                           "T1 -Gd",
                           "T1 minus contrast",
                           "T1 contrast-free",
                           "T1 contrast: no",
                           "T1 (KM: nein)",
                           "T1 KM 0",
                           "T1 gad neg",
                           "T1 kein KM",
                           "T1 nicht KM",
                           "T1 prior to contrast",
                           "T1 o. KM",
                           "T1 v. KM",
                           "T1_prae_KM",
                           "T1 prä KM",
                           "T1 s/gd",
                           "T1 oKM",
                           "T1 C-",
                           "T1 w/o C",
                           "T1 ohneKM",
                           "T1 contrast not given",
                           "T1 zonder contrast",
                           "T1 geen contrast",
                           "T1 voor contrast",
                           "T1 sem contraste",
                           "nogad"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kWithout) << text;
  EXPECT_NE(ContrastOf("T1 pre op contrast no gd"), ContrastSaid::kWith);
}

TEST(ContrastOf, BothOrNothing) {
  for (const char* text :
       {"BRAIN WITHOUT AND WITH CONTRAST", "Brain pre and post", "MRI W WO CONTRAST",
        "MR BRAIN W/ & W/O CONTRAST", "T1 +/- C", "T1 w+w/o", "T1 w/ and w/o", "T1 W/WO", "T1 W & W/O"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kBoth) << text;
  for (const char* text : {"T1 post op", "T1 POST FOSSA", "t1_mprage_sag", "", "T1 posterior", "T1 pre op",
                           "T1 post Tx", "T1 post RTx", "T1 post TACE", "T1 post processed", "T1 s2 o v",
                           "T1 GM contrast", "T1 high contrast"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kNothing) << text;
  for (const char* text : {"T1 post wurst", "T1 delayed", "T1 pre wurst", "T1 POST-PRE"})
    EXPECT_EQ(ContrastOf(text), ContrastSaid::kUnclear) << text;
}

TEST(IsAgent, MayBeNone) {
  for (const char* text : {"NONE",          "no",         "N",         "",
                           "without",       "NATIV",      "NOT GIVEN", "not applicable",
                           "nicht gegeben", "UNENHANCED", "plain",     "pre",
                           "kein",          "aucun",      "ninguno",   "0ML",
                           "0 ml",          "saline",     "n/a",       "no gadolinium",
                           "keine KM-Gabe"})
    EXPECT_FALSE(IsAgent(text)) << text;
  for (const char* text :
       {"Gadovist", "DOTAREM 7.5ml", "Yes", "GD", "7.5 ml", "APPLIED", "Gadovist pre-filled"})
    EXPECT_TRUE(IsAgent(text)) << text;
}

}  // namespace
}  // namespace f4s
