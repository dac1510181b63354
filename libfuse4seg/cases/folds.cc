#include "libfuse4seg/cases/folds.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"

namespace f4s {

Fold ParseFold(const std::string& text) {
  if (text.empty()) return {};
  const auto part = ParsePart(text);
  if (!part || part->second < 2)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not K/N with N at least 2 and K from 1 to N"));
  return {part->first, part->second};
}

std::set<std::string> HeldOutSubjects(const std::vector<std::string>& subjects, const Fold& fold) {
  const std::set<std::string> each(subjects.begin(), subjects.end());
  std::vector<std::string> drawn(each.begin(), each.end());
  std::stable_sort(drawn.begin(), drawn.end(),
                   [](const std::string& a, const std::string& b) { return SeedOf(a, 0) < SeedOf(b, 0); });
  std::set<std::string> held_out;
  for (size_t i = static_cast<size_t>(fold.index - 1); i < drawn.size(); i += static_cast<size_t>(fold.count))
    held_out.insert(drawn[i]);
  return held_out;
}

std::string DigestOf(const std::set<std::string>& subjects) { return Sha256Of(Joined(subjects, "\n")); }

}  // namespace f4s
