#include "libfuse4seg/cases/subject_names.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <string_view>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kMostDigits = 4;        ///< of a slice number; more are a date or a number of the image
constexpr size_t kMostCharacters = 256;  ///< of what a regular expression looks at: std::regex recurses
constexpr std::string_view kSeparators = "_-.";

bool IsSeparator(char c) { return kSeparators.find(c) != std::string_view::npos; }

/// Takes `word` off the end of `text`, whatever its case.
bool TakeOff(std::string& text, std::string_view word) {
  if (text.size() < word.size() || LowerCase(text.substr(text.size() - word.size())) != word) return false;
  text.resize(text.size() - word.size());
  return true;
}

/// Names that are no patient's: numbers behind them count patients, not slices.
bool IsGeneric(const std::string& stem) {
  static constexpr std::string_view kWords[] = {
      "image", "img",   "im",  "case",  "patient",    "pat",  "subject",  "sub",   "subj", "study", "sample",
      "scan",  "train", "val", "valid", "validation", "test", "training", "slice", "data", "pair"};
  const std::string word = LowerCase(stem);
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

struct SliceName {
  std::string stem;      ///< empty: no name of a slice
  bool says_so = false;  ///< by a word: z07, slice7
};

SliceName ReadSliceName(const std::string& name) {
  size_t digits = 0;
  while (digits < name.size() &&
         std::isdigit(static_cast<unsigned char>(name[name.size() - 1 - digits])) != 0)
    ++digits;
  if (digits == 0 || digits > kMostDigits || digits == name.size()) return {};
  bool says_so = false;
  std::string stem = name.substr(0, name.size() - digits);
  bool separated = false;
  const auto take_separators = [&] {
    for (; !stem.empty() && IsSeparator(stem.back()); stem.pop_back()) separated = true;
  };
  take_separators();
  // A letter of an axis belongs to the number only behind a separator: p3_z07, but not jazz_07.
  std::string shorter = stem;
  for (const std::string_view word : {"slice", "slc", "sl", "frame", "z", "y", "x", "s"})
    if (TakeOff(shorter, word)) {
      if (!shorter.empty() && (IsSeparator(shorter.back()) || word == "slice")) {
        stem = shorter;
        separated = separated || word == "slice";
        says_so = word != "s";  // of a slice, or of a session
        take_separators();
      }
      break;
    }
  if (!separated) return {};
  return {stem, says_so};
}

}  // namespace

std::string StemOfSlice(const std::string& name) { return ReadSliceName(name).stem; }

std::vector<std::string> SubjectsOfNames(const std::vector<std::string>& names) {
  std::vector<std::string> subjects;
  std::map<std::string, size_t> counts;
  bool all_say_so = true;
  for (const std::string& name : names) {
    const SliceName slice = ReadSliceName(name);
    all_say_so = all_say_so && slice.says_so;
    subjects.push_back(slice.stem);
    if (subjects.back().empty() || IsGeneric(subjects.back())) return {};
    ++counts[subjects.back()];
  }
  const auto several =
      std::count_if(counts.begin(), counts.end(), [](const auto& count) { return count.second > 1; });
  const bool holds = (counts.size() > 1 || all_say_so) && 2 * static_cast<size_t>(several) > counts.size();
  return holds ? subjects : std::vector<std::string>();
}

namespace {

/// Names of places, years, data sets and magnets, behind which patients are counted.
bool IsNoPatient(const std::string& name) {
  static const std::regex generic(
      "(?:site|cent(?:er|re)|cohort|study|scanner|batch|group|fold|hospital|phase|part)[-_]?[0-9]*|[0-9.]*[0-9]t|"
      "[a-z]*[-_]?(?:19|20)[0-9]{2}|(?:brats|isles|msseg|wmh)[0-9]*",
      std::regex::icase);
  return std::regex_match(name, generic);
}

/// The whole id, where `pattern` takes nothing off.
std::string TakenOff(const std::string& id, const std::regex& pattern) {
  std::smatch match;
  return std::regex_match(id, match, pattern) && !IsNoPatient(match[1].str()) ? match[1].str() : id;
}

}  // namespace

std::string PatientOfId(const std::string& id) {
  // Of data sets whose ids end in an examination's number; then endings that say what they are, behind a
  // name that has a number of the patient's own.
  static const std::regex patterns[] = {
      std::regex("(BraTS[0-9]*[-_][A-Za-z]+(?:[-_]RT)?[-_][0-9]{4,5})[-_][0-9]{1,3}", std::regex::icase),
      std::regex("((?:UPENN-GBM|UCSD-PTGBM|RHUH)-[0-9]{4,5})_[0-9]{1,2}", std::regex::icase),
      std::regex("(OAS[0-9]_?[0-9]{4})_MR.*", std::regex::icase),
      std::regex("([0-9]{3}_S_[0-9]{4})_.*", std::regex::icase),         // ADNI
      std::regex("([0-9]{5})_[0-9]{7}"),                                 // PI-CAI
      std::regex("(patient[0-9]{3})_frame[0-9]{2}", std::regex::icase),  // ACDC
      std::regex("(sub-[A-Za-z0-9]+)_(?:ses|run|acq)-[A-Za-z0-9]+(?:_.*)?", std::regex::icase),
      std::regex(
          "(.*[0-9].*?)[-_](?:ses|session|week|wk|month|visit|timepoint|time|tp|fu|followup|follow-up|day)"
          "[-_]?[0-9]{1,4}d?(?:-[0-9])?",
          std::regex::icase),
      std::regex("(.*[0-9].*?)[-_](?:scan|v)[-_]?[0-9]{1,2}", std::regex::icase),
      std::regex("(.*[0-9].*?)[-_](?:exam|lesion|crop|patch|tile)[-_]?(?:0|[1-9][0-9]{0,2})",
                 std::regex::icase),
      std::regex(
          "(.*[0-9].*?)[-_](?:baseline|followup|follow-up|(?:pre|post|intra)-?(?:op|rt)?|vor|nach)[0-9]?",
          std::regex::icase),
      std::regex(
          "(.*[0-9].*?)[-_](?:(?:19|20)[0-9]{2}[-_.]?[01][0-9][-_.]?[0-3][0-9]|[01][0-9]-[0-3][0-9]-(?:19|20)[0-9]{2})(?:-NA-.*)?")};
  if (id.size() > kMostCharacters || id.find_first_of("_-") == std::string::npos) return id;
  for (const std::regex& pattern : patterns)
    if (std::string patient = TakenOff(id, pattern); patient != id) return patient;
  return id;
}

namespace {

/// What a name begins with, up to the separator behind its first number; empty where that is all of it.
std::string Beginning(const std::string& name) {
  const auto number = name.find_first_of("0123456789");
  const auto end = number == std::string::npos ? number : name.find_first_of("_-", number);
  return end == std::string::npos ? "" : name.substr(0, end);
}

}  // namespace

std::vector<std::string> SubjectsAlike(const std::vector<std::string>& subjects) {
  std::map<std::string, std::set<std::string>> by_beginning;
  size_t count = 0;
  for (const std::string& subject : subjects)
    if (const std::string begin = Beginning(subject);
        !begin.empty() && begin.size() < kMostCharacters && !IsNoPatient(begin))
      count += by_beginning[begin].insert(subject).second ? 1 : 0;
  if (by_beginning.size() < 2 || count > 2 * by_beginning.size()) return {};  // of a data set, of a few sites
  for (const auto& [begin, alike] : by_beginning)
    if (alike.size() > 1) return {*alike.begin(), *std::next(alike.begin())};
  return {};
}

}  // namespace f4s
