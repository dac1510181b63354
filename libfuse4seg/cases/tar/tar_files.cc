#include "libfuse4seg/cases/tar/tar_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/tar.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/dataset_join.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecords = "cases/";

}  // namespace

std::optional<TarPattern> TarPattern::Of(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!LowerCase(name).ends_with(".tar")) return std::nullopt;
  if (!name.ends_with(".tar"))
    throw Error(ErrorKind::kUsage, "output.tar",
                Cat(Quoted(name), ": wanted .tar in small letters, as in 'out-%06d.tar'"));
  TarPattern pattern;
  pattern.folder = Absolute(path).parent_path();
  const size_t percent = name.find("%0"),
               end = percent == std::string::npos ? percent : name.find('d', percent);
  const auto digits = end == std::string::npos
                          ? std::nullopt
                          : NumberIn<int>(std::string_view(name).substr(percent + 2, end - percent - 2));
  if (!digits || *digits < 1 || *digits > 12 || name.find('%', percent + 1) != std::string::npos ||
      percent == 0)
    throw Error(ErrorKind::kUsage, "output.tar",
                Cat(Quoted(name), ": tar files need a number in their name, as in 'out-%06d.tar'"));
  pattern.digits = *digits;
  pattern.before = name.substr(0, percent);
  pattern.after = name.substr(end + 1);
  return pattern;
}

fs::path TarPattern::FileOf(int64_t number) const {
  std::string text = std::to_string(number);
  text.insert(0, static_cast<size_t>(std::max<int64_t>(0, digits - std::ssize(text))), '0');
  return folder / (before + text + after);
}

fs::path TarPattern::Beside(const std::string& ending) const {
  std::string name = before;
  while (name.size() > 1 && std::string("-_.").find(name.back()) != std::string::npos) name.pop_back();
  return folder / (name + "." + ending);
}

fs::path TarPattern::Staging() const { return folder / ("." + Beside("tar").filename().string()); }

std::vector<std::pair<int64_t, fs::path>> TarPattern::Files() const {
  std::vector<std::pair<int64_t, fs::path>> files;
  for (const fs::path& file : ReadableEntriesOf(folder)) {
    const std::string name = file.filename().string();
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after))
      continue;
    const auto number = NumberIn<int64_t>(
        std::string_view(name).substr(before.size(), name.size() - before.size() - after.size()));
    if (number && *number > 0 && FileOf(*number) == file) files.emplace_back(*number, file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

TarPlace TarPlace::FromJson(const Json& json) {
  if (!json.is_array() || json.size() != 3) return {};
  for (const Json& one : json)
    if (!one.is_number_integer()) return {};
  return {json[0], json[1], json[2]};
}

TarWriter::TarWriter(TarPattern pattern, int64_t shard, int64_t num_shards, int64_t most_bytes)
    : pattern_(std::move(pattern)), first_(shard), step_(num_shards), most_bytes_(most_bytes) {}

bool TarWriter::Resume(const TarPlace& place) {
  const bool known =
      place.number > 0 && place.begin >= 0 && place.begin < place.end &&
      (place.number < last_.number || (place.number == last_.number && place.end <= last_.end));
  if (known) return true;
  const bool goes_on = place.number == last_.number && place.begin == last_.end && last_.number > 0;
  const bool begins = place.number == (last_.number == 0 ? first_ : last_.number + step_) && place.begin == 0;
  if ((!goes_on && !begins) || place.end <= place.begin ||
      FileBytes(pattern_.FileOf(place.number)) < place.end)
    return false;
  last_ = place;
  return true;
}

void TarWriter::Begin() {
  MakeFolders(pattern_.folder);
  for (const auto& [number, file] : pattern_.Files())
    if (number > last_.number && (number - first_) % step_ == 0) Remove(file);
  if (last_.number == 0) return;
  const fs::path file = pattern_.FileOf(last_.number);
  file_ = std::make_unique<Descriptor>(file, O_WRONLY | O_NOFOLLOW);
  if (!file_->ok() || ::ftruncate(file_->get(), static_cast<off_t>(last_.end)) != 0 ||
      ::lseek(file_->get(), 0, SEEK_END) < 0)
    throw WriteError(file, errno);
}

int64_t TarWriter::NumberFor(int64_t bytes) const {
  if (last_.number == 0) return first_;
  return last_.end > 0 && last_.end + bytes + kTarEnd > most_bytes_ ? last_.number + step_ : last_.number;
}

TarPlace TarWriter::Add(int64_t number, const std::vector<Member>& members) {
  const fs::path file = pattern_.FileOf(number);
  if (number != last_.number) {
    EndFile();
    last_ = {number, 0, 0};
    file_ = std::make_unique<Descriptor>(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (!file_->ok()) throw WriteError(file, errno);
  }
  std::string all;
  for (const Member& member : members) {
    all += TarHeader(member.name, std::ssize(member.bytes));
    all += member.bytes;
    all.append(static_cast<size_t>(-std::ssize(member.bytes) & (kTarBlock - 1)), '\0');
  }
  file_->Write(all, file);
  // Before the files are removed that it came from, and before the journal says that it is here.
  if (::fdatasync(file_->get()) != 0) throw WriteError(file, errno);
  last_ = {number, last_.end, last_.end + std::ssize(all)};
  return last_;
}

void TarWriter::EndFile() {
  if (!file_) return;
  const fs::path file = pattern_.FileOf(last_.number);
  file_->Write(std::string(static_cast<size_t>(kTarEnd), '\0'), file);
  if (::fsync(file_->get()) != 0) throw WriteError(file, errno);
  file_->Close(file);
  file_.reset();
}

void TarWriter::Finish() {
  EndFile();
  FlushFolder(pattern_.folder);
}

TarPlace PackCase(std::vector<Case>& records, const fs::path& staging, TarWriter& tar) {
  const std::string below = staging.string() + "/";
  std::vector<TarWriter::Member> members;
  std::vector<fs::path> files;
  int64_t bytes = 0;
  for (Case& record : records)
    ForEachPath(record.json(), [&](const std::string& path) {
      if (!path.starts_with(below) || std::find(files.begin(), files.end(), path) != files.end()) return path;
      files.emplace_back(path);
      members.push_back({path.substr(below.size()), ReadFile(path)});
      bytes += TarBytesOf(std::ssize(members.back().bytes));
      return path;
    });
  // The records name the file that they come to, which depends on their length: as if it were the first.
  const auto in_file = [&](int64_t number, Case record) {
    ForEachPath(record.json(), [&](const std::string& path) {
      return path.starts_with(below) ? tar.pattern().FileOf(number).string() + "#" + path.substr(below.size())
                                     : path;
    });
    return record;
  };
  const auto text = [&](const Case& record) {
    return ToLine(RelativeRecord(record.json(), tar.pattern().folder)) + "\n";
  };
  for (const Case& record : records) bytes += TarBytesOf(std::ssize(text(in_file(1, record))));
  const int64_t number = tar.NumberFor(bytes);
  for (Case& record : records) {
    record = in_file(number, std::move(record));
    members.push_back({kRecords + FileNameOf(record.id()) + ".json", text(record)});
  }
  const TarPlace place = tar.Add(number, members);
  for (const fs::path& file : files) Remove(file);
  return place;
}

namespace {

class TarCases : public CaseSource {
 public:
  explicit TarCases(std::vector<fs::path> archives) : archives_(std::move(archives)) {
    for (size_t i = 0; i < archives_.size(); ++i)
      ForEachTarMember(
          archives_[i], 0,
          [&](const TarMember& member) {
            if (!member.name.starts_with(kRecords) || !member.name.ends_with(".json")) return;
            // A case that was made again lies behind what it was.
            const auto [known, is_new] = place_of_.emplace(member.name, places_.size());
            if (!is_new) places_[known->second].second.clear();
            known->second = places_.size();
            places_.emplace_back(i, member.name);
          },
          TarEnd::kRequired);
    if (place_of_.empty())
      throw Error(ErrorKind::kBadInput, "tar.no_cases", "holds no case records (cases/ID.json)")
          .InFile(archives_.front());
  }

  std::optional<SourcedCase> Next(RunContext&) override {
    while (next_ < places_.size() && places_[next_].second.empty()) ++next_;
    if (next_ == places_.size()) return std::nullopt;
    return SourcedCase{RecordAt(next_++), std::nullopt};
  }
  std::optional<int64_t> Count() const override { return std::ssize(place_of_); }
  std::optional<std::vector<CaseName>> Names() const override {
    std::vector<CaseName> names;
    for (size_t i = 0; i < places_.size(); ++i)
      if (!places_[i].second.empty()) names.push_back(NameOfRecord(RecordAt(i), archives_[places_[i].first]));
    return names;
  }

 private:
  [[nodiscard]] Case RecordAt(size_t i) const {
    const fs::path& archive = archives_[places_[i].first];
    const fs::path file = archive.string() + "#" + places_[i].second;
    try {
      return Case::FromRecord(ParseJson(ReadFile(file), file), Absolute(archive).parent_path());
    } catch (Error& error) {
      throw std::move(error).InFile(file);
    }
  }

  std::vector<fs::path> archives_;
  std::map<std::string, size_t> place_of_;
  std::vector<std::pair<size_t, std::string>> places_;
  size_t next_ = 0;
};

/// What the description beside the files counts is there.
void RequireAllCases(const fs::path& description, int64_t found) {
  if (!ReadableFile(description)) return;
  const Json json = ParseJson(ReadFile(description), description);
  const Json* const told = FindPath(json, "counts.cases");
  if (told == nullptr || !told->is_number_integer() || told->get<int64_t>() <= found) return;
  throw Error(ErrorKind::kMissingInput, "tar.missing",
              Cat("counts ", told->get<int64_t>(), " cases, and its tar files hold ", found,
                  ": some of them are not there"))
      .InFile(description);
}

}  // namespace

std::unique_ptr<CaseSource> CasesOfTar(const fs::path& word) {
  if (word.filename().string().find('%') == std::string::npos)
    return std::make_unique<TarCases>(std::vector<fs::path>{word});
  std::vector<fs::path> archives;
  const auto pattern = TarPattern::Of(word);
  if (Exists(pattern->Staging()) && !Exists(pattern->Beside("json")))
    throw Error(ErrorKind::kBadInput, "dataset.unfinished",
                Cat("there is no ", Quoted(pattern->Beside("json").filename().string()),
                    " yet: it is an unfinished dataset"))
        .InFile(word);
  for (const auto& [number, file] : pattern->Files()) archives.push_back(file);
  if (archives.empty())
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such tar files").InFile(word);
  auto cases = std::make_unique<TarCases>(std::move(archives));
  RequireAllCases(pattern->Beside("json"), *cases->Count());
  return cases;
}

}  // namespace f4s
