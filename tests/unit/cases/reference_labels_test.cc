#include "libfuse4seg/cases/reference_labels.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/brats_labels.h"

namespace f4s {
namespace {

const Classes kModel = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}};
const std::vector<Region> kRegions = {{"WT", {1, 2, 4}}, {"TC", {1, 4}}, {"ET", {4}}};

/// A case labelled by a model of kModel, whose reference has these classes and regions.
Case Labelled(const Classes& classes, const std::vector<Region>& regions, const Classes& model = kModel,
              const std::vector<Region>& of_model = kRegions) {
  Case record("a");
  record.SetClasses(classes, regions);
  record.SetFile("label", "/l.nii");
  TakeClassesOfPrediction(record, model, of_model);
  return record;
}

TEST(ReferenceLabels, AreTranslatedByTheRegionsThatBothName) {
  const LabelScheme children = BratsScheme("BraTS-PED", {1, 2, 3, 4}, true);
  EXPECT_EQ(TranslationOf(Labelled(children.classes, children.regions)),
            (LabelTranslation{{1, 4}, {2, 1}, {3, 1}, {4, 2}}));
  const LabelScheme treated =
      BratsScheme("BraTS-GLI", {1, 2, 3, 4}, true);  // 4 is the cavity, which no region has
  EXPECT_EQ(TranslationOf(Labelled(treated.classes, treated.regions)),
            (LabelTranslation{{1, 1}, {2, 2}, {3, 4}, {4, 0}}));
  EXPECT_EQ(TranslationOf(
                Labelled({{1, "a"}, {2, "b"}, {3, "c"}},
                         {{"whole tumor", {1, 2, 3}}, {"Tumor Core", {2, 3}}, {"Enhancing tumour", {3}}})),
            (LabelTranslation{{1, 2}, {2, 1}, {3, 4}}));
}

TEST(ReferenceLabels, AreTranslatedByNamesWhereThereAreNoRegions) {
  EXPECT_EQ(TranslationOf(Labelled({{1, "edema"}, {2, "non-enhancing tumor"}, {3, "enhancing tumour"}}, {})),
            (LabelTranslation{{1, 2}, {2, 1}, {3, 4}}));
  EXPECT_EQ(TranslationOf(Labelled({{1, "Liver"}, {2, "lesion"}}, {}, {{2, "liver"}, {1, "Lesion"}}, {})),
            (LabelTranslation{{1, 2}, {2, 1}}));
  EXPECT_EQ(TranslationOf(Labelled({{255, "mask"}}, {}, {{1, "abnormality"}}, {{"WT", {1}}})),
            (LabelTranslation{{255, 1}}));
}

TEST(ReferenceLabels, OfOtherThingsAreRefused) {
  const Case record = Labelled({{1, "liver"}, {2, "spleen"}}, {});
  try {
    static_cast<void>(TranslationOf(record));
    ADD_FAILURE() << "a liver is no part of a glioma";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "label.scheme");
  }
  EXPECT_EQ(record.findings()[0]["severity"], "warning");
}

TEST(ReferenceLabels, ThatTellOfOneRegionAreComparedInThatAlone) {
  const Case record = Labelled({{1, "WT"}}, {});
  EXPECT_EQ(TranslationOf(record), (LabelTranslation{{1, 1}}));
  EXPECT_EQ(RegionsOfBoth(record), (std::vector<Region>{{"WT", {1, 2, 4}}}));
}

TEST(ReferenceLabels, OfTheSameClassesKeepNoScheme) {
  const Case record = Labelled(kModel, kRegions);
  EXPECT_FALSE(record.json().contains("label_scheme"));
  EXPECT_TRUE(TranslationOf(record).empty());
  EXPECT_TRUE(record.findings().empty());
}

TEST(ReferenceLabels, KeepTheirSchemeThroughAnotherPrediction) {
  const Classes own = {{1, "necrosis"}, {2, "oedema"}, {3, "enhancing"}};
  Case record = Labelled(own, {{"WT", {1, 2, 3}}, {"TC", {1, 3}}, {"ET", {3}}});
  TakeClassesOfPrediction(record, {{7, "tumour"}, {8, "other"}}, {{"WT", {7}}});
  EXPECT_EQ(TranslationOf(record), (LabelTranslation{{1, 7}, {2, 7}, {3, 7}}));
  TakeClassesOfReference(record);
  EXPECT_EQ(record.classes(), own);
  EXPECT_FALSE(record.json().contains("label_scheme"));
  TakeClassesOfPrediction(record, kModel, kRegions);
  TakeClassesOfPrediction(record, own, record.regions());  // of a model of its own scheme
  EXPECT_TRUE(TranslationOf(record).empty());
}

}  // namespace
}  // namespace f4s
