#include "libfuse4seg/metric/report/earlier_run.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_reader.h"
#include "libfuse4seg/metric/score_labels.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

/// Takes up a run record of the file.
void TakeRun(const Json& record, EarlierRun& run) {
  const std::string tool = TextAt(record, "tool"), status = TextAt(record, "status");
  if (tool != "f4s-metrics")
    throw NoComparison("record", Cat("is output of ", Quoted(tool), ": wanted that of f4s-metrics"));
  if (status == "failed" || status == "interrupted")
    throw NoComparison("incomplete", Cat("its run ", status == "failed" ? status : "was interrupted",
                                         ": it does not hold all cases"));
  const Json config = record.contains("config") ? record["config"] : Json::object();
  const std::string different = run.config.is_null() ? "" : DifferentSettings(run.config, config, true, true);
  if (!different.empty())
    throw NoComparison("settings", Cat("its run records differ: ", different, " in a later one"));
  run.config = config;
}

class Reading {
 public:
  Reading(EarlierRun& run, MetricLayouts& layouts) : run_(run), layouts_(layouts) {}

  void Take(const Case& record) {
    if (IsFloor(record)) return;
    EarlierCase taken;
    taken.has_failed = record.has_error();
    const Json* metrics = FindPath(record.json(), "metrics");
    if (!taken.has_failed) {
      if (metrics == nullptr || !metrics->is_object() || metrics->empty())
        throw NoComparison("no_metrics", "has no metrics: wanted the records that f4s-metrics passes on")
            .InCase(record.id());
      taken.metrics = layouts_.Take(*metrics);
      taken.regions = PositionOf(ScoredRegions(record, {}));
    }
    if (!run_.cases.emplace(record.id(), std::move(taken)).second)
      throw NoComparison("twice", "occurs in it twice").InCase(record.id());
  }

 private:
  uint32_t PositionOf(const std::vector<Region>& regions) {
    const auto found = std::find(run_.regions.begin(), run_.regions.end(), regions);
    const auto position = static_cast<uint32_t>(found - run_.regions.begin());
    if (found == run_.regions.end()) run_.regions.push_back(regions);
    return position;
  }

  EarlierRun& run_;
  MetricLayouts& layouts_;
};

std::string LabelsText(const Region& region) { return Joined(region.values, ","); }

}  // namespace

Error NoComparison(const std::string& code, const std::string& message) {
  return {ErrorKind::kBadInput, "compare." + code, message};
}

std::vector<Region> EarlierRun::RegionsOf(const EarlierCase& one) const {
  std::vector<Region> given = GivenRegions(config);
  return given.empty() ? regions[one.regions] : given;
}

bool IsFloor(const Case& record) { return record.json().contains("floor"); }

std::vector<Region> GivenRegions(const Json& config) { return ParseRegions(TextAt(config, "regions")); }

EarlierRun ReadEarlierRun(const std::filesystem::path& file, MetricLayouts& layouts) {
  EarlierRun run;
  run.file = Absolute(file);
  RecordReader reader(file);
  Reading reading(run, layouts);
  try {
    while (const auto record = reader.Next()) {
      reading.Take(*record);
      for (const Json& upstream : reader.TakeRuns()) TakeRun(upstream, run);
    }
    for (const Json& upstream : reader.TakeRuns()) TakeRun(upstream, run);
    if (reader.num_runs() == 0)
      throw NoComparison("record", "holds no run record: wanted the whole output of f4s-metrics");
    if (run.cases.empty()) throw NoComparison("record", "holds no case: wanted the output of f4s-metrics");
  } catch (Error& error) {
    if (!error.file().empty()) throw;
    throw std::move(error).InFile(file);
  }
  return run;
}

std::string DifferentSettings(const Json& there, const Json& here, bool fusion, bool segmentation) {
  struct Setting {
    const char* name;
    bool matters;
  };
  for (const Setting& setting : {Setting{"by", true},
                                 {"convention", fusion},
                                 {"seg_convention", segmentation},
                                 {"nsd_tolerance", segmentation},
                                 {"ignore", segmentation},
                                 {"empty", segmentation},
                                 {"lesion_dilation", segmentation},
                                 {"lesion_volume", segmentation}}) {
    if (!setting.matters || !there.contains(setting.name) || !here.contains(setting.name)) continue;
    const Json &a = there[setting.name], &b = here[setting.name];
    const auto text = [](const Json& value) {
      return value.is_string() ? Quoted(value.get<std::string>()) : ToLine(value);
    };
    if (a != b) return Cat(setting.name, " ", text(a), " there and ", text(b), " here");
  }
  return "";
}

std::string DifferentRegion(const std::vector<Region>& there, const std::vector<Region>& here) {
  for (const Region& region : here)
    for (const Region& other : there)
      if (other.name == region.name && other.values != region.values)
        return Cat("region ", Quoted(region.name), " is ", LabelsText(other), " there and ",
                   LabelsText(region), " here");
  return "";
}

}  // namespace f4s
