#include "libfuse4seg/cases/dataset_join.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/journal.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

namespace {

/// The file in which the voxels are that a header of its own describes; nothing for other files.
std::optional<std::filesystem::path> VoxelsApart(const std::filesystem::path& header) {
  if (LowerCase(header.extension().string()) != ".mhd") return std::nullopt;
  try {
    const std::filesystem::path file = OpenVolumeFile(header).reader->path();
    return file == header ? std::nullopt : std::optional(file);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kBadInput && error.kind() != ErrorKind::kMissingInput) throw;
    return std::nullopt;  // who reads it will say so
  }
}

}  // namespace

std::string InputHash(const std::filesystem::path& input) {
  if (!Exists(input)) return "";  // who needs it will say so
  if (!IsFolder(input)) {
    const auto voxels = VoxelsApart(input);
    return Sha256OfFile(input) + (voxels ? Sha256OfFile(*voxels) : "");
  }
  Sha256 hash;
  for (const auto& file : EntriesOf(input)) {
    if (!ReadableFile(file)) continue;
    hash.Update(file.filename().string());
    hash.Update(Sha256OfFile(file));
  }
  return hash.HexDigest();
}

namespace {

namespace fs = std::filesystem;

/// What dataset.json says of all cases together.
class Facts {
 public:
  void Add(const Json& record) {
    const Case one = Case::FromRecord(record, "/");
    ++num_cases_;
    subjects_.insert(one.subject());
    ++splits_[one.split()];
    for (const std::string& modality : one.modalities())
      if (std::find(modalities_.begin(), modalities_.end(), modality) == modalities_.end())
        modalities_.push_back(modality);
    if (record.contains("classes")) Agree(one);
  }

  void WriteTo(Json& description) const {
    description["modalities"] = modalities_;
    if (scheme_) description.update(SchemeJson(*scheme_));
    Json counts = {{"cases", num_cases_}, {"subjects", subjects_.size()}};
    for (const auto& [split, count] : splits_)
      if (!split.empty()) counts["splits"][split] = count;
    description["counts"] = counts;
  }

 private:
  void Agree(const Case& one) {
    const LabelScheme scheme = {one.classes(), one.regions(), false, one.ignored()};
    if (!scheme_) {
      scheme_ = scheme;
      first_id_ = one.id();
    } else if (IsUnnamed(scheme) && IsUnnamed(*scheme_) && scheme.ignore == scheme_->ignore) {
      scheme_->classes.insert(scheme.classes.begin(), scheme.classes.end());
    } else if (scheme != *scheme_) {
      throw Error(ErrorKind::kBadInput, "dataset.classes",
                  Cat("its classes are ", ToLine(SchemeJson(scheme)), ", those of case ", Quoted(first_id_),
                      " are ", ToLine(SchemeJson(*scheme_)), ": give ", FlagsToUnite(*scheme_, scheme)))
          .InCase(one.id());
    }
  }

  /// Whether all names are "label N", which tell nothing.
  static bool IsUnnamed(const LabelScheme& scheme) {
    LabelScheme plain;
    for (const auto& [value, name] : scheme.classes) plain.classes[value] = Cat("label ", value);
    plain.ignore = scheme.ignore;
    return plain == scheme;
  }

  static Json SchemeJson(const LabelScheme& scheme) {
    Case record;
    record.SetClasses(scheme.classes, scheme.regions);
    record.SetIgnored(scheme.ignore);
    Json json = {{"classes", record.json()["classes"]}, {"regions", record.json()["regions"]}};
    if (!scheme.ignore.empty()) json["ignore"] = record.json()["ignore"];
    return json;
  }

  int64_t num_cases_ = 0;
  std::set<std::string> subjects_;
  std::map<std::string, int64_t> splits_;
  std::vector<std::string> modalities_;
  std::optional<LabelScheme> scheme_;
  std::string first_id_;
};

constexpr size_t kLinesBytes = size_t{1} << 18;  // that are written at once

/// Names of files by their hashes, 8 bytes each: the worst that two of one hash can do is that a file of an
/// earlier run stays.
using FileHashes = std::unordered_set<size_t>;

/// The files below the folder that a journal's records name.
void ForEachFile(const Json& records, const std::function<void(const std::string&)>& use) {
  for (Json record : records)
    ForEachPath(record, [&](const std::string& path) {
      if (fs::path(path).is_relative()) use(path);
      return path;
    });
}

void RemoveFilesOfEarlierRuns(const fs::path& folder, const fs::path& journal, const FileHashes& kept) {
  Journal(journal).ForEachEntry([&](const JournalEntry& entry) {
    ForEachFile(entry.records, [&](const std::string& file) {
      if (kept.count(std::hash<std::string>()(file)) == 0) Remove(folder / file);
    });
  });
}

}  // namespace

Json RelativeRecord(const Json& record, const fs::path& folder) {
  Json relative = record;
  ForEachPath(relative, [&](const std::string& path) {
    const std::string inside = fs::path(path).lexically_relative(folder).string();
    return inside.empty() || inside.rfind("..", 0) == 0 ? path : inside;
  });
  return relative;
}

void JoinShards(const DatasetFiles& places, int64_t num_shards, const std::string& signature,
                Json description) {
  const fs::path& folder = places.folder;
  std::deque<JournalCursor> cursors;
  for (int64_t shard = 1; shard <= num_shards; ++shard) {
    cursors.emplace_back(folder / ".f4s" / Cat("journal-", shard, "-of-", num_shards, ".ndjson"));
    if (!cursors.back().complete() || cursors.back().signature() != signature) return;
  }
  for (const JournalCursor& cursor : cursors)
    if (cursor.input() != cursors.front().input())
      throw Error(ErrorKind::kBadInput, "dataset.shards",
                  Cat("shards went over other cases than the first one, as ",
                      cursor.file().filename().string(), " says: run each with the same CASES"))
          .InFile(folder);
  AtomicFile cases(places.cases);
  std::string lines;
  Facts facts;
  FileHashes files;
  std::unordered_set<std::string> ids, file_names;
  while (true) {
    JournalCursor* next = nullptr;
    for (JournalCursor& cursor : cursors)
      if (!cursor.at_end() && (next == nullptr || cursor.entry().index < next->entry().index)) next = &cursor;
    if (next == nullptr) break;
    if (!ids.insert(next->entry().id).second)
      throw Error(ErrorKind::kBadInput, "dataset.twice",
                  Cat("case ", Quoted(next->entry().id), " occurs twice"))
          .InFile(folder / ".f4s");
    for (const Json& record : next->entry().records) {
      facts.Add(record);
      if (num_shards > 1 && !file_names.insert(FileNameOf(TextAt(record, "id"))).second)
        throw Error(ErrorKind::kBadInput, "dataset.collision",
                    "its file name is that of a case of another shard, and one of the two is overwritten")
            .InCase(TextAt(record, "id"));
      lines += ToLine(record) + '\n';
    }
    if (lines.size() >= kLinesBytes) cases.Write(std::exchange(lines, {}));
    ForEachFile(next->entry().records,
                [&](const std::string& file) { files.insert(std::hash<std::string>()(file)); });
    next->Advance();
  }
  cases.Write(lines);
  facts.WriteTo(description);
  for (const JournalCursor& cursor : cursors)
    if (cursor.has_earlier_runs()) RemoveFilesOfEarlierRuns(folder, cursor.file(), files);
  cases.Publish();
  WriteFileAtomically(places.description, description.dump(2) + "\n");
}

}  // namespace f4s
