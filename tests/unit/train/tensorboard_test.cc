#include "libfuse4seg/train/loop/tensorboard.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <map>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

template <class Unsigned>
Unsigned Read(std::string_view bytes, size_t at) {
  Unsigned value = 0;
  std::memcpy(&value, bytes.substr(at).data(), sizeof value);  // this processor has the lowest byte first
  return value;
}

/// The data of all records, each with both of its sums checked.
std::vector<std::string> Records(const std::string& bytes) {
  const auto masked = [](std::string_view of) {
    const uint32_t crc = Crc32c(of);
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
  };
  std::vector<std::string> records;
  for (size_t at = 0; at < bytes.size();) {
    const auto length = Read<uint64_t>(bytes, at);
    EXPECT_EQ(Read<uint32_t>(bytes, at + 8), masked(bytes.substr(at, 8)));
    records.push_back(bytes.substr(at + 12, length));
    EXPECT_EQ(Read<uint32_t>(bytes, at + 12 + length), masked(records.back()));
    at += 16 + length;
  }
  return records;
}

/// The fields of a protocol-buffer message: number -> bytes of the values.
std::multimap<uint64_t, std::string> Fields(const std::string& message) {
  std::multimap<uint64_t, std::string> fields;
  size_t at = 0;
  const auto varint = [&] {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(message.at(at++));
      value |= uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.size()) {
    const uint64_t key = varint(), wire = key & 7;
    size_t length = wire == 1 ? 8 : wire == 5 ? 4 : 0;
    const size_t begin = at;
    if (wire == 0) varint(), length = at - begin;
    if (wire == 2) length = varint();
    const size_t from = wire == 2 ? at : begin;
    fields.emplace(key >> 3, message.substr(from, length));
    at = from + length;
  }
  return fields;
}

TEST(TensorBoard, SumsAreCastagnolis) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aaU);  // RFC 3720, B.4
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43U);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283U);
}

TEST(TensorBoard, RecordsHoldTimeStepAndScalars) {
  const auto first = Records(FirstRecord(12.5));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(Fields(first[0]).find(3)->second, "brain.Event:2");
  const auto event = Fields(Records(ScalarRecord(12.5, 300, {{"losses/a", 0.25F}, {"rate", -3}})).at(0));
  EXPECT_EQ(std::bit_cast<double>(Read<uint64_t>(event.find(1)->second, 0)), 12.5);
  EXPECT_EQ(event.find(2)->second, "\xac\x02") << "300 as a varint";
  const auto values = Fields(event.find(5)->second);
  ASSERT_EQ(values.count(1), 2U);
  const auto value = Fields(values.begin()->second);
  EXPECT_EQ(value.find(1)->second, "losses/a");
  EXPECT_EQ(std::bit_cast<float>(Read<uint32_t>(value.find(2)->second, 0)), 0.25F);
}

TEST(TensorBoard, TagsOfAnEvent) {
  const Json event = {
      {"event", "epoch"},
      {"epoch", 2},
      {"step", 6},
      {"time", 5.0},
      {"best", true},
      {"score", 1.5},
      {"losses", {{"fusion.total", 0.5}}},
      {"validation", {{"segmentation", {{"WT", {{"dice", 0.75}}}}}, {"fusion", {{"VIF", nullptr}}}}}};
  std::map<std::string, float> tags;
  for (const auto& [tag, value] : ScalarsOf(event)) tags[tag] = value;
  EXPECT_EQ(tags,
            (std::map<std::string, float>{
                {"score", 1.5F}, {"losses/fusion.total", 0.5F}, {"validation/segmentation.WT.dice", 0.75F}}));
  EXPECT_EQ(ScalarsOf({{"event", "step"}, {"step", 1}, {"losses", {{"a", 2}}}}).at(0).tag, "step_losses/a");
  EXPECT_TRUE(ScalarsOf({{"event", "start"}, {"parameters", 7}}).empty());
}

TEST(TensorBoard, AFileIsMadeOfTheEventsThatThereAre) {
  const Scratch scratch;
  const auto line = [](int64_t step) {
    return Json({{"event", "epoch"}, {"step", step}, {"time", static_cast<double>(step)}, {"score", 0.5}});
  };
  WriteFileAtomically(scratch / "events.ndjson", ToLine(line(3)) + "\n");
  const auto file = scratch / "tensorboard" / "events.out.tfevents.0.fuse4seg";
  for (int times = 0; times < 2; ++times) {  // what came after the events is forgotten
    TensorBoardFile written(scratch.folder(), scratch / "events.ndjson");
    written.Add(line(6));
    written.Add({{"event", "skipped"}, {"step", 7}, {"time", 7.0}});
    EXPECT_EQ(Records(ReadFile(file)).size(), 3U);
    std::ofstream(file, std::ios::app) << "torn";
  }
}

}  // namespace
}  // namespace f4s
