// What conv_stage.cc lays out for the loops of conv_stage_inl.h: plain pointers, weights in their order.

#pragma once

#include <cstdint>

namespace f4s {

constexpr int64_t kMostStageInputs = 5;
constexpr int64_t kMostGates = 8;
/// Tiles of outputs of conv_winograd_inl.h, the products that each takes of a channel, and how many tiles are
/// computed together.
constexpr int64_t kTileRows = 2, kTileColumns = 4, kTileProducts = 24, kTilesAtOnce = 36;

/// Features that are read, [H,W,stride]; of `channels`, behind which there are zeros.
struct StageInput {
  const float* x = nullptr;
  int64_t channels = 0, stride = 0;
  const float* line = nullptr;  ///< [3][stride]: (x - centre) scale + offset, leaky ReLU; null: x itself
};

/// A convolution, block of outputs by block of outputs.  Pixels of y are `y_stride` floats apart and rows
/// `y_row`; the outputs from a multiple of y_stride on go `y_jump` further each time.
struct StagePlan {
  StageInput inputs[kMostStageInputs] = {};
  int64_t num_inputs = 0;
  int64_t rows = 0, columns = 0;   ///< of the inputs
  int64_t kernel = 1, step = 1;    ///< 1 or 3; 1 or 2
  float slope = 0;                 ///< of the leaky ReLU of what is read
  const float* weights = nullptr;  ///< [blocks][taps][inputs' channels][outputs of the block]
  const float* start = nullptr;    ///< [out]
  int64_t out = 0;                 ///< a multiple of the lanes
  float* y = nullptr;
  int64_t y_stride = 0, y_row = 0, y_jump = 0;
  float* ring = nullptr;        ///< ring_rows padded rows, whose ends are 0
  int64_t ring_rows = 0;        ///< all of them, or 3 (1 where kernel is 1, 4 for tiles)
  const float* zero = nullptr;  ///< one such row of zeros
  /// [3][out], or null: how many pixels of y there are so far, their mean, their squared deviations from it
  /// added up.
  double* moments = nullptr;
  float* tiles = nullptr;  ///< [products][tiles at once][inputs' channels + outputs of a block]
};

/// A convolution in whole numbers: what is read becomes levels of 8 bits, v inverse + zero, rounded, of each
/// channel; weights are of 8 bits with a sign, sums of 32, and y = sum scale + start.
struct Int8StagePlan {
  StagePlan stage = {};  ///< without weights and ring; its `start` holds what the zeros' levels add
  const int8_t* weights = nullptr;  ///< [blocks][taps][inputs' channels in fours][outputs of the block][4]
  const float* scale = nullptr;     ///< [out]
  const float *inverse = nullptr, *zero = nullptr;  ///< [inputs side by side]
  uint8_t* ring = nullptr;                          ///< as the stage's, the levels of 0 at its rows' ends
  const uint8_t* zero_row = nullptr;
};

/// 1x1 to few classes, softmax over them, planes [classes] of `plane` floats each.
struct ClassifyPlan {
  StagePlan stage = {};  ///< y: one row, and room for a register behind it; outputs [cell][cell][classes]
  int64_t cell = 1;      ///< each place of the features gives the classes of so many pixels squared
  int64_t classes = 0;
  int64_t rows = 0, columns = 0;  ///< of the planes
  float* planes = nullptr;
  int64_t plane = 0;
};

/// A 3x3 convolution between zeros in double precision: x [H,W,in] -> y [H,W,out].
struct DoubleConvPlan {
  int64_t in = 0, out = 0, wide = 0;  ///< wide: out, rounded up to registers
  const double* weights = nullptr;    ///< [9][in][wide]
  const double* start = nullptr;      ///< [wide]
  bool relu = false;                  ///< of y
  int64_t rows = 0, columns = 0;
  const double* x = nullptr;
  double *y = nullptr, *ring = nullptr, *scratch = nullptr;  ///< ring: 3 rows of W + 2 pixels, their ends 0
  const double* zero = nullptr;                              ///< one such row
};

/// Rows of `stride` numbers, of which the first `count` are replaced by their softmax, the rest by 0.
struct SoftmaxPlan {
  float* x = nullptr;
  int64_t rows = 0, count = 0, stride = 0;  ///< stride: a multiple of the lanes
};

/// The loops for one kind of CPU.
struct StageKernels {
  int64_t lanes = 8;
  void (*convolve)(const StagePlan&) = nullptr;
  void (*convolve_winograd)(const StagePlan&) = nullptr;
  void (*classify)(const ClassifyPlan&) = nullptr;
  void (*tanh)(float* x, int64_t count, float by) = nullptr;
  void (*gate)(int64_t gates, const float* const* ratings, const float* const* own, int64_t count,
               float* merged) = nullptr;
  void (*convolve_doubles)(const DoubleConvPlan&) = nullptr;
  void (*softmax)(const SoftmaxPlan&) = nullptr;
  void (*gelu)(float* x, int64_t count) = nullptr;
  /// Of one input, whose ring has four rows without ends; y is [2 rows,2 columns,stride].
  void (*double_size)(const StagePlan&) = nullptr;
};

}  // namespace f4s
