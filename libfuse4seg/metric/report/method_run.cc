#include "libfuse4seg/metric/report/method_run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/record_reader.h"
#include "libfuse4seg/metric/report/earlier_run.h"
#include "libfuse4seg/metric/report/summary.h"
#include "libfuse4seg/metric/score_labels.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

Error BadRun(const std::string& message) { return {ErrorKind::kBadInput, "table.run", message}; }

constexpr const char* kFamilies[] = {"fusion", "decomposition", "segmentation"};

bool IsSummary(const Json& json) {
  return std::any_of(std::begin(kFamilies), std::end(kFamilies),
                     [&](const char* family) { return json.contains(family) && json[family].is_object(); });
}

/// Takes up a run record of f4s-metrics, if it is one.  @return whether it has the summary of the whole run.
bool TakeRecord(const Json& record, MethodRun& run) {
  if (TextAt(record, "tool") != "f4s-metrics") return false;
  const std::string status = TextAt(record, "status");
  if (status == "failed" || status == "interrupted")
    throw BadRun(
        Cat("its run ", status == "failed" ? status : "was interrupted", ": it does not hold all cases"));
  if (const Json* config = FindPath(record, "config"); config != nullptr && config->is_object())
    run.config = *config;
  const Json* summary = FindPath(record, "summary");
  if (summary == nullptr || !summary->is_object()) return false;
  run.summary = *summary;
  return true;
}

void NoteRegions(const std::vector<Region>& of_case, std::vector<Region>& known) {
  for (const Region& region : of_case)
    if (std::find(known.begin(), known.end(), region) == known.end()) known.push_back(region);
}

/// The summary at the end of a file of records, or, where there is none or several (shards), that of its
/// records.
void ReadRecords(const std::filesystem::path& file, uint64_t seed, MethodRun& run) {
  RecordReader reader(file);
  SummaryBuilder summary(seed);
  uint64_t index = 0;
  int num_runs = 0;
  const auto take_runs = [&] {
    for (const Json& record : reader.TakeRuns()) num_runs += TakeRecord(record, run);
  };
  bool has_metrics = false;
  std::unordered_set<std::string> ids;
  while (const auto record = reader.Next()) {
    take_runs();
    const Json* metrics = FindPath(record->json(), "metrics");
    if (IsFloor(*record) || metrics == nullptr || !metrics->is_object()) continue;
    has_metrics = true;
    if (!ids.insert(record->id()).second) throw BadRun("occurs twice").InCase(record->id());
    NoteRegions(ScoredRegions(*record, {}), run.regions);
    summary.Add({index++, record->subject(), record->split(), DiagonalOfRecord(*record), record->id()},
                *metrics);
  }
  take_runs();
  if (std::vector<Region> given = GivenRegions(run.config); !given.empty()) run.regions = std::move(given);
  const Json made = summary.Summary();
  if (num_runs == 1 && IsSummaryOf(run.summary, made)) return;
  if (!has_metrics)
    throw BadRun(Cat("its records have no metrics: score them first, f4s-metrics ", run.file.string(), " > ",
                     run.name, ".ndjson"));
  run.summary = made;
}

void TakeJson(const Json& json, uint64_t seed, MethodRun& run) {
  const std::string schema = TextAt(json, "schema");
  if (schema == kCaseSchema) return ReadRecords(run.file, seed, run);
  if (schema == kRunSchema ? TakeRecord(json, run) : IsSummary(json)) {
    if (schema != kRunSchema) run.summary = json;
    return;
  }
  const bool are_figures = !json.empty() && std::all_of(json.begin(), json.end(), [](const Json& value) {
    return value.is_number() || value.is_null();
  });
  if (!are_figures)
    throw BadRun(
        "is none of: output of f4s-metrics, a summary, an object of published figures {\"VIF\":0.61,...}");
  for (const auto& [name, value] : json.items()) RequirePossibleFigure(name, value);
  run.figures = json;
}

void AddMetrics(const Json& json, MetricPath& path, std::vector<MetricPath>& paths) {
  for (const auto& [name, member] : json.items()) {
    if (!member.is_object()) continue;
    path.push_back(name);
    if (member.contains("n") && member.contains("mean"))
      paths.push_back(path);
    else
      AddMetrics(member, path, paths);
    path.pop_back();
  }
}

/// A file that is one JSON text; null where it is several, or none.
Json WholeJson(const std::filesystem::path& file) {
  const std::string text = ReadFile(file);
  try {
    return ParseJson(text, file);
  } catch (const Error& error) {
    if (error.code() != "json.syntax") throw;
    return {};
  }
}

}  // namespace

double DiagonalOfRecord(const Case& record) {
  const Json* told = FindPath(record.json(), "metrics.worst_distance");
  if (told != nullptr && told->is_number()) return told->get<double>();
  const Json *size = FindPath(record.json(), "geometry.size"),
             *spacing = FindPath(record.json(), "geometry.spacing_mm");
  if (size == nullptr || spacing == nullptr || !size->is_array() || !spacing->is_array() ||
      size->size() != spacing->size())
    return std::numeric_limits<double>::quiet_NaN();
  double squares = 0;
  for (size_t i = 0; i < size->size(); ++i) {
    if (!(*size)[i].is_number() || !(*spacing)[i].is_number())
      return std::numeric_limits<double>::quiet_NaN();
    squares += std::pow((*size)[i].get<double>() * (*spacing)[i].get<double>(), 2);
  }
  return std::sqrt(squares);
}

MethodRun ReadMethod(const std::string& word, uint64_t seed) {
  const size_t sign = word.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == word.size())
    throw Error(ErrorKind::kUsage, "table.word", Cat("--table: ", Quoted(word), " is not NAME=RUN"));
  MethodRun run;
  run.name = word.substr(0, sign);
  run.file = word.substr(sign + 1);
  try {
    if (!Exists(run.file)) throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder");
    if (IsFolder(run.file)) {
      if (!Exists(run.file / "cases.ndjson"))
        throw BadRun("has no cases.ndjson: it is no dataset, or an unfinished one");
      ReadRecords(run.file / "cases.ndjson", seed, run);
    } else if (const Json json = WholeJson(run.file); json.is_object()) {
      TakeJson(json, seed, run);
    } else {
      ReadRecords(run.file, seed, run);
    }
  } catch (Error& error) {
    if (!error.file().empty()) throw;
    throw std::move(error).InFile(run.file);
  }
  return run;
}

std::vector<MetricPath> MetricsOf(const Json& summary) {
  std::vector<MetricPath> paths;
  for (const char* family : kFamilies) {
    MetricPath path = {family};
    if (summary.contains(family)) AddMetrics(summary[family], path, paths);
  }
  return paths;
}

}  // namespace f4s
