// A dataset as a row of tar files, as WebDataset names and fills them: NAME-000001.tar, NAME-000002.tar, ...,
// each of about one size, the members of a case one behind the other (fused/ID.png, prediction/ID.png,
// cases/ID.json: its record).  Beside them stand NAME.ndjson, all records, and NAME.json, what dataset.json
// says.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case_source.h"

namespace f4s {

/// "FOLDER/NAME-%06d.tar".
struct TarPattern {
  std::filesystem::path folder;
  std::string before, after;  ///< the number
  int digits = 6;

  /// Nothing for a path that does not end in .tar.
  /// @throws Error(kUsage, "output.tar") for one that does without a %0Nd in its name.
  [[nodiscard]] static std::optional<TarPattern> Of(const std::filesystem::path& path);

  [[nodiscard]] std::filesystem::path FileOf(int64_t number) const;
  /// FOLDER/NAME.ENDING.
  [[nodiscard]] std::filesystem::path Beside(const std::string& ending) const;
  /// FOLDER/.NAME.tar: where a case's files are written before they come to a tar file, and the journal is.
  [[nodiscard]] std::filesystem::path Staging() const;
  /// The files that are there, in the order of their numbers.
  [[nodiscard]] std::vector<std::pair<int64_t, std::filesystem::path>> Files() const;
};

/// Where a case lies: from `begin` to `end` of file `number`.
struct TarPlace {
  int64_t number = 0, begin = 0, end = 0;

  [[nodiscard]] Json ToJson() const { return {number, begin, end}; }
  /// Of nothing, or of what is no place: number 0.
  [[nodiscard]] static TarPlace FromJson(const Json& json);
};

/// Adds cases to the files of one shard of N: the numbers I, I + N, I + 2N, ...
class TarWriter {
 public:
  /// @param most_bytes  of a file, unless one case takes more
  TarWriter(TarPattern pattern, int64_t shard, int64_t num_shards, int64_t most_bytes);

  [[nodiscard]] const TarPattern& pattern() const { return pattern_; }

  /// Takes the cases of a run that was stopped, in the order in which they were added.
  /// @return whether it is there, whole, with all that were added before it: else it is to be made again.
  [[nodiscard]] bool Resume(const TarPlace& place);

  /// Removes what lies behind the cases that were resumed; before the first Add().
  void Begin();

  struct Member {
    std::string name, bytes;
  };
  /// Adds a case to a file, the last or the next, and brings it to the disk.  @return where it lies.
  [[nodiscard]] TarPlace Add(int64_t number, const std::vector<Member>& members);
  /// Of the file that a case of so many bytes goes to.
  [[nodiscard]] int64_t NumberFor(int64_t bytes) const;
  /// Ends the last file, and brings all to the disk.
  void Finish();

 private:
  void EndFile();

  TarPattern pattern_;
  int64_t first_, step_, most_bytes_;
  TarPlace last_;  ///< `end`: where the next case begins, if it finds room
  std::unique_ptr<Descriptor> file_;
};

/// Adds what records name below `staging`, and the records: what they name then is in the tar file.  The
/// files are removed.
[[nodiscard]] TarPlace PackCase(std::vector<Case>& records, const std::filesystem::path& staging,
                                TarWriter& tar);

/// The records of the cases in tar files, in order of the files' names.
/// @param words  TAR files, or a pattern.
[[nodiscard]] std::unique_ptr<CaseSource> CasesOfTar(const std::filesystem::path& word);

}  // namespace f4s
