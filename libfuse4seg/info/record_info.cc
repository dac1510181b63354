#include "libfuse4seg/info/record_info.h"

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/tar.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/journal.h"
#include "libfuse4seg/cases/record_reader.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Copies those members of `from` that it has.
void Take(Json& to, const Json& from, const std::string& names) {
  for (const std::string& name : Words(names))
    if (from.contains(name)) to[name] = from[name];
}

/// A summary with each metric's statistics replaced by its mean.
Json MeansOf(const Json& summary) {
  if (!summary.is_object()) return nullptr;
  if (summary.contains("mean")) return summary["mean"];
  Json means = Json::object();
  for (const auto& [name, member] : summary.items())
    if (Json mean = MeansOf(member); !mean.is_null() && !(mean.is_object() && mean.empty()))
      means[name] = std::move(mean);
  return means;
}

std::string MadeBy(const Json& maker) {
  return Trimmed(TextAt(maker, "tool") + " " + TextAt(maker, "version"));
}

/// A run record in a line.
Json RunInLine(const Json& run) {
  Json line = {{"by", MadeBy(run)}};
  Take(line, run, "status exit_code");
  if (run.contains("cases") && run["cases"].is_object()) line.update(run["cases"]);
  Take(line, run, "started seconds");
  return line;
}

Json RunInfo(const Json& run) {
  Json info = {{"kind", "run record"}, {"by", MadeBy(run)}};
  if (run.contains("argv"))
    info["command"] = Joined(run["argv"], " ", [](const Json& word) {
      return ShellQuoted(word.is_string() ? word.get<std::string>() : ToLine(word));
    });
  Take(info, run, "status exit_code error cases shard started ended seconds peak_rss_bytes host user device");
  Take(info, run, "threads seed model");
  if (run.contains("upstream"))
    for (const Json& other : run["upstream"]) info["upstream"].push_back(RunInLine(other));
  if (run.contains("summary")) info["scores"] = MeansOf(run["summary"]);
  Take(info, run, "checks");
  return info;
}

/// A value that cases have: itself where all have the same one, else how many there are.
class Values {
 public:
  void Add(const Json* value) {
    if (value == nullptr || !texts_.insert(ToLine(*value)).second) return;
    first_ = texts_.size() == 1 ? *value : first_;
  }
  void AddTo(Json& info, const char* name, const char* several) const {
    if (texts_.size() == 1) info[name] = first_;
    if (texts_.size() > 1) info[several] = texts_.size();
  }

 private:
  std::set<std::string> texts_;
  Json first_;
};

/// What the cases of a file have in common and how many of them have what.
class CaseCounts {
 public:
  void Add(const Case& record) {
    ++num_cases_;
    if (!ids_.insert(record.id()).second) ids_twice_.insert(record.id());
    num_failed_ += record.has_error() ? 1 : 0;
    subjects_.insert(record.subject());
    if (!record.split().empty()) ++splits_[record.split()];
    for (const std::string& name : record.modalities())
      if (std::find(modalities_.begin(), modalities_.end(), name) == modalities_.end())
        modalities_.push_back(name);
    const Json& json = record.json();
    for (const char* key :
         {"label", "mask", "fused", "latent", "decomposed", "attention", "prediction", "metrics"})
      if (json.contains(key)) ++holds_[key];
    sizes_.Add(FindPath(json, "geometry.size"));
    spacings_.Add(FindPath(json, "geometry.spacing_mm"));
    if (const Json* findings = FindPath(json, "findings"))
      for (const Json& finding : *findings) ++findings_[TextAt(finding, "code")];
  }

  [[nodiscard]] Json ToJson() const {
    Json info = {{"cases", num_cases_}};
    if (num_failed_ > 0) info["failed"] = num_failed_;
    if (!ids_twice_.empty()) info["ids_twice"] = ids_twice_;  // which other tools refuse
    info["subjects"] = subjects_.size();
    info["splits"] = splits_;
    info["modalities"] = modalities_;
    info["cases_with"] = holds_;
    sizes_.AddTo(info, "size", "sizes");
    spacings_.AddTo(info, "spacing_mm", "spacings");
    info["cases_with_finding"] = findings_;
    return info;
  }

 private:
  int64_t num_cases_ = 0, num_failed_ = 0;
  std::set<std::string> ids_, ids_twice_, subjects_;
  std::map<std::string, int64_t> splits_, holds_, findings_;
  std::vector<std::string> modalities_;
  Values sizes_, spacings_;
};

Json CasesIn(const fs::path& file) {
  RecordReader reader(file);
  CaseCounts counts;
  while (const auto record = reader.Next()) counts.Add(*record);
  Json info = counts.ToJson();
  const std::vector<Json> runs = reader.TakeRuns();
  for (const Json& run : runs) info["runs"].push_back(RunInLine(run));
  if (!runs.empty() && runs.back().contains("summary")) info["scores"] = MeansOf(runs.back()["summary"]);
  return info;
}

Json ObjectIn(const fs::path& file) {
  Json json = ParseJson(ReadFile(file), file);
  if (!json.is_object())
    throw Error(ErrorKind::kBadInput, "info.object", "is JSON, but no object of names and values")
        .InFile(file);
  return json;
}

}  // namespace

Json RecordsInfo(const fs::path& file) {
  Json info = {{"kind", "records"}};
  info.update(CasesIn(file));
  return info;
}

Json TarInfo(const fs::path& file) {
  std::map<std::string, int64_t> of_folder;
  std::string first;
  int64_t num_members = 0;
  ForEachTarMember(
      file, 0,
      [&](const TarMember& member) {
        if (num_members++ == 0) first = member.name;
        ++of_folder[fs::path(member.name).parent_path().string()];
      },
      TarEnd::kRequired);
  Json info = {{"kind", "tar archive"}, {"bytes", FileBytes(file)}, {"members", num_members}};
  for (const auto& [folder, count] : of_folder) info["members_in"][folder.empty() ? "." : folder] = count;
  if (num_members > 0)
    info["next"] = "a member is read as " + ShellQuoted(file.filename().string() + "#" + first);
  return info;
}

Json JsonFileInfo(const fs::path& file) {
  const Json json = ObjectIn(file);
  const std::string schema = TextAt(json, "schema");
  if (schema == kRunSchema) return RunInfo(json);
  if (schema == kDatasetSchema) return DatasetInfo(Absolute(file).parent_path());
  throw Error(ErrorKind::kBadInput, "info.kind",
              Cat("is JSON, but neither a run record nor a dataset.json of the suite: its schema is ",
                  schema.empty() ? "not given" : Quoted(schema)))
      .InFile(file);
}

Json DatasetInfo(const fs::path& folder) {
  Json said = ObjectIn(folder / "dataset.json");
  Json info = {{"kind", "dataset"}};
  Take(info, said, "name");
  if (said.contains("made_by")) info["made_by"] = MadeBy(said["made_by"]);
  for (const char* known : {"schema", "name", "made_by", "counts", "modalities"}) said.erase(known);
  info.update(said);
  info.update(CasesIn(folder / "cases.ndjson"));
  return info;
}

Json UnfinishedInfo(const fs::path& folder) {
  int64_t num_done = 0;
  for (const fs::path& file : EntriesOf(folder / ".f4s"))
    for (const Journal journal(file); const auto& [id, place] : journal.Latest())
      num_done += static_cast<int64_t>(journal.EntryAt(place).records.size());
  return {{"kind", "unfinished dataset"},
          {"cases_done", num_done},
          {"next", "the command that began it goes on with it"}};
}

Json TrainingInfo(const fs::path& folder) {
  const Json state = ObjectIn(folder / "checkpoint" / "state.json");
  const Json config = Exists(folder / "config.json") ? ObjectIn(folder / "config.json") : Json::object();
  const Json* finished = FindPath(state, "finished");
  Json info = {{"kind", "run of training"},
               {"state", finished != nullptr && finished->is_object()
                             ? "finished"
                             : "not finished: the command that began it goes on with it"}};
  Take(info, config, "task method profile modalities fold");
  if (TextAt(info, "fold").empty()) info.erase("fold");
  if (const Json* checkpoints = FindPath(state, "checkpoints");
      checkpoints != nullptr && checkpoints->is_array() && !checkpoints->empty() &&
      FindPath(checkpoints->front(), "state") != nullptr) {
    const Json& last = *FindPath(checkpoints->front(), "state");
    if (!last.is_object())
      throw Error(ErrorKind::kBadInput, "info.training", "its checkpoint has a state that is no object")
          .InFile(folder / "checkpoint" / "state.json");
    info["epochs_done"] = last.value("epochs_done", Json());
    Take(info, config, "epochs");
    Take(info, last, "step best_epoch best_score best_by");
    if (last.contains("best_metrics")) info["validation"] = last["best_metrics"];
  }
  if (finished != nullptr && finished->is_object())
    Take(info, *finished, "train_slices validation_slices training_seconds");
  for (const char* model : {"model.safetensors", "last.safetensors"})
    if (Exists(folder / model)) info["models"].push_back(model);
  return info;
}

}  // namespace f4s
