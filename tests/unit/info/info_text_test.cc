#include <gtest/gtest.h>

#include "libfuse4seg/info/info.h"

namespace f4s {
namespace {

TEST(InfoText, IsOneLineForEachValueInTwoColumns) {
  EXPECT_EQ(InfoText({{"schema", kInfoSchema},
                      {"file", "/a.nii"},
                      {"size", {240, 240, 155}},
                      {"spacing_mm", {1, 0.9375, 1.2000000476837158}},
                      {"range", {0.0, 812.0}},
                      {"modalities", {"t1", "flair"}},
                      {"bits", 8},
                      {"finished", true}}),
            "file        /a.nii\n"
            "size        240 x 240 x 155\n"
            "spacing mm  1 x 0.9375 x 1.2\n"
            "range       0 to 812\n"
            "modalities  t1, flair\n"
            "bits        8\n"
            "finished    true\n");
}

TEST(InfoText, PutsAFlatObjectOnOneLineAndADeepOneOnSeveral) {
  EXPECT_EQ(
      InfoText(
          {{"regions", {{"WT", {1, 2, 4}}, {"ET", {4}}}},
           {"scores", {{"fusion", {{"VIF", 0.7}, {"EN", 5}}}, {"segmentation", {{"WT", {{"dice", 0.9}}}}}}}}),
      "regions                 WT 1 2 4, ET 4\n"
      "scores.fusion           VIF 0.7, EN 5\n"
      "scores.segmentation.WT  dice 0.9\n");
}

TEST(InfoText, HasALineForEachOfSeveralObjectsAndNoneForWhatIsEmpty) {
  EXPECT_EQ(InfoText({{"findings",
                       {{{"code", "a.b"}, {"severity", "warning"}, {"text", "is odd"}},
                        {{"code", "c"}, {"severity", "info"}, {"text", "is so"}}}},
                      {"nothing", nullptr},
                      {"none", Json::array()},
                      {"empty", Json::object()}}),
            "findings  warning: is odd [a.b]\n"
            "findings  info: is so [c]\n");
}

}  // namespace
}  // namespace f4s
