#include "libfuse4seg/metric/table.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

Json Leaf(double mean) {
  return {{"n", 2},      {"n_undefined", 1}, {"mean", mean},        {"sd", 0.125},          {"median", mean},
          {"min", 0.25}, {"max", 12.5},      {"ci95", {0.5, 1.25}}, {"mean_penalised", 0.5}};
}

Json Summary() {
  Json one = Leaf(0.75);
  one["sd"] = one["ci95"] = nullptr;
  return {{"fusion",
           {{"VIF", one}, {"per_source", {{"t1", {{"VIF", Leaf(0.5)}}}}}, {"weakest", {{"VIF", Leaf(0.5)}}}}},
          {"segmentation", {{"WT", {{"hd95_mm", Leaf(10)}}}}},
          {"by_split", {{"val", {{"segmentation", {{"WT", {{"hd95_mm", Leaf(10)}}}}}}}}}};
}

TEST(Table, LinesUpItsColumns) {
  EXPECT_EQ(FormatSummary(Summary(), TableFormat::kTable),
            "fusion\n"
            "source   metric  n    mean      sd  median           95 % CI\n"
            "all      VIF     2  0.7500       -  0.7500                 -\n"
            "weakest  VIF     2  0.5000  0.1250  0.5000  [0.5000, 1.2500]\n"
            "t1       VIF     2  0.5000  0.1250  0.5000  [0.5000, 1.2500]\n"
            "\n"
            "segmentation\n"
            "region  metric   n     mean      sd   median           95 % CI\n"
            "WT      hd95_mm  2  10.0000  0.1250  10.0000  [0.5000, 1.2500]\n"
            "\n"
            "split val, segmentation\n"
            "region  metric   n     mean      sd   median           95 % CI\n"
            "WT      hd95_mm  2  10.0000  0.1250  10.0000  [0.5000, 1.2500]\n");
}

TEST(Table, TsvHoldsEverything) {
  const std::string text = FormatSummary(Summary(), TableFormat::kTsv);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "part\tfamily\tgroup\tmetric\tn\tn_undefined\tmean\tsd\tmedian\tmin\tmax\tci95_low\tci95_"
            "high\tmean_penalised");
  EXPECT_NE(text.find("\n\tfusion\tall\tVIF\t2\t1\t0.75\t\t0.75\t0.25\t12.5\t\t\t0.5\n"), std::string::npos);
  EXPECT_NE(
      text.find(
          "\nsplit val\tsegmentation\tWT\thd95_mm\t2\t1\t10.0\t0.125\t10.0\t0.25\t12.5\t0.5\t1.25\t0.5\n"),
      std::string::npos);
}

TEST(Table, MarkdownAndLatexEscapeTheirOwnCharacters) {
  const std::string markdown = FormatSummary(Summary(), TableFormat::kMarkdown);
  EXPECT_NE(markdown.find("| WT | hd95\\_mm | 2 | 10.0000 | 0.1250 | 10.0000 | [0.5000, 1.2500] |\n"),
            std::string::npos);
  EXPECT_NE(markdown.find("|:---|:---|---:|"), std::string::npos);
  const std::string latex = FormatSummary(Summary(), TableFormat::kLatex);
  EXPECT_NE(
      latex.find("WT & hd95\\_mm & 2 & 10.0000 & 0.1250 & 10.0000 & [0.5000, 1.2500] \\\\\n\\bottomrule\n"),
      std::string::npos);
  EXPECT_NE(latex.find("95 \\% CI \\\\\n\\midrule\n"), std::string::npos);
}

TEST(Table, AnEmptySummaryIsNoTable) {
  EXPECT_EQ(FormatSummary(Json::object(), TableFormat::kTable), "");
  EXPECT_THROW((void)ParseTableFormat("csv"), Error);
  EXPECT_EQ(ParseTableFormat("latex"), TableFormat::kLatex);
}

}  // namespace
}  // namespace f4s
