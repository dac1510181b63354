#include "libfuse4seg/train/loop/checkpoint.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/train/loop/run_folder.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

class Checkpoints : public testing::Test {
 protected:
  Checkpoints() { MakeFolders(folder_); }
  NamedTensors Tensors(double value) const {
    return {{"w", torch::full({2, 3}, value)},
            {"steps", torch::full({2}, static_cast<int64_t>(value), torch::kInt64)}};
  }
  void SaveThree() {
    CheckpointFolder folder(folder_);
    folder.Begin({{"signature", "x"}});
    for (const int step : {1, 2, 3}) folder.Save(step, Tensors(step), {{"step", step}, {"epoch", step}});
  }
  Scratch scratch_;
  const std::filesystem::path folder_ = scratch_ / "checkpoint";
};

TEST_F(Checkpoints, ComeBackExactly) {
  SaveThree();
  const CheckpointFolder again(folder_);
  EXPECT_EQ(again.run().at("signature"), "x");
  NamedTensors tensors = Tensors(0);
  const torch::Tensor in_use = tensors.at("w");
  std::vector<std::string> warnings;
  const CheckpointEntry entry = again.Load(tensors, warnings);
  EXPECT_EQ(entry.step, 3);
  EXPECT_EQ(entry.state.at("epoch"), 3);
  EXPECT_TRUE(in_use.equal(torch::full({2, 3}, 3.0))) << "copied into the tensor in use";
  EXPECT_TRUE(warnings.empty());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "step-00000001.safetensors")) << "two are kept";
  EXPECT_TRUE(std::filesystem::exists(folder_ / "step-00000002.safetensors"));
}

TEST_F(Checkpoints, ADamagedOneGivesWayToTheOneBefore) {
  SaveThree();
  std::string bytes = ReadFile(folder_ / "step-00000003.safetensors");
  bytes.back() ^= 1;
  WriteFileAtomically(folder_ / "step-00000003.safetensors", bytes);
  NamedTensors tensors = Tensors(0);
  std::vector<std::string> warnings;
  EXPECT_EQ(CheckpointFolder(folder_).Load(tensors, warnings).step, 2);
  EXPECT_EQ(warnings.size(), 1U);
  std::filesystem::remove(folder_ / "step-00000002.safetensors");
  EXPECT_F4S_ERROR(static_cast<void>(CheckpointFolder(folder_).Load(tensors, warnings)), ErrorKind::kBadInput,
                   "checkpoint.damaged");
}

TEST_F(Checkpoints, RefuseOtherTensorsAndForeignState) {
  SaveThree();
  NamedTensors tensors = {{"w", torch::zeros({3, 2})}};
  std::vector<std::string> warnings;
  EXPECT_F4S_ERROR(static_cast<void>(CheckpointFolder(folder_).Load(tensors, warnings)), ErrorKind::kBadInput,
                   "checkpoint.damaged");
  for (const char* text : {"", "{}", "[1]", R"({"schema":"f4s.checkpoint/1"})"}) {
    WriteFileAtomically(folder_ / "state.json", text);
    EXPECT_F4S_ERROR(CheckpointFolder{folder_}, ErrorKind::kBadInput, "checkpoint.state");
  }
}

TEST_F(Checkpoints, AFailedSaveLeavesTheOneBefore) {
  SaveThree();
  CheckpointFolder folder(folder_);
  std::filesystem::create_directory(folder_ / "step-00000004.safetensors");
  WriteFileAtomically(folder_ / "step-00000004.safetensors" / "in the way", "");
  EXPECT_THROW(folder.Save(4, Tensors(4), Json::object()), Error);
  NamedTensors tensors = Tensors(0);
  std::vector<std::string> warnings;
  EXPECT_EQ(CheckpointFolder(folder_).Load(tensors, warnings).step, 3);
}

class Folder : public testing::Test {
 protected:
  Json Facts(const std::string& signature) const { return {{"signature", signature}}; }
  void Open(const std::string& signature, bool force = false, bool skip_existing = false) const {
    RunOptions options;
    options.force = force;
    options.skip_existing = skip_existing;
    RunFolder(folder_, Facts(signature), {{"epochs", 3}}, options).AddEvent({{"event", signature}});
  }
  Scratch scratch_;
  const std::filesystem::path folder_ = scratch_ / "run";
};

TEST_F(Folder, TheSameRunGoesOnAndAnotherIsRefused) {
  Open("a");
  Open("a");
  EXPECT_EQ(ReadFile(folder_ / "events.ndjson"), "{\"event\":\"a\"}\n{\"event\":\"a\"}\n");
  EXPECT_EQ(Json::parse(ReadFile(folder_ / "config.json")), Json({{"epochs", 3}}));
  EXPECT_F4S_ERROR(Open("b"), ErrorKind::kCannotCreate, "output.exists");
  Open("b", true);
  EXPECT_EQ(ReadFile(folder_ / "events.ndjson"), "{\"event\":\"b\"}\n");
  Open("b", false, true);
  EXPECT_EQ(ReadFile(folder_ / "events.ndjson"), "{\"event\":\"b\"}\n{\"event\":\"b\"}\n");
  Open("c", false, true);
  EXPECT_EQ(ReadFile(folder_ / "events.ndjson"), "{\"event\":\"c\"}\n");
}

TEST_F(Folder, WhatIsNoRunIsRefusedAndKept) {
  MakeFolders(folder_);
  Open("a");  // an empty folder is taken
  const auto other = scratch_ / "other";
  MakeFolders(other);
  WriteFileAtomically(other / "thesis.tex", "x");
  RunOptions options;
  EXPECT_F4S_ERROR(RunFolder(other, Facts("a"), Json::object(), options), ErrorKind::kCannotCreate,
                   "output.exists");
  EXPECT_FALSE(std::filesystem::exists(other / "checkpoint"));
  EXPECT_F4S_ERROR(RunFolder(other / "thesis.tex", Facts("a"), Json::object(), options),
                   ErrorKind::kCannotCreate, "output.exists");
}

TEST_F(Folder, TwoProcessesDoNotShareIt) {
  RunOptions options;
  const RunFolder first(folder_, Facts("a"), Json::object(), options);
  EXPECT_F4S_ERROR(RunFolder(folder_, Facts("a"), Json::object(), options), ErrorKind::kCannotCreate,
                   "output.in_use");
}

TEST_F(Folder, EventsAreCutToTheCheckpoint) {
  Open("a");
  RunFolder folder(folder_, Facts("a"), Json::object(), RunOptions());
  const int64_t bytes = folder.events_bytes();
  folder.AddEvent({{"event", "lost"}});
  folder.RewindEvents(bytes);
  EXPECT_EQ(ReadFile(folder_ / "events.ndjson"), "{\"event\":\"a\"}\n");
}

/// Three steps on a quadratic, ours beside torch's own.
template <class Ours, class Theirs>
void Compare(const Ours& step, Theirs& theirs, torch::Tensor& a, torch::Tensor& b) {
  for (int i = 0; i < 5; ++i) {
    for (torch::Tensor* w : {&a, &b}) {
      w->mutable_grad().reset();
      ((*w - 1).pow(2) * torch::arange(1.0, 5.0)).sum().backward();
    }
    step();
    theirs.step();
    EXPECT_TRUE(torch::allclose(a, b, 1e-6, 1e-7)) << a << b;
  }
}

TEST(Optimisers, StepAsTorchsOwn) {
  auto a = torch::zeros({4}, torch::requires_grad()), b = torch::zeros({4}, torch::requires_grad());
  Adam adam({{"w", a}});
  torch::optim::Adam their_adam({b}, torch::optim::AdamOptions(0.05));
  Compare([&] { adam.Step([](const std::string&) { return 0.05; }); }, their_adam, a, b);
  MomentumDescent descent({{"w", a}}, 0.9, 1e-2);
  torch::optim::SGD their_descent({b}, torch::optim::SGDOptions(0.01).momentum(0.9).weight_decay(1e-2));
  Compare([&] { descent.Step(0.01); }, their_descent, a, b);
}

TEST(Optimisers, LookAheadAsTorchsOwn) {
  auto a = torch::zeros({4}, torch::requires_grad()), b = torch::zeros({4}, torch::requires_grad());
  MomentumDescent descent({{"w", a}}, 0.9, 1e-2, /*nesterov=*/true);
  torch::optim::SGD theirs({b},
                           torch::optim::SGDOptions(0.01).momentum(0.9).weight_decay(1e-2).nesterov(true));
  Compare([&] { descent.Step(0.01); }, theirs, a, b);
  Adam adam({{"w", a}}, 0, 0.5);
  torch::optim::Adam their_adam({b}, torch::optim::AdamOptions(0.05).betas({0.5, 0.999}));
  Compare([&] { adam.Step(0.05); }, their_adam, a, b);
}

TEST(Optimisers, ClipToANorm) {
  auto a = torch::zeros({2}, torch::requires_grad());
  Gradients gradients({{"a", a}});
  gradients.Add({torch::tensor({3.0, 4.0})});
  EXPECT_NEAR(gradients.Clip(1).item<double>(), 5, 1e-6);
  EXPECT_TRUE(torch::allclose(a.grad(), torch::tensor({0.6, 0.8})));
  EXPECT_NEAR(gradients.Clip(2).item<double>(), 1, 1e-6);
  EXPECT_TRUE(torch::allclose(a.grad(), torch::tensor({0.6, 0.8})));
}

}  // namespace
}  // namespace f4s
