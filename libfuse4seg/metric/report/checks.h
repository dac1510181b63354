// Conditions on a run's outcome: --check and --baseline of f4s-metrics.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Numbers and nulls of a JSON tree by dotted path; elements of arrays by their index, such as
/// "segmentation.WT.dice.ci95.0".  In the tree's order; texts and truth values are not listed.
struct NamedNumber {
  std::string path;
  std::optional<double> value;  ///< absent for null
};
[[nodiscard]] std::vector<NamedNumber> NumbersOf(const Json& json);

/// `PATH OP NUMBER`, such as "segmentation.WT.dice.mean >= 0.85".
struct Check {
  std::string text;  ///< as given
  std::string path;
  std::string op;  ///< >= > <= < == !=
  double number = 0;
};

/// @throws Error(kUsage, "check.syntax") naming the text.
[[nodiscard]] Check ParseCheck(const std::string& text);

struct CheckResult {
  Check check;
  std::optional<double> value;  ///< absent where the path holds null, which meets no check
  bool met = false;
};

/// Looks PATH up in `outcome`'s member "summary", or, where it begins with "cases.", in `outcome`.
/// @param outcome  {"summary":{...}, "cases":{"ok":...,"failed":...,"skipped":...}}.
/// @throws Error(kUsage, "check.path") for a path that holds neither a number nor null, naming
///         what is below it or resembles it.
[[nodiscard]] CheckResult Evaluate(const Check& check, const Json& outcome);

/// {"check":TEXT, "value":NUMBER or null, "met":BOOL}, for the run record's `checks`.
[[nodiscard]] Json ToJson(const CheckResult& result);

/// "check 'fusion.VIF.mean >= 0.7' not met: fusion.VIF.mean is 0.65"
[[nodiscard]] std::string Describe(const CheckResult& result);

/// An old run's summary, read from a file whose last line is an f4s-metrics run record; of several runs
/// (shards) that of all their cases, with intervals by `seed`.
/// @throws Error(kBadInput, "baseline.record") when it is not, or the run did not end well; as ReadMethod();
/// Error(kMissingInput), Error(kIo).
[[nodiscard]] Json ReadBaseline(const std::filesystem::path& path, uint64_t seed = 0);

/// A number of the old summary that the new one has not, or has too far off.
struct Shortfall {
  std::string path;
  double old_value = 0;
  std::optional<double> new_value;  ///< absent where missing or null
  double limit = 0;                 ///< the largest difference allowed
};

struct BaselineResult {
  double tolerance = 0;
  int64_t num_compared = 0;
  std::vector<Shortfall> shortfalls;

  [[nodiscard]] bool met() const { return shortfalls.empty(); }
};

/// Compares every number of `old_summary`: |new - old| <= tolerance * max(|old|, 1e-12).
/// Old nulls, and what only the new summary has, are not looked at.
/// @param tolerance  at least 0.
[[nodiscard]] BaselineResult CompareWithBaseline(const Json& old_summary, const Json& new_summary,
                                                 double tolerance);

/// {"check":"baseline", "tolerance":X, "compared":N, "fell_short":M, "met":BOOL}
[[nodiscard]] Json ToJson(const BaselineResult& result);

/// "baseline not met: fusion.VIF.mean was 0.7, is 0.65, may differ by 0.007"
[[nodiscard]] std::string Describe(const Shortfall& shortfall);

}  // namespace f4s
