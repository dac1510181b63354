#include "libfuse4seg/phantom/noise.h"

namespace f4s::phantom {
namespace {

/// A point of the lattice as three integers below it and the rest, in 0..1.
struct Cell {
  uint32_t x, y, z;
  Point rest;
};

uint32_t Floor(float v, float& rest) {
  const auto whole = static_cast<int32_t>(v) - (v < 0 ? 1 : 0);
  rest = v - static_cast<float>(whole);
  return static_cast<uint32_t>(whole);
}

Cell Split(Point p) {
  Cell c{};
  c.x = Floor(p.x, c.rest.x);
  c.y = Floor(p.y, c.rest.y);
  c.z = Floor(p.z, c.rest.z);
  return c;
}

/// The random slope of a lattice node, in the cube [-1,1]^3.
Point Slope(uint32_t h) {
  h = (h ^ (h >> 15)) * 0x2c1b3c6dU;
  h = (h ^ (h >> 12)) * 0x297a2d39U;
  h ^= h >> 15;
  constexpr float kScale = 2.0F / 1023;
  const auto part = [h](int shift) {
    return static_cast<float>(static_cast<int32_t>((h >> shift) & 1023)) * kScale - 1;
  };
  return {part(0), part(10), part(20)};
}

float Fade(float t) { return t * t * t * (t * (t * 6 - 15) + 10); }
float FadeSlope(float t) { return 30 * t * t * (t * (t - 2) + 1); }

/// Slopes and ramps of the eight corners of a cell.
void Corners(uint32_t key, const Cell& c, Point slopes[8], float ramps[8]) {
  for (uint32_t i = 0; i < 8; ++i) {
    const uint32_t dx = i & 1, dy = (i >> 1) & 1, dz = i >> 2;
    const uint32_t h =
        key ^ ((c.x + dx) * 0x8da6b343U) ^ ((c.y + dy) * 0xd8163841U) ^ ((c.z + dz) * 0xcb1ab31fU);
    slopes[i] = Slope(h);
    ramps[i] = Dot(slopes[i], {c.rest.x - static_cast<float>(dx), c.rest.y - static_cast<float>(dy),
                               c.rest.z - static_cast<float>(dz)});
  }
}

}  // namespace

Draws::Draws(uint64_t seed, int case_index, uint64_t stream)
    : key_(Scramble(Scramble(Scramble(seed) + static_cast<uint64_t>(case_index)) + stream)) {}

uint64_t Draws::Bits() { return Scramble(key_ + 0x9e3779b97f4a7c15ULL * ++counter_); }

float Draws::Uniform(float lo, float hi) {
  return Mix(lo, hi, static_cast<float>(Bits() >> 40) * (1.0F / 16777216));
}

Point Draws::Offset(float r) {
  const float x = Uniform(-r, r), y = Uniform(-r, r), z = Uniform(-r, r);
  return {x, y, z};
}

float Noise::At(Point p) const {
  const Cell c = Split(p * per_mm_);
  Point slopes[8];
  float v[8];
  Corners(key_, c, slopes, v);
  const float u = Fade(c.rest.x), w = Fade(c.rest.y);
  const float lower = Mix(Mix(v[0], v[1], u), Mix(v[2], v[3], u), w);
  const float upper = Mix(Mix(v[4], v[5], u), Mix(v[6], v[7], u), w);
  return Mix(lower, upper, Fade(c.rest.z));
}

float Noise::At(Point p, Point& gradient) const {
  const Cell c = Split(p * per_mm_);
  Point g[8];
  float v[8];
  Corners(key_, c, g, v);
  const float u = Fade(c.rest.x), w = Fade(c.rest.y), q = Fade(c.rest.z);
  const auto mix = [](Point a, Point b, float t) { return a + (b - a) * t; };
  const Point slope =
      mix(mix(mix(g[0], g[1], u), mix(g[2], g[3], u), w), mix(mix(g[4], g[5], u), mix(g[6], g[7], u), w), q);
  const float x0 = Mix(v[0], v[1], u), x1 = Mix(v[2], v[3], u), x2 = Mix(v[4], v[5], u),
              x3 = Mix(v[6], v[7], u);
  const float lower = Mix(x0, x1, w), upper = Mix(x2, x3, w);
  const float along_x = Mix(Mix(v[1] - v[0], v[3] - v[2], w), Mix(v[5] - v[4], v[7] - v[6], w), q);
  gradient =
      Point{slope.x + FadeSlope(c.rest.x) * along_x, slope.y + FadeSlope(c.rest.y) * Mix(x1 - x0, x3 - x2, q),
            slope.z + FadeSlope(c.rest.z) * (upper - lower)} *
      per_mm_;
  return Mix(lower, upper, q);
}

FieldGrid::FieldGrid(Draws draws) : nodes_(size_t{kX} * kY * kZ) {
  struct Layer {
    int channel;
    float cell_mm, gain;
  };
  constexpr Layer kLayers[] = {{0, 62, 6.5F}, {1, 62, 7}, {2, 62, 6}, {0, 27, 2.2F}, {1, 27, 2.2F},
                               {2, 27, 2.2F}, {3, 21, 7}, {4, 21, 7}, {5, 21, 7},    {6, 30, 1},
                               {7, 19, 1},    {8, 17, 1}, {9, 34, 1}};
  for (const Layer& layer : kLayers) {
    const Noise noise(draws.Bits(), layer.cell_mm);
    size_t i = 0;
    for (int z = 0; z < kZ; ++z)
      for (int y = 0; y < kY; ++y)
        for (int x = 0; x < kX; ++x, ++i)
          nodes_[i][layer.channel] +=
              layer.gain * noise.At({static_cast<float>(x) * kCellMm, static_cast<float>(y) * kCellMm,
                                     static_cast<float>(z) * kCellMm});
  }
}

Fields FieldGrid::At(Point p) const {
  const auto place = [](float mm, int nodes, float& rest) {
    const float v = mm * (1 / kCellMm) + static_cast<float>(nodes) * 0.5F;
    const int i = std::min(nodes - 2, std::max(0, static_cast<int>(v)));
    rest = Clamp01(v - static_cast<float>(i));
    return i;
  };
  float fx, fy, fz;
  const int x = place(p.x, kX, fx), y = place(p.y, kY, fy), z = place(p.z, kZ, fz);
  const Node* n = &nodes_[(size_t(z) * kY + size_t(y)) * kX + size_t(x)];
  const Node* above = n + kX * kY;
  float f[kChannels];
  for (int c = 0; c < kChannels; ++c) {
    const float lower = Mix(Mix(n[0][c], n[1][c], fx), Mix(n[kX][c], n[kX + 1][c], fx), fy);
    const float upper = Mix(Mix(above[0][c], above[1][c], fx), Mix(above[kX][c], above[kX + 1][c], fx), fy);
    f[c] = Mix(lower, upper, fz);
  }
  return {{f[0], f[1], f[2]}, {f[3], f[4], f[5]}, f[6], f[7], f[8], f[9]};
}

}  // namespace f4s::phantom
