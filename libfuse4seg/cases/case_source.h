// Where cases come from: CASES, in each of its forms.

#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/folds.h"
#include "libfuse4seg/tool/parameters.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// A case as its source gives it, or why it cannot.
struct SourcedCase {
  Case record;
  std::optional<Error> error;  ///< this case alone is at fault: --keep-going skips it
};

/// What a source can say of a case before its turn.
struct CaseName {
  std::string id, subject, split;
  std::vector<std::string> modalities;  ///< those that it has; none: the source does not know
  std::filesystem::path where;          ///< the file or folder that holds it; empty: nothing of its own
  bool failed = false;                  ///< upstream: its record says so
  std::filesystem::path label = {};     ///< its label map, where the source knows it
  bool has_classes = false;             ///< its source says what the label's values mean
  std::string collection = {};          ///< of BraTS, as its names say; see brats_labels.h
  std::vector<uint16_t> ignore = {};    ///< values of its label map that count nowhere
  bool subject_is_of_name = false;      ///< what stands before the slice number in its name
};

/// What a record says; it stands in `where`.
[[nodiscard]] CaseName NameOfRecord(const Case& record, const std::filesystem::path& where = {});

/// For those who look at cases before their turn: an error of a case's input comes again in its turn and is
/// said then; one that may not come again (of the disk, of memory) is thrown here, for what was not seen
/// would be missing in silence.
inline void LeaveToItsTurn(const Error& error) {
  if (error.kind() == ErrorKind::kIo || error.kind() == ErrorKind::kOutOfMemory) throw error;
}

class CaseSource {
 public:
  virtual ~CaseSource() = default;
  /// The next case, or nothing at the end or when a stop was asked for.
  /// @throws Error when the source itself is at fault.
  [[nodiscard]] virtual std::optional<SourcedCase> Next(RunContext& run) = 0;
  /// How many cases there are, where that is known: for the progress bar.
  [[nodiscard]] virtual std::optional<int64_t> Count() const { return std::nullopt; }
  /// The names of all cases in order, where they are known before the first case is read.
  [[nodiscard]] virtual std::optional<std::vector<CaseName>> Names() const { return std::nullopt; }
  /// Those of the cases too that a selection leaves out: of whom --split divides.
  [[nodiscard]] virtual std::optional<std::vector<CaseName>> NamesOfAll() const { return Names(); }
};

/// CASES on the command line, with --split and --ids.
struct CaseSelection {
  std::vector<std::string> words;
  std::vector<std::string> suffixes;  ///< NAME=TEXT
  std::string split, ids;
  std::string fold;  ///< K/N: HeldOutSelection's

  void Declare(Parameters& p) {
    p.Text("split", split, "NAME", "take only the cases of this split");
    DeclareIds(p);
  }
  void DeclareIds(Parameters& p) {
    p.Text("ids", ids, "GLOB", "take only the cases whose id matches this shell pattern");
    DeclareSuffix(p);
  }
  void DeclareSuffix(Parameters& p) {
    p.Repeated("suffix", suffixes, "NAME=TEXT",
               "in the folder of NAME=FOLDER, take only the files whose names end in this "
               "text, and pair them by what stands before it (--suffix fused=_fused)");
  }
};

/// The same with --fold: what a model of cross-validation was not trained on.
struct HeldOutSelection : CaseSelection {
  void Declare(Parameters& p) {
    CaseSelection::Declare(p);
    p.Text("fold", fold, "K/N",
           "take only the cases of the subjects that f4s-train "
           "--fold K/N held out for validation on the same dataset")
        .Checked([](const std::string& text) { static_cast<void>(ParseFold(text)); });
  }
};

/// The text of CASES for a tool's page.
inline constexpr const char* kCasesHelp =
    "a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases (.csv, .tsv: id, "
    "subject, split, label, mask, and a column a modality); - (records on stdin); "
    "NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or "
    "NAME=FOLDER words whose files are paired by name without extension (NAME='FOLDER/*_t1.png': "
    "by what * stands for). label, mask, fused, latent and prediction are reserved names, every "
    "other name is a modality";

/// The subjects that a fold holds out of these cases: all but those of the split "test", and what failed
/// upstream, are divided.
[[nodiscard]] std::set<std::string> HeldOutOf(const std::vector<CaseName>& names, const Fold& fold);

/// Opens what the words name.
/// @throws Error(kUsage) for words that do not go together, or "cases.fold" for a fold of stdin, whose
///         subjects are not known beforehand; Error(kMissingInput) for what is not there, Error(kBadInput)
///         for a folder that is no finished dataset.
[[nodiscard]] std::unique_ptr<CaseSource> OpenCases(const CaseSelection& selection);

/// Cases known beforehand, in order.
[[nodiscard]] std::unique_ptr<CaseSource> ListOfCases(std::vector<SourcedCase> cases);

/// One source after another.
[[nodiscard]] std::unique_ptr<CaseSource> Concatenated(std::vector<std::unique_ptr<CaseSource>> sources);

/// Those of `source` that the selection takes.
[[nodiscard]] std::unique_ptr<CaseSource> Selected(std::unique_ptr<CaseSource> source,
                                                   const CaseSelection& selection);

/// Those of `source`, of which each id may stand once.
/// @throws Error(kBadInput, "cases.twice") from Next(), naming the files of both cases. @param hint  ends it.
[[nodiscard]] std::unique_ptr<CaseSource> EachOnce(std::unique_ptr<CaseSource> source,
                                                   const std::string& hint);

/// A dataset folder's records, or those of one file or of tar files, or stdin's ("-").
[[nodiscard]] std::unique_ptr<CaseSource> RecordSource(const std::string& word);

/// The name of a file without folder and extension; .nii.gz counts as one extension.
[[nodiscard]] std::string Stem(const std::filesystem::path& file);

}  // namespace f4s
