// Inference on a GPU against the CPU: images within 1e-3 and probabilities within 2e-3 of full scale (another
// order of sums, through some hundred layers), the same bits twice, from any thread and in any company.

#include "libfuse4seg/infer/networks.h"

#include <cmath>
#include <thread>

#include "tests/gpu/with_gpu.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using PlaneValues = std::vector<float>;

constexpr int kPictures = 70, kRows = 61, kColumns = 72;
constexpr float kImage = 1e-3F, kProbability = 2e-3F;
constexpr double kShake = 0.02;  // by more, and a random network makes much of last digits

class InferenceOnGpu : public testing::Test {
 protected:
  void SetUp() override {
    F4S_SKIP_WITHOUT_GPU(device_);
    for (int i = 0; i < 3 * kPictures; ++i) {
      PlaneValues& plane = planes_.emplace_back(static_cast<size_t>(kRows * kColumns));
      for (size_t k = 0; k < plane.size(); ++k)
        plane[k] = 0.5F + 0.5F * std::sin(0.037F * static_cast<float>(k) + 0.61F * static_cast<float>(i));
    }
  }
  void Make(const char* changes) {
    WriteRandomModel(file_, Json::parse(changes), 0, kShake);
    cpu_ = TheNetworks().Load(file_, {.device = "cpu"});
    gpu_ = TheNetworks().Load(file_, {.device = device_.str()});
    EXPECT_GT(gpu_->pictures_at_once(), 1);
  }
  [[nodiscard]] Views<const float> ImagesOf(int picture, int count) const {
    Views<const float> images;
    for (int m = 0; m < count; ++m)
      images.push_back(ViewOf(planes_[static_cast<size_t>(3 * picture + m)], kRows, kColumns));
    return images;
  }
  [[nodiscard]] std::vector<FuseInput> ToFuse() const {
    std::vector<FuseInput> pictures;
    for (int i = 0; i < kPictures; ++i) pictures.push_back({ImagesOf(i, 2), {0, 1}});
    return pictures;
  }
  [[nodiscard]] std::vector<SegmentInput> ToSegment() const {
    std::vector<SegmentInput> pictures;
    for (int i = 0; i < kPictures; ++i) {
      SegmentInput& picture = pictures.emplace_back();
      if (gpu_->sees_images()) picture.images = ImagesOf(i, 2), picture.slots = {0, 1};
      if (gpu_->sees_fused()) picture.fused = ImagesOf(i, 3)[2];
    }
    return pictures;
  }
  template <class Number>
  static void ExpectNear(const std::vector<Number>& a, const std::vector<Number>& b, double most,
                         const char* what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    double worst = 0;
    for (size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(double{a[i]} - double{b[i]}));
    EXPECT_LT(worst, most) << what;
  }

  torch::Device device_ = torch::kCPU;
  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "m.safetensors";
  std::shared_ptr<const LoadedNetwork> cpu_, gpu_;
  std::vector<PlaneValues> planes_;
};

TEST_F(InferenceOnGpu, FusesAsTheCpuDoes) {
  Make("{}");
  const auto pictures = ToFuse();
  const auto wanted = cpu_->FuseEach(pictures), found = gpu_->FuseEach(pictures);
  for (size_t i = 0; i < pictures.size(); ++i) ExpectNear(wanted[i], found[i], kImage, "fused image");
  EXPECT_EQ(found, gpu_->FuseEach(pictures)) << "two runs are not the same bits";
  for (const size_t i : {size_t{0}, size_t{31}, size_t{69}})
    EXPECT_EQ(found[i], gpu_->Fuse(pictures[i].images, {0, 1}, nullptr)) << "alone it is another one";
  std::vector<std::thread> threads;
  std::vector<PlaneValues> of_threads(pictures.size());
  for (size_t t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (size_t i = t; i < pictures.size(); i += 8)
        of_threads[i] = gpu_->Fuse(pictures[i].images, {0, 1}, nullptr);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found, of_threads) << "from threads it is another one";
}

TEST_F(InferenceOnGpu, SegmentsAsTheCpuDoesWithAndWithoutFlips) {
  for (const char* input : {"fused", "both", "features"}) {
    Make(Cat(R"({"network":{"input":")", input, R"("},"takes":["images")",
             std::string(input) == "features" ? "" : R"(,"fused")", "]}")
             .c_str());
    const auto pictures = ToSegment();
    for (const bool flips : {false, true}) {
      const auto wanted = cpu_->ProbabilitiesOfEach(pictures, flips),
                 found = gpu_->ProbabilitiesOfEach(pictures, flips);
      for (size_t i = 0; i < pictures.size(); ++i) ExpectNear(wanted[i], found[i], kProbability, input);
      EXPECT_EQ(found, gpu_->ProbabilitiesOfEach(pictures, flips)) << input << ": two runs differ";
    }
  }
}

TEST_F(InferenceOnGpu, ShowsItsAttention) {
  Make(R"({"network":{"fusion_attention":"cross"}})");
  AttentionPlanes cpu, gpu;
  const PlaneValues wanted = cpu_->Fuse(ImagesOf(1, 2), {0, 1}, &cpu);
  ExpectNear(wanted, gpu_->Fuse(ImagesOf(1, 2), {0, 1}, &gpu), kImage, "fused image");
  EXPECT_EQ(cpu.keys, gpu.keys);
  ExpectNear(cpu.entropy, gpu.entropy, kImage, "entropy");
}

TEST_F(InferenceOnGpu, TakesApartWhatItFused) {
  Make(
      R"({"method":"fusioninn","network":{"fuser":"inn","inn_width":8},"takes":["images"],
          "gives":["fused","latent","decomposed"],"classes":{},"regions":{}})");
  LatentPlanes cpu, gpu;
  const PlaneValues wanted = cpu_->FuseAndKeep(ImagesOf(2, 2), {0, 1}, cpu);
  const PlaneValues fused = gpu_->FuseAndKeep(ImagesOf(2, 2), {0, 1}, gpu);
  ExpectNear(wanted, fused, kImage, "fused image");
  ExpectNear(cpu.z, gpu.z, 1e-6, "latent planes, in float64");
  const auto raw = gpu_->RawOf(ViewOf(fused, kRows, kColumns));
  std::vector<double> rest(gpu.y);
  for (size_t i = 0; i < rest.size(); ++i) rest[i] -= double{raw[i]};
  const PlaneValues apart = gpu_->TakeApart(ViewOf(fused, kRows, kColumns), gpu.z, rest);
  PlaneValues sources = planes_[6];
  sources.insert(sources.end(), planes_[7].begin(), planes_[7].end());
  ExpectNear(sources, apart, 1e-4, "what was fused");
}

TEST_F(InferenceOnGpu, KeepsToTheMemoryThatItIsGiven) {
  WriteRandomModel(file_, Json::object(), 0, kShake);
  const auto roomy = TheNetworks().Load(file_, {.device = device_.str()}),
             narrow = TheNetworks().Load(file_, {.device = device_.str(), .batch_bytes = 1});
  const auto pictures = ToFuse();
  const auto wanted = roomy->FuseEach(pictures), found = narrow->FuseEach(pictures);
  for (size_t i = 0; i < pictures.size(); ++i) ExpectNear(wanted[i], found[i], kImage, "one at a time");
}

}  // namespace
}  // namespace f4s
