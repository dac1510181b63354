#include "libfuse4seg/prep/source/contrast_words.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr std::string_view kAgents[] = {"ce",       "gd",   "gad", "km",       "cm",    "contrast", "mdc",
                                        "kontrast", "t1ce", "t1c", "t1gd",     "t1wce", "t1km",     "cet1",
                                        "agent",    "civ",  "inj", "enhanced", "bolus", "gbca",     "dose"};
constexpr std::string_view kAgentsBegin[] = {"gado",     "contrast",   "kontrastm", "dotarem",  "magnevist",
                                             "prohance", "multihance", "clariscan", "omniscan", "vueway",
                                             "elucirem", "primovist",  "eovist",    "gadav",    "injec",
                                             "injek",    "inyec"};
/// Agents only with a sign, or behind "with" or "without": "+c", "w/o c", "w con".
constexpr std::string_view kShortAgents[] = {"c", "con", "iv"};
constexpr std::string_view kWith[] = {"with", "w", "mit", "m",  "avec", "con",   "post", "after",
                                      "nach", "n", "met", "na", "com",  "apres", "dopo", "t1post"};
constexpr std::string_view kWithout[] = {
    "without",    "wo",          "non",  "no",     "not",   "ohne",  "o",      "sans",  "sin",
    "s",          "senza",       "pre",  "prior",  "pra",   "prae",  "before", "vor",   "v",
    "avant",      "minus",       "kein", "keine",  "nicht", "nativ", "native", "plain", "t1pre",
    "unenhanced", "nonenhanced", "sine", "zonder", "geen",  "sem",   "voor"};
/// Such letters stand for a word right before an agent alone.
constexpr std::string_view kLetters[] = {"m", "n", "o", "v", "s"};
/// These say it alone, without an agent behind them.
constexpr std::string_view kWithAlone[] = {"post", "t1post"};
constexpr std::string_view kWithoutAlone[] = {"pre", "t1pre"};
constexpr std::string_view kWithoutAlways[] = {"nativ", "native", "unenhanced", "nonenhanced"};
/// Behind an agent: "KM nein", "gad neg", "contrast-free".
constexpr std::string_view kDenied[] = {"none",  "nein", "neg",   "negative", "negativ",
                                        "minus", "nil",  "false", "kein"};
/// Likewise where nothing comes behind: "contrast: no", but not "Gd no fatsat".
constexpr std::string_view kDeniedLast[] = {"no", "non", "not", "n", "0", "free"};
constexpr std::string_view kBetween[] = {"and", "und", "et",  "y",   "e",  "i", "v",
                                         "iv",  "the", "any", "der", "de", "to"};
/// At the end of a text cut short: "AX T1 WITH".
constexpr std::string_view kWithLast[] = {"with", "mit", "avec", "postcon"};
/// Of images of after the agent was given, or of something else that came late.
constexpr std::string_view kVague[] = {"delayed", "late", "delay"};
/// After an operation or an illness, not after an agent: "T1 post op".
constexpr std::string_view kOperations[] = {
    "op",           "operative",    "surgery", "surgical", "fossa",  "resection", "rt",
    "radiation",    "treatment",    "biopsy",  "rct",      "chemo",  "processed", "radiotherapy",
    "tx",           "rtx",          "tace",    "stroke",   "trauma", "ictal",     "processing",
    "embolisation", "embolization", "therapy", "partum",   "mortem", "traumatic"};
/// Words of sequences, planes and the like, behind which "post" and "pre" still speak of the agent.
constexpr std::string_view kPlain[] = {
    "ax",        "axial",    "tra",      "trans",    "transversal", "transverse", "cor",     "coronal",
    "koronar",   "sag",      "sagittal", "fs",       "fatsat",      "fat",        "sat",     "fl",
    "flash",     "mpr",      "mprage",   "mp2rage",  "se",          "tse",        "fse",     "spgr",
    "bravo",     "vibe",     "space",    "cube",     "gre",         "ir",         "iso",     "isotropic",
    "dixon",     "fluid",    "stealth",  "nav",      "navi",        "brain",      "head",    "hr",
    "hires",     "mr",       "mri",      "whole",    "neuro",       "native",     "nd",      "repeat",
    "caipi",     "grappa",   "sense",    "blade",    "propeller",   "fspgr",      "tfe",     "lava",
    "spin",      "mt",       "stereo",   "neuronav", "brainlab",    "orbits",     "orbit",   "iac",
    "pituitary", "skull",    "face",     "hi",       "norm",        "dis2d",      "rr",      "dl",
    "ai",        "reformat", "no",       "w",        "with",        "free",       "dynamic", "motion",
    "tumor",     "neck",     "spine",    "delayed",  "late",        "echo",       "thin",    "recon",
    "and",       "und"};

template <size_t N>
bool IsOf(const std::string_view (&names)[N], std::string_view word) {
  return std::find(std::begin(names), std::end(names), word) != std::end(names);
}

bool IsAgentWord(std::string_view word) {
  return IsOf(kAgents, word) || std::any_of(std::begin(kAgentsBegin), std::end(kAgentsBegin),
                                            [&](std::string_view begin) { return word.starts_with(begin); });
}

bool IsPlain(std::string_view word) {
  return IsOf(kPlain, word) || std::isdigit(static_cast<unsigned char>(word.front())) != 0 ||
         word.starts_with("t1") || word.starts_with("t2");
}

struct SignedWord {
  std::string text;
  char before = 0, after = 0;  ///< a sign that is attached to it: '+' or '-'
};

/// Lower case, without accents, and signs for words written out.
std::string Plain(const std::string& text) {
  std::string plain = " " + LowerCase(text) + " ";
  const auto replace = [&](std::string_view what, std::string_view by) {
    for (size_t at = plain.find(what); at != std::string::npos; at = plain.find(what, at + by.size()))
      plain.replace(at, what.size(), by);
  };
  for (const auto& [letters, letter] : {std::pair<std::string_view, std::string_view>{"éèêëÉÈ", "e"},
                                        {"äáàâÄÁÀ", "a"},
                                        {"öóòôÖÓ", "o"},
                                        {"üúùûÜÚ", "u"},
                                        {"íìîïÍ", "i"},
                                        {"ñÑ", "n"},
                                        {"çÇ", "c"}})
    for (size_t i = 0; i + 1 < letters.size(); i += 2) replace(letters.substr(i, 2), letter);
  for (const auto& [sign, words] : {std::pair<std::string_view, std::string_view>{"+/-", " both "},
                                    {"±", " both "},
                                    {"w/o", " wo "},
                                    {"w/", " with "},
                                    {" s/", " sin "},
                                    {" c/", " con "},
                                    {" m/", " mit "},
                                    {" o/", " ohne "}})
    replace(sign, words);
  return plain;
}

/// "precontrast", "mKM" are two words.
void Add(SignedWord word, std::vector<SignedWord>& words) {
  static constexpr std::string_view kPrefixes[] = {"without", "pre", "post", "non",  "no",   "nach", "mit",
                                                   "ohne",    "vor", "avec", "sans", "prae", "pra"};
  const std::string_view text = word.text;
  const bool is_german = text.size() == 3 && text.ends_with("km") && IsOf(kLetters, text.substr(0, 1));
  std::optional<size_t> split;
  for (const std::string_view begin : kPrefixes)
    if (!split && text.starts_with(begin) && IsAgentWord(text.substr(begin.size()))) split = begin.size();
  if (is_german) split = 1;
  if (split) {
    words.push_back({word.text.substr(0, *split), word.before, 0});
    word = {word.text.substr(*split), 0, word.after};
  }
  words.push_back(std::move(word));
}

std::vector<SignedWord> WordsOf(const std::string& text) {
  const std::string plain = Plain(text);
  const auto is_letter = [&](size_t i) {
    const auto c = static_cast<unsigned char>(plain[i]);
    return std::isalnum(c) != 0 || c >= 0x80;
  };
  const auto is_digit = [&](size_t i) { return std::isdigit(static_cast<unsigned char>(plain[i])) != 0; };
  std::vector<SignedWord> words;
  for (size_t at = 0; at < plain.size();) {  // which begins and ends with a blank
    if (!is_letter(at)) {
      ++at;
      continue;
    }
    size_t end = at;
    while (is_letter(end) || (plain[end] == '.' && is_digit(end - 1) && is_digit(end + 1))) ++end;
    SignedWord word = {plain.substr(at, end - at)};
    // "T1-Gd" is a name in two parts, " -Gd" is none of it; "T1+C" is with it.
    if (plain[at - 1] == '+' || (plain[at - 1] == '-' && !is_letter(at - 2))) word.before = plain[at - 1];
    if ((plain[end] == '+' || plain[end] == '-') && !is_letter(end + 1)) word.after = plain[end];
    Add(std::move(word), words);
    at = end;
  }
  return words;
}

struct Said {
  bool with = false, without = false;
  bool vague = false;  ///< whatever else it says
  bool late = false;   ///< where it says nothing else
};

/// "grey white contrast", "high contrast" speak of tissue.
bool IsOfTissue(const std::vector<SignedWord>& words, size_t at) {
  static constexpr std::string_view kTissue[] = {"gm", "wm", "high", "low", "white", "matter", "tissue"};
  return at > 0 && words[at].text.starts_with("contrast") && IsOf(kTissue, words[at - 1].text);
}

/// What stands before the agent at `at`, as far as it belongs to it.  @return whether anything does
bool TakeBefore(const std::vector<SignedWord>& words, size_t at, Said& said) {
  bool is_any = false;
  for (bool is_next = true; at-- > 0; is_next = false) {
    const std::string& word = words[at].text;
    const bool is_iv = word == "v" && at > 0 && words[at - 1].text == "i";
    const bool is_far_letter = IsOf(kLetters, word) && !is_next;
    const bool with = IsOf(kWith, word) && !is_far_letter,
               without = IsOf(kWithout, word) && !is_far_letter && !is_iv;
    if (!with && !without && !IsOf(kBetween, word)) break;
    said.with |= with, said.without |= without;
    is_any |= with || without;
  }
  return is_any;
}

/// What stands behind it.  @return whether anything does
bool TakeBehind(const std::vector<SignedWord>& words, size_t at, Said& said) {
  if (at + 1 >= words.size()) return false;
  const std::string& next = words[at + 1].text;
  const bool is_last = at + 2 == words.size() || words[at + 2].text == "given";
  const bool denied = IsOf(kDenied, next) || (IsOf(kDeniedLast, next) && is_last);
  said.without |= denied;
  said.vague |=
      !denied && IsOf(kDeniedLast, next) && next != "0" && next != "free";  // "KM 0,1", "free breathing"
  return denied;
}

void TakeAgent(const std::vector<SignedWord>& words, size_t at, Said& said) {
  const SignedWord& agent = words[at];
  const bool plus = agent.before == '+' || agent.after == '+',
             minus = agent.before == '-' || agent.after == '-';
  said.with |= plus, said.without |= minus;
  const bool before = TakeBefore(words, at, said), behind = TakeBehind(words, at, said);
  said.with |= !plus && !minus && !before && !behind;
}

bool IsAgentAt(const std::vector<SignedWord>& words, size_t i) {
  const SignedWord& word = words[i];
  if (IsAgentWord(word.text)) return !IsOfTissue(words, i);
  if (!IsOf(kShortAgents, word.text)) return false;
  if (word.before != 0 || word.after != 0) return true;
  if (i == 0) return false;
  const std::string& last = words[i - 1].text;
  return (IsOf(kWith, last) || IsOf(kWithout, last)) && !IsOf(kLetters, last);
}

/// "post" and "pre" by themselves.
void TakeAlone(const std::vector<SignedWord>& words, size_t i, bool& to, Said& said) {
  if (i + 1 == words.size() || IsPlain(words[i + 1].text)) {
    to = true;
  } else if (const std::string& next = words[i + 1].text;
             !IsOf(kOperations, next) && !IsAgentAt(words, i + 1) && !IsOf(kBetween, next)) {
    said.vague = true;
  }
}

/// "w/wo", "with and without".
bool IsBothAt(const std::vector<SignedWord>& words, size_t i) {
  static constexpr std::string_view kPlainWith[] = {"with", "w", "mit", "avec", "con"},
                                    kPlainWithout[] = {"without", "wo", "ohne", "sans", "sin"};
  size_t next = i + 1;
  while (next < words.size() && IsOf(kBetween, words[next].text)) ++next;
  if (next >= words.size()) return false;
  return (IsOf(kPlainWith, words[i].text) && IsOf(kPlainWithout, words[next].text)) ||
         (IsOf(kPlainWithout, words[i].text) && IsOf(kPlainWith, words[next].text));
}

}  // namespace

ContrastSaid ContrastOf(const std::string& text) {
  const std::vector<SignedWord> words = WordsOf(text);
  Said said;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].text;
    if (word == "both" || IsBothAt(words, i)) said.with = said.without = true;
    if (IsAgentAt(words, i)) TakeAgent(words, i, said);
    if (IsOf(kWithAlone, word)) TakeAlone(words, i, said.with, said);
    if (IsOf(kWithoutAlone, word)) TakeAlone(words, i, said.without, said);
    said.without |= IsOf(kWithoutAlways, word);
    const bool is_last = i + 1 == words.size();
    said.with |= (word == "t1" && words[i].after == '+') || (IsOf(kWithLast, word) && is_last);
    said.late |= IsOf(kVague, word) || (word == "con" && is_last && !IsAgentAt(words, i));
  }
  if (said.with && said.without) return ContrastSaid::kBoth;
  if (said.vague || (said.late && !said.with && !said.without)) return ContrastSaid::kUnclear;
  return said.with ? ContrastSaid::kWith : said.without ? ContrastSaid::kWithout : ContrastSaid::kNothing;
}

bool IsAgent(const std::string& text) {
  static constexpr std::string_view kNone[] = {
      "none",    "no",  "n",       "nein",  "non",     "keine",  "kein",   "keines",    "ohne",
      "without", "wo",  "nil",     "na",    "0",       "0.0",    "0ml",    "false",     "native",
      "nativ",   "not", "nicht",   "pre",   "plain",   "aucun",  "aucune", "sans",      "ninguno",
      "ninguna", "sin", "nessuno", "senza", "unknown", "saline", "nacl",   "unenhanced"};
  const std::vector<SignedWord> words = WordsOf(text);
  if (words.empty() || ContrastOf(text) == ContrastSaid::kWithout) return false;
  const bool is_known =
      std::any_of(words.begin(), words.end(), [](const SignedWord& w) { return IsAgentWord(w.text); });
  const bool is_none =
      std::any_of(words.begin(), words.end(), [](const SignedWord& w) { return IsOf(kNone, w.text); });
  return is_known || !is_none;
}

}  // namespace f4s
