#include "libfuse4seg/train/loop/training_findings.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/model/preparation.h"

namespace f4s {
namespace {

/// The path without links, so that a file has one; a member of a tar file has its own.
std::string FileAt(const std::filesystem::path& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real == nullptr ? path.string() : real.get();
}

/// Of each case, the files of its modalities.
using Files = std::vector<std::vector<std::string>>;

Files FilesOf(const std::vector<TrainingCase>& cases) {
  Files files;
  for (const TrainingCase& one : cases) {
    files.emplace_back();
    for (const std::string& modality : one.modalities)
      files.back().push_back(FileAt(one.record.image(modality)));
  }
  return files;
}

/// Subjects that are learned from and validated with: what is scored is not what was never seen.
void WarnOfShared(const TrainingCases& cases, RunFindings& findings) {
  std::set<std::string> learned, both;
  for (const TrainingCase& one : cases.train) learned.insert(one.record.subject());
  for (const TrainingCase& one : cases.val)
    if (learned.contains(one.record.subject())) both.insert(one.record.subject());
  if (!both.empty())
    findings.Add("split.subject", Cat(both.size(), both.size() == 1 ? " subject is" : " subjects are",
                                      " in both splits, train and val (",
                                      Listed(std::vector(both.begin(), both.end()), 3, ", "),
                                      "): the score is not that of subjects never seen"));
}

/// The same file in both, under another subject or none.
void WarnOfSharedFiles(const Files& train, const Files& val, RunFindings& findings) {
  std::set<std::string> learned, both;
  for (const auto& files : train) learned.insert(files.begin(), files.end());
  for (const auto& files : val)
    for (const std::string& file : files)
      if (learned.contains(file)) both.insert(file);
  if (!both.empty())
    findings.Add("split.files", Cat(both.size(), both.size() == 1 ? " image is" : " images are",
                                    " in both splits, train and val (", *both.begin(),
                                    "): the score is not that of cases never seen"));
}

/// One file in two places of a model's input teaches nothing of the second.
void WarnOfCopies(const std::vector<TrainingCase>& train, const Files& files, RunFindings& findings) {
  int64_t count = 0;
  std::string first;
  for (size_t i = 0; i < train.size(); ++i) {
    if (std::set<std::string>(files[i].begin(), files[i].end()).size() == files[i].size()) continue;
    if (count++ == 0) first = train[i].record.id();
  }
  if (count > 0)
    findings.Add("modality.copy", Cat(count, count == 1 ? " case has" : " cases have",
                                      " one file for two modalities, the first is ", Quoted(first)));
}

/// Cases of a split that nobody meant are in no part.
void WarnOfOthers(const TrainingCases& cases, RunFindings& findings) {
  if (!cases.other_splits.empty())
    findings.Add("split.other", Cat("cases of the split ", Listed(cases.other_splits, 3, ", "),
                                    " are neither trained nor validated with: wanted train, val or test"));
}

/// A model of both says that it does not know how it wants its images, and is held against none.
void WarnOfPreparations(const TrainingCases& cases, RunFindings& findings) {
  if (!cases.differences.empty())
    findings.Add("train.preparation",
                 Cat("cases were prepared in more than one way: ", Joined(cases.differences, "; ")));
}

/// An image that is the case's own label tells a network what it is to find.
void RequireImagesBesideLabels(const std::vector<TrainingCase>& cases, const Files& files) {
  for (size_t i = 0; i < cases.size(); ++i) {
    const Case& record = cases[i].record;
    const auto label = record.file("label");
    if (!label) continue;
    const auto same = std::find(files[i].begin(), files[i].end(), FileAt(*label));
    if (same == files[i].end()) continue;
    const std::string& modality = cases[i].modalities[static_cast<size_t>(same - files[i].begin())];
    throw Error(ErrorKind::kBadInput, "train.label",
                Cat(modality, " and the label are one file: wanted an image"))
        .InFile(record.image(modality))
        .InCase(record.id());
  }
}

}  // namespace

void WarnOfCases(const TrainingCases& cases, RunFindings& findings) {
  const Files train = FilesOf(cases.train), val = FilesOf(cases.val);
  RequireImagesBesideLabels(cases.train, train);
  RequireImagesBesideLabels(cases.val, val);
  WarnOfShared(cases, findings);
  WarnOfSharedFiles(train, val, findings);
  WarnOfCopies(cases.train, train, findings);
  WarnOfOthers(cases, findings);
  WarnOfPreparations(cases, findings);
}

void WarnOfLacks(const TrainingData& data, RunFindings& findings) {
  const auto say = [&](const std::string& text) { findings.Add("label.empty", text); };
  for (const auto& [slices, what] :
       {std::pair(data.train.get(), "training"), {data.val.get(), "validation"}}) {
    if (slices->with_foreground().empty()) {
      say(Cat("none of the ", slices->size(), " ", what, " slices has a labelled pixel"));
      continue;
    }
    if (slices != data.train.get()) continue;  // validation names each region that it lacks
    size_t one = 0;
    for (const auto& [value, name] : data.cases.classes)
      if (slices->slices_of_class().at(++one) == 0)
        say(Cat("no training slice has label ", value, " (", name, "): it cannot be learned"));
  }
}

void WarnOfInit(const InitialModel& init, const std::string& fold, const TrainingData& data,
                RunFindings& findings) {
  const ModelDescription& model = init.description;
  const std::string of_init = TextAt(model.provenance, "config.fold");
  const auto named = [](const std::string& text) { return text.empty() ? "no --fold" : "--fold " + text; };
  if (of_init != fold)
    findings.Add("train.fold",
                 Cat("--init learned with ", named(of_init), ", this training with ", named(fold),
                     ": subjects that it validates with may be among those that --init learned from"));
  const bool is_known =
      data.normalization != kUnknownNormalization && model.normalization != kUnknownNormalization;
  if (is_known && data.normalization != model.normalization)
    findings.Add("train.preparation", Cat("--init learned from images of --normalize ", model.normalization,
                                          ", these are of ", data.normalization));
}

}  // namespace f4s
