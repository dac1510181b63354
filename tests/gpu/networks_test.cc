// The networks on a GPU against the same on the CPU.  Largest differences by the largest value: 1e-3 in
// float32 (another order of sums, through some hundred layers), 0.1 where products are rounded to bfloat16
// (2^-8 each); two runs on a GPU give the same bits.

#include "libfuse4seg/nn/network.h"

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "tests/gpu/with_gpu.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kFloat32 = 1e-3, kBfloat16 = 0.1;

class NetworksOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    F4S_SKIP_WITHOUT_GPU(device_);
    MakeTorchDeterministic();
  }

  /// Fused images, and logits where there is a segmentation network.
  static std::vector<Tensor> Outputs(Network network, const Tensor& images, const std::string& precision) {
    const PrecisionScope scope(images.device(), precision);
    FusionOutput output;
    std::vector<Tensor> outputs;
    if (!network->fusion.is_empty()) {
      output = network->fusion(images);
      outputs.push_back(output.fused);
    }
    if (!network->segmentation.is_empty())
      outputs.push_back(network->segmentation->forward(network->SegmentationInput(images, {}, output)));
    return InFloat32(outputs);
  }
  /// Weights move a little: those that start at 0 would hide what is behind them.
  static Network Built(const TrainOptions& given) {
    const TrainOptions options = given.Resolved();
    Network network(options.network, 3, options.segments() ? 4 : 0, options.fuses());
    Initialise(*network, 3);
    const torch::NoGradGuard no_grad;
    for (Tensor& weight : network->parameters())
      weight.add_(0.02 * torch::sin(torch::arange(weight.numel(), torch::kFloat32) * 2.4).view_as(weight));
    return network;
  }
  static std::vector<Tensor> Gradients(Network network, const Tensor& images, const std::string& precision) {
    network->zero_grad();
    Tensor sum;
    for (const Tensor& output : Outputs(network, images, precision)) {
      const Tensor one = output.square().mean();
      sum = sum.defined() ? sum + one : one;
    }
    sum.backward();
    std::vector<Tensor> gradients;
    for (const Tensor& weight : network->parameters())
      if (weight.grad().defined()) gradients.push_back(weight.grad().clone());
    return gradients;
  }

  void Compare(const TrainOptions& options, const std::string& what) {
    torch::manual_seed(7);
    const Tensor images = torch::rand({2, 3, 61, 72});
    Network on_cpu = Built(options), on_gpu = Built(options);
    MoveTo(*on_gpu, device_);
    const Tensor there = images.to(device_);
    const auto outputs = Outputs(on_cpu, images, "float32");
    const auto gradients = Gradients(on_cpu, images, "float32");
    for (const auto& [precision, most] : {std::pair("float32", kFloat32), {"bfloat16", kBfloat16}}) {
      const auto first = Outputs(on_gpu, there, precision), second = Outputs(on_gpu, there, precision);
      ASSERT_EQ(first.size(), outputs.size());
      for (size_t i = 0; i < outputs.size(); ++i) {
        EXPECT_LT(RelativeDistance(outputs[i], first[i]), most) << what << ' ' << precision;
        EXPECT_TRUE(first[i].equal(second[i])) << what << ' ' << precision << ": not the same bits";
      }
      const auto back = Gradients(on_gpu, there, precision), again = Gradients(on_gpu, there, precision);
      ASSERT_EQ(back.size(), gradients.size());
      for (size_t i = 0; i < back.size(); ++i)
        EXPECT_TRUE(back[i].equal(again[i])) << what << ' ' << precision << ": not the same bits";
      if (std::string(precision) != "float32") continue;
      Tensor apart = torch::zeros({}, torch::kFloat64), all = apart;
      for (size_t i = 0; i < back.size(); ++i) {
        apart = apart + (back[i].cpu() - gradients[i]).to(torch::kFloat64).square().sum();
        all = all + gradients[i].to(torch::kFloat64).square().sum();
      }
      EXPECT_LT((apart / all).sqrt().item<double>(), 1e-2) << what << ": gradients";
    }
  }

  torch::Device device_ = torch::kCPU;
};

TEST_F(NetworksOnGpu, OfEveryProfile) {
  for (const char* profile : {"tiny", "small", "base"}) {
    TrainOptions options;
    Set(options, "profile", profile);
    Compare(options, profile);
  }
}

TEST_F(NetworksOnGpu, OfEveryMethod) {
  for (const char* method : {"unet", "csad", "fusioninn"}) {
    TrainOptions options;
    options.method = method;
    Compare(options, method);
  }
}

TEST_F(NetworksOnGpu, OfEachStemAndResidual) {
  for (const char* residual : {"none", "sum", "mean"}) {
    TrainOptions options;
    Set(options, "fusion_residual", residual);
    Compare(options, residual);
  }
  TrainOptions options;
  Set(options, "segmentation_stem", "resnet");
  Compare(options, "resnet");
}

}  // namespace
}  // namespace f4s
