#include "libfuse4seg/report/run_history.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/record_reader.h"

namespace f4s {
namespace {

constexpr const char* kSeriesKinds[] = {"losses", "bilevel", "learning_rates", "gradient_norms",
                                        "validation"};
constexpr size_t kMostWarnings = 5, kMostSeries = 200, kMostValidation = 12;

using KindSeries = std::vector<std::pair<std::string, HistorySeries>>;

class EventsReader {
 public:
  explicit EventsReader(RunHistory& history) : history_(history) {}

  void Take(const Json& event) {
    const std::string kind = TextAt(event, "event");
    if (kind == "start") history_.start = event;
    if (kind == "step") TakeStep(event);
    if (kind == "epoch") TakeEpoch(event);
    if (kind == "skipped") {
      ++history_.skipped_steps;
      if (event.contains("restored") && event["restored"] == true) ++history_.restored;
    }
  }

  void Finish() {
    history_.by_steps = epochs_.empty();
    history_.series = std::move(history_.by_steps ? steps_ : epochs_);
  }

 private:
  using AllSeries = decltype(RunHistory::series);

  static double NumberIn(const Json& event, const char* key) {
    return event.contains(key) && event[key].is_number() ? event[key].get<double>() : 0;
  }
  static void Add(AllSeries& all, const std::string& kind, const std::string& name, double at,
                  const Json& value) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) return;
    auto of_kind = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == kind; });
    if (of_kind == all.end()) of_kind = all.insert(all.end(), {kind, {}});
    KindSeries& series = of_kind->second;
    auto found =
        std::find_if(series.begin(), series.end(), [&](const auto& one) { return one.first == name; });
    if (found == series.end() && series.size() >= kMostSeries) return;
    if (found == series.end()) found = series.insert(series.end(), {name, {}});
    found->second.Add(at, value.get<double>());
  }
  static void AddTree(AllSeries& all, const std::string& kind, const std::string& name, double at,
                      const Json& json) {
    if (!json.is_object()) return Add(all, kind, name, at, json);
    for (const auto& [member, value] : json.items())
      AddTree(all, kind, name.empty() ? member : name + "." + member, at, value);
  }

  void TakeStep(const Json& event) {
    const double step = NumberIn(event, "step");
    history_.steps = static_cast<int64_t>(step);
    for (const char* kind : kSeriesKinds)
      if (event.contains(kind)) AddTree(steps_, kind, "", step, event[kind]);
    if (event.contains("images_per_second"))
      Add(steps_, "speed", "images/s", step, event["images_per_second"]);
  }
  void TakeEpoch(const Json& event) {
    const double epoch = NumberIn(event, "epoch");
    history_.epochs_done = static_cast<int64_t>(epoch);
    history_.steps = static_cast<int64_t>(NumberIn(event, "step"));
    for (const char* kind : kSeriesKinds)
      if (event.contains(kind)) AddTree(epochs_, kind, "", epoch, event[kind]);
    for (const auto& [key, kind] :
         {std::pair("score", "score"), std::pair("images_per_second", "speed"),
          std::pair("waited_share", "waited"), std::pair("skipped_steps", "skipped")})
      if (event.contains(key)) Add(epochs_, kind, key, epoch, event[key]);
    if (event.contains("best") && event["best"] == true) history_.best = event;
    if (event.contains("warnings") && event["warnings"].is_array())
      for (const Json& warning : event["warnings"])
        if (warning.is_string())
          history_.warnings.push_back(Cat("epoch ", epoch, ": ", warning.get<std::string>()));
    if (history_.warnings.size() > kMostWarnings)
      history_.warnings.erase(history_.warnings.begin(), history_.warnings.end() - kMostWarnings);
  }

  RunHistory& history_;
  AllSeries epochs_, steps_;
};

/// What training shows of its validation; a run at work may just be replacing it.
std::vector<Case> WeakestOf(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "validation" / "cases.ndjson";
  std::vector<Case> weakest;
  if (!ReadableFile(file)) return weakest;
  RecordReader records(file);
  while (weakest.size() < kMostValidation) {
    std::optional<Case> record = records.Next();
    if (!record) break;
    weakest.push_back(std::move(*record));
  }
  return weakest;
}

}  // namespace

void HistorySeries::Add(double at, double value) {
  if (seen_ == 0) least_ = greatest_ = {at, value};
  if (value < least_.second) least_ = {at, value};
  if (value > greatest_.second) greatest_ = {at, value};
  last_ = value;
  if (seen_++ % every_ != 0) return;
  points_.emplace_back(at, value);
  if (points_.size() <= kMostHistoryPoints) return;
  every_ *= 2;
  for (size_t i = 0; i < points_.size(); i += 2) points_[i / 2] = points_[i];
  points_.resize((points_.size() + 1) / 2);
}

const KindSeries* RunHistory::Kind(const std::string& kind) const {
  const auto found =
      std::find_if(series.begin(), series.end(), [&](const auto& one) { return one.first == kind; });
  return found == series.end() ? nullptr : &found->second;
}

namespace {

/// The event of a line; null of a last one that is half-written.
Json EventOf(const std::string& line, int64_t number, bool is_last, const std::filesystem::path& file) {
  const Context context(Cat("line ", number));
  try {
    Json event = ParseJson(line, file);
    if (event.is_object()) return event;
  } catch (const Error& error) {
    if (error.code() != "json.syntax") throw;
  }
  if (is_last) return {};
  throw Error(ErrorKind::kBadInput, "report.events", "is no event of training").InFile(file);
}

}  // namespace

int64_t RunHistory::epochs_wanted() const {
  return config.contains("epochs") && config["epochs"].is_number() ? config["epochs"].get<int64_t>() : 0;
}

bool IsRunFolder(const std::filesystem::path& folder) {
  return ReadableFolder(folder) && ReadableFile(folder / "events.ndjson");
}

RunHistory ReadRunHistory(const std::filesystem::path& folder) {
  RunHistory history;
  history.folder = Absolute(folder).lexically_normal();
  if (!history.folder.has_filename()) history.folder = history.folder.parent_path();
  history.name = history.folder.filename().string();
  const std::filesystem::path config = folder / "config.json", events = folder / "events.ndjson";
  if (ReadableFile(config)) history.config = ParseJson(ReadFile(config), config);
  history.is_finished = ReadableFile(folder / "last.safetensors");
  const int descriptor = ::open(events.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw ReadError(events, errno);
  LineReader lines(descriptor, events.string());
  EventsReader reader(history);
  std::optional<std::string> line = lines.Next();
  while (line) {
    const std::optional<std::string> next = lines.Next();
    const int64_t number = lines.line_number() - (next ? 1 : 0);
    if (const Json event = EventOf(*line, number, !next, events); event.is_object()) reader.Take(event);
    line = next;
  }
  reader.Finish();
  history.weakest = WeakestOf(folder);
  return history;
}

}  // namespace f4s
