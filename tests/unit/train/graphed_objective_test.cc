// Steps by graphs, with a stand-in for the device's: it calls the noted step again, with what the host knew
// when it was noted.  So a step that depends on the host shows here as it would on a GPU.

#include "libfuse4seg/train/graph/graphed_objective.h"

#include "libfuse4seg/train/objective/inversion.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

class StandinGraph : public DeviceGraph {
 public:
  enum class Fault { kNone, kDoesNothing, kCannotNote };

  StandinGraph(const Objective& objective, Fault fault) : objective_(objective), fault_(fault) {}
  /// A device does nothing of what is noted: neither does this, in the end.
  void Capture(const std::function<void()>& work) override {
    if (fault_ == Fault::kCannotNote) throw std::runtime_error("operation not permitted\nwhen noting");
    const NamedTensors before = Copies(objective_.State());
    work();
    PutBack(before, objective_.State());
    work_ = work;
  }
  void Replay() override {
    if (fault_ == Fault::kNone) work_();
  }

 private:
  const Objective& objective_;
  Fault fault_;
  std::function<void()> work_;
};

class GraphedObjectives : public Objectives {
 protected:
  using Fault = StandinGraph::Fault;
  using Maker = std::function<std::unique_ptr<Objective>()>;

  GraphedObjectives() {
    options_.sampling.batch_size = 4;
    options_.warmup_epochs = 1;
    options_.adversary.warmup_epochs = 1;
    options_.adversary.weight = 0.01;
    options_.adversary.loss.r1_weight = 1;
    options_.adversary.loss.r1_every = 5;
  }
  std::unique_ptr<Objective> Cooperating() const {
    const CooperationFacts facts = {
        .regions = regions_, .pretrained = true, .modalities = 2, .side = 32, .seed = 5};
    return std::make_unique<Cooperation>(NewNetwork(1), options_.Resolved(), facts, torch::kCPU, threads_);
  }
  /// What comes of 24 steps, of which the 18th cannot be taken.
  struct Course {
    NamedTensors state;
    std::vector<std::string> steps;
    int64_t replayed = 0;
    std::vector<std::string> said;
  };
  Course Train(const Maker& make, Fault fault) const {
    Course course;
    auto inner = make();
    const Objective& objective = *inner;
    GraphedObjective graphed(
        std::move(inner), torch::kCPU, [&] { return std::make_unique<StandinGraph>(objective, fault); },
        [&](const std::string& text) { course.said.push_back(text); });
    for (int64_t step = 0; step < 24; ++step) {
      SliceBatch batch = Batch(step);
      batch.images = batch.images.clone();
      if (step == 17) batch.images[0][0][3][3] = std::numeric_limits<float>::quiet_NaN();
      const StepOutcome outcome = graphed.Step(batch, {step / 8, step, 24});
      EXPECT_EQ(outcome.taken(), step != 17);
      course.steps.push_back(step == 17 ? "" : StepValues(outcome).json().dump());
    }
    course.state = Copies(graphed.State());
    course.replayed = graphed.replayed();
    return course;
  }
  void Hold(const std::string& what, const Maker& make, bool is_static = true) const {
    const Course without = Train(make, Fault::kCannotNote), with = Train(make, Fault::kNone);
    EXPECT_EQ(without.replayed, 0);
    EXPECT_EQ(with.said, std::vector<std::string>()) << what;
    EXPECT_EQ(with.replayed >= 4, is_static) << what << ' ' << with.replayed;
    EXPECT_EQ(with.replayed == 0, !is_static) << what << ' ' << with.replayed;
    EXPECT_TRUE(SameBelow("", without.state, with.state)) << what << ": other bits";
    EXPECT_EQ(without.steps, with.steps) << what;
  }
};

TEST_F(GraphedObjectives, TakeTheSameStepsInEveryMode) {
  for (const char* bilevel : {"joint", "none", "alternate", "gauss-newton"}) {
    Set(options_, "bilevel", bilevel);
    Hold(bilevel, [&] { return Cooperating(); });
  }
}

TEST_F(GraphedObjectives, TakeTheSameStepsOfEveryMethod) {
  options_.adversary.weight = {};
  for (const char* method : {"unet", "csad"}) {
    options_.method = method;
    Hold(method, [&] { return Cooperating(); });
  }
}

TEST_F(GraphedObjectives, TakeTheSameStepsOfPretraining) {
  PretrainOptions options;
  options.adversary = options_.adversary;
  const PretrainOptions resolved = options.Resolved();
  options_.task = Task::kFusion;
  Hold("pre-training", [&] {
    return std::make_unique<Reconstruction>(
        NewNetwork(1), resolved, Adversary(resolved.adversary, 2, 32, 5, torch::kCPU), torch::kCPU, threads_);
  });
}

TEST_F(GraphedObjectives, AreNotForStepsInWhichTheHostDraws) {
  options_.method = "fusioninn";
  options_.adversary.weight = {};
  options_.network.fusion.inn_width = 8;
  Hold(
      "fusioninn",
      [&] {
        return std::make_unique<Inversion>(NewNetwork(1), options_.Resolved(),
                                           CooperationFacts{.regions = regions_}, torch::kCPU, threads_);
      },
      false);
}

TEST_F(GraphedObjectives, AreGivenUpWithAWordWhereTheyCannotBeTrusted) {
  const auto make = [&] { return Cooperating(); };
  const Course without = Train(make, Fault::kCannotNote), lying = Train(make, Fault::kDoesNothing);
  ASSERT_EQ(without.said.size(), 1U);
  EXPECT_EQ(without.said.front(), "training steps go without CUDA graphs: operation not permitted");
  ASSERT_EQ(lying.said.size(), 1U);
  EXPECT_EQ(
      lying.said.front(),
      "training steps go without CUDA graphs: a replayed step did not give the bits of the step itself");
  EXPECT_EQ(lying.replayed, 1);
  EXPECT_TRUE(SameBelow("", without.state, lying.state));
  EXPECT_EQ(without.steps, lying.steps);
}

TEST_F(GraphedObjectives, OfAChangedShapeAreNotedAnew) {
  auto inner = Cooperating();
  const Objective& objective = *inner;
  GraphedObjective graphed(
      std::move(inner), torch::kCPU, [&] { return std::make_unique<StandinGraph>(objective, Fault::kNone); },
      [](const std::string&) {});
  const auto steps = [&](int64_t from, int64_t to) {
    for (int64_t step = from; step < to; ++step)
      static_cast<void>(graphed.Step(Batch(step), {2, 5 * step + 1, 1000}));  // none with a penalty
  };
  steps(0, 8);
  const int64_t before = graphed.replayed();
  EXPECT_EQ(before, 4);
  options_.sampling.batch_size = 2;
  steps(8, 12);
  EXPECT_EQ(graphed.replayed(), before) << "a graph is of one shape";
  steps(12, 15);
  EXPECT_EQ(graphed.replayed(), before + 3);
}

}  // namespace
}  // namespace f4s
