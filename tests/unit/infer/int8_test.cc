// The U-Net in whole numbers of 8 bits: near the plan in float32, and what is refused.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "libfuse4seg/infer/engine.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using Probabilities = std::vector<float>;

constexpr int kHigh = 60, kBroad = 52;

double FarthestApart(const Probabilities& a, const Probabilities& b) {
  double most = 0;
  for (size_t i = 0; i < a.size(); ++i) most = std::max(most, static_cast<double>(std::abs(a[i] - b[i])));
  return a.size() == b.size() ? most : INFINITY;
}

class Int8Test : public testing::Test {
 protected:
  void Make(const std::string& segmenter) {
    WriteRandomModel(
        file_,
        Json::parse(Cat(R"({"gives": ["prediction"], "takes": ["images"], "network": {"segmenter": ")",
                        segmenter, R"(", "input": "images", "segmentation_width": 12}})")),
        0, 0.05);
    description_ = ModelDescription::Read(file_);
  }
  [[nodiscard]] std::shared_ptr<const LoadedNetwork> Load(const PlanUse& how) const {
    return LoadPlan(file_, description_, NetworkUse::kSegment, how);
  }
  /// Of waves within a circle.
  [[nodiscard]] static Probabilities Of(const LoadedNetwork& network) {
    std::vector<std::vector<float>> planes(2, std::vector<float>(size_t{kHigh} * kBroad));
    for (size_t slot = 0; slot < 2; ++slot)
      for (int i = 0; i < kHigh * kBroad; ++i) {
        const double y = i / kBroad - kHigh / 2.0, x = i % kBroad - kBroad / 2.0;
        if (y * y + x * x < 600)
          planes[slot][static_cast<size_t>(i)] = static_cast<float>(
              0.5 + 0.4 * std::sin(0.3 * x + static_cast<double>(slot)) * std::cos(0.4 * y));
      }
    const auto views = ViewsOf({planes.begin(), planes.end()}, kHigh, kBroad);
    return network.Probabilities(views, {0, 1}, {}, true);
  }
  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "m.safetensors";
  ModelDescription description_;
};

TEST_F(Int8Test, ItIsNearlyTheSame) {
  for (const char* segmenter : {"unet", "csad"}) {
    Make(segmenter);
    const auto calibration = std::make_shared<Int8Calibration>();
    const Probabilities wanted = Of(*Load({.calibration = calibration}));
    calibration->Write(file_, file_);
    EXPECT_EQ(Of(*Load({})), wanted);  // what is beside the weights changes nothing
    EXPECT_LT(FarthestApart(Of(*TheNetworks().Load(file_, {.device = "cpu"})), wanted), 1e-5) << segmenter;
    if (!CanConvolveInt8()) continue;
    const double apart = FarthestApart(Of(*Load({.int8 = true})), wanted);
    EXPECT_LT(apart, 0.05) << segmenter;
    EXPECT_GT(apart, 1e-5) << segmenter;  // it is another computation
  }
}

TEST_F(Int8Test, RefusesProcessorsWithoutIt) {
  Make("unet");
  const auto calibration = std::make_shared<Int8Calibration>();
  static_cast<void>(Of(*Load({.calibration = calibration})));
  calibration->Write(file_, file_);
  for (const std::string& kind : NetKernelKinds()) {
    UseNetKernels(kind);
    if (CanConvolveInt8()) continue;
    EXPECT_F4S_ERROR(static_cast<void>(Load({.int8 = true})), ErrorKind::kUnavailable, "precision.int8");
  }
  UseNetKernels(NetKernelKinds().front());
}

TEST_F(Int8Test, RefusesRangesThatAreNotThereOrOfAnotherNetwork) {
  if (!CanConvolveInt8()) GTEST_SKIP() << "no AVX-512 VNNI";
  Make("unet");
  const auto load = [&] { static_cast<void>(Load({.int8 = true})); };
  EXPECT_F4S_ERROR(load(), ErrorKind::kBadInput, "model.int8");
  Int8Calibration other;
  EXPECT_F4S_ERROR(other.Write(file_, file_), ErrorKind::kUsage, "calibrate.nothing");
  const std::vector<float> x(64, 1);
  const FeatureView view = {x.data(), 4, 4, nullptr};
  other.Add("segmentation.down.0.conv2", {&view, 1}, 4, 4, 0);
  other.Write(file_, file_);
  EXPECT_F4S_ERROR(load(), ErrorKind::kBadInput, "model.weights");
}

}  // namespace
}  // namespace f4s
