// What f4s-train and f4s-pretrain make of their flags, for every profile and method: resolved/*.json.
//
// A line is one command line: what it changes in the configuration of its profile and method, the parameters
// that are other than the first line's where it has no flags besides, or the code of the error that it ends
// with.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/model/train_options.h"

namespace f4s {
namespace {

const char* const kProfiles[] = {"tiny", "small", "base"};

/// Flags besides --profile and --method.
const char* const kTrainFlags[] = {
    "--paper-strict",
    "--init RUN",
    "--init RUN --task segmentation",
    "--task both",
    "--task fusion",
    "--task segmentation",
    "--bilevel none",
    "--bilevel alternate",
    "--bilevel gauss-newton",
    "--bilevel gauss-newton --batch-size 1",
    "--input fused",
    "--input images",
    "--input both",
    "--input features",
    "--input concatenated",
    "--segmentation-optimiser sgd",
    "--segmentation-optimiser adam",
    "--segmentation-optimiser adam --segmentation-learning-rate 0.5",
    "--segmenter unet",
    "--segmenter transunet",
    "--segmenter csad",
    "--segmenter csad --input images --segmentation-merge concatenated",
    "--fuser inn",
    "--fuser decomposing",
    "--fuser inn --task segmentation --init RUN",
    "--segmentation-stem resnet",
    "--segmentation-stem resnet --segmentation-levels 4",
    "--segmentation-stem pairs",
    "--segmentation-width 24 --segmentation-levels 2 --segmentation-adapter dense",
    "--segmentation-width 12",
    "--fusion-dim 8 --fusion-heads 2 --fusion-blocks 3 --fusion-detail-nodes 5 --fusion-patch 4",
    "--fusion-dim 10",
    "--fusion-base-conv dense --fusion-coupling free --fusion-residual sum --fusion-slot-embedding no",
    "--fusion-attention none",
    "--inn-width 40 --inn-mixing permutation --inn-output sigmoid --paper-strict",
    "--latent-samples patches --score-weight 0.3 --paper-strict",
    "--contrast 4=0.2 --paper-strict",
    "--intensity-weight 1 --paper-strict",
    "--adversarial-weight 0 --paper-strict",
    "--adversarial-weight 0.3 --fusion-learning-rate 0.7 --momentum 0.5 --paper-strict",
    "--bilevel alternate --paper-strict",
    "--bilevel gauss-newton --paper-strict",
    "--fusion-residual mean --paper-strict",
    "--ema-decay 0.9 --paper-strict",
    "--latent-samples images",
    "--fusion-learning-rate 0.7 --fusion-halve-every 9 --intensity-weight 2 --paper-strict",
    "--epochs 1",
    "--epochs 3",
    "--epochs 100",
    "--epochs 100 --warmup-epochs 0 --encoder-slow-epochs 0 --distillation-begin 0",
    "--momentum 0 --weight-decay 0 --score-weight 0 --adversarial-weight 0",
    "--adversarial-weight 0.2",
    "--distillation-weight 0",
    "--distillation-weight 0.3",
    "--vif-weight 1",
    "--batch-size 3 --crop 48 --augmentation nnunet",
    "--augmentation simple --segmentation-warmup-steps 7 --generator-loss saturating --real-label 0.8",
    // What leaves a value to profile and method, said in so many words.
    "--fusion-dim 0 --fusion-residual profile --fuser profile --segmenter profile --task method --input method",
    "--momentum -1 --epochs 0 --segmentation-optimiser profile --batch-size 0 --segmentation-learning-rate 0",
    "--warmup-epochs -1 --distillation-weight -1 --score-weight -1 --latent-samples method --bilevel method",
};

const char* const kPretrainFlags[] = {
    "--paper-strict",
    "--init RUN",
    "--epochs 3",
    "--epochs 100 --halve-every 6",
    "--learning-rate 0.5 --batch-size 3 --crop 32 --augmentation nnunet",
    "--adversarial-weight 0",
    "--adversarial-weight 0.2 --r1-every 3 --paper-strict",
    "--adversarial-weight 0.2 --learning-rate 0.5 --paper-strict",
    "--adversarial-weight 0 --paper-strict",
    "--fusion-residual mean --paper-strict",
    "--fuser inn",
    "--fuser decomposing",
    "--fusion-dim 10",
    "--fusion-dim 8 --fusion-heads 2 --fusion-base-conv dense --fusion-residual maximum",
    "--fusion-dim 0 --fuser profile --epochs 0 --learning-rate 0 --halve-every 0 --adversarial-weight -1",
};

/// Sets what `flags` say.
void Give(Parameters& p, const std::string& flags) {
  std::istringstream words(flags);
  for (std::string flag; words >> flag;) {
    const auto found =
        std::find_if(p.all().begin(), p.all().end(), [&](const Parameter& q) { return q.flag() == flag; });
    ASSERT_NE(found, p.all().end()) << flag;
    std::string value = "true";
    if (!found->is_flag()) words >> value;
    found->SetFromText(value);
  }
}

/// The configuration that `flags` resolve to, or {"error": its code}.
template <class Options>
Json ResolvedOf(const std::string& flags) {
  Options options;
  Parameters p;
  options.Declare(p);
  Give(p, flags);
  const Parameter* const method = p.Find("method");
  const std::string name = method != nullptr ? method->text() : "fuse4seg";
  try {
    LayStrict(MethodEntry(name), name, p);  // as the programs do
    return ParametersOf(options.Resolved());
  } catch (const Error& error) {
    return {{"error", error.code()}};
  }
}

/// Of `whole`, what is other in `base`.
Json Difference(const Json& whole, const Json& base) {
  if (whole.contains("error")) return whole;
  Json difference = Json::object();
  for (const auto& [key, value] : whole.items())
    if (!base.contains(key) || ToLine(base[key]) != ToLine(value)) difference[key] = value;
  return difference;
}

/// Flags -> difference, of one command line a line.
template <class Options, size_t n>
Json ResolvedOfAll(const std::vector<std::string>& bases, const char* const (&flags)[n]) {
  Json all = Json::object(), first;
  for (const std::string& base : bases) {
    const Json plain = ResolvedOf<Options>(base);
    all[base] = Difference(plain, first);
    if (first.is_null()) first = plain;
    for (const char* more : flags)
      all[base + " " + more] = Difference(ResolvedOf<Options>(base + " " + more), plain);
  }
  return all;
}

Json TrainResolved() {
  std::vector<std::string> bases;
  for (const char* method : {"fuse4seg", "unet", "fusioninn", "csad"})
    for (const char* profile : kProfiles) bases.push_back(Cat("--method ", method, " --profile ", profile));
  return ResolvedOfAll<TrainOptions>(bases, kTrainFlags);
}

Json PretrainResolved() {
  std::vector<std::string> bases;
  for (const char* profile : kProfiles) bases.push_back(Cat("--profile ", profile));
  return ResolvedOfAll<PretrainOptions>(bases, kPretrainFlags);
}

/// What was made goes to a file too: to take its place where the change is meant.
void ExpectSame(const Json& made, const std::string& file) {
  std::string lines;
  for (const auto& [flags, values] : made.items())
    lines += Cat(lines.empty() ? "{\n" : ",\n", ToLine(flags), ":", ToLine(values));
  WriteFileAtomically(testing::TempDir() + "f4s-resolved/" + std::filesystem::path(file).filename().string(),
                      lines + "\n}\n");
  const Json expected = ParseJson(ReadFile(file), file);
  for (const auto& [flags, values] : made.items()) {
    ASSERT_TRUE(expected.contains(flags)) << flags;
    EXPECT_EQ(ToLine(values), ToLine(expected[flags])) << flags;
  }
  EXPECT_EQ(made.size(), expected.size());
}

TEST(Resolved, ConfigurationOfEveryProfileAndMethod) {
  ExpectSame(TrainResolved(), "tests/unit/model/resolved/train.json");
}

TEST(Resolved, ConfigurationOfPretraining) {
  ExpectSame(PretrainResolved(), "tests/unit/model/resolved/pretrain.json");
}

}  // namespace
}  // namespace f4s
