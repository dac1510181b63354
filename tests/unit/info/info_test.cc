#include "libfuse4seg/info/info.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

/// A volume of 4x3x2 voxels on a grid whose axes point where the columns of `directions` say.
Json InfoOfVolume(const Affine& world_from_voxel, const std::string& name = "v.nii.gz") {
  const Scratch scratch;
  Image<float> volume = {{{4, 3, 2}, world_from_voxel}, 1, {}};
  for (int i = 0; i < 24; ++i) volume.samples.push_back(static_cast<float>(i - 3));
  WriteVolume(scratch / name, volume, VoxelType::kInt16);
  return InfoOf(scratch / name);
}

TEST(Info, NamesWhereTheAxesOfAVolumePoint) {
  const Json standard = InfoOfVolume({{{-1, 0, 0, 10}, {0, -2, 0, 20}, {0, 0, 3, 30}, {0, 0, 0, 1}}});
  EXPECT_EQ(standard["orientation"], "LPS");
  EXPECT_EQ(standard["spacing_mm"], Json({1.0, 2.0, 3.0}));
  EXPECT_EQ(standard["origin_mm"], Json({10.0, 20.0, 30.0}));
  EXPECT_FALSE(standard.contains("oblique_degrees"));
  // x down, y to the right, z to the front
  const Json turned = InfoOfVolume({{{0, 1, 0, 0}, {0, 0, 1, 0}, {-1, 0, 0, 0}, {0, 0, 0, 1}}}, "v.mha");
  EXPECT_EQ(turned["orientation"], "IRA");
  EXPECT_EQ(turned["format"], "MetaImage");
}

TEST(Info, SaysByHowMuchAGridIsOblique) {
  const double c = std::cos(0.2), s = std::sin(0.2);
  const Json info = InfoOfVolume({{{c, -s, 0, 0}, {s, c, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}});
  EXPECT_EQ(info["orientation"], "RAS");
  EXPECT_NEAR(info["oblique_degrees"].get<double>(), 0.2 * 180 / M_PI, 1e-4);
}

TEST(Info, HasTheRangeOfVoxels) {
  const Json info = InfoOfVolume(IdentityAffine());
  EXPECT_EQ(info["type"], "int16");
  EXPECT_EQ(info["range"], Json({-3.0, 20.0}));
  EXPECT_FALSE(info.contains("values"));  // one is below 0: no label map
}

/// A grey picture of 16x4 pixels, in turn of `levels`.
Json InfoOfLevels(const std::vector<uint16_t>& levels) {
  const Scratch scratch;
  Image<uint16_t> picture = Picture<uint16_t>(16, 4, {});
  for (size_t i = 0; i < 64; ++i) picture.samples.push_back(levels[i % levels.size()]);
  WriteImage(scratch / "p.png", picture, 8);
  return InfoOf(scratch / "p.png");
}

TEST(Info, CountsTheValuesOfWhatMayBeALabelMap) {
  EXPECT_EQ(InfoOfLevels({0, 0, 4, 1})["values"], (Json{{"0", 32}, {"1", 16}, {"4", 16}}));
  // Each of 16 values 4 times: a small image.
  EXPECT_FALSE(InfoOfLevels({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}).contains("values"));
}

TEST(Info, RefusesWhatIsOfNoKind) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "a.txt", "text");
  WriteFileAtomically(scratch / "a.json", "{}");
  WriteFileAtomically(scratch / "folder/a.txt", "text");
  EXPECT_F4S_ERROR(static_cast<void>(InfoOf(scratch / "none")), ErrorKind::kMissingInput, "input.missing");
  for (const char* name : {"a.txt", "a.json", "folder"})
    EXPECT_F4S_ERROR(static_cast<void>(InfoOf(scratch / name)), ErrorKind::kBadInput, "info.kind");
}

TEST(Info, OfRecordsCountsFindingsAndFailures) {
  const Scratch scratch;
  WriteFileAtomically(scratch / "r.ndjson",
                      R"({"schema":"f4s.case/1","id":"a","images":{"t1":"a.png"},"geometry":{"size":[4,3]},)"
                      R"("findings":[{"code":"x.y","severity":"info","text":""}]}
{"schema":"f4s.case/1","id":"b","subject":"s","images":{"t2":"b.png"},"geometry":{"size":[5,3]},"error":{}}
)");
  const Json info = InfoOf(scratch / "r.ndjson");
  EXPECT_EQ(info["cases"], 2);
  EXPECT_EQ(info["failed"], 1);
  EXPECT_EQ(info["subjects"], 2);
  EXPECT_EQ(info["modalities"], Json({"t1", "t2"}));
  EXPECT_EQ(info["sizes"], 2);
  EXPECT_EQ(info["cases_with_finding"], (Json{{"x.y", 1}}));
}

}  // namespace
}  // namespace f4s
