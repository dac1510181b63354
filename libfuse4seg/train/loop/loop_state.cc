#include "libfuse4seg/train/loop/loop_state.h"

#include <cmath>
#include <stdexcept>

namespace f4s {

Json LoopState::ToJson() const {
  return {{"step", step},
          {"means", means.ToJson()},
          {"best_epoch", best_epoch},
          {"best_score", best_score},
          {"best_by", best_by},
          {"best_warnings", best_warnings},
          {"best_metrics", best_metrics},
          {"last_metrics", last_metrics},
          {"epochs_done", epochs_done},
          {"seconds", seconds},
          {"seconds_waited", seconds_waited},
          {"events_bytes", events_bytes}};
}

LoopState LoopState::FromJson(const Json& json) {
  LoopState state;
  state.step = json.at("step");
  state.means = RunningMeans::FromJson(json.at("means"));
  state.best_epoch = json.at("best_epoch");
  state.best_score = json.at("best_score");
  state.best_by = json.at("best_by");
  state.best_warnings = json.at("best_warnings").get<std::vector<std::string>>();
  state.best_metrics = json.at("best_metrics");
  state.last_metrics = json.at("last_metrics");
  state.epochs_done = json.at("epochs_done");
  state.seconds = json.at("seconds");
  state.seconds_waited = json.at("seconds_waited");
  state.events_bytes = json.at("events_bytes");
  return state;
}

void LoopState::Require(int64_t epochs, int64_t steps_per_epoch) const {
  const auto require = [](bool holds, const char* rule) {
    if (!holds) throw std::invalid_argument(rule);
  };
  require(epochs_done >= 0 && epochs_done <= epochs, "epochs_done is not among the epochs");
  require(step >= epochs_done * steps_per_epoch && step <= (epochs_done + 1) * steps_per_epoch &&
              step <= epochs * steps_per_epoch,
          "step is not of the epoch after epochs_done");
  require(best_epoch >= 0 && best_epoch <= epochs_done + 1, "best_epoch is not among the epochs done");
  require(std::isfinite(best_score), "best_score is not finite");
  require(seconds >= 0 && seconds_waited >= 0, "seconds are below 0");
  require(events_bytes >= 0, "events_bytes is below 0");
}

}  // namespace f4s
