// Steps of an objective as graphs of the device: --cuda-graphs.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "libfuse4seg/train/graph/device_graph.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

/// An objective whose steps are noted as a graph, one for each phase (Objective::PhaseOf()) and shape of
/// batches, and replayed from then on.  The first steps of a phase go as they would without, one is noted,
/// and the next is done both ways: where a bit of what training changes differs, or a step cannot be noted,
/// all goes on without graphs, with a word.
class GraphedObjective : public Objective {
 public:
  using Maker = std::function<std::unique_ptr<DeviceGraph>()>;
  using Say = std::function<void(const std::string&)>;

  GraphedObjective(std::unique_ptr<Objective> objective, const torch::Device& device, Maker make, Say say)
      : objective_(std::move(objective)), device_(device), make_(std::move(make)), say_(std::move(say)) {}

  StepOutcome Step(const SliceBatch& batch, const StepPosition& position) override;

  [[nodiscard]] Validation Validate(const SliceDataset& slices) override {
    return objective_->Validate(slices);
  }
  [[nodiscard]] PredictedSlices Predict(const torch::Tensor& images) override {
    return objective_->Predict(images);
  }
  [[nodiscard]] Network network() const override { return objective_->network(); }
  [[nodiscard]] NamedTensors State() const override { return objective_->State(); }
  void Restored() override { objective_->Restored(); }
  void Shape(const PassShape& shape) override;
  void Rehearse(const SliceBatch& batch, const PassShape& shape) override {
    objective_->Rehearse(batch, shape);
  }
  [[nodiscard]] std::optional<std::string> PhaseOf(const StepPosition& position) const override {
    return objective_->PhaseOf(position);
  }
  [[nodiscard]] NamedRates RatesAt(const StepPosition& position) const override {
    return objective_->RatesAt(position);
  }
  void PutRates(const StepPosition& position) override { objective_->PutRates(position); }

  /// Steps that were replayed, those that proved a graph included.
  [[nodiscard]] int64_t replayed() const { return replayed_; }

 private:
  /// What is noted of a phase.
  struct Noted {
    int64_t seen = 0;                    ///< steps
    int64_t used = 0;                    ///< the step that used it last
    SliceBatch batch;                    ///< on the device, where all steps find theirs
    std::unique_ptr<DeviceGraph> graph;  ///< none until it is noted
    StepOutcome outcome;                 ///< where the graph puts it
    bool proven = false;
  };

  StepOutcome StepOf(Noted& noted, const StepPosition& position);
  /// The batch, where the graph finds it.
  void Put(const SliceBatch& batch, Noted& noted) const;
  void Note(Noted& noted, const StepPosition& position);
  /// One step done both ways.
  StepOutcome Prove(Noted& noted, const StepPosition& position);
  /// What a replay put into the outcome, copied out of its way.
  [[nodiscard]] StepOutcome OutcomeOf(const Noted& noted, const StepPosition& position) const;
  void GiveUp(const std::string& why);
  /// So that there are no more than a few at a time, each with memory of its own.
  void DropTheOldest();

  std::unique_ptr<Objective> objective_;
  torch::Device device_;
  Maker make_;
  Say say_;
  std::map<std::string, Noted> noted_;  ///< by phase and shape
  int64_t steps_ = 0, replayed_ = 0;
  bool given_up_ = false;
};

}  // namespace f4s
