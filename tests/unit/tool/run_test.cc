#include "libfuse4seg/tool/run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <regex>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

Json RecordOf(RunOptions options) {
  const Scratch scratch;
  options.format = "none";
  options.run_record = scratch / "run.json";
  RunContext run({"f4s-test", {"f4s-test"}, Json::object()}, options);
  run.AddUpstream({{"tool", "first"}, {"host", "a"}, {"user", "b"}, {"upstream", {{{"host", "c"}}}}});
  EXPECT_EQ(run.Finish(nullptr), 0);
  return Json::parse(ReadFile(options.run_record));
}

TEST(RunRecord, SaysWhenWhereAndByWhom) {
  const Json record = RecordOf({});
  for (const char* key : {"started", "ended"})
    EXPECT_TRUE(std::regex_match(TextAt(record, key),
                                 std::regex(R"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})")))
        << TextAt(record, key);
  EXPECT_LE(TextAt(record, "started"), TextAt(record, "ended"));
  std::array<char, 256> host{};
  ASSERT_EQ(::gethostname(host.data(), host.size()), 0);
  EXPECT_EQ(TextAt(record, "host"), host.data());
  EXPECT_FALSE(TextAt(record, "user").empty());
  EXPECT_EQ(record["upstream"][0]["host"], "a");
}

TEST(RunRecord, MayBeAnonymousWithAllUpstream) {
  RunOptions options;
  options.anonymous = true;
  const Json record = RecordOf(options);
  EXPECT_FALSE(record.contains("host") || record.contains("user"));
  EXPECT_EQ(record["upstream"], Json::parse(R"([{"tool":"first","upstream":[{}]}])"));
  EXPECT_TRUE(record.contains("started"));
}

TEST(Date, HasItsZone) {
  ::setenv("TZ", "XXX-05:30", 1);
  ::tzset();
  EXPECT_EQ(DateText(std::chrono::system_clock::from_time_t(0)), "1970-01-01T05:30:00+05:30");
  ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace f4s
