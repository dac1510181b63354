#include "libfuse4seg/prep/source/bids_labels.h"

#include <algorithm>
#include <fstream>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_source.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

bool IsBrainMask(const BidsFile& file) {
  if (file.suffix != "mask") return false;
  if (file.Entity("desc") == "brain" || file.Entity("label") == "brain") return true;
  return file.Entity("desc").empty() && file.Entity("label").empty();
}

/// Without a space an image is in its own, for which derivatives have names.
bool IsInSpace(const BidsFile& file, const std::string& space) {
  const std::string own = file.Entity("space");
  return own == space || (space.empty() && (own == "orig" || own == "T1w" || own == "individual"));
}

size_t Column(const std::vector<std::string>& heading, const std::string& name, const fs::path& table) {
  const auto column = std::find(heading.begin(), heading.end(), name);
  if (column == heading.end())
    throw Error(ErrorKind::kBadInput, "bids.table", Cat("has no column ", Quoted(name))).InFile(table);
  return static_cast<size_t>(column - heading.begin());
}

/// BIDS 1.9, "Derivatives", "Imaging", "Common image-derived labels": columns index and name.
Classes ReadTable(const fs::path& table) {
  std::ifstream in(table);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> heading = SplitFields(Trimmed(line), '\t');
  const size_t index = Column(heading, "index", table), name = Column(heading, "name", table);
  Classes classes;
  while (std::getline(in, line)) {
    if (Trimmed(line).empty()) continue;
    const std::vector<std::string> row = SplitFields(line, '\t');
    const auto value = row.size() > std::max(index, name) ? ParseWhole(Trimmed(row[index])) : std::nullopt;
    if (!value || *value < 0 || *value > 65535)
      throw Error(ErrorKind::kBadInput, "bids.table",
                  Cat("the row ", Quoted(Trimmed(line)), " has no index from 0 to 65535 and name"))
          .InFile(table);
    if (*value > 0) classes[static_cast<uint16_t>(*value)] = Trimmed(row[name]);
  }
  return classes;
}

/// The table that speaks of a label map: of its own name, else the one of its data set.
std::optional<fs::path> TableOf(const BidsFile& label, const fs::path& root) {
  const fs::path own = label.path.parent_path() / (Stem(label.path) + ".tsv");
  const std::string pipeline = label.Entity("pipeline");
  const fs::path of_all = pipeline.empty() ? root / "dseg.tsv" : root / "derivatives" / pipeline / "dseg.tsv";
  if (fs::exists(own)) return own;
  if (fs::exists(of_all)) return of_all;
  return std::nullopt;
}

}  // namespace

bool IsBidsLabel(const BidsFile& file) {
  for (const char* suffix : {"dseg", "mask", "probseg", "roi", "defacemask"})
    if (file.suffix == suffix) return true;
  return false;
}

void TakeBidsLabels(Case& record, const std::vector<BidsFile>& files, const std::string& space,
                    const std::vector<std::pair<std::string, std::string>>& entities, const fs::path& root) {
  std::vector<BidsFile> labels, masks;
  for (const BidsFile& file : files) {
    if (!IsInSpace(file, space)) continue;
    if (file.suffix == "dseg") labels.push_back(file);
    if (IsBrainMask(file)) masks.push_back(file);
  }
  if (const auto mask = ChooseBidsFile(masks, entities)) record.SetFile("mask", mask->path);
  const auto label = ChooseBidsFile(labels, entities);
  if (!label) return;
  record.SetFile("label", label->path);
  if (const auto table = TableOf(*label, root)) record.SetClasses(ReadTable(*table), {});
}

}  // namespace f4s
