// Plans beside LibTorch: what tests of either compare.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <thread>

#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/infer/engine.h"
#include "tests/support/each_processor.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"
#include "tests/support/views.h"

namespace f4s {

using Numbers = std::vector<float>;

inline constexpr double kMostDifference = 1e-5;  // of full scale

/// A brain, somewhat: 0 around, blobs and grain within.
inline Numbers Picture(int height, int width, float phase) {
  Numbers plane(static_cast<size_t>(height * width));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float v = 2 * (static_cast<float>(y) + 0.5F) / static_cast<float>(height) - 1,
                  u = 2 * (static_cast<float>(x) + 0.5F) / static_cast<float>(width) - 1;
      if (u * u + v * v > 0.8F) continue;
      plane[static_cast<size_t>(y * width + x)] =
          0.5F + 0.25F * std::sin(7 * u + phase) * std::cos(5 * v - 2 * phase) +
          0.2F * std::sin(1.7F * static_cast<float>(y * width + x) + phase);
    }
  return plane;
}

inline std::vector<Numbers> Pictures(int64_t count, int height, int width) {
  std::vector<Numbers> pictures;
  for (int64_t i = 0; i < count; ++i) pictures.push_back(Picture(height, width, static_cast<float>(i)));
  return pictures;
}

inline Views<const float> ViewsOfAll(const std::vector<Numbers>& planes, int height, int width) {
  return ViewsOf(std::vector<std::span<const float>>(planes.begin(), planes.end()), height, width);
}

inline std::vector<int64_t> Ascending(int64_t count) {
  std::vector<int64_t> slots(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) slots[static_cast<size_t>(i)] = i;
  return slots;
}

inline void ExpectClose(const Numbers& given, const Numbers& wanted, const std::string& what) {
  ASSERT_EQ(given.size(), wanted.size()) << what;
  double most = 0;
  for (size_t i = 0; i < given.size(); ++i)
    most = std::max(most, static_cast<double>(std::abs(given[i] - wanted[i])));
  EXPECT_LE(most, kMostDifference) << what;
}

/// In double precision, of whatever size.
inline void ExpectSame(const std::vector<double>& given, const std::vector<double>& wanted,
                       const std::string& what) {
  ASSERT_EQ(given.size(), wanted.size()) << what;
  for (size_t i = 0; i < given.size(); ++i)
    ASSERT_NEAR(given[i], wanted[i], 1e-9 * (1 + std::abs(wanted[i]))) << what;
}

/// The most probable class of a pixel, and by how much.
struct Winner {
  size_t label = 0;
  double lead = 0;
};

inline Winner WinnerAt(const Numbers& probabilities, size_t pixels, size_t pixel) {
  Winner winner;
  double first = -1, second = -1;
  for (size_t k = 0; k * pixels < probabilities.size(); ++k) {
    const double p = probabilities[k * pixels + pixel];
    if (p > first) {
      second = first, first = p, winner.label = k;
    } else {
      second = std::max(second, p);
    }
  }
  winner.lead = first - second;
  return winner;
}

/// The same label in each pixel, but where two classes are within the difference that is allowed.
inline void ExpectSameLabels(const Numbers& given, const Numbers& wanted, size_t pixels,
                             const std::string& what) {
  size_t others = 0;
  for (size_t i = 0; i < pixels; ++i) {
    const Winner a = WinnerAt(given, pixels, i), b = WinnerAt(wanted, pixels, i);
    if (a.label != b.label && b.lead > 2 * kMostDifference) ++others;
  }
  EXPECT_EQ(others, 0U) << what;
}

/// Both engines on one model: fused images, probabilities with and without flips, labels.
class Beside {
 public:
  Beside(const std::filesystem::path& file, NetworkUse use)
      : description_(ModelDescription::Read(file)),
        plan_(LoadPlan(file, description_, use)),
        torch_(TheNetworks().Load(file, {.device = "cpu"})) {}

  void Compare(int height, int width, const std::vector<int64_t>& slots, const std::string& name) const {
    const std::string what = Cat(name, " ", height, "x", width, " of ", slots.size());
    const auto images = Pictures(std::ssize(slots), height, width);
    const auto views = ViewsOfAll(images, height, width);
    Numbers fused = Picture(height, width, 0.5F);
    if (plan_->fuses()) {
      fused = torch_->Fuse(views, slots, nullptr);
      ExpectClose(plan_->Fuse(views, slots, nullptr), fused, what + " fused");
    }
    if (!plan_->segments()) return;
    const auto own = plan_->sees_images() ? views : Views<const float>();
    const auto own_slots = plan_->sees_images() ? slots : std::vector<int64_t>();
    const auto seen = plan_->sees_fused() ? ViewOf(fused, height, width) : View<const float>();
    for (const bool flips : {false, true}) {
      const Numbers wanted = torch_->Probabilities(own, own_slots, seen, flips),
                    given = plan_->Probabilities(own, own_slots, seen, flips);
      ExpectClose(given, wanted, what + (flips ? " flips" : " probabilities"));
      ExpectSameLabels(given, wanted, fused.size(), what);
    }
  }

  [[nodiscard]] int64_t slots() const { return std::ssize(description_.modalities); }

 private:
  ModelDescription description_;
  std::shared_ptr<const LoadedNetwork> plan_, torch_;
};

/// One model with random weights at a time.
class BesideTest : public testing::Test {
 protected:
  ModelFile Made(const std::string& changes) {
    WriteRandomModel(file_, Json::parse(changes), 0, 0.05);
    return FindModel(file_.string());
  }
  void ExpectAsTorch(const std::string& changes, NetworkUse use) {
    const ModelFile model = Made(changes);
    ASSERT_EQ(WhyNoPlan(model.description, use), "") << changes;
    OnEachProcessor([&](const std::string& kind) {
      const Beside both(file_, use);
      for (const auto& [height, width] : {std::pair{1, 3}, {33, 26}, {48, 64}})
        both.Compare(height, width, Ascending(both.slots()), changes + " on " + kind);
    });
  }
  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "m.safetensors";
};

}  // namespace f4s
