#include "libfuse4seg/cases/case_table.h"
#include "libfuse4seg/cases/case_images.h"

#include <algorithm>
#include <set>

#include "libfuse4seg/base/delimited.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/folder_cases.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

bool IsText(const std::string& column) { return column == "id" || column == "subject" || column == "split"; }

class CaseTable {
 public:
  explicit CaseTable(const fs::path& file) : file_(file) {
    rows_ = RowsOfTable(file);
    if (rows_.size() < 2)
      throw Bad(1, "wanted a heading (id, subject, split, label, MODALITY, ...) and rows");
    columns_ = rows_.front().fields;
    rows_.erase(rows_.begin());
    CheckHeading();
    FindFacts();
    RequireImages();
  }

  [[nodiscard]] std::vector<SourcedCase> Cases() const {
    std::vector<SourcedCase> cases;
    std::set<std::string> ids;
    for (const DelimitedRow& row : rows_) {
      cases.push_back(CaseOf(row));
      const std::string id = cases.back().record.id();
      if (!ids.insert(id).second) throw Bad(row.line, Cat("the id ", Quoted(id), " occurs twice"));
    }
    return cases;
  }

 private:
  [[nodiscard]] Error Bad(int64_t line, const std::string& what) const {
    return Error(ErrorKind::kBadInput, "cases.table", Cat("line ", line, ": ", what)).InFile(file_);
  }

  void CheckHeading() const {
    constexpr size_t kMostColumns = 4096;
    if (columns_.size() > kMostColumns)
      throw Bad(1, Cat("has ", columns_.size(), " columns: wanted at most ", kMostColumns));
    std::set<std::string> names;
    for (const std::string& column : columns_) {
      if (column.empty()) throw Bad(1, "a column has no name");
      if (!names.insert(column).second) throw Bad(1, Cat("the column ", Quoted(column), " occurs twice"));
      if (const std::string small = LowerCase(column); small != column && (IsText(small) || IsRole(small)))
        throw Bad(1, Cat("the column ", Quoted(column), " would be a modality: wanted ", Quoted(small)));
      if (IsNameOfLabel(column))
        throw Bad(1, Cat("the column ", Quoted(column), " would be a modality: wanted label"));
    }
  }

  void RequireImages() const {
    const auto is_image = [this](const std::string& column) {
      return !IsText(column) && column != "label" && column != "mask" && !facts_.contains(column);
    };
    if (std::none_of(columns_.begin(), columns_.end(), is_image))
      throw Bad(1, Cat("no column is a modality: it has ", Joined(columns_, ", ")));
  }

  /// Whether a cell may name an image: it exists, has an image's ending, or is meant for an existing folder.
  [[nodiscard]] bool MayBeImage(const std::string& cell) const {
    const fs::path path = file_.parent_path() / cell;
    return !cell.empty() && (Exists(path) || KindByName(path) ||
                             (cell.find('/') != std::string::npos && !path.parent_path().empty() &&
                              Exists(path.parent_path())));
  }

  /// Columns of ages, sexes and the like: none of their cells can be an image's name.  One that is called as
  /// a usual modality is meant as one.
  void FindFacts() {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const auto& usual = UsualModalities();
      if (IsText(columns_[i]) || IsRole(columns_[i]) ||
          std::find(usual.begin(), usual.end(), columns_[i]) != usual.end())
        continue;
      const auto cell = [&](const DelimitedRow& row) { return i < row.fields.size() ? row.fields[i] : ""; };
      const bool is_any =
          std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return !cell(row).empty(); });
      if (is_any &&
          std::none_of(rows_.begin(), rows_.end(), [&](const auto& row) { return MayBeImage(cell(row)); }))
        facts_.insert(columns_[i]);
    }
  }

  [[nodiscard]] SourcedCase CaseOf(const DelimitedRow& row) const {
    if (row.fields.size() != columns_.size())
      throw Bad(row.line, Cat("has ", row.fields.size(), " fields, and the heading ", columns_.size()));
    SourcedCase sourced;
    fs::path first;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (row.fields[i].empty() || facts_.contains(columns_[i])) continue;
      if (IsText(columns_[i])) {
        if (const auto meant = MisspeltSplit(row.fields[i]); meant && columns_[i] == "split")
          throw Bad(row.line, Cat("the split is ", Quoted(row.fields[i]), ": wanted ", *meant));
        sourced.record.json()[columns_[i]] = row.fields[i];
        continue;
      }
      const fs::path path = file_.parent_path() / row.fields[i];
      SetNamed(sourced.record, columns_[i], path);
      if (first.empty() && !IsRole(columns_[i])) first = path;
      if (!Exists(path) && !sourced.error)
        sourced.error = Error(ErrorKind::kMissingInput, "input.missing",
                              Cat("no such file or folder, in the column ", Quoted(columns_[i]), " of ",
                                  file_.filename().string(), ", line ", row.line))
                            .InFile(path);
    }
    if (sourced.record.id().empty()) {
      if (first.empty()) throw Bad(row.line, "has neither an id nor an image");
      const std::string id = Stem(first.has_filename() ? first : first.parent_path());  // a folder as "scan/"
      if (id.empty()) throw Bad(row.line, Cat(Quoted(first.string()), " gives no id: wanted one, or a file"));
      sourced.record.SetId(id);
    }
    try {
      RequireLosslessLabels(sourced.record);
    } catch (const Error& error) {
      if (!sourced.error) sourced.error = error;
    }
    if (!facts_.empty())
      sourced.record.AddFinding(
          "cases.column", "info",
          Cat(Joined(facts_, ", "), facts_.size() == 1 ? " is a column" : " are columns",
              " of no files: passed over"));
    if (sourced.error) sourced.error->SetCase(sourced.record.id());
    return sourced;
  }

  fs::path file_;
  std::vector<std::string> columns_;
  std::vector<DelimitedRow> rows_;
  std::set<std::string> facts_;  ///< columns that name no files
};

}  // namespace

bool IsCaseTable(const fs::path& file) {
  const std::string extension = LowerCase(file.extension().string());
  return extension == ".csv" || extension == ".tsv";
}

std::unique_ptr<CaseSource> CasesOfTable(const fs::path& file) {
  return ListOfCases(CaseTable(file).Cases());
}

}  // namespace f4s
