#include "libfuse4seg/cases/for_each_case.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace f4s {
namespace {

constexpr int kCases = 40, kThreads = 2;

class Numbered : public CaseSource {
 public:
  std::optional<SourcedCase> Next(RunContext& /*run*/) override {
    if (next_ == kCases) return std::nullopt;
    return SourcedCase{Case(Cat("case", next_++)), std::nullopt};
  }

 private:
  int next_ = 0;
};

/// The most cases that were in hand at once, of which each waits until `wanted` are, or for a moment.
int MostInHand(const Crowd& crowd, int wanted) {
  RunOptions options;
  options.threads = kThreads;
  options.format = "none";
  options.progress = "never";
  options.quiet = true;
  RunContext run({.tool = "test", .argv = {}, .config = {}}, options);
  Numbered source;
  std::mutex mutex;
  std::condition_variable changed;
  int in_hand = 0, most = 0;
  ForEachCase(
      source, run, nullptr,
      [&](const Case& record) {
        std::unique_lock lock(mutex);
        most = std::max(most, ++in_hand);
        changed.notify_all();
        changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return most >= wanted; });
        --in_hand;
        return std::vector<Case>{record};
      },
      crowd);
  EXPECT_EQ(run.num_ok(), kCases);
  return most;
}

TEST(Crowd, IsAsManyCasesAsTheDeviceTakes) {
  EXPECT_EQ(MostInHand({}, kThreads), kThreads);
  EXPECT_EQ(MostInHand({.pictures = 8}, 8), 8);
}

TEST(Crowd, LeavesNoMoreLargeCasesInMemoryThanThereAreThreads) {
  EXPECT_EQ(MostInHand({.pictures = 8, .weight = [](const auto&) { return 8; }}, kThreads), kThreads);
  EXPECT_EQ(MostInHand({.pictures = 9, .weight = [](const auto&) { return 3; }}, 3), 3);
}

}  // namespace
}  // namespace f4s
