// 3x3 convolutions by Winograd's minimal filtering F(2x4,3x3), for one kind of CPU: included by
// net_kernels_inl.h, under its rules.  Lavin and Gray, Fast Algorithms for Convolutional Neural Networks,
// 2016.
//
// 2x4 outputs take 24 products of a channel's transformed 4x6 inputs and weights, where 72 are their
// definition; larger tiles would take fewer, and lose more digits.  A part of the tiles at a time: their
// inputs are transformed, then, block of outputs by block, multiplied and transformed back, all in the cache.

#pragma once

#include <cstdint>

#include "libfuse4seg/kernels/net/conv_stage_inl.h"

namespace f4s::F4S_NET_KIND {
namespace {

// F(2,3) down the rows and F(4,3) along them: WinogradWeights() of conv_stage.cc has what the weights become.

template <class V>
inline void ReadTwo(const V (&d)[4], V (&to)[4]) {
  to[0] = d[0] - d[2], to[1] = d[1] + d[2], to[2] = d[2] - d[1], to[3] = d[1] - d[3];
}

template <class V>
inline void WriteTwo(const V (&m)[4], V (&to)[2]) {
  to[0] = m[0] + m[1] + m[2], to[1] = m[1] - m[2] - m[3];
}

template <class V>
inline void ReadFour(const V (&d)[6], V (&to)[6]) {
  const V even = d[4] - d[2] * 4.0F, odd = d[3] - d[1] * 4.0F, far = d[4] - d[2],
          twice = (d[3] - d[1]) * 2.0F;
  to[0] = d[0] * 4.0F - d[2] * 5.0F + d[4];
  to[1] = even + odd, to[2] = even - odd, to[3] = far + twice, to[4] = far - twice;
  to[5] = d[1] * 4.0F - d[3] * 5.0F + d[5];
}

template <class V>
inline void WriteFour(const V (&m)[6], V (&to)[4]) {
  const V near = m[1] + m[2], near_odd = m[1] - m[2], far = m[3] + m[4], far_odd = m[3] - m[4];
  to[0] = m[0] + near + far, to[1] = near_odd + far_odd * 2.0F, to[2] = near + far * 4.0F;
  to[3] = near_odd + far_odd * 8.0F + m[5];
}

/// A part of the tiles, counted row by row.
struct TilePart {
  int64_t wide = 0;  ///< tiles of a row
  int64_t begin = 0, count = 0;
  [[nodiscard]] int64_t Row(int64_t t) const { return (begin + t) / wide * kTileRows; }
  [[nodiscard]] int64_t Column(int64_t t) const { return (begin + t) % wide * kTileColumns; }
};

/// The 4x6 inputs of one tile from pixel `at` of `rows` on, of one register of channels: each of the 24
/// results is `apart` floats from the one before.
template <int L>
inline void ReadTile(const float* const (&rows)[4], int64_t at, int64_t stride, float* to, int64_t apart) {
  Floats<L> down[6][4];
  for (int x = 0; x < 6; ++x) {
    Floats<L> d[4];
    for (int y = 0; y < 4; ++y) d[y] = Load<L>(rows[y] + at + x * stride);
    ReadTwo(d, down[x]);
  }
  for (int y = 0; y < 4; ++y) {
    Floats<L> d[6], read[6];
    for (int x = 0; x < 6; ++x) d[x] = down[x][y];
    ReadFour(d, read);
    for (int x = 0; x < 6; ++x) Store<L>(to + (y * 6 + x) * apart, read[x]);
  }
}

/// [24][tiles][stride]
template <int L>
inline void ReadTiles(const StagePlan& plan, const TilePart& part, int64_t row_size, int64_t stride,
                      float* to) {
  for (int64_t t = 0; t < part.count; ++t) {
    const float* rows[4];
    for (int y = 0; y < 4; ++y) {
      const int64_t row = part.Row(t) + y - 1;
      rows[y] = row < 0 || row >= plan.rows ? plan.zero : plan.ring + row % plan.ring_rows * row_size;
    }
    for (int64_t c = 0; c < stride; c += L)
      ReadTile<L>(rows, part.Column(t) * stride + c, stride, to + t * stride + c, part.count * stride);
  }
}

/// The products m of one tile, each `apart` floats from the one before, to its outputs of one register.
template <int L>
inline void WriteTile(const StagePlan& plan, const float* m, int64_t apart, int64_t row, int64_t column,
                      Floats<L> start, float* y, PartSums<L>* part) {
  Floats<L> up[6][2];
  for (int x = 0; x < 6; ++x) {
    Floats<L> products[4];
    for (int i = 0; i < 4; ++i) products[i] = Load<L>(m + (i * 6 + x) * apart);
    WriteTwo(products, up[x]);
  }
  for (int i = 0; i < kTileRows && row + i < plan.rows; ++i) {
    Floats<L> products[6], outputs[4];
    for (int x = 0; x < 6; ++x) products[x] = up[x][i];
    WriteFour(products, outputs);
    float* const to = y + (row + i) * plan.y_row + column * plan.y_stride;
    for (int x = 0; x < kTileColumns && column + x < plan.columns; ++x) {
      const Floats<L> v = outputs[x] + start;
      Store<L>(to + x * plan.y_stride, v);
      if (part != nullptr) part->Add(v);
    }
  }
}

/// The outputs of the register from `o` on; of their products, a tile's are `tile` floats from the last
/// one's.
template <int L>
inline void WriteTiles(const StagePlan& plan, const TilePart& part, const float* products, int64_t tile,
                       int64_t o) {
  const Floats<L> start = Load<L>(plan.start + o);
  float* const y = plan.y + o;
  PartSums<L> sums;
  const auto write = [&](int64_t t, PartSums<L>* to) {
    WriteTile<L>(plan, products + t * tile, part.count * tile, part.Row(t), part.Column(t), start, y, to);
  };
  if (plan.moments != nullptr) {
    const int64_t middle = part.count / 2;
    write(middle, nullptr);
    sums.shift = Load<L>(y + part.Row(middle) * plan.y_row + part.Column(middle) * plan.y_stride);
  }
  for (int64_t t = 0; t < part.count; ++t) write(t, plan.moments == nullptr ? nullptr : &sums);
  if (plan.moments != nullptr) AddToMoments<L>(plan, sums, o);
}

/// One block of outputs, O registers of them from `o` on.
/// @param read  [24][tiles][stride].  @param products  [24][tiles][O registers], set
template <int L, int O>
inline void MultiplyTiles(const StagePlan& plan, const TilePart& part, const float* read, int64_t stride,
                          int64_t o, float* products) {
  alignas(64) static constexpr float kZeros[2 * L] = {};
  constexpr int kPixels = O == 2 ? (L == 16 ? 12 : 6) : (L == 16 ? 16 : 10);
  const float* w = plan.weights + o * kTileProducts * stride;
  StageTaps taps = {};
  taps.count = 1, taps.length[0] = taps.stride = stride;
  for (int k = 0; k < kTileProducts; ++k, w += stride * O * L) {
    taps.from[0] = read + k * part.count * stride;
    StageRow<L, kPixels, O>(taps, part.count, w, kZeros, products + k * part.count * O * L, O * L);
  }
  for (int i = 0; i < O; ++i) WriteTiles<L>(plan, part, products + i * L, O * L, o + i * L);
}

/// As ConvolveStage(), of one step; weights are [blocks][24][stride][outputs of the block].
template <int L>
void ConvolveWinograd(const StagePlan& plan) {
  const int64_t stride = StagePixel(plan), wide = (plan.columns + kTileColumns - 1) / kTileColumns,
                tiles = (plan.rows + kTileRows - 1) / kTileRows * wide;
  const int64_t row_size = (wide * kTileColumns + 2) * stride;
  const int64_t span =
      plan.ring_rows >= plan.rows ? tiles : wide;  // tiles whose rows are in the ring together
  const int64_t parts = (span + kTilesAtOnce - 1) / kTilesAtOnce, most = (span + parts - 1) / parts;
  float* const products = plan.tiles + kTileProducts * most * stride;
  int64_t read = 0;
  for (int64_t begin = 0; begin < tiles; begin += span) {
    const int64_t end = begin + span, last_row = (end - 1) / wide * kTileRows + kTileRows;
    for (; read <= last_row && read < plan.rows; ++read)
      ReadRow<L>(plan, read, stride, plan.ring + read % plan.ring_rows * row_size + stride);
    for (int64_t at = begin; at < end; at += most) {
      const TilePart part = {wide, at, at + most < end ? most : end - at};
      ReadTiles<L>(plan, part, row_size, stride, plan.tiles);
      int64_t o = 0;
      for (; plan.out - o >= 2 * L; o += 2 * L)
        MultiplyTiles<L, 2>(plan, part, plan.tiles, stride, o, products);
      if (o < plan.out) MultiplyTiles<L, 1>(plan, part, plan.tiles, stride, o, products);
    }
  }
}

}  // namespace
}  // namespace f4s::F4S_NET_KIND
