// A step of each method and mode on the meta device, which has shapes and no numbers: what would make the
// host wait for a GPU raises there, and the road that a step takes is that of a GPU.  So it is known without
// one that nothing in a step waits, how much is uploaded, how many operators are called, and that none of
// them is one that CUDA refuses where the same input must give the same bytes.

#include <ATen/record_function.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <map>
#include <set>

#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/train/objective/inversion.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/meta_kernels.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

/// What is called while it lives, on this thread.
class Watch {
 public:
  Watch() {
    seen_ = this;
    handle_ = at::addThreadLocalCallback(
        at::RecordFunctionCallback(&Begin, &End)
            .needsInputs(true)
            .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
  }
  ~Watch() {
    at::removeCallback(handle_);
    seen_ = nullptr;
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  std::set<std::string> names;
  int64_t operators = 0;  ///< that are called by us or by autograd, not by other operators
  int64_t uploads = 0;    ///< copies from the host
  int64_t fetches = 0;    ///< copies to it
  std::string calls;      ///< those operators, with the shapes of their tensors

 private:
  struct Scope : at::ObserverContext {
    bool outermost = false, autograd = false;
  };
  static std::unique_ptr<at::ObserverContext> Begin(const at::RecordFunction& function) {
    auto scope = std::make_unique<Scope>();
    Watch& watch = *seen_;
    const std::string name = function.name();
    watch.names.insert(name);
    // A node of autograd is no operator: those that it calls are.
    scope->autograd = !name.starts_with("aten::");
    if (name == "aten::copy_" && function.inputs().size() > 1 && function.inputs()[0].isTensor() &&
        function.inputs()[1].isTensor()) {
      const torch::Tensor &to = function.inputs()[0].toTensor(), &from = function.inputs()[1].toTensor();
      if (to.is_meta() && from.is_cpu()) ++watch.uploads;
      if (to.is_cpu() && from.is_meta()) ++watch.fetches;
    }
    scope->outermost = !scope->autograd && watch.depth_ == 0;
    if (scope->outermost) ++watch.operators;
    if (scope->outermost) watch.calls += Cat(name, " ", ShapesOf(function), "\n");
    if (!scope->autograd) ++watch.depth_;
    return scope;
  }
  static std::string ShapesOf(const at::RecordFunction& function) {
    std::string shapes;
    for (const auto& input : function.inputs())
      if (input.isTensor() && input.toTensor().defined()) shapes += Cat(input.toTensor().sizes());
    return shapes;
  }
  static void End(const at::RecordFunction& /*function*/, at::ObserverContext* context) {
    if (!static_cast<Scope*>(context)->autograd) --seen_->depth_;
  }

  static thread_local Watch* seen_;
  int depth_ = 0;
  at::CallbackHandle handle_ = 0;
};
thread_local Watch* Watch::seen_ = nullptr;

/// Operators of ATen whose CUDA kernels raise where algorithms must be deterministic: alertNotDeterministic()
/// in their source, LibTorch 2.11.  Those of whole numbers alone, and those that have another kernel for that
/// case (index_put_, index_add_, scatter_add_, convolutions), are not.
const std::set<std::string> kAlerting = {
    "aten::_adaptive_avg_pool2d_backward",
    "aten::_adaptive_avg_pool3d_backward",
    "aten::adaptive_max_pool2d_backward",
    "aten::adaptive_max_pool3d_backward",
    "aten::avg_pool3d_backward",
    "aten::max_pool2d_with_indices_backward",
    "aten::max_pool3d_with_indices_backward",
    "aten::fractional_max_pool2d_backward",
    "aten::fractional_max_pool3d_backward",
    "aten::max_unpool2d",
    "aten::max_unpool3d",
    "aten::upsample_linear1d_backward",
    "aten::upsample_bilinear2d_backward",
    "aten::_upsample_bilinear2d_aa_backward",
    "aten::upsample_bicubic2d_backward",
    "aten::_upsample_bicubic2d_aa_backward",
    "aten::upsample_trilinear3d_backward",
    "aten::reflection_pad1d_backward",
    "aten::reflection_pad2d_backward",
    "aten::reflection_pad3d_backward",
    "aten::replication_pad1d_backward",
    "aten::replication_pad2d_backward",
    "aten::replication_pad3d_backward",
    "aten::nll_loss2d_forward",
    "aten::nll_loss2d_backward",
    "aten::_ctc_loss_backward",
    "aten::_embedding_bag_dense_backward",
    "aten::grid_sampler_2d_backward",
    "aten::grid_sampler_3d_backward",
    "aten::histc",
    "aten::bincount",
    "aten::kthvalue",
    "aten::median",
    "aten::cumsum",
    "aten::put_",
    "aten::scatter_reduce",
    "aten::index_reduce_",
    "aten::_flash_attention_backward",
    "aten::_efficient_attention_backward",
};

/// What makes the host wait, or is it on its way there.
const std::set<std::string> kWaiting = {
    "aten::_local_scalar_dense", "aten::item", "aten::is_nonzero", "aten::nonzero", "aten::equal",
    "aten::masked_select"};
/// "aten::nonzero" is asked of the host's images, for the places of FusionINN's patches.  May only shrink.
const std::map<std::string, std::set<std::string>> kExceptions = {{"fusioninn", {"aten::nonzero"}}};

class StepsOnMeta : public Objectives {
 protected:
  StepsOnMeta() {
    RegisterMetaKernels();
    options_.sampling.batch_size = 4;
    options_.adversary.weight = 0.01;
    options_.adversary.loss.r1_weight = 1;
  }
  CooperationFacts Facts() const {
    return {.regions = regions_,
            .unions = {{1, 2}},
            .classes = 3,
            .modalities = 2,
            .side = 32,
            .seed = 5,
            .contrast = contrast_};
  }
  Network OnMeta() const {
    Network network = NewNetwork(1);
    MoveTo(*network, torch::kMeta);
    return network;
  }
  std::unique_ptr<Objective> Cooperating() const {
    return std::make_unique<Cooperation>(OnMeta(), options_.Resolved(), Facts(), torch::kMeta, 1);
  }
  std::unique_ptr<Objective> Inverting() {
    options_.method = "fusioninn";
    options_.adversary.weight = {};
    options_.network.fusion.inn_width = 8;
    return std::make_unique<Inversion>(OnMeta(), options_.Resolved(), Facts(), torch::kMeta, 1);
  }

  /// Two steps to begin with, in which constants are made, and one that is watched.
  /// @param first     its number is even
  /// @param uploads   that it may make
  /// @param operators that it may call: what it calls today.  May only shrink.
  void Hold(const std::string& what, Objective& objective, int64_t first, int64_t uploads,
            int64_t operators) {
    WeightAverage average(*objective.network(), 0.9);
    const auto step = [&](const SliceBatch& batch, int64_t number) {
      StepOutcome outcome = objective.Step(batch, {1, number, 16});
      average.Update(outcome.finite);
      EXPECT_TRUE(outcome.finite.is_meta()) << what;
      for (const auto& scalars : {outcome.losses, outcome.gradient_norms, outcome.bilevel})
        for (const auto& [name, value] : scalars) EXPECT_TRUE(value.is_meta()) << what << ' ' << name;
    };
    for (int64_t number = first; number < first + 2; ++number) step(Batch(number), number);
    const SliceBatch batch = Batch(first + 2);
    Watch watch;
    step(batch, first + 2);
    EXPECT_LE(watch.uploads, uploads) << what;
    EXPECT_LE(watch.operators, operators) << what;
    std::cout << "operators of a step: " << what << ' ' << watch.operators << '\n';
    for (const std::string& name : watch.names) {
      EXPECT_FALSE(kAlerting.contains(name)) << what << ": CUDA refuses " << name;
      const auto allowed = kExceptions.find(what);
      const bool excepted = allowed != kExceptions.end() && allowed->second.contains(name);
      EXPECT_FALSE(kWaiting.contains(name) && !excepted) << what << ": waits in " << name;
    }
  }

  std::vector<double> contrast_;
};

TEST_F(StepsOnMeta, TheWatchSeesWhatItIsToSee) {
  Watch watch;
  const torch::Tensor x = torch::zeros({1, 1, 4, 4}).requires_grad_();
  torch::replication_pad2d(x, {1, 1, 1, 1}).sum().backward();
  EXPECT_TRUE(watch.names.contains("aten::replication_pad2d_backward"));
  EXPECT_TRUE(kAlerting.contains("aten::replication_pad2d_backward"));
  EXPECT_EQ(x.sum().item<float>(), 0);
  EXPECT_TRUE(watch.names.contains("aten::_local_scalar_dense"));
  EXPECT_ANY_THROW(static_cast<void>(torch::zeros({}, torch::kMeta).item<float>()));
}

TEST_F(StepsOnMeta, OfEachBilevelMode) {
  const std::map<std::string, int64_t> operators = {
      {"joint", 1735}, {"none", 1735}, {"gauss-newton", 5822}, {"alternate", 1665}};
  for (const auto& [bilevel, most] : operators) {
    Set(options_, "bilevel", bilevel.c_str());
    for (const int64_t first : {4, 5}) Hold(bilevel, *Cooperating(), first, 2, most);
  }
}

TEST_F(StepsOnMeta, OfEachOptimiserAndTask) {
  Set(options_, "segmentation_optimiser", "adam");
  Hold("adam", *Cooperating(), 4, 2, 1735);
  options_.task = Task::kFusion;
  Hold("fusion alone", *Cooperating(), 4, 2, 1195);
  options_.task = Task::kSegmentation;
  Set(options_, "input", "images");
  Hold("segmentation alone", *Cooperating(), 4, 2, 574);
}

TEST_F(StepsOnMeta, OfEveryLoss) {
  contrast_ = {0, 0.1, 0.2};
  options_.fusion_loss.fidelity_weight = 1;
  options_.fusion_loss.qabf_weight = options_.fusion_loss.mi_weight = 1;
  options_.fusion_loss.scd_weight = options_.fusion_loss.sf_weight = 1;
  Hold("losses of metrics", *Cooperating(), 4, 2, 2561);
  options_.fusion_loss.sd_weight = options_.fusion_loss.frequency_weight =
      options_.fusion_loss.gradient_weight = 1;
  options_.fusion_loss.scd_limit = ScdLimit::kMaximum;
  Hold("every loss", *Cooperating(), 4, 2, 2850);
}

TEST_F(StepsOnMeta, OfOtherSegmentersWithParts) {
  options_.stage.accumulate = 2;
  options_.stage.recompute = true;
  options_.adversary.weight = {};
  for (const auto& [method, operators] : {std::pair("unet", 894), {"csad", 2598}}) {
    options_.method = method;
    Hold(method, *Cooperating(), 4, 2, operators);
  }
}

TEST_F(StepsOnMeta, AValidationFetchesOnceAtItsEnd) {
  const SliceDataset two_batches(ToyCases(scratch_.folder(), 20), kToyClasses, true, kPlenty);
  const auto hold = [&](const char* what, Objective& objective, int64_t uploads) {
    static_cast<void>(objective.Step(Batch(4), {1, 4, 16}));
    EXPECT_ANY_THROW(static_cast<void>(objective.Validate(two_batches)));  // constants
    Watch watch;
    try {
      static_cast<void>(objective.Validate(two_batches));
      ADD_FAILURE() << what << ": there is nothing to fetch on meta";
    } catch (const c10::Error& error) {
      EXPECT_NE(std::string(error.what()).find("Cannot copy out of meta tensor"), std::string::npos)
          << error.what();
    }
    EXPECT_EQ(watch.fetches, 1) << what;
    EXPECT_EQ(watch.uploads, uploads) << what << ": both batches went through before";
    for (const std::string& name : kWaiting) EXPECT_FALSE(watch.names.contains(name)) << what << ": " << name;
  };
  hold("fusion and segmentation", *Cooperating(), 2 * 2);
  PretrainOptions options;
  const PretrainOptions resolved = options.Resolved();
  options_.task = Task::kFusion;
  Reconstruction before(OnMeta(), resolved, Adversary(resolved.adversary, 2, 32, 5, torch::kMeta),
                        torch::kMeta, 1);
  hold("pre-training", before, 2);
  hold("fusioninn", *Inverting(), 2);
}

TEST_F(StepsOnMeta, OfOnePhaseAreTheSame) {
  options_.adversary.warmup_epochs = 0;
  options_.adversary.loss.r1_every = 5;
  for (const char* bilevel : {"joint", "none", "alternate", "gauss-newton"}) {
    Set(options_, "bilevel", bilevel);
    const auto objective = Cooperating();
    std::map<std::string, std::string> calls;
    int compared = 0;
    for (int64_t number = 4; number < 16; ++number) {
      const StepPosition position = {1, number, 16};
      const auto phase = objective->PhaseOf(position);
      const SliceBatch batch = Batch(number);
      Watch watch;
      static_cast<void>(objective->Step(batch, position));
      EXPECT_EQ(phase.has_value(), number % 5 != 0) << "penalties of the discriminators are rare";
      if (number < 8 || !phase) continue;
      const auto [known, is_new] = calls.emplace(*phase, watch.calls);
      if (is_new) continue;
      ++compared;
      EXPECT_TRUE(known->second == watch.calls) << bilevel << ": step " << number << " calls others";
    }
    EXPECT_GE(compared, 4) << bilevel;
  }
}

TEST_F(StepsOnMeta, OfAnInvertibleNetwork) { Hold("fusioninn", *Inverting(), 4, 3, 1561); }

TEST_F(StepsOnMeta, OfAnInvertibleNetworkOnWholeImages) {
  Set(options_, "latent_samples", "images");
  Hold("fusioninn, images", *Inverting(), 4, 1, 1539);
}

TEST_F(StepsOnMeta, OfPretraining) {
  PretrainOptions options;
  options.adversary = options_.adversary;
  const PretrainOptions resolved = options.Resolved();
  options_.task = Task::kFusion;
  Reconstruction objective(OnMeta(), resolved, Adversary(resolved.adversary, 2, 32, 5, torch::kMeta),
                           torch::kMeta, 1);
  Hold("pre-training", objective, 4, 1, 843);
}

}  // namespace
}  // namespace f4s
