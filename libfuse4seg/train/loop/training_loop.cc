#include "libfuse4seg/train/loop/training_loop.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/train/objective/objective.h"

namespace f4s {

namespace {

constexpr std::chrono::milliseconds kLastOfAll(300);
constexpr size_t kMostCases = 8;   // named in a message
constexpr int kMostStreams = 8;    // threads that make batches
constexpr int kStreamsOfDisk = 4;  // where training itself needs the CPU
constexpr int64_t kStepsBetweenLooks = 16;

double SecondsBetween(std::chrono::steady_clock::time_point begin,
                      std::chrono::steady_clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}

double SecondsOfDay() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

double Rate(double count, double seconds) { return seconds > 0 ? count / seconds : 0; }

/// Four digits, as people read them; "undefined" for null.
std::string Rounded(const Json& number) {
  if (!number.is_number()) return "undefined";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", number.get<double>());
  return text;
}

/// How it goes, for the line on a terminal: mean losses of the epoch, the best validation, speed.
std::string StatusOf(const LoopState& state, int64_t batch_size) {
  std::string text;
  const Json losses = state.means.Of("losses");
  for (const auto& [name, loss] : losses.items())
    if (name == "total" || name.ends_with(".total")) text += Cat(", loss ", name, " ", Rounded(loss));
  if (state.best_epoch > 0)
    text += Cat(", best score ", Rounded(state.best_score), " (epoch ", state.best_epoch, ")");
  if (const Json time = state.means.Of("time"); time.contains("seconds"))
    text +=
        Cat(", ", Rounded(Rate(static_cast<double>(batch_size), time["seconds"].get<double>())), " images/s");
  return text;
}

std::string CasesOf(const std::vector<int64_t>& indices, const SliceDataset& slices) {
  return Listed(indices, kMostCases, ", ", [&](auto index) { return Quoted(slices.place(index).id); });
}

}  // namespace

TrainingLoop::TrainingLoop(Objective& objective, const BatchPlan& batches, const SliceDataset& train,
                           const SliceDataset& val, RunFolder* folder, RunContext& run, LoopPlan plan)
    : objective_(objective),
      batches_(batches),
      train_(train),
      val_(val),
      folder_(folder),
      ranks_(Ranks::Here()),
      run_(run),
      plan_(std::move(plan)),
      recovery_(plan_.stage.most_skipped_steps),
      average_(*objective.network(), plan_.stage.ema_decay) {}

Json TrainingLoop::Run() {
  Resume();
  const int64_t per_epoch = batches_.steps_per_epoch();
  run_.progress().SetTotal(plan_.stage.epochs * per_epoch - state_.step);
  {
    BatchStream stream(batches_, state_.step, static_cast<int>(num_streams()), /*pinned=*/!on_cpu());
    for (int64_t epoch = state_.epochs_done; epoch < plan_.stage.epochs; ++epoch) {
      TrainEpoch(epoch, stream);
      EndEpoch(epoch);
    }
  }
  SaveModel("last.safetensors", state_.last_metrics);
  for (const std::string& warning : state_.best_warnings)
    run_.Warn(Cat("the best network, of epoch ", state_.best_epoch, ": ", warning));
  const Json summary = Summary();
  ranks_.Together([&] {
    if (folder_ != nullptr) folder_->checkpoints().Finish(summary);
  });
  return summary;
}

bool TrainingLoop::on_cpu() const { return objective_.network()->parameters().front().is_cpu(); }

int64_t TrainingLoop::num_streams() const {
  const int threads = run_.options().num_threads();
  // A GPU is fed by all that there is; on the CPU one thread keeps up, unless slices come from the disk.
  if (!on_cpu()) return std::min(kMostStreams, threads);
  return train_.in_memory() ? 1 : std::min(kStreamsOfDisk, threads);
}

Json TrainingLoop::Summary() const {
  return {
      {"epochs", state_.epochs_done},
      {"steps", state_.step},
      {"skipped_steps", recovery_.skipped()},
      {"restored", recovery_.restored()},
      {"best_epoch", state_.best_epoch},
      {"best_score", state_.best_score},
      {"best_by", state_.best_by},
      {"validation", state_.best_metrics},
      {"train_slices", train_.size()},
      {"validation_slices", val_.size()},
      {"training_seconds", state_.seconds},
      {"waited_seconds", state_.seconds_waited},
      {"images_per_second", Rate(static_cast<double>(state_.step * batches_.batch_size()), state_.seconds)}};
}

void TrainingLoop::Resume() {
  NamedTensors tensors = State();
  if (ranks_.Any(folder_ != nullptr && folder_->checkpoints().has_checkpoint())) {
    TakeCheckpoint(tensors);
    if (!run_.options().quiet)
      run_.Say(
          Cat("continues after step ", state_.step, " of ", plan_.stage.epochs * batches_.steps_per_epoch()));
  } else {
    recovery_.Keep(tensors);
    if (folder_ != nullptr) folder_->RewindEvents(0);
    Json event = {{"event", "start"}};
    event.update(plan_.facts);
    AddEvent(event);
  }
  if (plan_.stage.tensorboard && folder_ != nullptr)
    tensorboard_.emplace(folder_->folder(), folder_->events_file());
  RequireOneNetwork();
}

void TrainingLoop::TakeCheckpoint(NamedTensors& tensors) {
  NamedTensors loaded;
  Json state;
  ranks_.Together([&] {
    if (folder_ == nullptr) return;
    std::vector<std::string> warnings;
    state = folder_->checkpoints().Load(tensors, warnings, &loaded).state;
    for (const std::string& warning : warnings) run_.Warn(warning);
  });
  state = ranks_.Spread(state);
  ranks_.Spread(loaded);
  if (folder_ == nullptr) PutBack(loaded, tensors);
  ranks_.Together([&] {
    const auto take = [&] {
      state_ = LoopState::FromJson(state);
      state_.Require(plan_.stage.epochs, batches_.steps_per_epoch());
      recovery_.FromJson(state.at("recovery"));
      recovery_.TakeKept(loaded, tensors);
    };
    if (folder_ == nullptr) return take();
    folder_->checkpoints().Understand(take);
    folder_->RewindEvents(state_.events_bytes);
  });
  objective_.Restored();
}

void TrainingLoop::RequireOneNetwork() const {
  if (ranks_.alone()) return;
  Sha256 weights;
  for (const auto& [name, tensor] : WeightsOf(*objective_.network())) {
    const torch::Tensor on_host = tensor.detach().cpu().contiguous();
    weights.Update({static_cast<const char*>(on_host.const_data_ptr()), on_host.nbytes()});
  }
  const std::vector<std::string> all = ranks_.Exchange(weights.HexDigest());
  for (size_t rank = 1; rank < all.size(); ++rank)
    if (all[rank] != all[0])
      throw Error(
          ErrorKind::kInternal, "ranks.weights",
          Cat("after step ", state_.step, " the weights of rank ", rank, " are not those of rank 0 (SHA-256 ",
              all[rank], " and ", all[0], "): a machine computes otherwise"));
}

void TrainingLoop::TrainEpoch(int64_t epoch, BatchStream& stream) {
  const int64_t end = (epoch + 1) * batches_.steps_per_epoch();
  while (state_.step < end) {
    if (pending_.empty() && ranks_.Any(StopRequested())) Interrupt();
    const auto begin = Clock::now();
    const SliceBatch batch = stream.Next();
    TakeStep(epoch, batch, begin, SecondsBetween(begin, Clock::now()));
    run_.progress().Advance(
        Cat("epoch ", epoch + 1, " step ", state_.step, StatusOf(state_, batches_.batch_size())));
    const double minutes = plan_.stage.checkpoint_minutes;
    if (pending_.empty() && minutes > 0 && SecondsBetween(saved_, Clock::now()) >= 60 * minutes)
      SaveCheckpoint();
  }
}

void TrainingLoop::TakeStep(int64_t epoch, const SliceBatch& batch, Clock::time_point begin, double waited) {
  const StepPosition position = {epoch, state_.step, plan_.stage.epochs * batches_.steps_per_epoch()};
  if (pending_.empty()) pending_since_ = begin;
  StepOutcome outcome = objective_.Step(batch, position);
  average_.Update(outcome.finite);
  ++state_.step;
  pending_.push_back({.epoch = epoch,
                      .step = state_.step,
                      .outcome = std::move(outcome),
                      .indices = batch.indices,
                      .waited = waited});
  if (IsTimeToLook()) Look();
}

bool TrainingLoop::IsTimeToLook() const {
  const int64_t in_epoch = state_.step % batches_.steps_per_epoch();
  return on_cpu() || in_epoch == 0 || in_epoch % kStepsBetweenLooks == 0;
}

void TrainingLoop::Look() {
  const std::vector<PendingStep> done = std::exchange(pending_, {});
  std::vector<StepOutcome> outcomes;
  for (const PendingStep& step : done) outcomes.push_back(step.outcome);
  const std::vector<StepValues> values = StepValues::Of(outcomes);
  const double seconds = SecondsBetween(pending_since_, Clock::now()) / static_cast<double>(done.size());
  for (size_t i = 0; i < done.size(); ++i) Record(done[i], values[i], seconds);
}

void TrainingLoop::Record(const PendingStep& done, const StepValues& values, double seconds) {
  if (values.taken()) {
    recovery_.Taken();
    values.AddTo(state_.means);
    rates_.update(values.json().at("learning_rates"));
  }
  state_.seconds += seconds;
  state_.seconds_waited += done.waited;
  state_.means.Add("time", "seconds", seconds);
  state_.means.Add("time", "waited", done.waited);
  if (!values.taken()) return SkipStep(done, values.culprit());
  const int64_t every = plan_.stage.log_every;
  if (every == 0 || done.step % every != 0) return;
  Json event = {{"event", "step"}, {"epoch", done.epoch + 1}, {"step", done.step}};
  event.update(values.json());
  event["images_per_second"] = Rate(static_cast<double>(done.indices.size()), seconds);
  AddEvent(event);
  Log(Cat("epoch ", done.epoch + 1, ", step ", done.step), event);
}

void TrainingLoop::SkipStep(const PendingStep& done, const std::string& culprit) {
  const std::string cases = CasesOf(done.indices, train_);
  const auto verdict = recovery_.Skipped();
  if (verdict == Recovery::Verdict::kGiveUp)
    throw Error(ErrorKind::kInternal, "train.not_finite",
                Cat(culprit, " at step ", done.step, " (epoch ", done.epoch + 1, "), cases ", cases,
                    ", after ", recovery_.skipped_in_epoch() - 1,
                    " skipped steps of the epoch: a smaller learning rate may help"))
        .InFile(plan_.folder);
  const bool restore = verdict == Recovery::Verdict::kRestore;
  if (restore) {
    NamedTensors state = State();
    recovery_.Restore(state);
    objective_.Restored();
  }
  AddEvent({{"event", "skipped"},
            {"epoch", done.epoch + 1},
            {"step", done.step},
            {"why", culprit},
            {"cases", cases},
            {"restored", restore}});
  run_.Warn(Cat(culprit, " at step ", done.step, ", cases ", cases,
                restore ? ": skipped, and the state of the last good epoch restored" : ": skipped"));
}

void TrainingLoop::EndEpoch(int64_t epoch) {
  RequireOneNetwork();
  const bool last = epoch + 1 == plan_.stage.epochs;
  const Json time = state_.means.Of("time");
  Json event = {{"event", "epoch"}, {"epoch", epoch + 1}, {"step", state_.step}};
  for (const char* kind : {"losses", "gradient_norms", "bilevel"})
    if (const Json means = state_.means.Of(kind); !means.empty() || std::string(kind) != "bilevel")
      event[kind] = means;
  event["learning_rates"] = rates_;
  event["images_per_second"] =
      Rate(static_cast<double>(batches_.batch_size()), time.at("seconds").get<double>());
  event["waited_share"] = Rate(time.at("waited").get<double>(), time.at("seconds").get<double>());
  event["skipped_steps"] = recovery_.skipped_in_epoch();
  if (last || (epoch + 1) % plan_.stage.validate_every == 0) Validate(epoch, event);
  if (!recovery_.EndEpoch(State()))
    throw Error(ErrorKind::kInternal, "train.not_finite",
                Cat("no step of epoch ", epoch + 1,
                    " could be taken, for losses or gradients that "
                    "are not finite: a smaller learning rate may help"))
        .InFile(plan_.folder);
  AddEvent(event);
  Log(Cat("epoch ", epoch + 1, " of ", plan_.stage.epochs), event);
  state_.means.Clear();
  rates_ = Json::object();
  state_.epochs_done = epoch + 1;
  SaveCheckpoint();
}

void TrainingLoop::Validate(int64_t epoch, Json& event) {
  Validation validation;
  {
    const WeightAverage::Use averaged(average_);
    validation = objective_.Validate(val_);
  }
  if (!validation.complete) Interrupt();
  state_.last_metrics = validation.metrics;
  const bool best = state_.best_epoch == 0 || validation.score > state_.best_score;
  if (best) {
    state_.best_epoch = epoch + 1;
    state_.best_score = validation.score;
    state_.best_by = validation.score_is;
    state_.best_warnings = validation.warnings;
    state_.best_metrics = validation.metrics;
    SaveModel("model.safetensors", validation.metrics);
    const WeightAverage::Use averaged(average_);
    if (folder_ != nullptr) plan_.show_weakest(folder_->folder() / "validation", validation, epoch + 1);
  }
  event["validation"] = validation.metrics;
  event["score"] = validation.score;
  event["best"] = best;
  event["best_by"] = validation.score_is;
  if (!validation.warnings.empty()) event["warnings"] = validation.warnings;
}

void TrainingLoop::Log(const std::string& where, const Json& event) {
  std::string line = where;
  for (const auto& [name, loss] : event.at("losses").items())
    if (name == "total" || name.ends_with(".total")) line += Cat(", loss ", name, " ", Rounded(loss));
  if (const auto validation = event.find("validation"); validation != event.end()) {
    if (const auto regions = validation->find("segmentation"); regions != validation->end())
      for (const auto& [name, region] : regions->items())
        line += Cat(", Dice ", name, " ", Rounded(region.at("dice")));
    line += Cat(", score ", Rounded(event.at("score")), event.at("best").get<bool>() ? " (best)" : "");
  }
  if (const auto warnings = event.find("warnings"); warnings != event.end())
    for (const auto& warning : *warnings) line += ", " + warning.get<std::string>();
  run_.Log(Cat(line, ", ", Rounded(event.at("images_per_second")), " images/s"));
}

void TrainingLoop::SaveModel(const char* name, const Json& metrics) {
  if (folder_ == nullptr) return;
  const WeightAverage::Use averaged(average_);
  plan_.save_model(folder_->folder() / name, metrics);
}

NamedTensors TrainingLoop::State() const {
  NamedTensors state = objective_.State();
  average_.AddState(state);
  return state;
}

void TrainingLoop::AddEvent(Json event) {
  if (folder_ == nullptr) return;
  event["time"] = SecondsOfDay();
  folder_->AddEvent(event);
  if (tensorboard_) tensorboard_->Add(event);
}

void TrainingLoop::SaveCheckpoint() {
  saved_ = Clock::now();
  if (folder_ == nullptr) return;
  folder_->FlushEvents();
  state_.events_bytes = folder_->events_bytes();
  NamedTensors tensors = State();
  recovery_.AddKept(tensors);
  Json state = state_.ToJson();
  state["recovery"] = recovery_.ToJson();
  folder_->checkpoints().Save(state_.step, tensors, state);
  folder_->ForgetReplaced();
  saved_ = Clock::now();
}

void TrainingLoop::Interrupt() {
  ranks_.Together([&] {
    if (state_.step > 0) SaveCheckpoint();
  });
  // Launchers end all ranks as soon as one is gone: rank 0 has more to say.
  if (!ranks_.first()) std::this_thread::sleep_for(kLastOfAll);
  throw Error(
      ErrorKind::kInterrupted, "interrupted",
      Cat("stopped by a signal after step ", state_.step, ": run the same command again to continue"));
}

}  // namespace f4s
