// What a training's reader should know of its data before it begins.

#pragma once

#include <string>

#include "libfuse4seg/train/loop/session.h"

namespace f4s {

/// Something that a run's reader should know: said, and a finding of the run.
class RunFindings {
 public:
  explicit RunFindings(RunContext& run) : run_(run) {}
  void Add(const char* code, const std::string& text) {
    run_.Warn(text);
    findings_.push_back({{"code", code}, {"severity", "warning"}, {"text", text}});
    run_.Set("findings", findings_);
  }

 private:
  RunContext& run_;
  Json findings_ = Json::array();
};

/// Of the cases, before any image is read: subjects, files, splits and preparations.
/// @throws Error(kBadInput, "train.label") for an image that is its case's own label.
void WarnOfCases(const TrainingCases& cases, RunFindings& findings);

/// What no slice shows cannot be learned, and what none validates is not known to be.
void WarnOfLacks(const TrainingData& data, RunFindings& findings);

/// What a model learned that this training validates with, or learned otherwise.
void WarnOfInit(const InitialModel& init, const std::string& fold, const TrainingData& data,
                RunFindings& findings);

}  // namespace f4s
