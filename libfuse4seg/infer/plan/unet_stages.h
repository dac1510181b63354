// The parts that segmentation networks here are planned of: pairs of convolutions, and the U-Net's decoder
// with its places in memory.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/kernels/net/conv_stage.h"
#include "libfuse4seg/kernels/net/net_workspace.h"
#include "libfuse4seg/model/network_options.h"

namespace f4s {

/// The 1x1 convolution NAME to the classes of cell x cell pixels a place, which the file has as
/// [classes,cell,cell]: as DenseConv::RunSoftmax() wants them.
[[nodiscard]] DenseConv TakeHead(PlanWeights& weights, const std::string& name, int64_t in, int64_t classes,
                                 int64_t cell = 1);

/// A convolution of the file's weights NAME.weight and, with `bias`, NAME.bias; an empty one where they are
/// not the file's, as PlanWeights::RequireAllTaken() says.
[[nodiscard]] DenseConv TakeConv(PlanWeights& weights, const std::string& name, std::vector<int64_t> channels,
                                 int64_t out, int64_t kernel, bool bias, int64_t step = 1);

/// How the stages of a network normalise and activate; as it stands, the U-Net's.
struct StageStyle {
  bool bias = true;        ///< of the convolutions
  float slope = 0.01F;     ///< of leaky ReLU: kLeakySlope of nn/blocks/layers.h; 0: ReLU
  bool in_groups = false;  ///< GroupNorm of nn/blocks/layers.h; else each channel for itself
  [[nodiscard]] int64_t GroupOf(int64_t channels) const;  ///< channels that are normalised together
};

/// TransUNet's.
inline constexpr StageStyle kGroupedStage = {.bias = false, .slope = 0, .in_groups = true};

/// A convolution that can be calibrated and, after that, computed in whole numbers.
struct PlannedConv {
  DenseConv conv;
  std::string name;
  std::shared_ptr<Int8Calibration> calibration;
  float slope = 0;  ///< of what is read normalised

  PlannedConv() = default;
  /// @param reads_pixels  and so stays as it is: there are few channels, and labels hang on what they say
  PlannedConv(PlanWeights& weights, std::string layer, DenseConv taken, float slope_of_read,
              bool reads_pixels = false);
  void Run(std::span<const FeatureView> from, int64_t rows, int64_t columns, float* y,
           const NormView& norm = {}, float* line = nullptr) const;
};

/// Features of one level in the memory of a run, and the normalisation that who reads them applies.
struct LevelFeatures {
  int64_t rows = 0, columns = 0, channels = 0;
  float *x = nullptr, *line = nullptr;
  bool normalised = false;  ///< `line` is to be applied, with leaky ReLU

  LevelFeatures() = default;
  LevelFeatures(Workspace& work, int64_t height, int64_t width, int64_t num_channels);
  [[nodiscard]] FeatureView view() const;
};

/// UNetStage of nn/segmentation/unet.h, or ConvPair of segmentation_net.h: two convolutions, each normalised
/// and activated by what reads it.
class PlannedStage {
 public:
  /// @param channels      of the inputs side by side
  /// @param reads_pixels  as PlannedConv()
  PlannedStage(PlanWeights& weights, const std::string& name, std::vector<int64_t> channels, int64_t out,
               int64_t step, const StageStyle& style = {}, bool reads_pixels = false);

  /// @param between  what the first convolution writes
  void Run(std::span<const FeatureView> from, int64_t rows, int64_t columns, LevelFeatures& between,
           LevelFeatures& to) const;

 private:
  struct Layer {
    PlannedConv conv;
    std::vector<float> weight, bias;  ///< of the normalisation
    int64_t group = 1;
    [[nodiscard]] NormView norm() const { return {weight.data(), bias.data(), group}; }
  };
  static Layer TakeLayer(PlanWeights& weights, const std::string& name, int index,
                         std::vector<int64_t> channels, int64_t out, int64_t step, const StageStyle& style,
                         bool reads_pixels = false);
  Layer first_, second_;
};

/// Down from level to level: the U-Net's own, or one modality's.
class PlannedEncoder {
 public:
  PlannedEncoder(PlanWeights& weights, const std::string& name, int64_t channels,
                 const SegmentationNetOptions& options);

  /// @param input    [H',W',channels], as it is
  /// @param between  a place for each level
  /// @param levels   set: features of each level
  void Run(const float* input, std::vector<LevelFeatures>& between, std::vector<LevelFeatures>& levels) const;

 private:
  int64_t channels_;
  std::vector<PlannedStage> down_;
};

/// Up again: each level's features, doubled, joined to those above; then the softmax of the logits.
class PlannedDecoder {
 public:
  PlannedDecoder(PlanWeights& weights, const std::string& name, const SegmentationNetOptions& options,
                 int64_t classes);

  /// @param levels   of the encoder
  /// @param between  places of levels 0 to `levels` - 1, which are overwritten
  /// @param places   as many more, likewise
  void Run(const std::vector<LevelFeatures>& levels, std::vector<LevelFeatures>& between,
           std::vector<LevelFeatures>& places, int64_t kept_rows, int64_t kept_columns,
           float* probabilities) const;

 private:
  std::vector<PlannedConv> up_;
  std::vector<PlannedStage> merge_;
  DenseConv head_;
  int64_t patch_;
};

/// Channels of level l: as UNetWidth().
[[nodiscard]] int64_t LevelWidth(const SegmentationNetOptions& options, int64_t level);

struct PlaneSize {
  int64_t rows = 0, columns = 0;
};

/// The planes [height,width] side by side in each pixel, mirrored to `padded`: [H',W',C]; 0 of null.  With a
/// patch P, its pixels are channels: [H'/P,W'/P,C P^2].
[[nodiscard]] const float* PixelsOf(Workspace& work, const std::vector<const float*>& planes, PlaneSize size,
                                    PlaneSize padded, int64_t patch = 1);

/// The same as the U-Net of these options has them.
[[nodiscard]] const float* PaddedPixels(Workspace& work, const std::vector<const float*>& planes,
                                        int64_t rows, int64_t columns, const SegmentationNetOptions& options);

/// A place for features of each level of images of rows x columns, the first of a place for each patch.
[[nodiscard]] std::vector<LevelFeatures> PlacesFor(Workspace& work, const SegmentationNetOptions& options,
                                                   int64_t rows, int64_t columns);

}  // namespace f4s
