// DICOM series as modalities of cases: guesses, the map, and names that tell nothing.

#include <gtest/gtest.h>

#include <fstream>

#include "libfuse4seg/cases/anonymous_name.h"
#include "libfuse4seg/prep/source/dicom_map.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

DicomFile Mr(const std::string& description, const std::string& image_type = "ORIGINAL\\PRIMARY") {
  DicomFile file;
  file.modality = "MR";
  file.description = description;
  file.image_type = image_type;
  return file;
}

std::string Guess(const std::string& description, double b_value = -1) {
  return GuessModality(Mr(description), b_value).name;
}

TEST(GuessModality, ByWordsOfTheDescription) {
  EXPECT_EQ(Guess("t2_tse_tra"), "t2");
  EXPECT_EQ(Guess("AX T1"), "t1");
  EXPECT_EQ(Guess("Sag MPRAGE"), "t1");
  EXPECT_EQ(Guess("T1 post GD"), "t1ce");
  EXPECT_EQ(Guess("T1 tra +C"), "t1ce");
  EXPECT_EQ(Guess("t2_FLAIR_cor"), "flair");
  EXPECT_EQ(Guess("ep2d_diff_tra_DYNDIST_ADC"), "adc");
  EXPECT_EQ(Guess("ep2d_diff_tra_DYNDISTCALC_BVAL", 1400), "highb");
  EXPECT_EQ(Guess("DWI", 800), "dwi");
  EXPECT_EQ(Guess("DWI", 50), "");
  EXPECT_EQ(Guess("3-plane localizer"), "");
  EXPECT_EQ(Guess("SWI"), "");
  EXPECT_EQ(Guess("T2* GRE"), "");
  for (const char* none : {"T2 GRE",
                           "t2_fl2d_tra_hemo",
                           "T2 FFE",
                           "T2 SWAN",
                           "T2 star",
                           "SUBTRAKTION T1 KM",
                           "T1 SUBTRACT",
                           "exp ADC",
                           "T1 DIXON FAT",
                           "Ktrans T1",
                           "T1 seg",
                           "T1 brain mask",
                           "mp2rage_T1_Images",
                           "t1_vibe_dixon_tra_F",
                           "t1_twist_dyn",
                           "SyMRI T1",
                           "DELTA T1 GD",
                           "t2_stir_cor",
                           "t2_swi3d_tra",
                           "t2_ci3d_tra",
                           "ep2d_t2",
                           "T2 EPI b0",
                           "T2 DIR SPACE"})
    EXPECT_EQ(Guess(none), "") << none;
  EXPECT_EQ(Guess("T1 DIXON WATER"), "t1");
  EXPECT_EQ(Guess("T2-weighted-Fluid-Attenuated Inversion Recovery"), "flair");
  EXPECT_EQ(Guess("t2_tirm_tra_dark-fluid"), "flair");
  EXPECT_EQ(Guess("T1 fat sat"), "t1");
  EXPECT_EQ(GuessModality(Mr("T1", "ORIGINAL\\PRIMARY\\I\\NORM"), -1).name, "");
  EXPECT_EQ(GuessModality(Mr("T1", "ORIGINAL\\PRIMARY\\M\\NORM"), -1).name, "t1");
  DicomFile phase = Mr("T1");
  phase.complex_component = "PHASE";
  EXPECT_EQ(GuessModality(phase, -1).name, "");
  DicomFile gradient = Mr("t2 tra");
  gradient.scanning_sequence = "GR";
  EXPECT_EQ(GuessModality(gradient, -1).reason, "weighted by T2*");
}

TEST(GuessModality, ContrastAgentMakesT1ce) {
  DicomFile file = Mr("T1 TSE");
  file.contrast = "Gadovist";
  EXPECT_EQ(GuessModality(file, -1).name, "t1ce");
  EXPECT_EQ(GuessModality(Mr("T1 and T2 mapping"), -1).reason, "said to be T1 and T2");
  file.contrast = "NOT GIVEN";
  EXPECT_EQ(GuessModality(file, -1).name, "t1");
  DicomFile late = Mr("T1 delayed");
  EXPECT_EQ(GuessModality(late, -1).name, "");
  late.contrast = "Gadovist";
  EXPECT_EQ(GuessModality(late, -1).name, "t1ce");
}

TEST(GuessModality, T1FlairIsWeightedByT1WhereItsTimesSaySo) {
  DicomFile file = Mr("AX T1 FLAIR +C");
  EXPECT_EQ(GuessModality(file, -1).reason, "said to be T1 and FLAIR");
  file.scanning_sequence = "SE\\IR";
  file.echo_time = 9, file.repetition_time = 2200, file.inversion_time = 860;
  EXPECT_EQ(GuessModality(file, -1).name, "t1ce");
}

TEST(GuessModality, ByTimesWhereWordsAreSilent) {
  DicomFile file = Mr("head");
  file.scanning_sequence = "SE";
  file.echo_time = 100, file.repetition_time = 4000;
  EXPECT_EQ(GuessModality(file, -1).name, "t2");
  file.echo_time = 12, file.repetition_time = 600;
  EXPECT_EQ(GuessModality(file, -1).name, "t1");
  file.scanning_sequence = "SE\\IR";
  file.echo_time = 120, file.repetition_time = 9000, file.inversion_time = 2500;
  EXPECT_EQ(GuessModality(file, -1).name, "flair");
}

TEST(GuessModality, ByModality) {
  for (const auto& [word, name] :
       {std::pair{"CT", "ct"}, {"PT", "pet"}, {"NM", "spect"}, {"US", ""}, {"SEG", ""}}) {
    DicomFile file = Mr("any");
    file.modality = word;
    EXPECT_EQ(GuessModality(file, -1).name, name) << word;
  }
  DicomFile map = Mr("CT Perfusion CBV");
  map.modality = "CT";
  EXPECT_EQ(GuessModality(map, -1).name, "");
  map.modality = "PT", map.description = "PET NAC";
  EXPECT_EQ(GuessModality(map, -1).name, "");
}

std::filesystem::path MapFile(const Scratch& scratch, const std::string& text) {
  std::ofstream(scratch / "map") << text;
  return scratch / "map";
}

TEST(DicomMap, TheFirstRowThatFitsDecides) {
  const Scratch scratch;
  DicomMap map(
      MapFile(scratch,
              "# series\tmodality\n\n*Sag*\t-\nax*t1*\tt1\n1.2.3\tflair\n"
              "ep2d*\tdwi\tDiffusionBValue=800\n{\"series\":\"0123456789ab\",\"modality\":\"mra\"}\n"));
  const SeriesPart part{"fedcba987654", "", {}, 0};
  EXPECT_EQ(map.ModalityOf(Mr("AX T1 SE"), part), "t1");
  EXPECT_EQ(map.ModalityOf(Mr("ax t1 sag"), part), "-");
  EXPECT_EQ(map.ModalityOf(Mr("something"), part), std::nullopt);
  EXPECT_EQ(map.ModalityOf(Mr("ep2d_diff"), part), std::nullopt);
  EXPECT_EQ(map.ModalityOf(Mr("ep2d_diff"), {"x", "DiffusionBValue=800", {}, 0}), "dwi");
  EXPECT_EQ(map.ModalityOf(Mr("something"), {"0123456789ab", "", {}, 0}), "mra");
  DicomFile file = Mr("something");
  file.series_uid = "1.2.3";
  EXPECT_EQ(map.ModalityOf(file, part), "flair");
}

TEST(DicomMap, ABrokenLineIsNamed) {
  const Scratch scratch;
  for (const char* text :
       {"one column", "a\tb\tc\td", "\tt1", "{\"series\":1}", "{\"serie\":\"a\"}", "{", "a\tlabel"})
    EXPECT_F4S_ERROR(DicomMap{MapFile(scratch, text)}, ErrorKind::kBadInput, "dicom.map");
  EXPECT_F4S_ERROR(DicomMap{scratch / "none"}, ErrorKind::kMissingInput, "input.missing");
}

TEST(AnonymousName, HoldsNothingOfThePatient) {
  DicomFile file = Mr("");
  file.patient_name = "Doe^Jane Mary";
  file.patient_id = "HX-4711";
  for (const char* name :
       {"Doe", "jane_doe", "JANE", "scan-of-Mary", "hx4711", "study.HX-4711.b", "4711", "hx"})
    EXPECT_FALSE(IsAnonymous(name, file)) << name;
  for (const char* name : {"case_01", "baseline", "t1"}) EXPECT_TRUE(IsAnonymous(name, file)) << name;
  file.study_uid = "1.2.3";
  // printf 1.2.3 | sha256sum
  EXPECT_EQ(CaseNameOf("/data/Doe", {&file}), "study-c47f5b18b8a4");
  EXPECT_EQ(CaseNameOf("/data/case_01/", {&file}), "case_01");
}

}  // namespace
}  // namespace f4s
