// Every loss and its gradient on a GPU against the CPU, in double precision: 1e-8 of the largest number. None
// of their backward passes is one that CUDA refuses, since algorithms must be deterministic here.

#include "libfuse4seg/loss/adversarial_loss.h"
#include "libfuse4seg/loss/distillation_loss.h"
#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/loss/inversion_loss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/loss/segmentation_loss.h"
#include "libfuse4seg/loss/semantic_loss.h"
#include "tests/gpu/with_gpu.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kMost = 1e-8;

class LossesOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    F4S_SKIP_WITHOUT_GPU(device_);
    MakeTorchDeterministic();
    torch::manual_seed(3);
    images_ = torch::rand({2, 3, 44, 47}, torch::kFloat64);
    images_.slice(3, 0, 6).zero_();
    fused_ = (images_.mean(1, true) + 0.1 * torch::rand({2, 1, 44, 47}, torch::kFloat64)).clamp(0, 1);
    labels_ = torch::randint(0, 4, {2, 44, 47}, torch::kInt64);
    labels_.slice(2, 40, 47).fill_(kIgnoreLabel);
  }

  /// @param loss  of what there is a gradient for, and of the rest of the arguments
  using Loss = std::function<Tensor(const Tensor&, const std::vector<Tensor>&)>;
  void Compare(const char* what, const Tensor& learned, const std::vector<Tensor>& given, const Loss& loss) {
    const auto on = [&](const torch::Device& device) {
      const Tensor x = learned.detach().to(device).requires_grad_();
      std::vector<Tensor> rest;
      for (const Tensor& one : given) rest.push_back(one.to(device));
      const Tensor value = loss(x, rest);
      value.backward();
      return std::pair(value.detach(), x.grad());
    };
    const auto [cpu_value, cpu_slope] = on(torch::kCPU);
    const auto [value, slope] = on(device_);
    const auto [same_value, same_slope] = on(device_);
    EXPECT_LT(RelativeDistance(cpu_value, value), kMost) << what;
    EXPECT_LT(RelativeDistance(cpu_slope, slope), kMost) << what << ": gradient";
    EXPECT_TRUE(value.equal(same_value) && slope.equal(same_slope)) << what << ": not the same bits";
  }

  torch::Device device_ = torch::kCPU;
  Tensor images_, fused_, labels_;
};

TEST_F(LossesOnGpu, OfFusion) {
  const FusionLossOptions options;
  Compare("texture", fused_, {images_}, [](const Tensor& f, const auto& r) { return TextureLoss(r[0], f); });
  Compare("intensity", fused_, {images_},
          [&](const Tensor& f, const auto& r) { return IntensityLoss(r[0], f, options); });
  Compare("fidelity", fused_, {images_},
          [](const Tensor& f, const auto& r) { return FidelityLoss(r[0], f, 40); });
  Compare("grain", fused_, {images_},
          [](const Tensor& f, const auto& r) { return HighFrequencyLoss(r[0], f, 60); });
  Compare("contrast", fused_, {images_, labels_}, [](const Tensor& f, const auto& r) {
    return ContrastLoss(r[0], f, r[1], {0, 0.1, -0.1, 0.2});
  });
  const Tensor base = torch::randn({2, 3, 4, 11, 9}, torch::kFloat64);
  Compare("correlation", base, {torch::randn_like(base)},
          [](const Tensor& b, const auto& r) { return CorrelationLoss(b, r[0], true); });
  Compare("content", images_, {images_.flip(3)},
          [](const Tensor& a, const auto& r) { return ContentLoss(r[0], a); });
}

TEST_F(LossesOnGpu, OfMetrics) {
  Compare("VIF", fused_, {images_}, [](const Tensor& f, const auto& r) { return VifScore(r[0], f); });
  Compare("Qabf", fused_, {images_}, [](const Tensor& f, const auto& r) { return QabfScore(r[0], f); });
  Compare("MI", fused_, {images_},
          [](const Tensor& f, const auto& r) { return MutualInformationScore(r[0], f); });
  Compare("SCD", fused_, {images_}, [](const Tensor& f, const auto& r) { return ScdScore(r[0], f); });
  Compare("SF", fused_, {images_},
          [](const Tensor& f, const auto& r) { return SpatialFrequencyScore(r[0], f); });
}

TEST_F(LossesOnGpu, OfSegmentation) {
  const Tensor logits = torch::randn({2, 4, 44, 47}, torch::kFloat64);
  const SegmentationLossOptions options;
  const ClassSets unions = {{1, 2}};
  Tensor labels = labels_.clone();
  labels.slice(1, 0, 4).fill_(4);  // the union
  Compare("cross entropy and Dice", logits, {labels}, [&](const Tensor& x, const auto& r) {
    return SegmentationLoss(x, r[0], options, {}, unions).total;
  });
  Compare("deep supervision", logits, {labels_}, [&](const Tensor& x, const auto& r) {
    return SegmentationLoss({x, torch::avg_pool2d(x, 2, 2, 0, true)}, r[0], options, {{1, 2}, {3}}, {}).total;
  });
  const Tensor energies = torch::rand({2, 3, 11, 12}, torch::kFloat64);
  Compare("distillation", energies, {}, [](const Tensor& x, const auto&) {
    return DistillationLoss({x, x * 2}, {x.flip(1), x}, DistillationOptions());
  });
}

TEST_F(LossesOnGpu, OfInversionAndAdversaries) {
  InversionLossOptions options;
  const Tensor z = torch::randn({2, 2, 44, 48}, torch::kFloat64);
  Compare("latent", z, {}, [&](const Tensor& x, const auto&) { return LatentLoss(x, images_, options, 5); });
  Compare("likeness", fused_, {images_},
          [](const Tensor& f, const auto& r) { return LikenessLoss(f, r[0], 0.8); });
  const Tensor logits = torch::randn({6}, torch::kFloat64);
  const AdversarialLossOptions adversarial;
  Compare("generator", logits, {},
          [&](const Tensor& x, const auto&) { return GeneratorLoss(x, adversarial); });
  Compare("discriminator", logits, {logits.flip(0)},
          [&](const Tensor& x, const auto& r) { return DiscriminatorLoss(x, r[0], adversarial); });
  const Tensor noise = NormalNumbers({50, 70}, 9);
  EXPECT_LT(RelativeDistance(noise, NormalNumbers({50, 70}, 9, device_)), 1e-6) << "noise";
}

}  // namespace
}  // namespace f4s
