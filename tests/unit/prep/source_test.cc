// Names of files, channels and label values in BIDS and nnU-Net folders; duplicates among sources.

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/prep/source/bids_file.h"
#include "libfuse4seg/prep/source/nnunet_folder.h"
#include "libfuse4seg/prep/source/open_source.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

std::string ModalityOfName(const std::string& name) {
  const auto file = ParseBidsName(name);
  return file ? ModalityOf(*file) : "-";
}

TEST(BidsName, SaysWhatAnImageIs) {
  EXPECT_EQ(ModalityOfName("sub-01_T1w.nii.gz"), "t1");
  EXPECT_EQ(ModalityOfName("sub-01_ses-2_acq-high_ce-gadolinium_run-1_T1w.nii"), "t1ce");
  EXPECT_EQ(ModalityOfName("sub-01_T2w.nii.gz"), "t2");
  EXPECT_EQ(ModalityOfName("sub-01_FLAIR.nii.gz"), "flair");
  EXPECT_EQ(ModalityOfName("sub-01_PDw.nii.gz"), "pdw");
  EXPECT_EQ(ModalityOfName("sub-01_ce-x_FLAIR.nii.gz"), "flairce");
  EXPECT_EQ(ParseBidsName("sub-01_space-MNI152_desc-brain_mask.nii.gz")->Entity("space"), "MNI152");
}

TEST(BidsName, RefusesWhatIsNone) {
  for (const char* name : {"T1w.nii.gz", "sub-01.nii.gz", "sub-01_T1w.json", "01_T1w.nii.gz", "sub-_T1w.nii",
                           "sub-01__T1w.nii.gz", "sub-01_run_T1w.nii.gz", "sub-01_.nii.gz", ".nii.gz",
                           "sub-01_run-1_run-2_T1w.nii.gz", "sub-01_T1w.nii.gz.part"})
    EXPECT_FALSE(ParseBidsName(name)) << name;
  EXPECT_F4S_ERROR(static_cast<void>(ParseEntity("run")), ErrorKind::kUsage, "parameter.value");
  EXPECT_EQ(ParseEntity("run-1"), (std::pair<std::string, std::string>("run", "1")));
}

TEST(BidsName, EntitiesChooseAmongSeveral) {
  const auto files = [] {
    std::vector<BidsFile> all;
    for (const char* name : {"sub-1_acq-a_run-1_T1w.nii", "sub-1_acq-a_run-2_T1w.nii", "sub-1_T1w.nii"})
      all.push_back(*ParseBidsName(name));
    return all;
  };
  EXPECT_EQ(ChooseBidsFile(files(), {{"run", "2"}})->path, "sub-1_acq-a_run-2_T1w.nii");
  EXPECT_F4S_ERROR(static_cast<void>(ChooseBidsFile(files(), {{"acq", "a"}})), ErrorKind::kBadInput,
                   "bids.several");
  // What no file says excludes none.
  EXPECT_EQ(ChooseBidsFile({files()[2]}, {{"run", "2"}})->path, "sub-1_T1w.nii");
  EXPECT_FALSE(ChooseBidsFile({}, {}));
}

TEST(NnunetJson, ChannelsBecomeModalities) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(ModalitiesOfChannels({"T1", "T1-weighted", "T1w", "t1n"}),
            (Names{"t1_0", "t1_1", "t1_2", "t1_3"}));
  for (const char* channel : {"T1ce", "T1c", "T1Gd", "t1_gd", "T1-weighted with contrast", "ceT1w",
                              "T1 post-Gd", "T1-weighted, gadolinium", "T1+C"})
    EXPECT_EQ(ModalitiesOfChannels({channel}), Names{"t1ce"}) << channel;
  for (const char* channel : {"T1", "T1w", "T1n", "T1-weighted", "T1 MRI"})
    EXPECT_EQ(ModalitiesOfChannels({channel}), Names{"t1"}) << channel;
  EXPECT_EQ(ModalitiesOfChannels({"T2-FLAIR", "T2w", "CT", "ADC map (b=800)"}),
            (Names{"flair", "t2", "ct", "adc_map_b_800"}));
  EXPECT_EQ(ModalitiesOfChannels({"T1 without contrast"}), Names{"t1"});
}

NnunetDescription Read(const Scratch& folder, const std::string& text) {
  fs::remove(folder / "dataset.json");  // some file systems flush what is overwritten
  std::ofstream(folder / "dataset.json") << text;
  return ReadNnunetJson(folder / "dataset.json");
}

TEST(NnunetJson, ListsOfValuesAreRegions) {
  const Scratch folder;
  const auto read = Read(folder, R"({"channel_names":{"1":"T2","0":"T1"},"file_ending":".nrrd",
    "labels":{"background":0,"whole":[3,1,2],"core":[2,3],"enhancing":3}})");
  EXPECT_EQ(read.modalities, (std::vector<std::string>{"t1", "t2"}));
  EXPECT_EQ(read.scheme.classes, (Classes{{1, "1"}, {2, "2"}, {3, "enhancing"}}));
  EXPECT_EQ(read.scheme.regions,
            (std::vector<Region>{{"whole", {1, 2, 3}}, {"core", {2, 3}}, {"enhancing", {3}}}));
  EXPECT_EQ(read.file_ending, ".nrrd");
}

TEST(NnunetJson, DamagedDescriptionsAreRefusedOrSound) {
  const Scratch folder;
  const std::string good =
      R"({"channel_names":{"0":"T1","1":"T2"},"labels":{"background":0,"a":1,"b":[1,2]},"numTraining":3,"file_ending":".nii.gz"})";
  const std::vector<std::string> pieces = {"-1",    "0",     "99999999999", "1.5", "\"\"", "null", "[]", "{}",
                                           "[[1]]", "\"x\"", "true",        "}",   "\"",   ",",    ":"};
  std::mt19937_64 random(20240916);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text = good;
    for (size_t change = 0; change < 1 + random() % 2; ++change)
      text.replace(random() % text.size(), random() % 12, pieces[random() % pieces.size()]);
    try {
      const auto read = Read(folder, text);
      ++accepted;
      ASSERT_FALSE(read.modalities.empty());
      for (const Region& region : read.scheme.regions) {
        ASSERT_FALSE(region.values.empty());
        for (const uint16_t value : region.values) ASSERT_EQ(read.scheme.classes.count(value), 1U);
      }
    } catch (const Error& error) {
      ++refused;
      ASSERT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
      ASSERT_FALSE(error.file().empty()) << error.Line();
    }
  }
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 1000);
}

/// An empty file where a study has one; names alone count here.
void Touch(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "";
}

TEST(FindDuplicates, ComparesFileNamesAndSubjectsOfWords) {
  const Scratch folder;
  Touch(folder / "a/x+1/x+1_t1.nii");
  Touch(folder / "a/x_2/x_2_t1.nii");
  Touch(folder / "b/x 2/x 2_t1.nii");  // its file name would be x_2, too
  std::vector<std::unique_ptr<CaseSource>> sources;
  const std::vector<std::string> words = {(folder / "a").string(), (folder / "b").string()};
  for (const std::string& word : words) sources.push_back(OpenSource(word, {}));
  const auto duplicates = FindDuplicates(sources, words, true);
  ASSERT_EQ(duplicates.size(), 1U);
  EXPECT_EQ(duplicates[0].id, "x 2");
  EXPECT_NE(duplicates[0].error.message().find("a/x_2"), std::string::npos) << duplicates[0].error.Line();
  EXPECT_NE(duplicates[0].error.file().find("b/x 2"), std::string::npos);
}

TEST(OpenSource, SaysWhatWasLookedFor) {
  const Scratch folder;
  try {
    static_cast<void>(OpenSource(folder.folder().string(), {}));
    FAIL();
  } catch (const Error& error) {
    for (const char* shape : {"BraTS", "BIDS", "nnU-Net", "dataset.json"})
      EXPECT_NE(error.message().find(shape), std::string::npos) << error.Line();
  }
}

}  // namespace
}  // namespace f4s
