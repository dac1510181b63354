#include "libfuse4seg/cases/assemble.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

Case Slice(int64_t number, const std::string& combination = "") {
  const std::string id = Cat("v_z00", number);
  Case slice(id + combination);
  if (!combination.empty()) slice.json()["case"] = id;
  slice.json()["subject"] = "v";
  slice.SetImage("t1", "/d/t1.png");
  slice.SetFile("label", "/d/label.png");
  slice.json()["extra"] = 7;
  slice.json()["source"] = {{"t1", "/b/t1.nii.gz"}, {"label", "/b/seg.nii.gz"}};
  slice.json()["geometry"]["volume"] = {{"id", "v"},
                                        {"slice", number},
                                        {"slices", 2},
                                        {"size", {4, 5, 6}},
                                        {"voxel_from_pixel", {{1, 0, 0}, {0, 1, 0}, {0, 0, number}}},
                                        {"world_from_voxel", AffineJson(IdentityAffine())}};
  return slice;
}

TEST(VolumeRecord, IsTheVolumesWithTheSourcesLabel) {
  const Case volume = VolumeRecordOf({Slice(2), Slice(3)});
  EXPECT_EQ(volume.id(), "v");
  EXPECT_EQ(volume.file("label"), "/b/seg.nii.gz");
  EXPECT_EQ(volume.json()["geometry"]["size"], Json({4, 5, 6}));
  EXPECT_EQ(volume.json()["geometry"]["spacing_mm"], Json({1.0, 1.0, 1.0}));
  EXPECT_FALSE(volume.slice_of_volume().has_value());
  EXPECT_EQ(volume.json()["extra"], 7);
  for (const char* key : {"images", "mask", "findings", "case"})
    EXPECT_FALSE(volume.json().contains(key)) << key;
}

TEST(VolumeRecord, WithoutASourceLabelThereIsNone) {
  Case slice = Slice(2);
  slice.json()["source"].erase("label");
  EXPECT_FALSE(VolumeRecordOf({slice}).file("label").has_value());
}

TEST(VolumeRecord, FindingsStandOnceAndMissingSlicesAreOne) {
  Case first = Slice(2), second = Slice(3);
  first.AddFinding("a", "warning", "one");
  second.AddFinding("a", "warning", "one");
  second.AddFinding("b", "info", "two");
  EXPECT_EQ(VolumeRecordOf({first, second}).json()["findings"].size(), 2U);
  const Case incomplete = VolumeRecordOf({second});
  EXPECT_EQ(incomplete.json()["findings"].back()["code"], "volume.incomplete");
}

TEST(VolumeRecord, CombinationsAreVolumesOfTheirOwn) {
  const auto parts = ByCombination({Slice(2, "+t1-t2"), Slice(2, "+t1-flair"), Slice(3, "+t1-t2")});
  ASSERT_EQ(parts.size(), 2U);
  ASSERT_EQ(parts[0].size(), 2U);
  const Case volume = VolumeRecordOf(parts[0]);
  EXPECT_EQ(volume.id(), "v+t1-t2");
  EXPECT_EQ(volume.json()["case"], "v");
  EXPECT_EQ(ByCombination({Slice(2), Slice(3)}).size(), 1U);
}

}  // namespace
}  // namespace f4s
