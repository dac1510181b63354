#include "libfuse4seg/train/loop/training_loop.h"

namespace f4s {

Json LoopState::ToJson() const {
  return {{"step", step},
          {"means", means.ToJson()},
          {"best_epoch", best_epoch},
          {"best_score", best_score},
          {"best_metrics", best_metrics},
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
  state.best_metrics = json.at("best_metrics");
  state.epochs_done = json.at("epochs_done");
  state.seconds = json.at("seconds");
  state.seconds_waited = json.at("seconds_waited");
  state.events_bytes = json.at("events_bytes");
  return state;
}

}  // namespace f4s
