#include "libfuse4seg/metric/report/table.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

Json Statistic(double mean) {
  return {{"n", 2},           {"n_undefined", 1},      {"mean", mean},
          {"sd", 0.125},      {"median", mean},        {"min", 0.25},
          {"max", 12.5},      {"ci95", {0.5, 1.25}},   {"mean_penalised", 0.5},
          {"n_reference", 2}, {"mean_reference", mean}};
}

Json Summary() {
  Json one = Statistic(0.75);
  one["sd"] = one["ci95"] = nullptr;
  return {{"fusion",
           {{"VIF", one},
            {"per_source", {{"t1", {{"VIF", Statistic(0.5)}}}}},
            {"weakest", {{"VIF", Statistic(0.5)}}}}},
          {"segmentation", {{"WT", {{"hd95_mm", Statistic(10)}}}}},
          {"by_split", {{"val", {{"segmentation", {{"WT", {{"hd95_mm", Statistic(10)}}}}}}}}}};
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

TEST(Table, ShowsTheMeansOverTheReferencesWhereTheyDiffer) {
  Json summary = Summary();
  Json& hd95 = summary["segmentation"]["WT"]["hd95_mm"];
  hd95["n_reference"] = 3;
  hd95["mean_reference"] = 11.5;
  const std::string text = FormatSummary(summary, TableFormat::kTable);
  EXPECT_NE(text.find("95 % CI  n_reference  mean_reference\n"), std::string::npos);
  EXPECT_NE(text.find("[0.5000, 1.2500]            3         11.5000\n"), std::string::npos);
}

TEST(Table, TsvHoldsEverything) {
  const std::string text = FormatSummary(Summary(), TableFormat::kTsv);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "part\tfamily\tgroup\tmetric\tn\tn_undefined\tmean\tsd\tmedian\tmin\tmax\tci95_low\tci95_"
            "high\tmean_penalised\tn_reference\tmean_reference");
  EXPECT_NE(text.find("\n\tfusion\tall\tVIF\t2\t1\t0.75\t\t0.75\t0.25\t12.5\t\t\t0.5\t2\t0.75\n"),
            std::string::npos);
  EXPECT_NE(
      text.find(
          "\nsplit val\tsegmentation\tWT\thd95_mm\t2\t1\t10.0\t0.125\t10.0\t0.25\t12.5\t0.5\t1.25\t0.5\t2\t10.0\n"),
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

/// Summary() beside another run: a subject of the region WT has two cases.
Json Compared() {
  const auto statistic = [](int subjects, double difference, const Json& p) -> Json {
    return {{"n", 2},
            {"n_subjects", subjects},
            {"n_undefined", 1},
            {"mean", 0.75},
            {"other_mean", 0.5},
            {"mean_difference", difference},
            {"ci95", {-0.5, 1.25}},
            {"median_difference", 0.25},
            {"mean_difference_penalised", 0.125},
            {"p", p},
            {"p_subjects", 0.5},
            {"wins", 1},
            {"ties", 0},
            {"losses", 1}};
  };
  Json summary = Summary();
  summary["compare"] = {{"file", "/somewhere/old_run.ndjson"},
                        {"cases", {{"pairs", 2}, {"only_here", 0}, {"only_there", 0}}},
                        {"fusion", {{"VIF", statistic(2, -0.25, 1e-6)}}},
                        {"segmentation", {{"WT", {{"hd95_mm", statistic(1, 0.25, nullptr)}}}}}};
  return summary;
}

TEST(Table, ShowsAComparison) {
  const std::string text = FormatSummary(Compared(), TableFormat::kTable);
  EXPECT_EQ(
      text.substr(text.find("fusion, compared")),
      "fusion, compared with old_run.ndjson\n"
      "source  metric  n    mean   other  difference            95 % CI        p  win/tie/loss\n"
      "all     VIF     2  0.7500  0.5000     -0.2500  [-0.5000, 1.2500]  <0.0001         1/0/1\n"
      "\n"
      "segmentation, compared with old_run.ndjson\n"
      "region  metric   n    mean   other  difference            95 % CI  p  p (subjects)  win/tie/loss\n"
      "WT      hd95_mm  2  0.7500  0.5000      0.2500  [-0.5000, 1.2500]  -        0.5000         1/0/1\n");
}

TEST(Table, ShowsAComparisonInPapers) {
  const std::string markdown = FormatSummary(Compared(), TableFormat::kMarkdown);
  EXPECT_NE(markdown.find("| all | VIF | 2 | 0.7500 | 0.5000 | -0.2500 | [-0.5000, 1.2500] | \\<0.0001 | "
                          "1/0/1 |\n"),
            std::string::npos)
      << markdown;
  const std::string latex = FormatSummary(Compared(), TableFormat::kLatex);
  EXPECT_NE(latex.find("all & VIF & 2 & 0.7500 & 0.5000 & $-$0.2500 & [$-$0.5000, 1.2500] & $<$0.0001 & "
                       "1/0/1 \\\\\n\\bottomrule\n"),
            std::string::npos)
      << latex;
  EXPECT_NE(latex.find("\\begin{tabular}{llrrrrrrrr}\n"), std::string::npos);
}

TEST(Table, TsvHasAComparisonAsColumns) {
  const std::string text = FormatSummary(Compared(), TableFormat::kTsv);
  std::vector<size_t> tabs;
  for (size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
    tabs.push_back(static_cast<size_t>(
        std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                   text.begin() + static_cast<std::ptrdiff_t>(text.find('\n', begin)), '\t')));
  EXPECT_EQ(tabs, std::vector<size_t>(tabs.size(), 15 + 14)) << text;
  EXPECT_NE(
      text.find(
          "\n\tfusion\tall\tVIF\t2\t1\t0.75\t\t0.75\t0.25\t12.5\t\t\t0.5\t2\t0.75\t2\t2\t1\t0.5\t-0.25\t"
          "0.25\t0.125\t1e-06\t0.5\t1\t0\t1\t-0.5\t1.25\n"),
      std::string::npos)
      << text;
}

TEST(Table, HostileNamesStayInTheirCell) {
  const Json summary = {{"segmentation", {{"a|b\tc\nd\\e^f~g<h", {{"dice", Statistic(1)}}}}}};
  EXPECT_NE(
      FormatSummary(summary, TableFormat::kTsv).find("\n\tsegmentation\ta|b\\x09c\\x0ad\\e^f~g<h\tdice\t"),
      std::string::npos);
  EXPECT_NE(
      FormatSummary(summary, TableFormat::kMarkdown).find("| a\\|b\\\\x09c\\\\x0ad\\\\e^f~g\\<h | dice |"),
      std::string::npos);
  EXPECT_NE(
      FormatSummary(summary, TableFormat::kLatex)
          .find(
              "a|b\\textbackslash{}x09c\\textbackslash{}x0ad\\textbackslash{}e\\textasciicircum{}f\\textasciitilde{}g$<$h & dice &"),
      std::string::npos);
}

TEST(Table, AnEmptySummaryIsNoTable) {
  EXPECT_EQ(FormatSummary(Json::object(), TableFormat::kTable), "");
  EXPECT_THROW((void)ParseTableFormat("html"), Error);
  EXPECT_EQ(ParseTableFormat("latex"), TableFormat::kLatex);
}

TextTable Methods() {
  return {"a & b", {"method", "VIF \u2191"}, {{"x,\"y\"", "0.5000"}, {"z<", "-0.2500"}}, 1, {{0, 1}}};
}

TEST(TextTable, SetsTheBestOff) {
  EXPECT_EQ(TablesText({Methods()}, TableFormat::kTable),
            "a & b\n"
            "method    VIF \u2191\n"
            "x,\"y\"    0.5000*\n"
            "z<      -0.2500\n");
  EXPECT_NE(TablesText({Methods()}, TableFormat::kMarkdown).find("| x,\"y\" | **0.5000** |\n"),
            std::string::npos);
  const std::string latex = TablesText({Methods()}, TableFormat::kLatex);
  EXPECT_NE(latex.find("\\begin{tabular}{lr}\n\\toprule\nmethod & VIF $\\uparrow$ \\\\\n"), std::string::npos)
      << latex;
  EXPECT_NE(latex.find("x,\"y\" & \\textbf{0.5000} \\\\\nz$<$ & $-$0.2500 \\\\\n"), std::string::npos)
      << latex;
}

TEST(TextTable, QuotesAsItsFormatWants) {
  EXPECT_EQ(TablesText({Methods()}, TableFormat::kCsv),
            "method,VIF \u2191\n\"x,\"\"y\"\"\",0.5000\nz<,-0.2500\n");
  EXPECT_EQ(TablesText({Methods()}, TableFormat::kTsv), "method\tVIF \u2191\nx,\"y\"\t0.5000\nz<\t-0.2500\n");
  const std::string svg = TablesText({Methods(), Methods()}, TableFormat::kSvg);
  EXPECT_TRUE(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
  EXPECT_NE(svg.find(" font-weight=\"bold\">a &amp; b</text>"), std::string::npos);
  EXPECT_NE(svg.find(">z&lt;</text>"), std::string::npos);
  EXPECT_EQ(TablesText({}, TableFormat::kSvg), "");
}

}  // namespace
}  // namespace f4s
