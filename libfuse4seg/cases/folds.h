// Cross-validation: which subjects are held out of which part.

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace f4s {

struct Fold {
  int64_t index = 0, count = 0;  ///< 1..count; count 0: no cross-validation
};

/// "K/N", or nothing for none.
/// @throws Error(kUsage, "parameter.value") unless N is at least 2 and K is 1 to N.
[[nodiscard]] Fold ParseFold(const std::string& text);

/// The K-th of N parts of the subjects, which are dealt out one by one in the order of a fixed draw of their
/// names: parts are even to one, each subject is in one of them, and who lists them in which order, or how
/// often, does not matter.
/// @param subjects  all that are cross-validated
/// @param fold      with a count
[[nodiscard]] std::set<std::string> HeldOutSubjects(const std::vector<std::string>& subjects,
                                                    const Fold& fold);

/// A name of a set of subjects, which says whether another set is the same, and of nobody who is in it.
[[nodiscard]] std::string DigestOf(const std::set<std::string>& subjects);

}  // namespace f4s
