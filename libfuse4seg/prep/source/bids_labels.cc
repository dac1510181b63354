#include "libfuse4seg/prep/source/bids_labels.h"

#include <algorithm>

#include "libfuse4seg/base/delimited.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/prep/source/bids_maker.h"
#include "libfuse4seg/prep/source/study_list.h"

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
  if (std::find(column + 1, heading.end(), name) != heading.end())
    throw Error(ErrorKind::kBadInput, "bids.table", Cat("the column ", Quoted(name), " stands twice"))
        .InFile(table);
  return static_cast<size_t>(column - heading.begin());
}

/// BIDS 1.9, "Derivatives", "Imaging", "Common image-derived labels": columns index and name.
Classes ReadTable(const fs::path& table) {
  const std::vector<DelimitedRow> rows = RowsOfTable(table);
  const std::vector<std::string> heading = rows.empty() ? std::vector<std::string>{} : rows.front().fields;
  const size_t index = Column(heading, "index", table), name = Column(heading, "name", table);
  Classes classes;
  for (size_t i = 1; i < rows.size(); ++i) {
    const std::vector<std::string>& row = rows[i].fields;
    const auto bad = [&](const std::string& what) {
      return Error(ErrorKind::kBadInput, "bids.table", Cat("line ", rows[i].line, ": ", what)).InFile(table);
    };
    const auto value = row.size() > std::max(index, name) ? ParseWhole(row[index]) : std::nullopt;
    if (!value || *value < 0 || *value > 65535 || row[name].empty())
      throw bad("wanted an index from 0 to 65535 and a name");
    if (*value > 0 && !classes.emplace(static_cast<uint16_t>(*value), row[name]).second)
      throw bad(Cat("the index ", *value, " stands twice"));
  }
  return classes;
}

/// Whether a table of this name speaks of a label map: it has no entity that the map's name has not.
/// @return how many it has; nothing for other files.
std::optional<size_t> Speaks(const fs::path& table, const fs::path& label) {
  const std::string name = table.filename().string();
  if (!name.ends_with("dseg.tsv")) return std::nullopt;
  const std::vector<std::string> parts = SplitFields(Stem(label), '_'),
                                 said = SplitFields(name.substr(0, name.size() - 4), '_');
  const bool fits = std::all_of(said.begin(), said.end(), [&](const std::string& part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
  });
  return fits ? std::optional(said.size()) : std::nullopt;
}

/// The table of a label map by the inheritance principle (BIDS 1.9, "Common principles"): in its folder or in
/// one above, up to that of its data set; the nearest, and in one folder that of the most entities.
std::optional<fs::path> TableOf(const BidsFile& label, const fs::path& root) {
  const std::string pipeline = label.Entity("pipeline");
  const auto plain = [](const fs::path& folder) { return (folder / "").lexically_normal().parent_path(); };
  const fs::path top = plain(pipeline.empty() ? root : root / "derivatives" / pipeline);
  for (fs::path folder = plain(label.path.parent_path());; folder = folder.parent_path()) {
    std::optional<fs::path> found;
    size_t most = 0;
    for (const fs::path& entry : EntriesOf(folder, false))
      if (const auto count = Speaks(entry, label.path); count && *count > most) {
        most = *count;
        found = entry;
      }
    if (found || folder == top || folder.parent_path().empty() || folder.parent_path() == folder)
      return found;
  }
}

/// Whether a label map is what a program found: this suite's own predictions, tissues and parcellations.  To
/// learn from it, or to be scored against it, would be to ask a program whether it is right.
bool IsOfProgram(const BidsFile& file) {
  const std::string desc = LowerCase(file.Entity("desc"));
  for (const char* made : {"predicted", "aseg", "aparcaseg", "synthseg"})
    if (desc == made) return true;
  return !file.Entity("made-by").empty();
}

/// Whether --entities asks for the files of this pipeline, by its folder or its name.
bool IsAskedFor(const BidsFile& file, const std::vector<std::pair<std::string, std::string>>& entities) {
  return std::any_of(entities.begin(), entities.end(), [&](const auto& entity) {
    return entity.first == "pipeline" &&
           (entity.second == file.Entity("pipeline") || LowerCase(entity.second) == file.Entity("made-by"));
  });
}

/// Says that a label map is a program's, and how it is taken all the same.
void NoteProgram(Case& record, const BidsFile& file) {
  const std::string pipeline = file.Entity("pipeline"), program = file.Entity("made-by");
  const std::string whose = program.empty()
                                ? "it is a program's by its desc-"
                                : Cat(pipeline.empty() ? "its data set" : Cat("derivatives/", pipeline),
                                      " is made by ", Quoted(program), ", a program");
  const std::string how =
      pipeline.empty() && program.empty()
          ? ""
          : Cat("; --entities 'pipeline-", pipeline.empty() ? program : pipeline, "' takes it all the same");
  record.AddFinding("bids.label", program.empty() || IsTissueProgram(program) ? "info" : "warning",
                    Cat(file.path.filename().string(), " is not taken as a label map: ", whose, how));
}

/// Label maps that are not taken, where none is.
void NoteLabels(Case& record, const std::vector<BidsFile>& files, const std::string& space) {
  std::vector<std::string> others;
  for (const BidsFile& file : files) {
    if (!IsBidsLabel(file) || (IsBrainMask(file) && IsInSpace(file, space))) continue;
    if (file.suffix == "dseg" && IsInSpace(file, space) && IsOfProgram(file))
      NoteProgram(record, file);
    else
      others.push_back(file.path.filename().string());
  }
  if (!others.empty())
    record.AddFinding("bids.label", "info",
                      Cat(Listed(others, 4, ", "), others.size() == 1 ? " is" : " are",
                          " not taken as a label map: wanted a dseg in the space of the images"));
}

}  // namespace

bool IsBidsLabel(const BidsFile& file) {
  for (const char* suffix : {"dseg", "mask", "probseg", "roi", "defacemask"})
    if (LowerCase(file.suffix) == suffix) return true;
  return false;
}

void TakeBidsLabels(Case& record, const std::vector<BidsFile>& files, const std::string& space,
                    const std::vector<std::pair<std::string, std::string>>& entities, const fs::path& root) {
  std::vector<BidsFile> labels, masks;
  for (const BidsFile& file : files) {
    if (!IsInSpace(file, space)) continue;
    if (file.suffix == "dseg" && (IsAskedFor(file, entities) || !IsOfProgram(file))) labels.push_back(file);
    if (IsBrainMask(file)) masks.push_back(file);
  }
  if (const auto mask = ChooseBidsFile(masks, entities)) record.SetFile("mask", mask->path);
  const auto label = ChooseBidsFile(labels, entities);
  if (!label) {
    NoteLabels(record, files, space);
    return;
  }
  record.SetFile("label", label->path);
  if (const std::string pipeline = label->Entity("pipeline"); !pipeline.empty())
    record.AddFinding("bids.label", "info", Cat("its label map is of derivatives/", pipeline));
  if (const auto table = TableOf(*label, root)) record.SetClasses(ReadTable(*table), {});
}

}  // namespace f4s
