// What a model says of itself: there and back, what is refused, which images it takes.

#include "libfuse4seg/model/model_description.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/safetensors.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

ModelDescription Example() {
  ModelDescription d;
  d.method = "fuse4seg";
  d.profile = "tiny";
  d.network = {{"fusion_dim", 16}};
  d.modalities = {{"mri"}, {"ct", "pet", "spect"}};
  d.takes = {"images"};
  d.gives = {"fused", "prediction"};
  d.classes = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}};
  d.regions = {{"WT", {1, 2, 4}}, {"ET", {4}}};
  d.spacing_mm = {1, 0.5};
  d.multiple_of = 16;
  d.provenance = {{"seed", 1}};
  d.metrics = {{"dice", 0.5}};
  return d;
}

TEST(ModelDescription, ComesBackFromAFile) {
  const Scratch scratch;
  WriteSafetensors(scratch / "m.safetensors", {}, Example().ToMetadata());
  EXPECT_EQ(ModelDescription::Read(scratch / "m.safetensors"), Example());
  ModelDescription of_plane = Example();  // which older files do not tell
  of_plane.plane = "coronal";
  WriteSafetensors(scratch / "p.safetensors", {}, of_plane.ToMetadata());
  EXPECT_EQ(ModelDescription::Read(scratch / "p.safetensors"), of_plane);
  ModelDescription brighter = Example();  // which older files do not tell either
  brighter.gain = 1.25;
  WriteSafetensors(scratch / "g.safetensors", {}, brighter.ToMetadata());
  EXPECT_EQ(ModelDescription::Read(scratch / "g.safetensors"), brighter);
  EXPECT_FALSE(Example().ToJson().contains("gain"));
}

TEST(ModelDescription, WritesSlotsAsTheContractDoes) {
  EXPECT_EQ(ToLine(Example().ToJson()["modalities"]), R"(["mri",["ct","pet","spect"]])");
  EXPECT_EQ(ToLine(Example().ToJson()["classes"]), R"({"1":"necrosis","2":"oedema","4":"enhancing"})");
}

TEST(ModelDescription, RefusesFieldsThatCannotBe) {
  const std::pair<const char*, Json> wrong[] = {
      {"method", ""},
      {"modalities", Json::array()},
      {"modalities", {"a", "b", "c", "d", "e"}},
      {"modalities", {"a", "a"}},
      {"modalities", {{"a", "b"}, {"b"}}},
      {"takes", {"sound"}},
      {"gives", Json::array()},
      {"network", 3},
      {"stretch", "much"},
      {"plane", "oblique"},
      {"gain", 0},
      {"gain", 11},
      {"gain", "1.1"},
      {"classes", {{"0", "background"}}},
      {"classes", {{"70000", "far"}}},
      {"classes", {{"1x", "odd"}}},
      {"classes", {{"1", "a"}, {"01", "b"}}},
      {"classes", Json::object()},
      {"regions", {{"WT", {1, 3}}}},
      {"regions", {{"WT", {2, 1}}}},
      {"spacing_mm", {1}},
      {"spacing_mm", {1, 0}},
      {"multiple_of", 0},
      {"multiple_of", 1.5},
      {"unheard_of", 1},
  };
  for (const auto& [field, value] : wrong) {
    Json json = Example().ToJson();
    json[field] = value;
    SCOPED_TRACE(Cat(field, " = ", ToLine(value)));
    EXPECT_F4S_ERROR(static_cast<void>(ModelDescription::FromJson(json)), ErrorKind::kBadInput,
                     "model.field");
  }
  const Json whole = Example().ToJson();
  for (const auto& [field, value] : whole.items()) {
    Json json = whole;
    json.erase(field);
    EXPECT_F4S_ERROR(static_cast<void>(ModelDescription::FromJson(json)), ErrorKind::kBadInput,
                     "model.field");
  }
}

TEST(ModelDescription, RefusesForeignFiles) {
  const Scratch scratch;
  const auto file = scratch / "m.safetensors";
  WriteSafetensors(file, {}, {{"format", "pt"}});
  EXPECT_F4S_ERROR(static_cast<void>(ModelDescription::Read(file)), ErrorKind::kBadInput, "model.format");
  EXPECT_F4S_ERROR(
      static_cast<void>(ModelDescription::FromMetadata({{"format", kModelFormat}, {"model", "{"}})),
      ErrorKind::kBadInput, "model.json");
}

using Matches = std::vector<SlotMatch>;

TEST(ModelDescription, MatchesImagesByName) {
  EXPECT_EQ(Example().MatchByName({"PET", "other", "mri"}), (Matches{{0, "mri"}, {1, "PET"}}));
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{}, {"mri"}, {"t1", "t2"}, {"mri", "ct", "pet"}}) {
    EXPECT_F4S_ERROR(static_cast<void>(Example().MatchByName(names)), ErrorKind::kBadInput,
                     "model.modalities");
  }
  ModelDescription one = Example();
  one.modalities = {{"mri"}};
  EXPECT_EQ(one.MatchByName({"mri"}), (Matches{{0, "mri"}}));
}

TEST(ModelDescription, SaysWhatItTakes) {
  try {
    static_cast<void>(Example().MatchByName({"t1"}));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("the model takes mri, ct|pet|spect"), std::string::npos)
        << error.message();
  }
}

TEST(ModelDescription, MatchesChosenImagesInOrderWhereNamesSayNothing) {
  EXPECT_EQ(Example().MatchInOrder({"t1", "t2"}), (Matches{{0, "t1"}, {1, "t2"}}));
  EXPECT_EQ(Example().MatchInOrder({"spect", "mri"}), (Matches{{0, "mri"}, {1, "spect"}}));
  EXPECT_F4S_ERROR(static_cast<void>(Example().MatchInOrder({"a", "b", "c"})), ErrorKind::kBadInput,
                   "model.modalities");
  EXPECT_F4S_ERROR(static_cast<void>(Example().MatchInOrder({"a"})), ErrorKind::kBadInput,
                   "model.modalities");
}

}  // namespace
}  // namespace f4s
