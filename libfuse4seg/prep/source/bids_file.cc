#include "libfuse4seg/prep/source/bids_file.h"

#include <algorithm>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/prep/source/contrast_words.h"

namespace f4s {
namespace {

/// As a value in --entities: the files that have no such entity.
constexpr const char* kWithoutEntity = "none";

bool IsAlphanumeric(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isalnum(c) != 0 || c == '+'; });
}

/// KEY-VALUE in two, or nothing.
std::optional<std::pair<std::string, std::string>> SplitEntity(const std::string& text) {
  const auto dash = text.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const std::string key = text.substr(0, dash), value = text.substr(dash + 1);
  // Values are letters and digits; older data sets have others, which do no harm but for '_'.
  if (!IsAlphanumeric(key) || value.empty()) return std::nullopt;
  if (value.find('_') != std::string::npos && key != "pipeline") return std::nullopt;  // a folder's name
  return std::pair(key, value);
}

/// Entities in which the files differ, as they would be asked for.
std::string Differences(const std::vector<BidsFile>& files) {
  std::set<std::string> ways;
  for (const BidsFile& file : files)
    for (const auto& [key, value] : file.entities)
      for (const BidsFile& other : files)
        if (other.Entity(key) != value) {
          ways.insert(key + "-" + value);
          if (other.Entity(key).empty()) ways.insert(Cat(key, "-", kWithoutEntity));
        }
  return Joined(ways, ", ");
}

}  // namespace

std::string BidsFile::Entity(const std::string& key) const {
  const auto entity = entities.find(key);
  return entity == entities.end() ? "" : entity->second;
}

std::optional<BidsFile> ParseBidsName(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  const std::string lower = LowerCase(name);
  const bool compressed = lower.ends_with(".nii.gz");
  if (!compressed && !lower.ends_with(".nii")) return std::nullopt;
  name.resize(name.size() - (compressed ? 7 : 4));
  BidsFile file = {path, {}, ""};
  std::vector<std::string> parts = SplitFields(name, '_');
  if (parts.size() < 2 || parts.front().rfind("sub-", 0) != 0 || !IsAlphanumeric(parts.back()))
    return std::nullopt;
  file.suffix = parts.back();
  parts.pop_back();
  for (const std::string& part : parts) {
    const auto entity = SplitEntity(part);
    if (!entity || !file.entities.insert(*entity).second) return std::nullopt;
  }
  return file;
}

bool SaysAgent(const BidsFile& file) {
  if (!file.Entity("ce").empty()) return false;
  for (const char* key : {"acq", "desc"})
    if (ContrastOf(file.Entity(key)) == ContrastSaid::kWith) return true;
  return false;
}

std::string ModalityOf(const BidsFile& file) {
  const std::string said = file.Entity("ce"), agent = IsAgent(said) || SaysAgent(file) ? "ce" : "";
  const std::string suffix = LowerCase(file.suffix);
  if (suffix == "t1w") return "t1" + agent;
  // Converters call by acq- what had no suffix of its own.
  if (suffix == "t2w" && LowerCase(file.Entity("acq")).find("flair") != std::string::npos)
    return "flair" + agent;
  if (suffix == "t2w" && LowerCase(file.Entity("acq")).find("t2star") != std::string::npos)
    return "t2star" + agent;
  if (suffix == "t2w") return "t2" + agent;
  return suffix + agent;
}

std::pair<std::string, std::string> ParseEntity(const std::string& text) {
  if (const auto entity = SplitEntity(text)) return *entity;
  throw Error(ErrorKind::kUsage, "parameter.value",
              Cat(Quoted(text), " is no entity of BIDS: wanted KEY-VALUE, as run-1 or acq-highres"));
}

std::optional<BidsFile> ChooseBidsFile(std::vector<BidsFile> files,
                                       const std::vector<std::pair<std::string, std::string>>& wanted) {
  for (const auto& [key, value] : wanted) {
    const bool is_without =
        value == kWithoutEntity && std::none_of(files.begin(), files.end(), [&, k = key](const auto& file) {
          return file.Entity(k) == kWithoutEntity;
        });
    const auto says = [&, k = key, v = value](const BidsFile& file) {
      return is_without ? file.Entity(k).empty() : file.Entity(k) == v;
    };
    if (std::any_of(files.begin(), files.end(), says))
      std::erase_if(files, [&](const BidsFile& file) { return !says(file); });
  }
  if (files.empty()) return std::nullopt;
  if (files.size() == 1) return files.front();
  const std::string names =
      Joined(files, ", ", [](const BidsFile& file) { return file.path.filename().string(); });
  const std::string ways = Differences(files);
  throw Error(ErrorKind::kBadInput, "bids.several",
              Cat("which of ", files.size(), " is meant (", names, ")? ",
                  ways.empty() ? "Their names do not distinguish them"
                               : Cat("f4s-prep --entities chooses, by one of ", ways)))
      .InFile(files.front().path.parent_path());
}

}  // namespace f4s
