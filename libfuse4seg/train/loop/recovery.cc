#include "libfuse4seg/train/loop/recovery.h"

#include <torch/torch.h>

namespace f4s {
namespace {

constexpr int64_t kInARow = 3;
constexpr const char* kPrefix = "kept.";

}  // namespace

void Recovery::Taken() {
  in_a_row_ = 0;
  ++taken_in_epoch_;
  kept_is_state_ = false;
}

Recovery::Verdict Recovery::Skipped() {
  kept_is_state_ = false;  // an optimiser may have moved before the other could not
  ++in_a_row_;
  ++skipped_in_epoch_;
  ++skipped_;
  if (skipped_in_epoch_ > most_skipped_ || in_a_row_ == 2 * kInARow) return Verdict::kGiveUp;
  return in_a_row_ == kInARow ? Verdict::kRestore : Verdict::kGoOn;
}

void Recovery::Keep(const NamedTensors& state) {
  if (most_skipped_ == 0) return;
  kept_.clear();
  for (const auto& [name, tensor] : state)
    kept_[name] = tensor.detach().to(torch::kCPU, false, /*copy=*/true);
  kept_is_state_ = true;
}

bool Recovery::EndEpoch(const NamedTensors& state) {
  if (in_a_row_ == 0) Keep(state);
  const bool any = taken_in_epoch_ > 0;
  skipped_in_epoch_ = taken_in_epoch_ = 0;
  return any;
}

void Recovery::Restore(NamedTensors& state) {
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : state) tensor.copy_(kept_.at(name));
  ++restored_;
  kept_is_state_ = true;
}

void Recovery::AddKept(NamedTensors& state) const {
  if (kept_is_state()) return;
  for (const auto& [name, tensor] : kept_) state[kPrefix + name] = tensor;
}

void Recovery::TakeKept(const NamedTensors& loaded, const NamedTensors& state) {
  if (most_skipped_ == 0) return;
  if (kept_is_state_) return Keep(state);
  kept_.clear();
  for (const auto& [name, tensor] : state) kept_[name] = loaded.at(kPrefix + name);
}

Json Recovery::ToJson() const {
  return {{"in_a_row", in_a_row_},
          {"skipped_in_epoch", skipped_in_epoch_},
          {"taken_in_epoch", taken_in_epoch_},
          {"skipped", skipped_},
          {"restored", restored_},
          {"kept_is_state", kept_is_state()}};
}

void Recovery::FromJson(const Json& json) {
  in_a_row_ = json.at("in_a_row");
  skipped_in_epoch_ = json.at("skipped_in_epoch");
  taken_in_epoch_ = json.at("taken_in_epoch");
  skipped_ = json.at("skipped");
  restored_ = json.at("restored");
  kept_is_state_ = json.at("kept_is_state");
}

}  // namespace f4s
