// What events of training come to.

#include "libfuse4seg/report/run_history.h"

#include <gtest/gtest.h>

#include <fstream>

#include "libfuse4seg/report/run_section.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

TEST(HistorySeries, KeepsEverySecondOfMany) {
  HistorySeries series;
  for (int i = 1; i <= 5000; ++i) series.Add(i, i == 4321 ? -1 : i);
  EXPECT_LE(series.points().size(), kMostHistoryPoints);
  EXPECT_GT(series.points().size(), kMostHistoryPoints / 4);
  EXPECT_EQ(series.points().front().first, 1);
  EXPECT_EQ(series.last(), 5000);
  EXPECT_EQ(series.least(), (std::pair<double, double>{4321, -1}));
  EXPECT_EQ(series.greatest().first, 5000);
  const double step = series.points()[1].first - series.points()[0].first;
  for (size_t i = 1; i < series.points().size(); ++i)
    EXPECT_EQ(series.points()[i].first - series.points()[i - 1].first, step);
}

TEST(RunHistory, IsByStepsBeforeTheFirstEpoch) {
  const Scratch scratch;
  std::ofstream(scratch / "events.ndjson")
      << "{\"event\":\"start\"}\n{\"event\":\"step\",\"epoch\":1,\"step\":5,\"losses\":{\"total\":2}}\n";
  const RunHistory run = ReadRunHistory(scratch.folder());
  EXPECT_TRUE(run.by_steps);
  EXPECT_EQ(run.steps, 5);
  ASSERT_NE(run.Kind("losses"), nullptr);
  EXPECT_EQ(run.Kind("losses")->front().second.last(), 2);
  EXPECT_NE(StateText(run).find("step 5"), std::string::npos);
}

TEST(RunHistory, PassesOverAHalfWrittenLastLineAlone) {
  const Scratch scratch;
  std::ofstream(scratch / "events.ndjson") << "{\"event\":\"start\"}\n{\"event\":\"ep";
  EXPECT_NO_THROW(static_cast<void>(ReadRunHistory(scratch.folder())));
  std::ofstream(scratch / "events.ndjson") << "no\n{\"event\":\"start\"}\n";
  EXPECT_F4S_ERROR(static_cast<void>(ReadRunHistory(scratch.folder())), ErrorKind::kBadInput,
                   "report.events");
}

}  // namespace
}  // namespace f4s
