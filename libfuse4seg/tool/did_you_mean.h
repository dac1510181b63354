// What somebody may have meant who typed a word that is not known.

#pragma once

#include <string>
#include <vector>

namespace f4s {

/// "; did you mean 'x'?": the candidate within a small edit distance of `word`, upper and lower case being
/// alike; else up to three that begin as `word` does ("--steps": "--steps-per-epoch"); or nothing.
[[nodiscard]] std::string DidYouMean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace f4s
