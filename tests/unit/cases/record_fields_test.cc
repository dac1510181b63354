#include "libfuse4seg/cases/record_fields.h"

#include <gtest/gtest.h>

#include <set>

#include "libfuse4seg/cases/case.h"

namespace f4s {
namespace {

TEST(RecordFields, StandOnceEach) {
  std::set<std::string> keys;
  for (const RecordField& field : kRecordFields) EXPECT_TRUE(keys.insert(field.key).second) << field.key;
}

TEST(RecordFields, FilesToWorkOnAreRoles) {
  for (const char* role : {"label", "mask", "fused", "latent", "prediction"}) EXPECT_TRUE(IsRole(role));
  for (const char* other : {"t1", "images", "prediction_dicom", "overlay", "montage", "source"})
    EXPECT_FALSE(IsRole(other));
}

TEST(RecordFields, GoWithWhatTheyTellOf) {
  Json record = {{"id", "a"}, {"fused", "f"}, {"fused_by", "average"}, {"latent", "l"}, {"extra", 1}};
  EraseFields(record, kOfFusion);
  EXPECT_EQ(record, Json({{"id", "a"}, {"fused", "f"}, {"extra", 1}}));
  EraseFields(record, kOfSlice);
  EXPECT_EQ(record, Json({{"id", "a"}, {"extra", 1}}));
}

TEST(RecordFields, WhatWasMadeGoesWithTheImages) {
  Json record = {
      {"id", "a"},      {"fused", "f"},     {"fused_from", {"t1"}}, {"prediction", "p"},
      {"metrics", {}},  {"label", "l"},     {"volumes_ml", {}},     {"probabilities", {{"1", "q"}}},
      {"overlay", "o"}, {"postprocess", {}}};
  EraseMade(record);
  EXPECT_EQ(record, Json({{"id", "a"}, {"label", "l"}}));
}

TEST(RecordFields, PathsAreAllChanged) {
  Json record = Json::object();
  for (const auto& [key, kind, of] : kRecordFields)
    if (kind == FieldKind::kFiles)
      record[key] = {{"t1", "x"}};
    else if (kind != FieldKind::kValue)
      record[key] = "x";
  ForEachPath(record, [](const std::string& path) { return "/" + path; });
  for (const auto& [key, kind, of] : kRecordFields) {
    if (kind == FieldKind::kFiles) {
      EXPECT_EQ(record[key]["t1"], "/x") << key;
    } else if (kind != FieldKind::kValue) {
      EXPECT_EQ(record[key], kind == FieldKind::kText ? "x" : "/x") << key;
    }
  }
}

}  // namespace
}  // namespace f4s
