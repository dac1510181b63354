#include "libfuse4seg/cases/case.h"

#include <gtest/gtest.h>

#include "tests/support/expect_error.h"

namespace f4s {
namespace {

Json Record() {
  return Json::parse(
      R"({"schema":"f4s.case/1","id":"p_z1","images":{"t1":"t1.png","t2":"/abs/t2.png"},"label":"../l.png",
    "classes":{"1":"necrosis","4":"enhancing"},"regions":{"ET":[4],"TC":[4,1]},"mine":{"any":[1,2]},
    "geometry":{"size":[4,5],"volume":{"id":"p","axis":"axial","slice":1,"slices":3,"size":[4,5,6],
    "voxel_from_pixel":[[1,0,0],[0,1,0],[0,0,1]],"world_from_voxel":[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]}}})");
}

TEST(Case, PathsBecomeAbsoluteAndUnknownFieldsStay) {
  const Case record = Case::FromRecord(Record(), "/data/set");
  EXPECT_EQ(record.image("t1"), "/data/set/t1.png");
  EXPECT_EQ(record.image("t2"), "/abs/t2.png");
  EXPECT_EQ(*record.file("label"), "/data/l.png");
  EXPECT_EQ(record.json()["mine"], Record()["mine"]);
  EXPECT_EQ(record.json().begin().key(), "schema");  // order stays too
}

TEST(Case, KnowsItsVolumeSubjectAndRegions) {
  const Case record = Case::FromRecord(Record(), "/");
  EXPECT_EQ(record.subject(), "p");
  EXPECT_EQ(record.slice_of_volume()->slice, 1);
  EXPECT_EQ(record.slice_of_volume()->geometry.size, (Size3{4, 5, 6}));
  EXPECT_EQ(record.regions(), (std::vector<Region>{{"ET", {4}}, {"TC", {1, 4}}}));
  EXPECT_EQ(record.classes().at(4), "enhancing");
}

TEST(Case, AMissingModalityNamesThoseThatThereAre) {
  try {
    static_cast<void>(Case::FromRecord(Record(), "/").image("flair"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.Line(), "case 'p_z1': has no modality 'flair'; it has t1 t2 [case.modality]");
  }
}

TEST(Case, RefusesWhatIsNoCaseRecord) {
  const auto refuses = [](const char* patch, const char* code) {
    Json record = Record();
    record.merge_patch(Json::parse(patch));
    EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(record, "/")), ErrorKind::kBadInput, code);
  };
  refuses(R"({"schema":null})", "record.schema");
  refuses(R"({"schema":"f4s.case/2"})", "record.schema");
  refuses(R"({"id":null})", "record.id");
  refuses(R"({"id":7})", "record.field");
  refuses(R"({"label":["a"]})", "record.field");
  refuses(R"({"images":{"t1":3}})", "record.field");
  refuses(R"({"images":"t1.png"})", "record.field");
  EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(Json::array(), "/")), ErrorKind::kBadInput,
                   "record.type");
}

TEST(Case, RefusesGeometryThatIsNone) {
  for (const char* patch :
       {R"({"geometry":{"volume":{"slice":null}}})", R"({"geometry":{"volume":{"size":[4,5]}}})",
        R"({"geometry":{"volume":{"size":[4,5,0]}}})",
        R"({"geometry":{"volume":{"size":[65000,65000,65000]}}})",
        R"({"geometry":{"volume":{"voxel_from_pixel":[[1,0],[0,1]]}}})",
        R"({"geometry":{"volume":{"world_from_voxel":7}}})", R"({"geometry":{"volume":{"slice":"one"}}})"}) {
    Json record = Record();
    record.merge_patch(Json::parse(patch));
    const Case one = Case::FromRecord(record, "/");
    EXPECT_F4S_ERROR(static_cast<void>(one.slice_of_volume()), ErrorKind::kBadInput, "record.geometry");
  }
}

TEST(Case, RefusesSizesAndSpacingsThatAreNone) {
  for (const char* geometry : {R"("4x5")",
                               R"([4,5])",
                               R"({"size":[4]})",
                               R"({"size":["4","5"]})",
                               R"({"size":[4.5,5]})",
                               R"({"size":[0,5]})",
                               R"({"size":[-4,5]})",
                               R"({"size":[1e18,5]})",
                               R"({"size":null})",
                               R"({"spacing_mm":"1 1"})",
                               R"({"spacing_mm":[1]})",
                               R"({"spacing_mm":["1","1"]})",
                               R"({"spacing_mm":["1,5","1"]})",
                               R"({"spacing_mm":[0,0]})",
                               R"({"spacing_mm":[-1,1]})",
                               R"({"spacing_mm":[1e300,1]})",
                               R"({"spacing_mm":[1e-300,1]})",
                               R"({"spacing_mm":[true,true]})",
                               R"({"spacing_mm":[[1],[1]]})",
                               R"({"size":[4,5],"spacing_mm":[1,1,1]})",
                               R"({"world_from_voxel":[[1,0],[0,1]]})"}) {
    Json record = Record();
    record["geometry"] = Json::parse(geometry);
    EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(record, "/")), ErrorKind::kBadInput,
                     "record.geometry");
  }
  Json record = Record();
  record["geometry"] = Json::parse(R"({"size":[4.0,5],"spacing_mm":[0.5,1e3],"of_others":"kept"})");
  EXPECT_EQ(Case::FromRecord(record, "/").json()["geometry"], record["geometry"]);
}

TEST(Case, RefusesFindingsMetricsClassesAndRegionsThatAreNone) {
  for (const char* field : {R"({"findings":"x"})", R"({"findings":{}})", R"({"findings":[5]})",
                            R"({"findings":[{"code":"a"}]})", R"({"metrics":"x"})", R"({"metrics":[]})"}) {
    Json record = Record();
    record.update(Json::parse(field));
    EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(record, "/")), ErrorKind::kBadInput, "record.field");
  }
  for (const char* classes :
       {R"({"01":"x"})", R"({" 1":"x"})", R"({"1e0":"x"})", R"({"1":5})", R"({"1":""})"}) {
    Json record = Record();
    record["classes"] = Json::parse(classes);
    EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(record, "/").classes()), ErrorKind::kBadInput,
                     "record.field");
  }
  for (const char* regions : {R"({"W":[]})", R"({"W":1})", R"({"":[1]})", R"({"W":["1"]})"}) {
    Json record = Record();
    record["regions"] = Json::parse(regions);
    EXPECT_F4S_ERROR(static_cast<void>(Case::FromRecord(record, "/").regions()), ErrorKind::kBadInput,
                     "record.field");
  }
}

TEST(FileNameOf, KeepsWhatIsSafe) { EXPECT_EQ(FileNameOf("a b/c:d+t1-t2.x"), "a_b_c_d+t1-t2.x"); }

TEST(Case, AClassCalledIgnoreIsNone) {
  const Case record = Case::FromRecord(
      Json::parse(R"({"schema":"f4s.case/1","id":"a","classes":{"1":"core","4":" Ignore"}})"), "/tmp");
  EXPECT_EQ(record.classes(), (Classes{{1, "core"}}));
  EXPECT_EQ(record.ignored(), (std::vector<uint16_t>{4}));
}

TEST(Case, RefusesNamesAndSplitsThatMeanTwoThings) {
  for (const char* field :
       {R"("classes":{"1":"WT"},"regions":{"WT":[1,2]})", R"("split":"Train")", R"("split":"validation")"}) {
    const std::string text = Cat(R"({"schema":"f4s.case/1","id":"a",)", field, "}");
    EXPECT_THROW(static_cast<void>(Case::FromRecord(Json::parse(text), "/tmp")), Error) << field;
  }
  Case record("a");
  EXPECT_F4S_ERROR(record.SetClasses({{1, "tumor"}}, {{"tumor", {1, 2}}}), ErrorKind::kBadInput,
                   "label.names");
  EXPECT_NO_THROW(record.SetClasses({{1, "tumor"}, {2, "tumor"}}, {{"tumor", {1, 2}}}));
}

TEST(FileNameOf, KeepsLettersOfAllScripts) {
  for (const auto& [id, name] :
       std::vector<std::pair<std::string, std::string>>{{"张三", "张三"},
                                                        {"éclair", "éclair"},
                                                        {"Иванов 1", "Иванов_1"},
                                                        {"a/b", "a_b"},
                                                        {"a\xff", "a_"},
                                                        {"a\xc2\x9b", "a__"},       // a control of terminals
                                                        {"a\xe2\x80\xae", "a___"},  // turns what follows
                                                        {"a\xed\xa0\x80", "a___"},  // half a pair
                                                        {"a\xc0\xaf", "a__"},       // longer than it need be
                                                        {"..", "__"}})
    EXPECT_EQ(FileNameOf(id), name);
}

}  // namespace
}  // namespace f4s
