#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/metric/report/comparison.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/method_run.h"
#include "libfuse4seg/metric/report/method_table.h"
#include "libfuse4seg/metric/score_labels.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/score_section.h"

namespace f4s {
namespace {

constexpr size_t kMostDifferences = 20, kMostPairPoints = 2000;

/// The file that holds the records of a set; "" of stdin and NAME=FILE words.
std::string FileOfSet(const CaseSet& set) {
  if (set.word.empty() || set.word == "-") return "";
  const std::filesystem::path path = set.word;
  return IsFolder(path) ? (path / "cases.ndjson").string() : path.string();
}

std::string NoteOf(const std::string& text) { return TextElement("p", "class=\"note\"", text) + "\n"; }

/// The means of all sets, a row each.
std::string MethodsHtml(CaseSurvey& survey) {
  std::vector<std::string> words;
  for (const auto& set : survey.sets())
    if (set->has_numbers && !FileOfSet(*set).empty()) words.push_back(set->name + "=" + FileOfSet(*set));
  if (words.size() < 2) return "";
  std::string warnings;
  try {
    const MethodTable table(words, {}, 0, [&](const std::string& text) { warnings += NoteOf(text); });
    return HtmlTable(table.Table(TableFormat::kMarkdown)) + warnings;
  } catch (const Error& error) {
    return NoteOf("No table of the methods: " + error.Line());
  }
}

/// The summary's `compare` of a set with the first one.
Json Compared(CaseSurvey& survey, uint32_t here, const CaseSet& there) {
  const Json config = survey.sets()[here]->MetricsConfig();
  const std::vector<Region> given = GivenRegions(config);
  Comparison comparison(FileOfSet(there), config, false);
  uint64_t index = 0;
  for (const SurveyedCase& one : survey.cases()) {
    if (one.set != here || one.failed) continue;
    const Case record = survey.RecordOf(one);
    const Json* metrics = FindPath(record.json(), "metrics");
    if (metrics == nullptr || !metrics->is_object()) continue;
    comparison.Add({index++, record.subject(), record.split(), DiagonalOfRecord(record), record.id()},
                   ScoredRegions(record, given), *metrics);
  }
  return comparison.Summary(0);
}

using ScoresById = std::map<std::string, NamedScore>;

ScoresById ScoresOf(CaseSurvey& survey, uint32_t set) {
  ScoresById scores;
  for (const SurveyedCase& one : survey.cases())
    if (one.set == set && !one.failed && !std::isnan(one.score)) {
      const Case record = survey.RecordOf(one);
      if (const auto score = CaseScore(record)) scores[record.id()] = *score;
    }
  return scores;
}

/// The scores of the same cases in two sets: as points, and the largest differences by name.
std::string CaseByCase(const ScoresById& first, const std::string& first_name, const ScoresById& other,
                       const std::string& other_name) {
  std::vector<std::pair<double, std::string>> differences;
  for (const auto& [id, score] : other)
    if (const auto found = first.find(id);
        found != first.end() && std::string_view(found->second.name) == score.name)
      differences.emplace_back(score.value - found->second.value, id);
  if (differences.empty()) return NoteOf("They have no case in common.");
  Plot plot{Cat("The same cases in both: ", first.at(differences.front().second).name, " of ", other_name,
                " over that of ", first_name),
            first_name, other_name};
  plot.rules = {{PlotRule::Kind::kDiagonal, 0, ""}};
  PlotSeries points{"", {}, false, true, {}};
  const size_t step = (differences.size() + kMostPairPoints - 1) / kMostPairPoints;
  for (size_t i = 0; i < differences.size(); i += step) {
    const std::string& id = differences[i].second;
    points.points.emplace_back(first.at(id).value, other.at(id).value);
    points.labels.push_back(id);
  }
  plot.series = {std::move(points)};
  std::stable_sort(differences.begin(), differences.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
  TextTable table{Cat("The largest of ", differences.size(), " differences"),
                  {"case", first_name, other_name, "difference"},
                  {},
                  1};
  for (size_t i = 0; i < std::min(kMostDifferences, differences.size()); ++i) {
    const auto& [difference, id] = differences[i];
    table.rows.push_back({id, Rounded(first.at(id).value), Rounded(other.at(id).value), Rounded(difference)});
  }
  return PlotsHtml({plot}) + HtmlTable(table);
}

}  // namespace

std::string ComparisonHtml(CaseSurvey& survey) {
  std::vector<uint32_t> scored;
  for (uint32_t i = 0; i < survey.sets().size(); ++i)
    if (survey.sets()[i]->has_numbers) scored.push_back(i);
  if (scored.size() < 2) return "";
  std::string html = MethodsHtml(survey) + PlotsHtml(ComparedPlots(survey));
  const CaseSet& first = *survey.sets()[scored.front()];
  const ScoresById of_first = ScoresOf(survey, scored.front());
  for (size_t i = 1; i < scored.size(); ++i) {
    const CaseSet& other = *survey.sets()[scored[i]];
    html += TextElement("h3", "", other.name + " against " + first.name) + "\n";
    try {
      if (FileOfSet(first).empty()) throw NoComparison("record", "the first of them is no file");
      html += ComparedHtml(Compared(survey, scored[i], first));
    } catch (const Error& error) {
      html += NoteOf("No paired table: " + error.Line());
      if (error.code() == "compare.settings") continue;  // nor are their cases to be compared one by one
    }
    html += CaseByCase(of_first, first.name, ScoresOf(survey, scored[i]), other.name);
  }
  return html;
}

}  // namespace f4s
