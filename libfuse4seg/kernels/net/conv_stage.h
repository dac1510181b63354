// Dense convolutions on one core of a CPU, for inference, each one pass over memory.
//
// A network whose convolutions are followed by instance normalisation and leaky ReLU goes over its features
// once to read and once to write for each convolution: the normalisation of what is read happens on the way
// to the registers, and the sums that the next one needs are taken of rows that were just written.  Weights
// are laid out once.  The same numbers as layer by layer come out, to rounding, and the same bits each time
// on the same CPU.
//
// Shapes:  features [H,W,stride] of float, channels last, behind them zeros up to the stride, a multiple of
// StageLanes(); inputs that are not normalised may have any stride.  H, W >= 1.
//
// One version each is compiled for AVX-512, AVX2 and any CPU; the best that runs is taken (net_kernels.h).

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "libfuse4seg/kernels/net/aligned.h"
#include "libfuse4seg/kernels/net/net_workspace.h"

namespace f4s {

struct StagePlan;

/// Floats of a register: what features are rounded up to.
[[nodiscard]] int64_t StageLanes();

/// Of features with `channels` channels, as these convolutions write them.
[[nodiscard]] int64_t StageStride(int64_t channels);

/// Features to read, and what is still to be done to them.
struct FeatureView {
  const float* x = nullptr;
  int64_t channels = 0, stride = 0;
  const float* line = nullptr;  ///< [3][stride] of Normalisation::Line(): then leaky ReLU; null: nothing
};

/// Normalisation (kNormEpsilon of nn/blocks/layers.h) that follows a convolution.
struct NormView {
  const float *weight = nullptr, *bias = nullptr;  ///< [out]
  int64_t group = 1;  ///< channels that are normalised together, which divides `out`; 1: each for itself
};

/// The range of each channel that a convolution reads in 8 bits, with 0 in it: [in].
struct ChannelRanges {
  std::vector<float> least, greatest;
};

/// How often the values of each channel occur that a convolution reads: whole numbers, so that sums do not
/// depend on their order.  Values from 2^-kOctaves to 2^kOctaves have bins an eighth of an octave wide;
/// lesser ones count as 0.
class ChannelHistograms {
 public:
  /// Of what `from` has, normalised and activated.
  void Add(std::span<const FeatureView> from, int64_t rows, int64_t columns, float slope);
  void Add(const ChannelHistograms& other);

  /// Those of least mean square error, of values that are rounded to 256 levels of the range and cut at its
  /// ends; a range may so leave out what is rare and far out.
  [[nodiscard]] ChannelRanges BestRanges() const;

 private:
  static constexpr int kOctaves = 16, kBinsOfOctave = 8, kBins = 2 * kOctaves * kBinsOfOctave;
  /// Counts of values above 0 and below, [kBins] each, by size; and the farthest.
  struct Channel {
    std::array<std::array<int64_t, kBins>, 2> counts = {};
    std::array<float, 2> farthest = {};
  };
  static int BinOf(float size);
  static float EndOf(int bin);
  static double Error(const Channel& channel, double below, double above);

  std::vector<Channel> channels_;
};

/// Rows and columns doubled bilinearly, as DoubleSize() of nn/blocks/layers.h: y is [2H,2W,stride].
/// @param slope  as DenseConv::Run()
void DoubleSize(const FeatureView& from, int64_t rows, int64_t columns, float slope, float* y);

/// Whether DenseConv::Quantize() can: an x86-64 CPU with AVX-512 VNNI, whose loops are in use.
[[nodiscard]] bool CanConvolveInt8();

/// A convolution with zeros around, its weights laid out for the CPU in use.
class DenseConv {
 public:
  DenseConv() = default;

  /// @param weight    [out,in,k,k], k 1 or 3
  /// @param bias      [out], or empty
  /// @param channels  of the inputs that are read side by side; `in` is their sum
  /// @param step      1 or 2: of rows and columns of outputs
  DenseConv(std::span<const float> weight, std::span<const float> bias, std::vector<int64_t> channels,
            int64_t out, int64_t kernel, int64_t step = 1);

  /// The transposed 2x2 convolution of step 2: y is [2H,2W,stride].
  /// @param weight  [in,out,2,2]
  static DenseConv Doubling(std::span<const float> weight, std::span<const float> bias, int64_t in,
                            int64_t out);

  /// From now on Run() computes 3x3 convolutions of one step with a third of the products (F(2x4,3x3):
  /// conv_winograd_inl.h), where that is faster; to 5e-7 of the products' sizes added up.  What is read must
  /// be [H,W,StageStride(channels)] each.
  void UseMinimalFiltering();

  /// From now on Run() computes in whole numbers: weights of 8 bits, each output's on a scale of its own,
  /// what is read in 256 levels of each channel's range (values beyond become its ends), sums of 32 bits.  y
  /// stays float. Where CanConvolveInt8(), and not after UseMinimalFiltering().
  void Quantize(const ChannelRanges& read);

  /// @param slope  of the leaky ReLU of what is read
  /// @param y      [ceil(H/step),ceil(W/step),stride]
  /// @param norm   none, or what follows: `line` [3][stride] is then set, for who reads y
  void Run(std::span<const FeatureView> from, int64_t rows, int64_t columns, float slope, float* y,
           const NormView& norm = {}, float* line = nullptr) const;

  /// Of a 1x1 convolution to classes: its softmax, [K,kept rows,kept columns] of the upper left.
  /// @param cell  the outputs are [cell,cell,K]: the classes of so many pixels, of which the planes are made
  void RunSoftmax(const FeatureView& from, int64_t columns, float slope, int64_t kept_rows,
                  int64_t kept_columns, float* planes, int64_t cell = 1) const;

  [[nodiscard]] int64_t out() const { return out_; }
  [[nodiscard]] int64_t in() const;

 private:
  /// What Quantize() makes; the features that are read side by side have the channels [inputs' strides].
  struct Int8 {
    AlignedVector<int8_t> weights;
    AlignedVector<float> scale, start, inverse, zero;
  };
  void RunInt8(StagePlan& stage, int64_t stride) const;
  void RunMinimal(Workspace& work, StagePlan& plan, int64_t stride) const;

  std::vector<int64_t> channels_;
  int64_t out_ = 0, kernel_ = 1, step_ = 1, times_ = 1;  ///< times: 4 outputs a pixel where it doubles
  bool minimal_ = false;
  AlignedVector<float> weights_, start_;
  std::optional<Int8> int8_;
};

}  // namespace f4s
