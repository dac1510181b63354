// Random damage to files, the same for the same seed.

#pragma once

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace f4s {

/// One to three random changes: a byte, a bit, a cut, a piece put in, four bytes of 0 or 255.
/// @param header_bytes  where changed bytes mostly lie.
inline std::string Mutant(std::string bytes, size_t header_bytes, std::mt19937_64& random) {
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % std::max<size_t>(n, 1)); };
  const size_t changes = 1 + below(3);
  for (size_t i = 0; i < changes && !bytes.empty(); ++i) switch (below(5)) {
      case 0: bytes[below(std::min(bytes.size(), header_bytes))] = static_cast<char>(random()); break;
      case 1: bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8)); break;
      case 2: bytes.resize(below(bytes.size())); break;
      case 3:
        bytes.insert(below(bytes.size()), std::string(1 + below(20), static_cast<char>(random())));
        break;
      default: bytes.replace(below(bytes.size()), 4, std::string(4, static_cast<char>(below(2) * 255)));
    }
  return bytes;
}

/// What stands in place of a word: tests/fault/mutants.py takes the same.
inline std::vector<std::string> HostileWords() {
  std::ifstream in("tests/support/hostile_words.json");
  return nlohmann::json::parse(in).get<std::vector<std::string>>();
}

/// A change to a header of text: a word becomes another, is lost or doubled, or a line is.
inline std::string TextMutant(const std::string& bytes, size_t header_bytes, std::mt19937_64& random) {
  static const std::vector<std::string> words = HostileWords();
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % std::max<size_t>(n, 1)); };
  std::string header = bytes.substr(0, header_bytes);
  for (size_t i = 0, changes = 1 + below(2); i < changes; ++i) {
    const bool whole_line = below(4) == 0;
    const char* ends = whole_line ? "\n" : " \n,():=";
    const size_t at = below(header.size());
    const size_t before = header.find_last_of(ends, at), after = header.find_first_of(ends, at);
    const size_t begin = before == std::string::npos ? 0 : before + 1;
    const size_t count = (after == std::string::npos ? header.size() : after) - std::min(begin, after);
    const std::string old = header.substr(begin, count);
    header.replace(begin, count,
                   whole_line ? (below(2) == 0 ? "" : old + "\n" + old) : words[below(words.size())]);
  }
  return header + bytes.substr(header_bytes);
}

}  // namespace f4s
