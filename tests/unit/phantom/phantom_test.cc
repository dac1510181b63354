// The phantom: what it promises, and that it looks like a brain with a tumour in it.

#include "libfuse4seg/phantom/phantom.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <thread>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

PhantomOptions Small() {
  PhantomOptions options;
  options.size = {48, 56, 46};
  return options;
}

/// FNV-1a over all voxels of a case.
uint64_t Hash(const PhantomCase& c) {
  uint64_t h = 14695981039346656037ULL;
  const auto add = [&h](uint64_t v) { h = (h ^ v) * 1099511628211ULL; };
  for (const Image<float>* v : {&c.t1, &c.t1ce, &c.t2, &c.flair})
    for (const float x : v->samples) add(static_cast<uint64_t>(x));
  for (const Image<uint16_t>* v : {&c.label, &c.brain})
    for (const uint16_t x : v->samples) add(x);
  return h;
}

double Millilitres(const Image<uint16_t>& v, auto&& wanted) {
  const Vector3 mm = {v.grid.world_from_voxel[0][0], v.grid.world_from_voxel[1][1],
                      v.grid.world_from_voxel[2][2]};
  double n = 0;
  for (const uint16_t x : v.samples) n += wanted(x) ? 1 : 0;
  return n * std::abs(mm[0] * mm[1] * mm[2]) / 1000;
}

TEST(Phantom, IsAFunctionOfSeedAndCase) {
  const uint64_t first = Hash(MakePhantom(Small(), 5, 1));
  EXPECT_EQ(first, Hash(MakePhantom(Small(), 5, 1)));
  EXPECT_NE(first, Hash(MakePhantom(Small(), 5, 2)));
  EXPECT_NE(first, Hash(MakePhantom(Small(), 6, 1)));
}

TEST(Phantom, IsTheSameFromManyThreads) {
  uint64_t alone[3], together[3];
  for (int i = 0; i < 3; ++i) alone[i] = Hash(MakePhantom(Small(), 9, i));
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([i, &together] { together[i] = Hash(MakePhantom(Small(), 9, i)); });
  for (auto& t : threads) t.join();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(alone[i], together[i]) << i;
}

TEST(Phantom, IsExactlyZeroOutsideTheBrainAndNowhereWithin) {
  const PhantomCase c = MakePhantom(Small(), 1, 0);
  size_t within = 0;
  for (size_t i = 0; i < c.brain.samples.size(); ++i) {
    ASSERT_LE(c.brain.samples[i], 1);
    within += c.brain.samples[i];
    if (c.brain.samples[i] == 0) {
      ASSERT_EQ(c.label.samples[i], 0) << "label outside the brain";
    }
    for (const Image<float>* v : {&c.t1, &c.t1ce, &c.t2, &c.flair}) {
      ASSERT_EQ(v->samples[i] > 0, c.brain.samples[i] == 1);
      ASSERT_EQ(v->samples[i], std::floor(v->samples[i]));
      ASSERT_LE(v->samples[i], 32767);
    }
  }
  EXPECT_GT(within, c.brain.samples.size() / 5);
  EXPECT_LT(within, c.brain.samples.size() * 3 / 5);
}

TEST(Phantom, HasTheAxesOfBrats) {
  const PhantomCase c = MakePhantom(Small(), 1, 0);
  const Affine& a = c.flair.grid.world_from_voxel;
  EXPECT_LT(a[0][0], 0);  // x index to patient left
  EXPECT_LT(a[1][1], 0);  // y index to posterior
  EXPECT_GT(a[2][2], 0);  // z index to superior
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      if (i != j) {
        EXPECT_EQ(a[i][j], 0);
      }
  EXPECT_EQ(c.label.grid.world_from_voxel, a);
  EXPECT_EQ(c.brain.grid.size, (Size3{48, 56, 46}));
}

TEST(Phantom, TakesOddAndFlatGrids) {
  for (const Size3 size : {Size3{32, 40, 24}, Size3{33, 17, 51}, Size3{16, 16, 16}}) {
    PhantomOptions options;
    options.size = size;
    const PhantomCase c = MakePhantom(options, 3, 0);
    EXPECT_EQ(c.t2.samples.size(), static_cast<size_t>(size[0] * size[1] * size[2]));
    EXPECT_GT(Millilitres(c.brain, [](uint16_t v) { return v != 0; }), 800);
  }
  PhantomOptions thick;  // clinical slices
  thick.size = {60, 70, 24};
  thick.spacing_mm = {2.5, 2.75, 6.5};
  EXPECT_GT(Millilitres(MakePhantom(thick, 3, 1).label, [](uint16_t v) { return v != 0; }), 1);
}

TEST(Phantom, RegionsHavePlausibleVolumes) {
  int with_all_labels = 0;
  for (int i = 0; i < 8; ++i) {
    const PhantomCase c = MakePhantom(Small(), 21, i);
    const double brain = Millilitres(c.brain, [](uint16_t v) { return v == 1; });
    EXPECT_GT(brain, 950) << i;
    EXPECT_LT(brain, 1800) << i;
    const double tumour = Millilitres(c.label, [](uint16_t v) { return v != 0; });
    EXPECT_GT(tumour, 3) << i;
    EXPECT_LT(tumour, 280) << i;
    std::map<uint16_t, int> counts;
    for (const uint16_t v : c.label.samples) ++counts[v];
    for (const auto& [value, n] : counts) EXPECT_TRUE(value == 0 || value == 1 || value == 2 || value == 4);
    if (counts[1] > 0 && counts[2] > 0 && counts[4] > 0) ++with_all_labels;
  }
  EXPECT_GE(with_all_labels, 5);
}

TEST(Phantom, MakesHealthyBrainsToo) {
  PhantomOptions options = Small();
  options.tumours = 0;
  const PhantomCase c = MakePhantom(options, 2, 0);
  EXPECT_EQ(Millilitres(c.label, [](uint16_t v) { return v != 0; }), 0);
}

TEST(Phantom, SkullSurroundsTheSameBrain) {
  PhantomOptions options = Small();
  options.spacing_mm = {4, 4.2, 4.4};
  const PhantomCase bare = MakePhantom(options, 4, 0);
  options.skull = true;
  const PhantomCase head = MakePhantom(options, 4, 0);
  EXPECT_EQ(bare.brain.samples, head.brain.samples);
  EXPECT_EQ(bare.label.samples, head.label.samples);
  double white = 0, fat = 0;  // scalp is the brightest on T1
  for (size_t i = 0; i < head.t1.samples.size(); ++i) {
    if (head.brain.samples[i] == 1)
      white = std::max(white, double{bare.t1.samples[i]});
    else
      fat = std::max(fat, double{head.t1.samples[i]});
  }
  EXPECT_GT(fat, white);
}

TEST(Phantom, RefusesWhatIsOutOfRange) {
  const auto code = [](auto&& change, int index = 0) -> std::string {
    PhantomOptions options = Small();
    change(options);
    try {
      (void)MakePhantom(options, 0, index);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kUsage);
      return e.code();
    }
    return "accepted";
  };
  using O = PhantomOptions;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(code([](O& o) { o.size[1] = 15; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.size[2] = 513; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.spacing_mm = {1, 1, 1}; }), "phantom.range");  // 48 mm of head
  EXPECT_EQ(code([](O& o) { o.spacing_mm = {4, 0, 4}; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.noise = 0.31; }), "phantom.range");
  EXPECT_EQ(code([&](O& o) { o.bias = nan; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.tumours = 4; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.satellite = -0.1; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.tumour_size = 0.3; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.oedema = 2.1; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.mass_effect = -1; }), "phantom.range");
  EXPECT_EQ(code([](O& o) { o.confounders = 3; }), "phantom.range");
  EXPECT_EQ(code([](O&) {}, -1), "phantom.range");
}

}  // namespace
}  // namespace f4s
