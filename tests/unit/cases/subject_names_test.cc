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

TEST(SubjectNames, ThePatientOfAnExamination) {
  for (const auto& [id, patient] : std::vector<std::pair<std::string, std::string>>{
           {"BraTS-GLI-00005-100", "BraTS-GLI-00005"},
           {"brats-gli-00005-101", "brats-gli-00005"},
           {"BraTS_GLI_00005_100", "BraTS_GLI_00005"},
           {"BraTS-MEN-RT-0003-1", "BraTS-MEN-RT-0003"},
           {"UPENN-GBM-00001_21", "UPENN-GBM-00001"},
           {"UCSF-PDGM-0001_FU001d", "UCSF-PDGM-0001"},
           {"Patient-001_week-010", "Patient-001"},
           {"PatientID_0003_Timepoint_2", "PatientID_0003"},
           {"P01_pre", "P01"},
           {"P01_post", "P01"},
           {"TCGA-02-0003_1997.06.08", "TCGA-02-0003"},
           {"TCGA_CS_4941_19960909", "TCGA_CS_4941"},
           {"SUB-01_SES-2", "SUB-01"},
           {"sub-01_ses-02_run-1", "sub-01"},
           {"BraTS2021_00001", "BraTS2021_00001"},
           {"BRATS_001", "BRATS_001"},
           {"case_01", "case_01"},
           {"phantom_0003", "phantom_0003"},
           {"P01_t1", "P01_t1"},
           {"OAS2_0001_MR1", "OAS2_0001"},
           {"OAS30001_MR_d0129", "OAS30001"},
           {"002_S_0295_m06", "002_S_0295"},
           {"002_S_0295_I13722", "002_S_0295"},
           {"10001_1000002", "10001"},
           {"patient001_frame12", "patient001"},
           {"sub-001_run-2", "sub-001"},
           {"fdg_0b57b247b6_05-02-2002-NA-PET-CT Ganzkoerper  primaer mit KM-0", "fdg_0b57b247b6"},
           {"UCSD-PTGBM-0002_01", "UCSD-PTGBM-0002"},
           {"Patient-001_week-000-2", "Patient-001"},
           {"TCGA-02-0003_06-08-1997", "TCGA-02-0003"},
           {"P01_preRT", "P01"},
           {"BraTS20_Training_002_lesion113", "BraTS20_Training_002"},
           {"ISLES2022_lesion_0001", "ISLES2022_lesion_0001"},
           {"site1_post_001", "site1_post_001"},
           {"site1_post", "site1_post"},
           {"site1_20190304", "site1_20190304"},
           {"2019_lesion_1", "2019_lesion_1"},
           {"3T_pre", "3T_pre"},
           {"pat21_pre", "pat21"},
           {"dataset1_scan001", "dataset1_scan001"},
           {"P01_scan2", "P01"},
           {"study1_exam0001", "study1_exam0001"},
           {"center2_baseline_0012", "center2_baseline_0012"},
           {"cohort1_visit1234", "cohort1_visit1234"},
           {"P01_day10", "P01"},
           {"p3_z07", "p3_z07"},
           {std::string(100000, '-') + "1_pre", std::string(100000, '-') + "1_pre"}})
    EXPECT_EQ(PatientOfId(id), patient);
}

TEST(SubjectNames, ThoseThatBeginAlike) {
  EXPECT_EQ(SubjectsAlike({"P07_a", "P07_b", "P08_a", "P09_a", "P10_a"}), (Names{"P07_a", "P07_b"}));
  EXPECT_EQ(SubjectsAlike({"x-12-one", "x-13-one", "x-12-two"}), (Names{"x-12-one", "x-12-two"}));
  EXPECT_EQ(SubjectsAlike({"P07_a", "P07_a", "P08_a"}), Names{});                    // one subject
  EXPECT_EQ(SubjectsAlike({"BraTS20_001", "BraTS20_002", "BraTS20_003"}), Names{});  // a data set
  EXPECT_EQ(SubjectsAlike({"s1_a", "s1_b", "s1_c", "s1_d", "s1_e", "s2_a", "s2_b", "s2_c", "s2_d"}), Names{});
  EXPECT_EQ(SubjectsAlike({"case_01", "case_02", "other_01"}), Names{});  // no number of one's own
}

}  // namespace
}  // namespace f4s
