// Cross-validation: parts of the subjects.

#include "libfuse4seg/cases/folds.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace f4s {
namespace {

TEST(HeldOutSubjects, OfAllPartsAreEachSubjectOnce) {
  std::vector<std::string> subjects;
  for (int i = 0; i < 23; ++i) subjects.push_back("s" + std::to_string(i));
  std::vector<std::string> all;
  for (int64_t k = 1; k <= 5; ++k) {
    const auto part = HeldOutSubjects(subjects, {k, 5});
    EXPECT_EQ(part.size(), k <= 3 ? 5U : 4U) << "even to one";
    all.insert(all.end(), part.begin(), part.end());
  }
  std::sort(all.begin(), all.end());
  std::sort(subjects.begin(), subjects.end());
  EXPECT_EQ(all, subjects);
}

TEST(HeldOutSubjects, DoNotDependOnHowTheyAreListed) {
  const std::vector<std::string> once = {"a", "b", "c", "d", "e", "f", "g"};
  const std::vector<std::string> mixed = {"g", "c", "c", "a", "f", "e", "d", "b", "a", "g"};
  EXPECT_EQ(HeldOutSubjects(once, {2, 3}), HeldOutSubjects(mixed, {2, 3}));
  // They are drawn, not taken as they stand in the alphabet.
  EXPECT_NE(HeldOutSubjects(once, {1, 3}), (std::set<std::string>{"a", "d", "g"}));
}

}  // namespace
}  // namespace f4s
