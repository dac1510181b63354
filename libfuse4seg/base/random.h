// Counter-based random numbers: a number is a function of a seed and of what it is for, so it
// does not depend on the order of work, on threads, or on the platform.
//
//     const double flip = Uniform(seed, epoch, case_index, kFlip);
//     const uint64_t rank = SeedOf(subject, seed);   // of a subject, for splits
//
// The mixing is the finaliser of SplitMix64: Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014, with Stafford's constants ("variant 13").
// Not for secrets.

#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace f4s {

/// A bijection of 64 bits in which each input bit changes each output bit half the time.
[[nodiscard]] constexpr uint64_t Scramble(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// 64 random bits for `seed` and any number of indices, whose order matters.
template <std::integral... Indices>
[[nodiscard]] constexpr uint64_t Mix(uint64_t seed, Indices... indices) {
  constexpr uint64_t kGolden = 0x9e3779b97f4a7c15U;
  uint64_t state = Scramble(seed + kGolden);
  ((state = Scramble((state ^ static_cast<uint64_t>(indices)) + kGolden)), ...);
  return state;
}

/// Uniform in [0,1), a multiple of 2^-53.
template <std::integral... Indices>
[[nodiscard]] constexpr double Uniform(uint64_t seed, Indices... indices) {
  return static_cast<double>(Mix(seed, indices...) >> 11) * 0x1p-53;
}

/// From the normal distribution of mean 0 and variance 1, at most 8.6 from 0.
///
/// Box and Muller, Ann. Math. Statist. 29 (1958) 610.
template <std::integral... Indices>
[[nodiscard]] double Normal(uint64_t seed, Indices... indices) {
  const double radius = std::sqrt(-2 * std::log(1 - Uniform(seed, indices..., 0)));
  return radius * std::cos(2 * M_PI * Uniform(seed, indices..., 1));
}

/// Uniform in 0..n-1; n is 1 to 2^32, and no value is likelier than another by more than n / 2^32.
template <std::integral... Indices>
[[nodiscard]] constexpr uint64_t UniformBelow(uint64_t n, uint64_t seed, Indices... indices) {
  return ((Mix(seed, indices...) >> 32) * n) >> 32;
}

/// A seed of its own for `text` (the id of a subject, the name of a purpose) under `seed`.
[[nodiscard]] constexpr uint64_t SeedOf(std::string_view text, uint64_t seed) {
  uint64_t state = Mix(seed, text.size());
  for (size_t i = 0; i < text.size(); i += 8) {
    uint64_t word = 0;  // eight bytes, the first one lowest, whatever the CPU's byte order
    for (size_t k = 0; k < 8 && i + k < text.size(); ++k)
      word |= static_cast<uint64_t>(static_cast<unsigned char>(text[i + k])) << (8 * k);
    state = Mix(state, word);
  }
  return state;
}

}  // namespace f4s
