// What is learned: the losses of a step, scalars by name that are still on the device, and the score of a
// validation.  Loop, data, checkpoints and signals are the training loop's.

#pragma once

#include <torch/types.h>
#include <map>
#include <optional>
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

/// Learning rates by name.
using NamedRates = std::vector<std::pair<std::string, double>>;

/// Scalars by name, on any device, without gradients.
using NamedScalars = std::vector<std::pair<std::string, torch::Tensor>>;

/// All scalars as one vector of doubles, on the device of the first; at least one.
[[nodiscard]] torch::Tensor Stacked(const std::vector<NamedScalars>& all);

/// Adds `value` to the scalar of that name, or puts it there.
void AddScalar(NamedScalars& scalars, const std::string& name, const torch::Tensor& value);

struct StepOutcome {
  NamedScalars losses, gradient_norms;
  NamedScalars bilevel;  ///< c and cosine of the two levels' gradients (cooperation.h)
  NamedRates learning_rates;
  /// A bool on the device: whether all was finite when it was asked last.  Undefined: it never was.
  torch::Tensor finite;

  /// Whether all so far is finite, as a bool on the device: every optimiser is given it, and stays where it
  /// is false.  Nobody waits for it.
  [[nodiscard]] const torch::Tensor& MayMove();

  /// Whether the step was taken; false: something was not finite, and all is as it was before the step.
  /// Waits for the device.
  [[nodiscard]] bool taken() const;
};

/// The scalars of a step, and the first of them that is not finite.
class StepValues {
 public:
  /// Of some steps, fetched from the device in one go.
  [[nodiscard]] static std::vector<StepValues> Of(const std::vector<StepOutcome>& outcomes);
  /// Of one.
  explicit StepValues(const StepOutcome& outcome) : StepValues(Of({outcome}).front()) {}

  [[nodiscard]] bool taken() const { return taken_; }
  void AddTo(RunningMeans& means) const;
  /// {"losses":{...},"gradient_norms":{...},"learning_rates":{...}}, and "bilevel" where there is any.
  [[nodiscard]] const Json& json() const { return json_; }
  /// "loss segmentation.dice is nan", or nothing.
  [[nodiscard]] const std::string& culprit() const { return culprit_; }

 private:
  StepValues() = default;

  Json json_;
  bool taken_ = true;
  std::string culprit_;
};

/// Copies to come back to, and the way back, for a player that moves before it is known whether all may.
[[nodiscard]] NamedTensors Copies(const NamedTensors& tensors);
void PutBack(const NamedTensors& copies, const NamedTensors& tensors);
/// The same where `stays`, a bool on their device, is false.
void PutBackUnless(const torch::Tensor& stays, const NamedTensors& copies, const NamedTensors& tensors);

/// Where a step lies in the whole run, all from 0.
struct StepPosition {
  int64_t epoch = 0, step = 0, steps = 0;  ///< step: over all epochs, of `steps`
};

/// A slice to be looked at, of a subject that scored low.
struct WeakSlice {
  int64_t index = 0;  ///< among the validation's slices
  Json subject =
      Json::object();  ///< segmentation.WT.dice of all slices of its subject, or the slice's fusion.VIF
};
inline constexpr size_t kWeakSlices = 6;  ///< of a validation

struct Validation {
  Json metrics = Json::object();  ///< as f4s-metrics names them: fusion.VIF, segmentation.WT.dice
  double score = 0;               ///< the greater, the better
  std::string score_is;           ///< what the score is made of, in words
  std::vector<std::string> warnings;
  std::vector<WeakSlice> weakest;  ///< the weakest first, kWeakSlices at most
  bool complete = true;            ///< false: a stop was asked for
};

/// What a network makes of slices; undefined where it does not.
struct PredictedSlices {
  torch::Tensor fused;    ///< [N,1,H,W], values in 0..1
  torch::Tensor classes;  ///< [N,H,W], int64
};

/// One in which every loss counts that ever does.
inline constexpr int64_t kLateEpoch = 1000000;

/// How a batch goes through the networks.
struct PassShape {
  int64_t images_at_once = 0;  ///< 0: as ShardSize() of sharded_pass.h has it
  bool recompute = false;      ///< what the networks computed is forgotten, and computed again to go back
};

class Objective {
 public:
  virtual ~Objective() = default;

  /// One step of the optimisers whose turn it is; none moves on what is not finite.  On another device than
  /// the CPU the host does not wait for it.
  virtual StepOutcome Step(const SliceBatch& batch, const StepPosition& position) = 0;

  /// Scores the network as it is; changes nothing.
  [[nodiscard]] virtual Validation Validate(const SliceDataset& slices) = 0;

  /// Of whole slices [N,M,H,W] on any device, for people to look at.
  [[nodiscard]] virtual PredictedSlices Predict(const torch::Tensor&) { return {}; }

  [[nodiscard]] virtual Network network() const = 0;

  /// All tensors that training changes, in use: to be saved, or copied into.
  [[nodiscard]] virtual NamedTensors State() const = 0;

  /// To be called when they were copied into.
  virtual void Restored() {}

  /// Names all that a step at this position asks of the device by, but the shape of its batch and the
  /// learning rates: steps of one name and shape call the same operators on tensors of the same shapes, with
  /// the same numbers of the host's.  Nothing: the host has a part in each step, with numbers that it draws,
  /// say.
  [[nodiscard]] virtual std::optional<std::string> PhaseOf(const StepPosition&) const { return {}; }

  /// The learning rates of a step at this position, by the names that its outcome has.
  [[nodiscard]] virtual NamedRates RatesAt(const StepPosition&) const { return {}; }

  /// From now on steps read their learning rates from the device: puts those of `position` there.
  virtual void PutRates(const StepPosition&) {}

  /// How a batch goes through the networks from now on.
  virtual void Shape(const PassShape& shape) = 0;
  /// The gradients of a step with all its losses, which are then forgotten: for what memory that takes.
  virtual void Rehearse(const SliceBatch& batch, const PassShape& shape) = 0;
};

}  // namespace f4s
