// What is learned: the losses of a step, scalars by name that are still on the device, and the score of a
// validation.  Loop, data, checkpoints and signals are the training loop's.

#pragma once

#include <torch/types.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/nn/model_bundle.h"
#include "libfuse4seg/train/data/batches.h"

namespace f4s {

/// Means over the steps of an epoch, by kind and name, that can be saved and gone on with.
class RunningMeans {
 public:
  void Add(const std::string& kind, const std::string& name, double value) {
    auto& [sum, count] = sums_[kind + "/" + name];
    sum += value;
    ++count;
  }
  /// {"NAME":mean,...} of one kind, each over the steps that had it.
  [[nodiscard]] Json Of(const std::string& kind) const {
    Json means = Json::object();
    const std::string prefix = kind + "/";
    for (const auto& [name, sum] : sums_)
      if (name.starts_with(prefix))
        means[name.substr(prefix.size())] = sum.first / static_cast<double>(sum.second);
    return means;
  }
  void Clear() { sums_.clear(); }

  [[nodiscard]] Json ToJson() const { return sums_; }
  [[nodiscard]] static RunningMeans FromJson(const Json& json) {
    RunningMeans means;
    means.sums_ = json.get<std::map<std::string, std::pair<double, int64_t>>>();
    return means;
  }

 private:
  std::map<std::string, std::pair<double, int64_t>> sums_;
};

/// Scalars by name, on any device, without gradients.
using NamedScalars = std::vector<std::pair<std::string, torch::Tensor>>;

/// All scalars as one vector of doubles, on the device of the first; at least one.
[[nodiscard]] torch::Tensor Stacked(const std::vector<NamedScalars>& all);

/// Adds `value` to the scalar of that name, or puts it there.
void AddScalar(NamedScalars& scalars, const std::string& name, const torch::Tensor& value);

struct StepOutcome {
  NamedScalars losses, gradient_norms;
  NamedScalars bilevel;  ///< c and cosine of the two levels' gradients (cooperation.h)
  std::vector<std::pair<std::string, double>> learning_rates;
  bool taken = true;  ///< false: something was not finite, and all is as it was before the step

  /// Whether all so far is finite; notes in `taken` when not.  Waits for the device.  To be asked before
  /// each optimiser moves.
  [[nodiscard]] bool MayMove();
};

/// The scalars of a step, fetched from the device in one go, and the first of them that is not finite.
class StepValues {
 public:
  explicit StepValues(const StepOutcome& outcome);

  void AddTo(RunningMeans& means) const;
  /// {"losses":{...},"gradient_norms":{...},"learning_rates":{...}}, and "bilevel" where there is any.
  [[nodiscard]] const Json& json() const { return json_; }
  /// "loss segmentation.dice is nan", or nothing.
  [[nodiscard]] const std::string& culprit() const { return culprit_; }

 private:
  Json json_;
  std::string culprit_;
};

/// Copies to come back to, and the way back, for a player that moves before it is known whether all may.
[[nodiscard]] NamedTensors Copies(const NamedTensors& tensors);
void PutBack(const NamedTensors& copies, const NamedTensors& tensors);

/// Where a step lies in the whole run, all from 0.
struct StepPosition {
  int64_t epoch = 0, step = 0, steps = 0;  ///< step: over all epochs, of `steps`
};

struct Validation {
  Json metrics = Json::object();  ///< as f4s-metrics names them: fusion.VIF, segmentation.WT.dice
  double score = 0;               ///< the greater, the better
  std::string score_is;           ///< what the score is made of, in words
  std::vector<std::string> warnings;
  bool complete = true;  ///< false: a stop was asked for
};

class Objective {
 public:
  virtual ~Objective() = default;

  /// One step of the optimisers whose turn it is; none moves on what is not finite.
  virtual StepOutcome Step(const SliceBatch& batch, const StepPosition& position) = 0;

  /// Scores the network as it is; changes nothing.
  [[nodiscard]] virtual Validation Validate(const SliceDataset& slices) = 0;

  [[nodiscard]] virtual Network network() const = 0;

  /// All tensors that training changes, in use: to be saved, or copied into.
  [[nodiscard]] virtual NamedTensors State() const = 0;
};

}  // namespace f4s
