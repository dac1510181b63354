// What a report notes of each case as it passes: counts, failures, findings, numbers.  A case takes some
// hundred bytes and its numbers; its record waits in a temporary file until it is known which cases are
// shown.

#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/report/summary.h"

namespace f4s {

inline constexpr size_t kMostFailuresListed = 100, kMostIdsOfFinding = 20, kMostFindingCodes = 200;

/// A case that failed, here or upstream.
struct FailedCase {
  std::string id, code, message, file;
};

/// One code of findings.
struct FindingGroup {
  std::string severity, text;  ///< of the first
  int64_t count = 0;
  std::vector<std::string> ids;  ///< the first of them
};

/// What decides which cases are shown.
struct SurveyedCase {
  int64_t offset = 0;  ///< of its record in the spool
  float score = 0;     ///< NaN: it has none
  uint32_t set = 0;    ///< which of the inputs it came with
  bool failed = false;
};

struct NamedScore {
  double value = 0;
  const char* name = "";  ///< as the page names it: "mean Dice", "VIF", "SSIM"
};

/// The number by which a case counts as good or bad: the mean Dice of its regions, else VIF, else SSIM;
/// nothing without metrics.
[[nodiscard]] std::optional<NamedScore> CaseScore(const Case& record);

/// Records to be read again: the first MiB in memory, all others in a file that has no name.
class RecordSpool {
 public:
  /// @return its offset
  /// @throws Error(kIo, "report.spool") where there is no room.
  int64_t Add(const Json& record);
  [[nodiscard]] Case At(int64_t offset) const;

 private:
  [[nodiscard]] std::string LineInFile(int64_t offset) const;

  std::string memory_;
  struct Closer {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  std::unique_ptr<std::FILE, Closer> file_;
  int64_t end_ = 0;  ///< of the file
};

/// One input of cases: a dataset, a file of records, stdin, or NAME=FILE words.
struct CaseSet {
  std::string name, word;
  int64_t num_cases = 0, num_failed = 0;
  std::vector<FailedCase> failed = {};
  std::map<std::string, FindingGroup> findings = {};
  SummaryBuilder numbers{0};
  bool has_numbers = false;
  std::vector<Json> runs = {};  ///< run records that came with it

  /// That of the one run of f4s-metrics that it came from, else what its records come to; after the last
  /// case.
  [[nodiscard]] const Json& Summary();
  /// Of that run, or empty.
  [[nodiscard]] Json MetricsConfig() const;

 private:
  [[nodiscard]] Json MadeSummary();

  std::optional<Json> summary_ = {};  ///< intervals of many cases take a while
};

/// Not thread-safe.
class CaseSurvey {
 public:
  [[nodiscard]] CaseSet& NewSet(const std::string& name, const std::string& word);
  /// To the newest set.
  void Add(const Case& record);
  void AddFailure(const Case& record, const Json& error);

  [[nodiscard]] std::vector<std::unique_ptr<CaseSet>>& sets() { return sets_; }
  [[nodiscard]] const std::vector<SurveyedCase>& cases() const { return cases_; }
  [[nodiscard]] int64_t num_cases() const { return std::ssize(cases_); }
  [[nodiscard]] int64_t num_failed() const;
  [[nodiscard]] Case RecordOf(const SurveyedCase& one) const { return spool_.At(one.offset); }

 private:
  void Note(const Case& record, bool failed);

  std::vector<std::unique_ptr<CaseSet>> sets_;
  std::vector<SurveyedCase> cases_;
  RecordSpool spool_;
};

/// Which of the cases are shown, ascending: of those that did not fail the three worst, median and best, then
/// evenly by rank; without scores evenly in their order.
[[nodiscard]] std::vector<size_t> CasesToShow(const std::vector<SurveyedCase>& cases, size_t most);

}  // namespace f4s
