#include "libfuse4seg/tool/did_you_mean.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

TEST(DidYouMean, OffersWhatIsNear) {
  EXPECT_EQ(DidYouMean("--thread", {"--threads", "--seed"}), "; did you mean '--threads'?");
  EXPECT_EQ(DidYouMean("nois", {"bias", "noise"}), "; did you mean 'noise'?");
}

TEST(DidYouMean, OffersNothingWhereNothingIsNear) {
  EXPECT_EQ(DidYouMean("--banana", {"--threads", "--seed"}), "");
  EXPECT_EQ(DidYouMean("--x", {"--threads", "--seed"}), "");
  EXPECT_EQ(DidYouMean("", {"average"}), "");
  EXPECT_EQ(DidYouMean("average", {}), "");
}

TEST(DidYouMean, OffersWhatBeginsAlike) {
  EXPECT_EQ(DidYouMean("--steps", {"--seed", "--steps-per-epoch"}), "; did you mean '--steps-per-epoch'?");
  EXPECT_EQ(DidYouMean("--out", {"--output", "--overwrite"}), "; did you mean '--output'?");
  EXPECT_EQ(DidYouMean("laplace", {"average", "maximum", "laplacian"}), "; did you mean 'laplacian'?");
}

TEST(DidYouMean, OffersThreeAtMostOfThoseThatBeginAlike) {
  EXPECT_EQ(DidYouMean("--fusion", {"--fusion-dim", "--fusion-heads", "--fusion-blocks", "--fusion-patch"}),
            "; did you mean '--fusion-dim' or '--fusion-heads' or '--fusion-blocks'?");
}

TEST(DidYouMean, TakesUpperAndLowerCaseAsAlike) {
  EXPECT_EQ(DidYouMean("fusion.vif.mean", {"fusion.MI.mean", "fusion.VIF.mean", "fusion.SF.mean"}),
            "; did you mean 'fusion.VIF.mean'?");
  EXPECT_EQ(DidYouMean("NIFTI", {"nifti"}), "; did you mean 'nifti'?");
}

}  // namespace
}  // namespace f4s
