#include "libfuse4seg/cases/dataset_writer.h"

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/scratch_folder.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/cases/record_dicom.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStateFolder = ".f4s";

fs::path JournalFile(const fs::path& folder, const RunOptions& options) {
  return folder / kStateFolder /
         Cat("journal-", options.shard_index(), "-of-", options.num_shards(), ".ndjson");
}

/// What decides the outputs besides the inputs.
RunSignature SignatureOf(const RunContext& run, const Json& made_with, const RecordOptions& of_records,
                         bool in_tar) {
  Json what = {{"tool", run.identity().tool},
               {"version", kVersion},
               {"config", run.identity().config},
               {"device", run.options().device},
               {"seed", run.options().seed}};
  if (!made_with.is_null()) what["made_with"] = made_with;
  if (in_tar) what["tar_size"] = run.options().tar_mib;
  RunSignature signature = {Sha256Of(ToLine(what) + of_records.state), ""};
  for (const std::string& name : of_records.names) what["config"].erase(name);
  signature.files = Sha256Of(ToLine(what));
  return signature;
}

/// Where files are written: of tar files, a hidden folder beside them.
fs::path FolderFor(const fs::path& output) {
  const auto pattern = TarPattern::Of(output);
  return pattern ? pattern->Staging() : Absolute(output);
}

std::optional<TarWriter> WriterFor(const fs::path& output, const RunOptions& options) {
  auto pattern = TarPattern::Of(output);
  if (!pattern) return std::nullopt;
  return TarWriter(std::move(*pattern), options.shard_index(), options.num_shards(), options.tar_mib << 20);
}

/// Whether there is nothing in the folder but what runs leave that wrote nothing.
bool IsFree(const fs::path& folder) {
  if (!Exists(folder, WriteError)) return true;
  if (!IsFolder(folder, WriteError)) return false;
  for (const fs::path& entry : EntriesOf(folder, WriteError))
    if (entry.filename() != kStateFolder) return false;
  return true;
}

/// Who can write to the folder above could have files written anywhere by a link that waits there.
void RequireNoLink(const fs::path& folder) {
  if (IsLink(folder))
    throw Error(ErrorKind::kCannotCreate, "output.link", "is a link: wanted a folder, or nothing")
        .InFile(folder);
}

}  // namespace

DatasetWriter::DatasetWriter(fs::path folder, RunContext& run, const Json& made_with,
                             RecordOptions of_records)
    : folder_(FolderFor(folder)),
      tar_(WriterFor(folder, run.options())),
      home_(tar_ ? tar_->pattern().folder : folder_),
      run_(run),
      of_records_(std::move(of_records)),
      signature_(SignatureOf(run, made_with, of_records_, tar_.has_value())),
      journal_(JournalFile(folder_, run.options())),
      guard_(std::in_place, home_, tar_ ? tar_->pattern().before : "", run.identity().tool == "f4s-prep") {
  RequireFreeFolder();
  if (tar_) DeclareScratch(folder_);  // the tar files are flushed
  journal_.Lock();
  RequireFreeFolder();  // another process may have begun and ended before the lock
  if (!run.options().force) TakeEarlier();
  RemoveStaleTemporaries(folder_);
  if (tar_)
    for (const fs::path& file : {Places().cases, Places().description}) RemoveStaleTemporariesOf(file);
}

void DatasetWriter::TakeEarlier() {
  earlier_ = journal_.Latest();
  if (!tar_) return;
  std::map<std::string, bool> is_there;
  journal_.ForEachEntry(
      [&](const JournalEntry& entry) { is_there[entry.id] = tar_->Resume(TarPlace::FromJson(entry.tar)); });
  std::erase_if(earlier_, [&](const auto& entry) { return !is_there[entry.first]; });
}

DatasetFiles DatasetWriter::Places() const {
  return {folder_, Beside("cases.ndjson"), Beside("dataset.json")};
}

fs::path DatasetWriter::Beside(const std::string& name) const {
  if (!tar_) return folder_ / name;
  if (name == "cases.ndjson") return tar_->pattern().Beside("ndjson");
  return tar_->pattern().Beside(name == "dataset.json" ? "json" : name);
}

DatasetWriter::DatasetWriter(DatasetWriter& whole, const std::string& name)
    : folder_(whole.folder_ / name), run_(whole.run_), whole_(&whole), journal_(whole.journal_.file()) {}

void DatasetWriter::AlsoAsBids(const BidsOptions& options) {
  if (tar_ && !options.folder.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict", "--bids is of files in a folder, not in tar files");
  if (!options.folder.empty()) bids_.emplace(options.folder, folder_, run_);
}

void DatasetWriter::RequireFreeFolder() const {
  const RunOptions& options = run_.options();
  if (tar_) RequireNoLink(folder_);
  RequireNoLink(folder_ / kStateFolder);
  const bool free =
      tar_ ? tar_->pattern().Files().empty() && !Exists(Places().description, WriteError) : IsFree(folder_);
  if (free) return;
  if (!tar_ && !IsFolder(folder_, WriteError))
    throw Error(ErrorKind::kCannotCreate, "output.exists", "exists and is no folder").InFile(folder_);
  const bool finished = Exists(Places().description, WriteError);
  if (finished && options.skip_existing) RequireNoPart();
  if (options.force || options.skip_existing) return;
  if (!finished && IsOfThisRun()) return;  // goes on where it was stopped
  const char* what = finished ? "exists and is finished"
                     : Exists(folder_ / kStateFolder, WriteError)
                         ? "exists, made by another tool, version or configuration"
                         : "exists and is not empty";
  throw Error(ErrorKind::kCannotCreate, "output.exists",
              Cat(what, ": --force overwrites it, --skip-existing keeps what is up to date"))
      .InFile(tar_ ? tar_->pattern().FileOf(1) : folder_);
}

void DatasetWriter::RequireNoPart() const {
  const Json there = ParseJson(ReadFile(Places().description), Places().description);
  const Json& here = run_.identity().config;
  const bool splits = run_.identity().tool == "f4s-prep";  // --split names none there
  for (const char* name : {"ids", "fold", "split"}) {
    const std::string part = TextAt(here, name);
    if (part.empty() || (splits && name == std::string_view("split")) ||
        part == TextAt(there, Cat("made_by.config.", name)))
      continue;
    throw Error(ErrorKind::kCannotCreate, "output.part",
                Cat("is finished, and --", name, " ", part,
                    " takes a part of the cases: --skip-existing would take out "
                    "all others; give another folder"))
        .InFile(folder_);
  }
}

/// Whether all journals there, of any shard, are of this tool, version and configuration of files.
bool DatasetWriter::IsOfThisRun() const {
  if (!IsFolder(folder_ / kStateFolder, WriteError)) return false;
  for (const fs::path& entry : EntriesOf(folder_ / kStateFolder, WriteError)) {
    const RunSignature signature = Journal(entry).LastSignature();
    const bool just_begins = signature == RunSignature();  // a shard
    if (!just_begins && signature.files != signature_.files) return false;
  }
  return true;
}

fs::path DatasetWriter::PathFor(const std::string& kind, const std::string& id,
                                const std::string& extension) {
  if (whole_ != nullptr) return whole_->PathFor(folder_.filename().string() + "/" + kind, id, extension);
  EnsureBegun();
  fs::path below = folder_;
  for (const fs::path& part : fs::path(kind)) RequireNoLink(below /= part);
  return folder_ / kind / (FileNameOf(id) + extension);
}

std::string DatasetWriter::InputsHash(const std::vector<Case>& cases) const {
  Sha256 hash;
  hash.Update(signature_.files);
  for (const Case& record : cases) {
    hash.Update(ToLine(record.json()));
    for (const fs::path& file : record.Files()) {
      if (guard_) guard_->Require(file);
      hash.Update(InputHash(file));
    }
    for (const fs::path& folder : OtherFoldersOfSeries(record)) {
      if (guard_) guard_->Require(folder);
      hash.Update(InputHash(folder));
    }
  }
  return hash.HexDigest();
}

std::optional<std::vector<Case>> DatasetWriter::Finished(const Case& raw, const std::string& inputs) const {
  const auto found = earlier_.find(raw.id());
  if (found == earlier_.end()) return std::nullopt;
  const JournalEntry earlier = journal_.EntryAt(found->second);
  if (earlier.inputs != inputs) return std::nullopt;
  std::vector<Case> records;
  bool complete = true;
  for (const Json& record : earlier.records) {
    records.push_back(Case::FromRecord(record, home_));
    for (const fs::path& file : records.back().Files()) complete = complete && Exists(file);
    ForEachPath(records.back().json(), [&](const std::string& path) {
      if (path.starts_with(home_.string() + "/")) complete = complete && Exists(path);
      return path;
    });
  }
  if (!complete) return std::nullopt;
  const bool as_now = earlier.run == signature_.all || !of_records_.renew;
  return as_now ? records : of_records_.renew(raw, std::move(records));
}

/// What failed once stays so: another thread's case must not begin what this one was refused.
void DatasetWriter::EnsureBegun() {
  std::call_once(begun_, [this] {
    try {
      Begin();
    } catch (const std::exception& thrown) {
      fault_ = AsError(thrown);
    }
  });
  if (fault_) throw Error(*fault_);
}

void DatasetWriter::Begin() {
  // What was finished stops being so with the first file of a new run, not before: a run that
  // fails at once leaves all as it was.
  journal_.Begin(signature_, tar_ && run_.options().force);
  Remove(Places().description);
  Remove(Places().cases);
  if (tar_) tar_->Begin();
}

void DatasetWriter::Commit(int64_t index, const std::string& id, const std::string& inputs,
                           std::vector<Case>& records) {
  EnsureBegun();
  for (const Case& record : records) {
    if (!file_names_.emplace(FileNameOf(record.id())).second)
      throw Error(ErrorKind::kBadInput, "dataset.collision",
                  Cat("its file name ", FileNameOf(record.id()), " is that of another case"))
          .InCase(record.id());
    RequireOwnFiles(record);
    if (bids_) bids_->Add(record);
  }
  JournalEntry entry = {index, id, inputs, Json::array()};
  if (tar_) entry.tar = Packed(id, inputs, records);
  for (const Case& record : records) entry.records.push_back(RelativeRecord(record.json(), home_));
  journal_.Add(entry);
}

Json DatasetWriter::Packed(const std::string& id, const std::string& inputs, std::vector<Case>& records) {
  const auto found = earlier_.find(id);
  if (found != earlier_.end())
    if (const JournalEntry earlier = journal_.EntryAt(found->second); earlier.inputs == inputs)
      if (std::none_of(records.begin(), records.end(), [&](const Case& record) { return IsStaged(record); }))
        return earlier.tar;  // it lies there already
  return PackCase(records, folder_, *tar_).ToJson();
}

bool DatasetWriter::IsStaged(const Case& record) const {
  Json json = record.json();
  bool staged = false;
  ForEachPath(json, [&](const std::string& path) {
    staged = staged || path.starts_with(folder_.string() + "/");
    return path;
  });
  return staged;
}

void DatasetWriter::RequireOwnFiles(const Case& record) {
  Json json = record.json();
  ForEachPath(json, [&](const std::string& path) {
    if (!path.starts_with(folder_.string() + "/")) return path;
    const std::hash<std::string> hash;
    const auto [owner, is_new] =
        owners_.emplace(std::pair(hash(path), hash(path + "\n")), file_names_.size());
    if (!is_new && owner->second != file_names_.size())
      throw Error(ErrorKind::kBadInput, "dataset.collision",
                  "is the file of another case as well: their ids and names coincide")
          .InFile(path)
          .InCase(record.id());
    return path;
  });
}

void DatasetWriter::Finish(const Json& facts) {
  EnsureBegun();
  if (tar_) tar_->Finish();
  FlushFileSystem(folder_);  // a dataset that is called finished must survive a power cut
  journal_.Complete(run_.input_hash());
  const std::string name = tar_ ? Places().description.stem().string() : folder_.filename().string();
  Json description = {{"schema", kDatasetSchema}, {"name", name}};
  description["made_by"] = {
      {"tool", run_.identity().tool}, {"version", kVersion}, {"config", run_.identity().config}};
  for (const auto& [key, value] : facts.items()) description[key] = value;
  if (run_.num_failed() > 0 && run_.options().num_shards() == 1) description["failed"] = run_.num_failed();
  JoinShards(Places(), run_.options().num_shards(), signature_.all, description);
}

}  // namespace f4s
