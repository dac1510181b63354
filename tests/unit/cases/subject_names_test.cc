// Slices of one subject by their names, and which sets of names are no slices.

#include "libfuse4seg/cases/subject_names.h"

#include <gtest/gtest.h>

namespace f4s {
namespace {

using Names = std::vector<std::string>;

TEST(SubjectNames, StemsOfSlices) {
  const std::pair<const char*, const char*> stems[] = {{"TCGA_CS_4941_19960909_012", "TCGA_CS_4941_19960909"},
                                                       {"p3_slice7", "p3"},
                                                       {"p3-z07", "p3"},
                                                       {"p3_Slice_7", "p3"},
                                                       {"p3slice12", "p3"},
                                                       {"jazz_07", "jazz"},
                                                       {"p3_012", "p3"},
                                                       {"p3.7", "p3"},
                                                       {"p3", ""},
                                                       {"012", ""},
                                                       {"_012", ""},
                                                       {"a_19960909", ""},
                                                       {"p3_07b", ""}};
  for (const auto& [name, stem] : stems) EXPECT_EQ(StemOfSlice(name), stem) << name;
}

TEST(SubjectNames, HoldForTheWholeSetOrNot) {
  EXPECT_EQ(SubjectsOfNames({"a_1", "a_2", "b_1", "b_2"}), (Names{"a", "a", "b", "b"}));
  EXPECT_EQ(SubjectsOfNames({"a_1", "a_2", "b_1", "b_2", "c_9"}), (Names{"a", "a", "b", "b", "c"}));
  EXPECT_TRUE(SubjectsOfNames({"a_1", "a_2", "b_1", "b"}).empty());         // one without a number
  EXPECT_TRUE(SubjectsOfNames({"FLIR_1", "FLIR_2", "FLIR_3"}).empty());     // one stem
  EXPECT_EQ(SubjectsOfNames({"s1_z001", "s1_z002"}), (Names{"s1", "s1"}));  // one, whose word says so
  EXPECT_TRUE(SubjectsOfNames({"s1_z001", "s1_002"}).empty());
  EXPECT_TRUE(SubjectsOfNames({"a_1", "b_1", "c_1", "d_1", "d_2"}).empty());   // few stems have several
  EXPECT_TRUE(SubjectsOfNames({"train_1", "train_2", "x_1", "x_2"}).empty());  // a word for any image
  EXPECT_TRUE(SubjectsOfNames({}).empty());
}

}  // namespace
}  // namespace f4s
