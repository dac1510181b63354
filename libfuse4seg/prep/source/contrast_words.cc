#include "libfuse4seg/prep/source/contrast_words.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <vector>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr std::string_view kAgents[] = {
    "ce",        "gd",       "gad",  "km",   "contrast", "kontrast",   "contraste",
    "contrasto", "mdc",      "+c",   "c+",   "t1ce",     "t1c",        "t1gd",
    "t1wce",     "enhanced", "t1+c", "cet1", "agent",    "gadolinium", "kontrastmittel",
    "t1km"};
constexpr std::string_view kAgentsBegin[] = {"gado",     "dotarem",    "magnevist",
                                             "prohance", "multihance", "clariscan"};
constexpr std::string_view kWith[] = {"with",  "w",    "mit",   "avec", "con",   "post",
                                      "after", "nach", "apres", "dopo", "t1post"};
constexpr std::string_view kWithout[] = {
    "without", "wo",  "non",   "no",    "not",    "ohne",  "sans",  "sin",        "senza",      "pre",
    "before",  "vor", "avant", "nativ", "native", "plain", "t1pre", "unenhanced", "nonenhanced"};
/// These say it alone, without an agent behind them.
constexpr std::string_view kWithAlone[] = {"post", "t1post"};
constexpr std::string_view kWithoutAlone[] = {"pre", "nativ", "native", "t1pre", "unenhanced", "nonenhanced"};
constexpr std::string_view kBetween[] = {"and", "und", "et",  "y",   "e",   "i",
                                         "v",   "iv",  "the", "any", "der", "de"};
/// After an operation, not after an agent: "T1 post op".
constexpr std::string_view kOperations[] = {"op",        "operative", "surgery",   "surgical",     "fossa",
                                            "resection", "rt",        "radiation", "radiotherapy", "chemo",
                                            "rct",       "treatment", "biopsy"};

template <size_t N>
bool IsOf(const std::string_view (&names)[N], std::string_view word) {
  return std::find(std::begin(names), std::end(names), word) != std::end(names);
}

bool IsAgentWord(std::string_view word) {
  return IsOf(kAgents, word) || std::any_of(std::begin(kAgentsBegin), std::end(kAgentsBegin),
                                            [&](std::string_view begin) { return word.starts_with(begin); });
}

/// "precontrast" is two words.
void Add(std::string word, std::vector<std::string>& words) {
  for (const std::string_view begin : {"pre", "post", "non"})
    if (word.starts_with(begin) && IsAgentWord(std::string_view(word).substr(begin.size()))) {
      words.emplace_back(begin);
      word.erase(0, begin.size());
      break;
    }
  words.push_back(std::move(word));
}

std::vector<std::string> WordsOf(const std::string& text) {
  std::string spaced = LowerCase(text);
  for (const auto& [sign, word] :
       {std::pair<std::string_view, std::string_view>{"w/o", " wo "}, {"w/", " with "}})
    for (size_t at = spaced.find(sign); at != std::string::npos; at = spaced.find(sign, at))
      spaced.replace(at, sign.size(), word);
  for (char& c : spaced)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '+') c = ' ';
  std::vector<std::string> words;
  for (std::string& word : Words(spaced)) Add(std::move(word), words);
  return words;
}

struct Said {
  bool with = false, without = false;
};

/// What stands before the agent at `at`, as far as it belongs to it.
void TakeBefore(const std::vector<std::string>& words, size_t at, Said& said) {
  bool is_bare = true;
  while (at-- > 0) {
    const bool with = IsOf(kWith, words[at]), without = IsOf(kWithout, words[at]);
    if (!with && !without && !IsOf(kBetween, words[at])) break;
    said.with |= with;
    said.without |= without;
    is_bare = is_bare && !with && !without;
  }
  said.with |= is_bare;
}

}  // namespace

ContrastSaid ContrastOf(const std::string& text) {
  const std::vector<std::string> words = WordsOf(text);
  Said said;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool is_of_operation = i + 1 < words.size() && IsOf(kOperations, words[i + 1]);
    if (IsAgentWord(words[i])) TakeBefore(words, i, said);
    said.with |= IsOf(kWithAlone, words[i]) && !is_of_operation;
    said.without |= IsOf(kWithoutAlone, words[i]) && !is_of_operation;
  }
  if (said.with && said.without) return ContrastSaid::kBoth;
  return said.with ? ContrastSaid::kWith : said.without ? ContrastSaid::kWithout : ContrastSaid::kNothing;
}

bool IsAgent(const std::string& text) {
  const std::vector<std::string> words = WordsOf(text);
  static constexpr std::string_view kNone[] = {"none",    "no", "n",   "nein", "non", "keine", "ohne",
                                               "without", "wo", "nil", "na",   "0",   "false", "unknown"};
  return !words.empty() && !IsOf(kNone, words.front());
}

}  // namespace f4s
