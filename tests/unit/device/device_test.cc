// --device before a stand-in of LibTorch's CUDA library (tests/support/standin_cuda.cc) and of the driver,
// which ctest puts in the loader's way.  By hand: skipped.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdlib>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/torch_device.h"

namespace f4s {
namespace {

class StandinGpus : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("F4S_STANDIN_GPUS") == nullptr) GTEST_SKIP() << "no stand-in for CUDA here: ctest has it";
  }
  static std::string Standin() { return std::getenv("F4S_STANDIN_GPUS"); }
  /// How --device `name` is refused, with its code, to the process whose own GPU is `own`.
  static std::string Refusal(const std::string& name, int64_t own = 0) {
    try {
      return OpenTorchDevice(name, nullptr, own).str();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUnavailable);
      return error.Line();
    }
  }
};

TEST_F(StandinGpus, AreSeenSinceTheLibraryIsOpenBeforeItIsAsked) {
  if (Standin() != "1") GTEST_SKIP() << "there is none";
  std::string why_not;
  EXPECT_EQ(OpenTorchDevice("auto", &why_not).str(), "cuda:0");
  EXPECT_EQ(why_not, "");
  EXPECT_EQ(OpenTorchDevice("cuda").str(), "cuda:0");
  EXPECT_EQ(OpenTorchDevice("cpu").str(), "cpu");
  EXPECT_EQ(GpuId(OpenTorchDevice("cuda")), "GPU-00102030405060708090a0b0c0d0e0f0");
  EXPECT_EQ(GpuId(torch::kCPU), "");
  EXPECT_STREQ(std::getenv("CUBLAS_WORKSPACE_CONFIG"), ":4096:8") << "or cuBLAS sums in any order";
  EXPECT_FALSE(at::globalContext().allowTF32CuDNN()) << "only when it is asked for";
}

TEST_F(StandinGpus, BeyondTheLastAreRefused) {
  if (Standin() != "1") GTEST_SKIP() << "there is none";
  EXPECT_EQ(Refusal("cuda:7"),
            "--device cuda:7 not available: there are 1 GPUs, counted from 0 [device.cuda]");
}

TEST_F(StandinGpus, AreSharedOutAmongProcesses) {
  if (Standin() == "1") {
    EXPECT_EQ(OpenTorchDevice("cuda", nullptr, 3).str(), "cuda:0") << "each may be shown its own alone";
  }
  if (Standin() != "2") GTEST_SKIP() << "there are not two";
  for (const char* name : {"auto", "cuda"}) {
    EXPECT_EQ(OpenTorchDevice(name, nullptr, 0).str(), "cuda:0");
    EXPECT_EQ(OpenTorchDevice(name, nullptr, 1).str(), "cuda:1");
    EXPECT_EQ(Refusal(name, 3), std::string("--device ") + name +
                                    ", of this rank cuda:3, not available: there are 2 GPUs, counted from 0 "
                                    "[device.cuda]");
  }
  EXPECT_EQ(OpenTorchDevice("cuda:0", nullptr, 1).str(), "cuda:0") << "it was asked for";
  EXPECT_EQ(Refusal("cuda:3"),
            "--device cuda:3 not available: there are 2 GPUs, counted from 0 [device.cuda]");
}

TEST_F(StandinGpus, ThatCannotBeUsedAreSpokenOf) {
  if (Standin() == "1" || Standin() == "2") GTEST_SKIP() << "they can";
  std::string why_not;
  EXPECT_EQ(OpenTorchDevice("auto", &why_not).str(), "cpu");
  const std::string refused = Refusal("cuda");
  EXPECT_EQ(why_not.find("--device auto: computed on the CPU, though there is an NVIDIA driver: "), 0U)
      << why_not;
  EXPECT_EQ(refused.find("--device cuda not available: "), 0U) << refused;
  for (const std::string& line : {why_not, refused}) {
    EXPECT_EQ(line.find('\n'), std::string::npos);
    if (Standin() == "0")
      EXPECT_NE(line.find("the NVIDIA driver has no usable GPU"), std::string::npos) << line;
    else
      for (const char* word :
           {"libtorch_cuda.so", "cmake/setup.sh --cuda", "nvidia-cudnn-cu13", "nvidia-cublas"})
        EXPECT_NE(line.find(word), std::string::npos) << word << " is not in " << line;
  }
}

}  // namespace
}  // namespace f4s
