// Flags that the others leave without effect.

#include "libfuse4seg/model/options_without_effect.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {
namespace {

TEST(OptionsWithoutEffect, NamesParametersThatThereAre) {
  TrainOptions options;
  Parameters parameters;
  options.Declare(parameters);
  for (const std::string& name : ConditionalOptions())
    EXPECT_TRUE(std::any_of(parameters.all().begin(), parameters.all().end(), [&](const Parameter& p) {
      return p.name == name;
    })) << name;
}

TEST(OptionsWithoutEffect, SaysEachFlagOnce) {
  TrainOptions options;
  options.method = "unet";
  const std::vector<std::string> flags = {"fusion_dim",      "segmentation_dim", "segmentation_width",
                                          "contrast_weight", "bilevel",          "gauss_newton_damping"};
  EXPECT_EQ(
      OptionsWithoutEffect(options.Resolved(), flags),
      (std::vector<std::string>{
          "--fusion-dim, --contrast-weight have no effect on this training: wanted a fusion network that "
          "learns, other than an invertible one (--method fuse4seg, --task both or fusion)",
          "--bilevel has no effect on this training: wanted fusion and segmentation that are trained together "
          "(--task both)",
          "--gauss-newton-damping has no effect on this training: wanted --bilevel gauss-newton",
          "--segmentation-dim has no effect on this training: wanted a segmentation network with a transformer "
          "(--segmenter transunet)"}));
}

TEST(OptionsWithoutEffect, IsSilentWhereAllCount) {
  TrainOptions options;
  EXPECT_TRUE(
      OptionsWithoutEffect(options.Resolved(), {"fusion_dim", "segmentation_dim", "bilevel", "vif_weight",
                                                "fusion_learning_rate", "segmentation_width"})
          .empty());
  options.method = "fusioninn";
  EXPECT_TRUE(OptionsWithoutEffect(options.Resolved(), {"inn_width", "fusion_learning_rate"}).empty());
  options.method = "csad";
  EXPECT_TRUE(
      OptionsWithoutEffect(options.Resolved(), {"segmentation_merge", "distillation_weight"}).empty());
}

}  // namespace
}  // namespace f4s
