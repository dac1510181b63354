#include "libfuse4seg/prep/split.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "libfuse4seg/base/delimited.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/random.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {
namespace {

constexpr const char* kNames[] = {"train", "val", "test"};
constexpr const char* kForm = "rows of SUBJECT,SPLIT or SUBJECT<TAB>SPLIT";

std::optional<std::array<double, 3>> ParseFractions(const std::string& text) {
  std::array<double, 3> fractions = {};
  const auto words = SplitList(text);
  if (words.size() != 3) return std::nullopt;
  for (size_t i = 0; i < 3; ++i) {
    const auto fraction = NumberIn<double>(words[i]);
    if (!fraction) return std::nullopt;
    fractions[i] = *fraction;
  }
  const double sum = fractions[0] + fractions[1] + fractions[2];
  const bool negative = std::any_of(fractions.begin(), fractions.end(), [](double f) { return !(f >= 0); });
  if (negative || !(std::abs(sum - 1) < 1e-6))
    throw Error(ErrorKind::kUsage, "split.syntax",
                Cat(Quoted(text), ": fractions must be at least 0 and sum to 1"));
  return fractions;
}

/// How many of `total` each fraction gets: largest remainder, and one at least where it may.
std::array<size_t, 3> Counts(const std::array<double, 3>& fractions, size_t total) {
  std::array<size_t, 3> counts = {};
  size_t given = 0;
  for (size_t i = 0; i < 3; ++i)
    given += counts[i] = static_cast<size_t>(std::floor(fractions[i] * static_cast<double>(total) + 1e-9));
  const auto most_wanting = [&] {
    size_t best = 0;
    double largest = -1e300;
    for (size_t i = 0; i < 3; ++i) {
      const double lack = fractions[i] * static_cast<double>(total) - static_cast<double>(counts[i]);
      if (fractions[i] > 0 && lack > largest + 1e-9) best = i, largest = lack;
    }
    return best;
  };
  for (; given < total; ++given) ++counts[most_wanting()];
  for (size_t i = 0; i < 3; ++i) {
    const auto richest = std::max_element(counts.begin(), counts.end());
    if (fractions[i] > 0 && counts[i] == 0 && *richest > 1) --*richest, ++counts[i];
  }
  return counts;
}

}  // namespace

SplitRule::SplitRule(const std::string& text, uint64_t seed) : seed_(seed) {
  if (const auto fractions = ParseFractions(text))
    fractions_ = *fractions;
  else
    ReadTable(text);
}

void SplitRule::Check(const std::string& text) { SplitRule(text, 0); }

void SplitRule::ReadTable(const std::filesystem::path& file) {
  if (!Exists(file))
    throw Error(ErrorKind::kUsage, "split.syntax",
                Cat(Quoted(file.string()), " is neither a file (", kForm, ") nor TRAIN,VAL,TEST fractions"));
  file_ = file;
  const auto bad = [&](const DelimitedRow& row, const std::string& what) {
    return Error(ErrorKind::kBadInput, "split.file", Cat("line ", row.line, ": ", what)).InFile(file);
  };
  size_t subject = 0, split = 1;
  bool is_first = true;
  for (const DelimitedRow& row : RowsOfTable(file)) {
    const auto column = [&](const char* name) {
      const auto found = std::find(row.fields.begin(), row.fields.end(), name);
      return static_cast<size_t>(found - row.fields.begin());
    };
    const bool is_heading = is_first && std::max(column("subject"), column("split")) < row.fields.size();
    if (is_heading) subject = column("subject"), split = column("split");
    if (is_heading && std::set<std::string>(row.fields.begin(), row.fields.end()).size() < row.fields.size())
      throw bad(row, "a column stands twice");
    if (!std::exchange(is_first, false) || !is_heading) {
      if (row.fields.size() <= std::max(subject, split) || (subject + split == 1 && row.fields.size() != 2))
        throw bad(row, Cat("wanted ", kForm));
      if (row.fields[subject].empty() || row.fields[split].empty()) throw bad(row, Cat("wanted ", kForm));
      if (const auto meant = MisspeltSplit(row.fields[split]))
        throw bad(row, Cat("the split is ", Quoted(row.fields[split]), ": wanted ", *meant));
      if (!known_.emplace(row.fields[subject], row.fields[split]).second)
        throw bad(row, Cat("subject ", Quoted(row.fields[subject]), " occurs twice"));
    }
  }
}

void SplitRule::RequireAll(const std::vector<std::string>& subjects) const {
  if (file_.empty()) return;
  std::set<std::string> lacking;
  for (const std::string& subject : subjects)
    if (!known_.contains(subject)) lacking.insert(Quoted(subject));
  if (lacking.empty()) return;
  const std::vector<std::string> names(lacking.begin(), lacking.end());
  throw Error(ErrorKind::kBadInput, "split.subject",
              Cat("does not name subject ", Listed(names, 10, ", "), ": wanted a row SUBJECT,SPLIT for each"))
      .InFile(file_);
}

double SplitRule::Draw(const std::string& subject) const { return Uniform(SeedOf(subject, seed_)); }

void SplitRule::Know(const std::vector<std::string>& subjects) {
  if (!file_.empty()) return;
  std::vector<std::string> distinct = subjects;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::stable_sort(distinct.begin(), distinct.end(),
                   [&](const std::string& a, const std::string& b) { return Draw(a) < Draw(b); });
  const auto counts = Counts(fractions_, distinct.size());
  for (size_t i = 0; i < distinct.size(); ++i)
    known_[distinct[i]] = kNames[i < counts[0] ? 0 : i < counts[0] + counts[1] ? 1 : 2];
}

std::string SplitRule::Digest() const {
  Sha256 digest;
  for (const auto& [subject, split] : known_) digest.Update(Cat(subject, "\n", split, "\n"));
  return digest.HexDigest();
}

std::string SplitRule::Of(const std::string& subject) const {
  if (const auto known = known_.find(subject); known != known_.end()) return known->second;
  if (!file_.empty())
    throw Error(ErrorKind::kBadInput, "split.subject", Cat("does not name subject ", Quoted(subject)))
        .InFile(file_);
  const double draw = Draw(subject);
  return kNames[draw < fractions_[0]                                         ? 0
                : draw < fractions_[0] + fractions_[1] || fractions_[2] == 0 ? 1
                                                                             : 2];
}

}  // namespace f4s
