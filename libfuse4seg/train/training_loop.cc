#include "libfuse4seg/train/training_loop.h"

#include <torch/torch.h>

#include <cmath>

#include "libfuse4seg/base/signals.h"

namespace f4s {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kLoss = "loss ";  // prefixes of LoopState::sums
constexpr const char* kNorm = "norm ";
constexpr size_t kMostCases = 8;  // named in a message

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double Rate(double count, double seconds) { return seconds > 0 ? count / seconds : 0; }

}  // namespace

Json LoopState::ToJson() const {
  return {{"step", step},
          {"sums", sums},
          {"best_epoch", best_epoch},
          {"best_score", best_score},
          {"best_metrics", best_metrics},
          {"epochs_done", epochs_done},
          {"seconds", seconds},
          {"events_bytes", events_bytes}};
}

LoopState LoopState::FromJson(const Json& json) {
  LoopState state;
  state.step = json.at("step");
  state.sums = json.at("sums").get<std::map<std::string, double>>();
  state.best_epoch = json.at("best_epoch");
  state.best_score = json.at("best_score");
  state.best_metrics = json.at("best_metrics");
  state.epochs_done = json.at("epochs_done");
  state.seconds = json.at("seconds");
  state.events_bytes = json.at("events_bytes");
  return state;
}

TrainingLoop::TrainingLoop(Objective& objective, const BatchPlan& batches, const SliceDataset& train,
                           const SliceDataset& val, RunFolder& folder, RunContext& run, LoopPlan plan)
    : objective_(objective),
      batches_(batches),
      train_(train),
      val_(val),
      folder_(folder),
      run_(run),
      plan_(std::move(plan)) {}

Json TrainingLoop::Run() {
  Resume();
  const int64_t per_epoch = batches_.steps_per_epoch();
  run_.progress().SetTotal(plan_.stage.epochs * per_epoch - state_.step);
  {
    // Where slices are read from the disk, one thread may not keep up.
    BatchStream stream(batches_, state_.step,
                       train_.in_memory() ? 1 : std::min(4, run_.options().num_threads()));
    for (int64_t epoch = state_.epochs_done; epoch < plan_.stage.epochs; ++epoch) {
      TrainEpoch(epoch, stream);
      EndEpoch(epoch);
    }
  }
  plan_.save_model(folder_.folder() / "last.safetensors", state_.best_metrics);
  const Json summary = {
      {"epochs", state_.epochs_done},
      {"steps", state_.step},
      {"best_epoch", state_.best_epoch},
      {"best_score", state_.best_score},
      {"validation", state_.best_metrics},
      {"train_slices", train_.size()},
      {"validation_slices", val_.size()},
      {"training_seconds", state_.seconds},
      {"images_per_second", Rate(static_cast<double>(state_.step * batches_.batch_size()), state_.seconds)}};
  folder_.checkpoints().Finish(summary);
  return summary;
}

void TrainingLoop::Resume() {
  if (!folder_.checkpoints().has_checkpoint()) {
    folder_.RewindEvents(0);
    Json event = {{"event", "start"}};
    event.update(plan_.facts);
    folder_.AddEvent(event);
    return;
  }
  NamedTensors tensors = objective_.State();
  std::vector<std::string> warnings;
  const CheckpointEntry entry = folder_.checkpoints().Load(tensors, warnings);
  for (const std::string& warning : warnings) run_.Warn(warning);
  state_ = LoopState::FromJson(entry.state);
  folder_.RewindEvents(state_.events_bytes);
  if (!run_.options().quiet)
    run_.Say(
        Cat("goes on after step ", state_.step, " of ", plan_.stage.epochs * batches_.steps_per_epoch()));
}

void TrainingLoop::TrainEpoch(int64_t epoch, BatchStream& stream) {
  const int64_t end = (epoch + 1) * batches_.steps_per_epoch();
  while (state_.step < end) {
    if (StopRequested()) Interrupt();
    const SliceBatch batch = stream.Next();
    TakeStep(epoch, batch);
    run_.progress().Advance(Cat("epoch ", epoch + 1, " step ", state_.step));
    const double minutes = plan_.stage.checkpoint_minutes;
    if (minutes > 0 && SecondsSince(saved_) >= 60 * minutes) SaveCheckpoint();
  }
}

void TrainingLoop::TakeStep(int64_t epoch, const SliceBatch& batch) {
  const auto begin = Clock::now();
  const StepPlace place = {epoch, state_.step, plan_.stage.epochs * batches_.steps_per_epoch()};
  const StepOutcome outcome = objective_.Step(batch, place);
  const auto values = Fetch(outcome, epoch, batch);
  for (const auto& [name, value] : values) state_.sums[name] += value;
  rates_ = Json::object();
  for (const auto& [name, rate] : outcome.learning_rates) rates_[name] = rate;
  const double seconds = SecondsSince(begin);
  state_.seconds += seconds;
  state_.sums["seconds"] += seconds;
  ++state_.step;
  const int64_t every = plan_.stage.log_every;
  if (every == 0 || state_.step % every != 0) return;
  Json losses = Json::object(), norms = Json::object();
  for (const auto& [name, tensor] : outcome.losses) losses[name] = values.at(kLoss + name);
  for (const auto& [name, tensor] : outcome.gradient_norms) norms[name] = values.at(kNorm + name);
  folder_.AddEvent({{"event", "step"},
                    {"epoch", epoch + 1},
                    {"step", state_.step},
                    {"losses", losses},
                    {"learning_rates", rates_},
                    {"gradient_norms", norms},
                    {"images_per_second", Rate(static_cast<double>(batch.indices.size()), seconds)}});
}

std::map<std::string, double> TrainingLoop::Fetch(const StepOutcome& outcome, int64_t epoch,
                                                  const SliceBatch& batch) const {
  std::vector<std::string> names;
  std::vector<torch::Tensor> scalars;
  for (const auto& [kind, values] :
       {std::pair(kLoss, &outcome.losses), std::pair(kNorm, &outcome.gradient_norms)})
    for (const auto& [name, value] : *values) {
      names.push_back(kind + name);
      scalars.push_back(value.to(torch::kFloat64).reshape({}));
    }
  const torch::Tensor fetched = torch::stack(scalars).cpu();
  std::map<std::string, double> values;
  std::string cases;
  for (size_t i = 0; i < std::min(kMostCases, batch.indices.size()); ++i)
    cases += (i ? ", " : "") + Quoted(train_.place(batch.indices[i]).id);
  for (size_t i = 0; i < names.size(); ++i) {
    const double value = values[names[i]] = fetched[static_cast<int64_t>(i)].item<double>();
    if (std::isfinite(value)) continue;
    const char* what = names[i].starts_with(kLoss) ? "loss " : "gradient norm of ";
    throw Error(ErrorKind::kInternal, "train.not_finite",
                Cat(what, names[i].substr(std::string(kLoss).size()), " is ", value, " at step ",
                    state_.step + 1, " (epoch ", epoch + 1, "), cases ", cases,
                    batch.indices.size() > kMostCases ? ", ..." : "", ": a smaller learning rate may help"))
        .InFile(folder_.folder());
  }
  return values;
}

Json TrainingLoop::Means(const char* kind) const {
  Json means = Json::object();
  for (const auto& [name, sum] : state_.sums)
    if (name.starts_with(kind))
      means[name.substr(std::string(kind).size())] = sum / static_cast<double>(batches_.steps_per_epoch());
  return means;
}

void TrainingLoop::EndEpoch(int64_t epoch) {
  const bool last = epoch + 1 == plan_.stage.epochs;
  const double count = static_cast<double>(batches_.steps_per_epoch() * batches_.batch_size());
  Json event = {{"event", "epoch"},
                {"epoch", epoch + 1},
                {"step", state_.step},
                {"losses", Means(kLoss)},
                {"learning_rates", rates_},
                {"gradient_norms", Means(kNorm)},
                {"images_per_second", Rate(count, state_.sums["seconds"])}};
  if (last || (epoch + 1) % plan_.stage.validate_every == 0) {
    const Validation validation = objective_.Validate(val_);
    if (!validation.complete) Interrupt();
    const bool best = state_.best_epoch == 0 || validation.score > state_.best_score;
    if (best) {
      state_.best_epoch = epoch + 1;
      state_.best_score = validation.score;
      state_.best_metrics = validation.metrics;
      plan_.save_model(folder_.folder() / "model.safetensors", validation.metrics);
    }
    event["validation"] = validation.metrics;
    event["score"] = validation.score;
    event["best"] = best;
    run_.Note(Cat("epoch ", epoch + 1, " of ", plan_.stage.epochs, ": score ", validation.score, ", ",
                  ToLine(validation.metrics)));
  }
  folder_.AddEvent(event);
  state_.sums.clear();
  state_.epochs_done = epoch + 1;
  SaveCheckpoint();
}

void TrainingLoop::SaveCheckpoint() {
  state_.events_bytes = folder_.events_bytes();
  folder_.checkpoints().Save(state_.step, objective_.State(), state_.ToJson());
  saved_ = Clock::now();
}

void TrainingLoop::Interrupt() {
  if (state_.step > 0) SaveCheckpoint();
  throw Error(ErrorKind::kInterrupted, "interrupted",
              Cat("stopped by a signal after step ", state_.step, ": the same command goes on from here"));
}

}  // namespace f4s
