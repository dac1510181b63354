#include "libfuse4seg/tool/did_you_mean.h"

#include <algorithm>
#include <numeric>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// What counts of a word: dashes in front and case are not what was mistyped.
std::string Compared(const std::string& word) {
  return LowerCase(word.substr(std::min(word.find_first_not_of('-'), word.size())));
}

size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

size_t SharedBeginning(const std::string& a, const std::string& b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return static_cast<size_t>(end - a.begin());
}

}  // namespace

std::string DidYouMean(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr size_t kLeastShared = 3, kMostOffered = 3;
  const std::string typed = Compared(word);
  std::string nearest;
  size_t least = 2 + typed.size() / 4;  // above what is taken for a slip
  size_t most = std::max(kLeastShared, typed.size() - typed.size() / 4);
  std::vector<std::string> begin_alike;
  for (const std::string& candidate : candidates) {
    const std::string known = Compared(candidate);
    if (const size_t distance = EditDistance(typed, known); distance < least) {
      least = distance;
      nearest = candidate;
    }
    const size_t shared = SharedBeginning(typed, known);
    if (shared < most) continue;
    if (shared > most) begin_alike.clear();
    most = shared;
    begin_alike.push_back(candidate);
  }
  if (!nearest.empty()) begin_alike = {nearest};
  begin_alike.resize(std::min(begin_alike.size(), kMostOffered));
  return begin_alike.empty() ? "" : "; did you mean " + Joined(begin_alike, " or ", Quoted) + "?";
}

}  // namespace f4s
