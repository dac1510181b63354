#include "libfuse4seg/train/graph/graphed_objective.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kWarmUp = 3;  // steps of a phase that go without: constants, what libraries keep
constexpr size_t kMostGraphs = 2;

std::string ShapeText(const SliceBatch& batch) {
  std::string text = Cat(batch.images.sizes(), " ", batch.images.scalar_type());
  return batch.labels.defined() ? Cat(text, " ", batch.labels.sizes()) : text;
}

/// Copies `from`, of any device, into `to`, which is made the first time.
void CopyInto(const Tensor& from, const torch::Device& device, Tensor& to) {
  if (!from.defined()) return;
  if (!to.defined()) to = torch::empty_like(from, from.options().device(device).pinned_memory(false));
  to.copy_(from, /*non_blocking=*/from.is_pinned());
}

bool SameBits(const NamedTensors& a, const NamedTensors& b) {
  return std::all_of(a.begin(), a.end(),
                     [&](const auto& named) { return named.second.equal(b.at(named.first)); });
}

}  // namespace

void GraphedObjective::Shape(const PassShape& shape) {
  noted_.clear();
  objective_->Shape(shape);
}

void GraphedObjective::GiveUp(const std::string& why) {
  noted_.clear();
  given_up_ = true;
  say_(Cat("training steps go without CUDA graphs: ", why));
}

void GraphedObjective::DropTheOldest() {
  const auto has_graph = [](const auto& named) { return named.second.graph != nullptr; };
  while (std::count_if(noted_.begin(), noted_.end(), has_graph) >= static_cast<std::ptrdiff_t>(kMostGraphs)) {
    auto oldest = noted_.end();
    for (auto one = noted_.begin(); one != noted_.end(); ++one)
      if (has_graph(*one) && (oldest == noted_.end() || one->second.used < oldest->second.used)) oldest = one;
    noted_.erase(oldest);
  }
}

void GraphedObjective::Put(const SliceBatch& batch, Noted& noted) const {
  const Tensor images = noted.batch.images, labels = noted.batch.labels;
  noted.batch = batch;
  noted.batch.images = images, noted.batch.labels = labels;
  CopyInto(batch.images, device_, noted.batch.images);
  CopyInto(batch.labels, device_, noted.batch.labels);
}

StepOutcome GraphedObjective::Step(const SliceBatch& batch, const StepPosition& position) {
  ++steps_;
  objective_->PutRates(position);
  const auto phase = objective_->PhaseOf(position);
  if (given_up_ || !phase) return objective_->Step(batch, position);
  Noted& noted = noted_[Cat(*phase, " ", ShapeText(batch))];
  noted.used = steps_;
  ++noted.seen;
  Put(batch, noted);
  return StepOf(noted, position);
}

StepOutcome GraphedObjective::StepOf(Noted& noted, const StepPosition& position) {
  const SliceBatch batch = noted.batch;  // the tensors: `noted` goes where graphs are given up
  if (noted.seen <= kWarmUp) return objective_->Step(batch, position);
  if (!noted.graph) {
    Note(noted, position);
    return objective_->Step(batch, position);
  }
  if (!noted.proven) return Prove(noted, position);
  noted.graph->Replay();
  ++replayed_;
  return OutcomeOf(noted, position);
}

void GraphedObjective::Note(Noted& noted, const StepPosition& position) {
  try {
    DropTheOldest();
    auto graph = make_();
    graph->Capture([this, &noted, position] { noted.outcome = objective_->Step(noted.batch, position); });
    noted.graph = std::move(graph);
  } catch (const std::exception& error) {
    GiveUp(FirstLine(error.what()));
  }
}

StepOutcome GraphedObjective::Prove(Noted& noted, const StepPosition& position) {
  const SliceBatch batch = noted.batch;
  NamedTensors before, after;
  try {
    before = Copies(State());
  } catch (const c10::OutOfMemoryError& error) {
    GiveUp(FirstLine(error.what_without_backtrace()));
    return objective_->Step(batch, position);
  }
  StepOutcome outcome = objective_->Step(batch, position);
  if (!outcome.taken()) return outcome;  // nothing changed, which proves nothing
  try {
    after = Copies(State());
    PutBack(before, State());
    noted.graph->Replay();
    ++replayed_;
    noted.proven = SameBits(after, State());
    if (!noted.proven) GiveUp("a replayed step did not give the bits of the step itself");
  } catch (const c10::Error& error) {
    GiveUp(FirstLine(error.what_without_backtrace()));
  }
  if (!after.empty()) PutBack(after, State());
  return outcome;
}

StepOutcome GraphedObjective::OutcomeOf(const Noted& noted, const StepPosition& position) const {
  const StepOutcome& put = noted.outcome;
  const Tensor values = Stacked({put.losses, put.gradient_norms, put.bilevel});
  StepOutcome outcome;
  outcome.finite = put.finite.clone();
  int64_t next = 0;
  for (const auto& [from, to] : {std::pair(&put.losses, &outcome.losses),
                                 {&put.gradient_norms, &outcome.gradient_norms},
                                 {&put.bilevel, &outcome.bilevel}})
    for (const auto& [name, value] : *from) to->emplace_back(name, values[next++]);
  const NamedRates rates = objective_->RatesAt(position);
  for (const auto& [name, rate] : put.learning_rates)
    for (const auto& [known, now] : rates)
      if (known == name) outcome.learning_rates.emplace_back(name, now);
  return outcome;
}

}  // namespace f4s
