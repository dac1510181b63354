#include "libfuse4seg/report/case_survey.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <numeric>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/method_run.h"

namespace f4s {
namespace {

constexpr size_t kMostInMemory = size_t{1} << 20U;  ///< bytes of records
constexpr size_t kOfEachKind = 3;                   ///< worst, median and best cases that are always shown

Error SpoolError() {
  return {ErrorKind::kIo, "report.spool",
          Cat("cannot keep records in a temporary file: ", std::strerror(errno))};
}

const Json* MetricsMember(const Case& record) {
  const Json* metrics = FindPath(record.json(), "metrics");
  return metrics != nullptr && metrics->is_object() ? metrics : nullptr;
}

/// Whether all that tables show of a statistic is there and is a number, or an interval of two, or null: a
/// record may come from anybody.
bool IsWholeSummary(const Json& json) {
  if (!json.is_object()) return true;
  const auto is_number = [](const Json& value) { return value.is_null() || value.is_number(); };
  const auto has = [&](std::initializer_list<const char*> members, const char* interval) {
    return std::all_of(members.begin(), members.end(),
                       [&](const char* name) { return json.contains(name) && is_number(json[name]); }) &&
           json.contains(interval) &&
           (json[interval].is_null() ||
            (json[interval].is_array() && json[interval].size() == 2 &&
             std::all_of(json[interval].begin(), json[interval].end(), is_number)));
  };
  if (json.contains("bias_ml")) return has({"n", "bias_ml", "sd_ml"}, "limits_ml");
  if (json.contains("n")) return has({"n", "n_undefined", "mean", "sd", "median", "min", "max"}, "ci95");
  // Comparisons have other statistics, and tables show none of them.
  return std::all_of(json.items().begin(), json.items().end(), [](const auto& member) {
    return member.key() == "compare" || IsWholeSummary(member.value());
  });
}

}  // namespace

std::optional<NamedScore> CaseScore(const Case& record) {
  if (const Json* regions = FindPath(record.json(), "metrics.segmentation");
      regions != nullptr && regions->is_object()) {
    double sum = 0;
    int64_t count = 0;
    for (const auto& [name, region] : regions->items())
      if (region.is_object() && region.contains("dice") && region["dice"].is_number())
        sum += region["dice"].get<double>(), ++count;
    if (count > 0) return NamedScore{sum / static_cast<double>(count), "mean Dice"};
  }
  for (const char* metric : {"VIF", "SSIM"})  // small images have no VIF
    if (const Json* value = FindPath(record.json(), Cat("metrics.fusion.", metric));
        value != nullptr && value->is_number())
      return NamedScore{value->get<double>(), metric};
  return std::nullopt;
}

int64_t RecordSpool::Add(const Json& record) {
  const std::string line = ToLine(record) + "\n";
  if (!file_ && memory_.size() + line.size() <= kMostInMemory) {
    memory_ += line;
    return static_cast<int64_t>(memory_.size() - line.size());
  }
  if (!file_) file_.reset(std::tmpfile());
  if (!file_ || std::fseek(file_.get(), end_, SEEK_SET) != 0 ||
      std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
    throw SpoolError();
  const int64_t offset = static_cast<int64_t>(memory_.size()) + end_;
  end_ += static_cast<int64_t>(line.size());
  return offset;
}

std::string RecordSpool::LineInFile(int64_t offset) const {
  std::string line;
  if (std::fseek(file_.get(), offset, SEEK_SET) != 0) throw SpoolError();
  for (int c = std::fgetc(file_.get()); c != EOF && c != '\n'; c = std::fgetc(file_.get()))
    line += static_cast<char>(c);
  return line;
}

Case RecordSpool::At(int64_t offset) const {
  const auto in_memory = static_cast<int64_t>(memory_.size());
  const std::string line = offset < in_memory ? memory_.substr(offset, memory_.find('\n', offset) - offset)
                                              : LineInFile(offset - in_memory);
  return Case::FromRecord(ParseJson(line, "a temporary file"), "");
}

const Json& CaseSet::Summary() {
  if (!summary_) summary_ = MadeSummary();
  return *summary_;
}

Json CaseSet::MadeSummary() {
  const Json* summary = nullptr;
  int num_runs = 0;
  for (const Json& run : runs)
    if (TextAt(run, "tool") == "f4s-metrics") {
      ++num_runs;
      summary = FindPath(run, "summary");
    }
  Json made = has_numbers ? numbers.Summary() : Json::object();
  const bool is_whole = num_runs == 1 && summary != nullptr && summary->is_object() && !summary->empty() &&
                        IsWholeSummary(*summary) && IsSummaryOf(*summary, made);
  return is_whole ? *summary : made;
}

Json CaseSet::MetricsConfig() const {
  for (const Json& run : runs)
    if (TextAt(run, "tool") == "f4s-metrics" && run.contains("config")) return run["config"];
  return Json::object();
}

CaseSet& CaseSurvey::NewSet(const std::string& name, const std::string& word) {
  sets_.push_back(std::make_unique<CaseSet>());
  sets_.back()->name = name;
  sets_.back()->word = word;
  return *sets_.back();
}

void CaseSurvey::Note(const Case& record, bool failed) {
  CaseSet& set = *sets_.back();
  ++set.num_cases;
  const std::optional<NamedScore> score = failed ? std::nullopt : CaseScore(record);
  cases_.push_back({spool_.Add(record.json()),
                    score ? static_cast<float>(score->value) : std::numeric_limits<float>::quiet_NaN(),
                    static_cast<uint32_t>(sets_.size() - 1), failed});
  for (const Json& finding : record.findings()) {
    const std::string code = TextAt(finding, "code");
    if (set.findings.size() >= kMostFindingCodes && !set.findings.contains(code)) continue;
    FindingGroup& group = set.findings[code];
    if (group.count++ == 0)
      group.severity = TextAt(finding, "severity"), group.text = TextAt(finding, "text");
    const bool is_known = !group.ids.empty() && group.ids.back() == record.id();
    if (!is_known && group.ids.size() < kMostIdsOfFinding) group.ids.push_back(record.id());
  }
}

void CaseSurvey::Add(const Case& record) {
  if (IsFloor(record)) return;  // no method made it
  Note(record, false);
  CaseSet& set = *sets_.back();
  if (const Json* metrics = MetricsMember(record)) {
    set.has_numbers = true;
    set.numbers.Add({static_cast<uint64_t>(cases_.size()), record.subject(), record.split(),
                     DiagonalOfRecord(record), record.id()},
                    *metrics);
  }
}

void CaseSurvey::AddFailure(const Case& record, const Json& error) {
  Note(record, true);
  CaseSet& set = *sets_.back();
  ++set.num_failed;
  if (set.failed.size() < kMostFailuresListed)
    set.failed.push_back(
        {record.id(), TextAt(error, "code"), TextAt(error, "message"), TextAt(error, "file")});
}

int64_t CaseSurvey::num_failed() const {
  int64_t sum = 0;
  for (const auto& set : sets_) sum += set->num_failed;
  return sum;
}

std::vector<size_t> CasesToShow(const std::vector<SurveyedCase>& cases, size_t most) {
  std::vector<size_t> ranked;
  for (size_t i = 0; i < cases.size(); ++i)
    if (!cases[i].failed) ranked.push_back(i);
  const auto key = [&](size_t i) {
    return std::isnan(cases[i].score) ? std::numeric_limits<float>::infinity() : cases[i].score;
  };
  std::stable_sort(ranked.begin(), ranked.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  const size_t count = ranked.size();
  std::set<size_t> chosen;
  const auto choose = [&](size_t rank) {  // one below 0 is beyond all, too
    if (rank < count && chosen.size() < most) chosen.insert(ranked[rank]);
  };
  for (size_t i = 0; i < kOfEachKind; ++i) {
    choose(i);
    choose(count - 1 - i);
    choose(i == 1 ? count / 2 - 1 : count / 2 + i / 2);
  }
  for (size_t i = 0; i < most && most > 1; ++i) choose(i * (count > 0 ? count - 1 : 0) / (most - 1));
  for (size_t i = 0; i < count; ++i) choose(i);
  return {chosen.begin(), chosen.end()};
}

}  // namespace f4s
