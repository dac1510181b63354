// Ranks that share a batch take the step of one process that has all of it.

#include "libfuse4seg/train/ranks/ranks.h"

#include "libfuse4seg/train/objective/inversion.h"
#include "libfuse4seg/train/objective/make_objective.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/support/expect_error.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"
#include "tests/unit/train/thread_ranks.h"

namespace f4s {
namespace {

using torch::Tensor;

/// What is the same on all ranks, and close to that of one process.
struct Trained {
  std::vector<StepOutcome> outcomes;
  NamedTensors state;
  Validation validation;
};

class RanksOfAStep : public Objectives {
 protected:
  RanksOfAStep() {
    options_.sampling.batch_size = 6;
    options_.warmup_epochs = 0;
    // Adam divides by its gradients' size: what rounding moves at first is then as large as what they move.
    options_.fusion_learning_rate = 1e-5;
  }

  Trained Train(int64_t steps, const TrainOptions& options, double contrast = 0) const {
    Network network(options.network, 2, options.segments() ? 3 : 0, options.fuses());
    Initialise(*network, 1);
    CooperationFacts facts = {.regions = regions_, .classes = 3, .modalities = 2, .side = 48, .seed = 5};
    if (contrast > 0) facts.contrast = {0, contrast, -contrast};
    const auto objective = MakeObjective(
        {.network = network, .options = options, .facts = facts, .device = torch::kCPU, .threads = 1});
    SamplingOptions sampling = options.sampling;
    sampling.batch_size = sampling.batch_size * options.stage.accumulate;
    const BatchPlan plan(slices_, sampling, 48, 0, 3);
    Trained trained;
    for (int64_t step = 0; step < steps; ++step)
      trained.outcomes.push_back(objective->Step(plan.Make(step), {0, step, 200}));
    trained.state = Copy(objective->State());
    trained.validation = objective->Validate(slices_);
    return trained;
  }

  static void ExpectClose(const NamedScalars& got, const NamedScalars& wanted, double relative,
                          const std::string& what) {
    ASSERT_EQ(got.size(), wanted.size()) << what;
    for (size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(got[i].first, wanted[i].first);
      const auto a = got[i].second.item<double>(), b = wanted[i].second.item<double>();
      EXPECT_NEAR(a, b, relative * std::max(1.0, std::abs(b))) << what << ": " << got[i].first;
    }
  }

  /// That each rank computes one process's losses and gradients.
  void ExpectOneProcess(int64_t size, const std::string& what, double contrast = 0) const {
    const TrainOptions options = options_.Resolved();
    const Trained one = Train(2, options, contrast);
    const auto all = OnRanks(size, [&](int64_t) { return Train(2, options, contrast); });
    for (const Trained& rank : all) {
      ExpectClose(rank.outcomes[0].losses, one.outcomes[0].losses, 1e-6, what);
      ExpectClose(rank.outcomes[0].gradient_norms, one.outcomes[0].gradient_norms, 1e-4, what);
      ExpectClose(rank.outcomes[0].bilevel, one.outcomes[0].bilevel, 1e-4, what);
      ExpectClose(rank.outcomes[1].losses, one.outcomes[1].losses, 1e-4, what);
      EXPECT_TRUE(SameBelow("", rank.state, all[0].state)) << what << ": all ranks have the same weights";
      EXPECT_EQ(rank.validation.metrics, all[0].validation.metrics) << what;
      EXPECT_NEAR(rank.validation.score, one.validation.score, 2e-3) << what;
    }
  }
};

TEST_F(RanksOfAStep, HaveTheLossesOfOneProcessInEachMode) {
  for (const char* mode : {"joint", "none", "alternate", "gauss-newton"}) {
    Set(options_, "bilevel", mode);
    ExpectOneProcess(2, mode);
  }
  ExpectOneProcess(3, "gauss-newton of three");
}

TEST_F(RanksOfAStep, HaveThemWithDiscriminatorsContrastAndEveryMetric) {
  options_.adversary.warmup_epochs = 0;
  options_.fusion_loss.contrast_weight = 1;
  for (double* weight :
       {&options_.fusion_loss.vif_weight, &options_.fusion_loss.qabf_weight, &options_.fusion_loss.mi_weight,
        &options_.fusion_loss.scd_weight, &options_.fusion_loss.sf_weight, &options_.fusion_loss.sd_weight,
        &options_.fusion_loss.frequency_weight, &options_.fusion_loss.gradient_weight})
    *weight = 0.5;
  options_.fusion_loss.fidelity_weight = 1;
  options_.fusion_loss.fidelity_db = 60;
  ExpectOneProcess(2, "all losses", 0.1);
}

TEST_F(RanksOfAStep, HaveThemInPartsOfABatch) {
  options_.stage.accumulate = 3;
  options_.sampling.batch_size = 3;  // unlike shares of each part
  ExpectOneProcess(2, "accumulated");
}

TEST_F(RanksOfAStep, HaveThemWithoutFusion) {
  options_.method = "unet";
  options_.network.segmentation.levels = 3;
  ExpectOneProcess(2, "unet with deep supervision");
  options_.network.segmentation.patch = 2;
  ExpectOneProcess(2, "unet on patches");
}

TEST_F(RanksOfAStep, HaveThemOfCsad) {
  options_.method = "csad";
  ExpectOneProcess(2, "csad");
}

TEST_F(RanksOfAStep, HaveThemOfInvertibleNetworks) {
  options_.method = "fusioninn";
  options_.network.fusion.inn_width = 8;
  ExpectOneProcess(2, "fusioninn");
  options_.stage.accumulate = 2;
  ExpectOneProcess(2, "fusioninn in parts");
}

TEST_F(RanksOfAStep, PreTrainAsOneProcess) {
  PretrainOptions options;
  options.sampling.batch_size = 5;
  options.adversary.warmup_epochs = 0;
  const PretrainOptions resolved = options.Resolved();
  const auto train = [&](int64_t) {
    Reconstruction objective(NewNetwork(1), resolved, Adversary(resolved.adversary, 2, 32, 5, torch::kCPU),
                             torch::kCPU, 1);
    Trained trained;
    trained.outcomes.push_back(
        objective.Step(BatchPlan(slices_, resolved.sampling, 32, 0, 3).Make(0), {0, 0, 10}));
    trained.validation = objective.Validate(slices_);
    return trained;
  };
  const Trained one = train(0);
  for (const Trained& rank : OnRanks(2, train)) {
    ExpectClose(rank.outcomes[0].losses, one.outcomes[0].losses, 1e-6, "pre-training");
    ExpectClose(rank.outcomes[0].gradient_norms, one.outcomes[0].gradient_norms, 1e-4, "pre-training");
    EXPECT_NEAR(rank.validation.score, one.validation.score, 1e-4);
  }
}

TEST_F(RanksOfAStep, AfterAHundredStepsOfSgdHaveTheWeightsOfOneProcess) {
  options_.task = Task::kSegmentation;
  options_.network.input = NetworkInput::kImages;
  options_.segmentation_optimiser = OptimiserKind::kSgd;
  options_.sampling.batch_size = 4;
  const TrainOptions options = options_.Resolved();
  const Trained one = Train(100, options);
  // Of all weights together, and of each tensor but for those that began at 0 and are hardly more than
  // rounding yet.
  for (const Trained& rank : OnRanks(2, [&](int64_t) { return Train(100, options); })) {
    double size_of_all = 0, far_of_all = 0;
    for (const auto& [name, tensor] : one.state) {
      if (!name.starts_with("network.")) continue;
      const double size = tensor.to(torch::kFloat64).norm().item<double>();
      const double far = (rank.state.at(name) - tensor).to(torch::kFloat64).norm().item<double>();
      size_of_all = std::hypot(size_of_all, size);
      far_of_all = std::hypot(far_of_all, far);
      const double root_mean_square = size / std::sqrt(static_cast<double>(tensor.numel()));
      if (root_mean_square > 1e-2) {
        EXPECT_LE(far, 1e-4 * size) << name;
      }
    }
    EXPECT_LE(far_of_all, 1e-5 * size_of_all) << size_of_all;
  }
}

TEST_F(RanksOfAStep, NobodyMovesOnWhatIsNotFiniteOnOneOfThem) {
  const TrainOptions options = options_.Resolved();
  const auto moved = OnRanks(2, [&](int64_t rank) {
    Cooperation objective(NewNetwork(1), options, {.regions = regions_}, torch::kCPU, 1);
    const NamedTensors before = Copy(objective.State());
    SliceBatch batch = BatchPlan(slices_, options.sampling, 32, 0, 3).Make(0);
    if (rank == 1) batch.images[0][0][3][3] = std::numeric_limits<float>::quiet_NaN();
    const bool taken = objective.Step(batch, {0, 0, 10}).taken();
    return taken || !SameBelow("", before, objective.State()) ? 1 : 0;
  });
  EXPECT_EQ(moved, (std::vector<int>{0, 0}));
}

TEST(Ranks, AreAloneUnlessToldOtherwise) {
  const Ranks& here = Ranks::Here();
  EXPECT_TRUE(here.alone());
  EXPECT_TRUE(here.first());
  EXPECT_EQ(here.Sums(std::vector<double>{1, 2}), (std::vector<double>{1, 2}));
  const Tensor one = torch::ones({2});
  EXPECT_TRUE(here.Sums(std::vector<Tensor>{one})[0].is_same(one)) << "nothing is copied";
  EXPECT_TRUE(here.Rows(one, 2).is_same(one));
  EXPECT_EQ(here.Exchange("a"), std::vector<std::string>{"a"});
}

TEST(Ranks, BringRowsIntoOrderWhoeverBegins) {
  for (const int64_t turn : {0, 1, 2})
    for (const Tensor& rows : OnRanks(3, [&](int64_t rank) {
           const Tensor all = torch::arange(7, torch::kFloat32);
           return Ranks::Here().Rows(all.slice(0, (rank - turn + 3) % 3, 7, 3), 7, turn);
         }))
      EXPECT_TRUE(rows.equal(torch::arange(7, torch::kFloat32))) << turn;
}

TEST(Ranks, SpreadWhatRankZeroHas) {
  for (const auto& tensors : OnRanks(2, [](int64_t rank) {
         NamedTensors mine;
         if (rank == 0)
           mine = {{"a", torch::full({2, 3}, 4)}, {"b", torch::full({1}, 0.5)}, {"c", torch::empty({0})}};
         if (rank == 1) mine = {{"z", torch::zeros({1})}};
         Ranks::Here().Spread(mine);
         return mine;
       })) {
    EXPECT_EQ(tensors.size(), 3U);
    EXPECT_TRUE(tensors.at("a").equal(torch::full({2, 3}, 4)));
    EXPECT_EQ(tensors.at("b").item<double>(), 0.5);
  }
}

TEST(Ranks, ThatDisagreeSayInWhat) {
  const auto message = [](const Json& first, const Json& second) {
    return OnRanks(2, [&](int64_t rank) -> std::string {
      try {
        Ranks::Here().Agree(rank == 0 ? first : second);
        return "";
      } catch (const Error& error) {
        return Cat(error.exit_code(), " ", error.code(), ": ", error.message());
      }
    });
  };
  const std::string config =
      "65 ranks.config: the ranks disagree: config.batch_size is 4 on rank 0 and 8 on rank 1";
  EXPECT_EQ(message({{"config", {{"a", 1}, {"batch_size", 4}}}}, {{"config", {{"a", 1}, {"batch_size", 8}}}}),
            (std::vector<std::string>{config, config}));
  const std::string device =
      "69 ranks.device: the ranks disagree: device is \"cpu\" on rank 0 and \"cuda\" on rank 1";
  EXPECT_EQ(message({{"device", "cpu"}}, {{"device", "cuda"}}), (std::vector<std::string>{device, device}));
  EXPECT_EQ(message({{"data", 1}}, {{"data", 1}}), (std::vector<std::string>{"", ""}));
}

TEST(Ranks, HaveAGpuEach) {
  const auto ends = [](const std::vector<std::string>& gpus) {
    return OnRanks(3, [&](int64_t rank) -> std::string {
      try {
        Ranks::Here().RequireOwnGpus(gpus[static_cast<size_t>(rank)]);
        return "";
      } catch (const Error& error) {
        return Cat(error.exit_code(), " ", error.code(), ": ", error.message().substr(0, 54));
      }
    });
  };
  const std::string refused = "69 ranks.gpu: ranks 0 and 2 would compute on one GPU, GPU-a: start n";
  EXPECT_EQ(ends({"GPU-a", "GPU-b", "GPU-a"}), std::vector<std::string>(3, refused));
  EXPECT_EQ(ends({"GPU-a", "GPU-b", "GPU-c"}), std::vector<std::string>(3));
  EXPECT_EQ(ends({"", "", ""}), std::vector<std::string>(3)) << "the CPU is for all";
}

/// A library that connects GPUs.
class OtherTransport : public RankTransport {
 public:
  void Sum(Tensor&) override {}
  void Spread(Tensor&) override {}
  std::vector<Tensor> Gather(const Tensor&) override { return {}; }
};

TEST(Ranks, SendTensorsOfGpusByTheirLibraryWhereAllHaveIt) {
  const auto ends = [](int64_t lacking, const torch::Device& device) {
    return OnRanks(
        2, [&](int64_t) { return Ranks::Here().JoinDevices(device); },
        [&](int64_t rank) -> DeviceJoin {
          if (rank == lacking) throw Error(ErrorKind::kUnavailable, "object.nccl", "no NCCL");
          return [](const torch::Device&) { return std::make_unique<OtherTransport>(); };
        });
  };
  EXPECT_EQ(ends(1, torch::kMeta), std::vector<std::string>(2, "rank 1: no NCCL"));
  EXPECT_EQ(ends(-1, torch::kMeta), std::vector<std::string>(2, ""));
  EXPECT_EQ(ends(1, torch::kCPU), std::vector<std::string>(2, "")) << "the host needs no other";
}

TEST(Ranks, AllThrowWhatOneThrows) {
  const auto ends = OnRanks(2, [](int64_t rank) -> std::string {
    try {
      Ranks::Here().Together([&] {
        if (rank == 1) throw Error(ErrorKind::kMissingInput, "test.gone", "is not there").InFile("a.png");
      });
      return "";
    } catch (const Error& error) {
      return Cat(error.exit_code(), " ", error.Line());
    }
  });
  EXPECT_EQ(ends[0], "66 a.png: rank 1: is not there [test.gone]");
  EXPECT_EQ(ends[1], "66 a.png: is not there [test.gone]");
}

}  // namespace
}  // namespace f4s
