#include "libfuse4seg/cases/folds.h"

#include <algorithm>
#include <charconv>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/random.h"

namespace f4s {

Fold ParseFold(const std::string& text) {
  if (text.empty()) return {};
  Fold fold;
  const char* const last = text.data() + text.size();
  const auto first = std::from_chars(text.data(), last, fold.index);
  const bool slash = first.ec == std::errc() && first.ptr != last && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, last, fold.count) : first;
  if (!slash || second.ec != std::errc() || second.ptr != last || fold.index < 1 || fold.index > fold.count ||
      fold.count < 2)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not K/N with N at least 2 and K from 1 to N"));
  return fold;
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

}  // namespace f4s
