#include "libfuse4seg/train/loop/checkpoint.h"

#include <torch/torch.h>
#include <cstdio>
#include <new>
#include <stdexcept>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/sha256.h"

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
  kept_is_state_ = false;
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
  for (const auto& [name, tensor] : state) {
    const auto found = loaded.find(kPrefix + name);
    if (found == loaded.end() || found->second.sizes() != tensor.sizes())
      throw std::invalid_argument("kept_is_state is false, and the checkpoint keeps no state");
    kept_[name] = found->second;
  }
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
  for (const char* count : {"in_a_row", "skipped_in_epoch", "taken_in_epoch", "skipped", "restored"})
    if (json.at(count).get<int64_t>() < 0) throw std::invalid_argument(Cat(count, " is below 0"));
  in_a_row_ = json.at("in_a_row");
  skipped_in_epoch_ = json.at("skipped_in_epoch");
  taken_in_epoch_ = json.at("taken_in_epoch");
  skipped_ = json.at("skipped");
  restored_ = json.at("restored");
  kept_is_state_ = json.at("kept_is_state");
}

namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "f4s.checkpoint/1";
constexpr size_t kKept = 2;

std::string FileOf(int64_t step) {
  char name[48];
  std::snprintf(name, sizeof name, "step-%08lld.safetensors", static_cast<long long>(step));
  return name;
}

const char* DtypeOf(const torch::Tensor& tensor) {
  if (tensor.scalar_type() == torch::kInt64) return "I64";
  F4S_CHECK_EQ(tensor.scalar_type(), torch::kFloat32);
  return "F32";
}

void WriteTensors(const fs::path& file, NamedTensors tensors) {
  std::map<std::string, TensorView> views;
  for (auto& [name, tensor] : tensors) {
    tensor = tensor.detach().cpu().contiguous();
    const auto* const bytes = static_cast<const std::byte*>(tensor.const_data_ptr());
    views[name] = {DtypeOf(tensor), tensor.sizes().vec(), {bytes, tensor.nbytes()}};
  }
  WriteSafetensors(file, views, {{"format", kSchema}});
}

Error Damaged(const fs::path& file, const std::string& why) {
  return Error(ErrorKind::kBadInput, "checkpoint.damaged", why).InFile(file);
}

/// An entry of state.json's list.  @throws what is no Error where it is none.
CheckpointEntry EntryOf(const Json& json) {
  CheckpointEntry entry = {json.at("step"), json.at("file"), json.at("sha256"), json.at("state")};
  if (entry.step < 0 || entry.file != FileOf(entry.step) || entry.state.at("step") != entry.step)
    throw std::invalid_argument("a checkpoint's file, step and state are not of one step");
  return entry;
}

/// Of all that the state says.
std::string DigestOf(Json json) {
  json.erase("digest");
  return Sha256Of(ToLine(json));
}

}  // namespace

CheckpointFolder::CheckpointFolder(fs::path folder) : folder_(std::move(folder)) {
  const fs::path file = folder_ / "state.json";
  if (!Exists(file)) return;
  const std::string text = ReadFile(file);
  Understand([&] {
    Json json;
    try {
      json = ParseJson(text, file);
    } catch (const Error& error) {
      throw std::invalid_argument("it " + error.message());
    }
    if (json.at("schema") != kSchema) throw std::invalid_argument("schema is not " + std::string(kSchema));
    if (json.contains("digest") && json["digest"] != DigestOf(json))  // older runs have none
      throw std::invalid_argument("it was changed after it was written: its digest is another");
    run_ = json.at("run");
    static_cast<void>(run_.at("signature").get<std::string>());
    summary_ = json.at("finished");
    if (!summary_.is_null() && !summary_.is_object()) throw std::invalid_argument("finished is no object");
    for (const Json& entry : json.at("checkpoints")) entries_.push_back(EntryOf(entry));
  });
}

void CheckpointFolder::Understand(const std::function<void()>& take) const {
  try {
    take();
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw Error(ErrorKind::kBadInput, "checkpoint.state",
                Cat("is not the state of a training run: ", e.what()))
        .InFile(folder_ / "state.json");
  }
}

void CheckpointFolder::WriteState() const {
  Json entries = Json::array();
  for (const auto& [step, file, sha256, state] : entries_)
    entries.push_back({{"step", step}, {"file", file}, {"sha256", sha256}, {"state", state}});
  Json json = {{"schema", kSchema}, {"run", run_}, {"finished", summary_}, {"checkpoints", entries}};
  json["digest"] = DigestOf(json);
  WriteFileAtomically(folder_ / "state.json", ToLine(json) + "\n");
}

void CheckpointFolder::Begin(const Json& run) {
  run_ = run;
  summary_ = nullptr;
  entries_.clear();
  WriteState();
  RemoveOthers();
}

void CheckpointFolder::Save(int64_t step, const NamedTensors& tensors, const Json& state) {
  const std::string name = FileOf(step);
  WriteTensors(folder_ / name, tensors);
  std::vector<CheckpointEntry> before = entries_;
  std::erase_if(entries_, [&](const CheckpointEntry& entry) { return entry.file == name; });
  entries_.insert(entries_.begin(), {step, name, Sha256OfFile(folder_ / name), state});
  if (entries_.size() > kKept) entries_.resize(kKept);
  try {
    WriteState();
  } catch (...) {
    entries_ = std::move(before);
    throw;
  }
  RemoveOthers();
}

void CheckpointFolder::Finish(const Json& summary) {
  summary_ = summary;
  WriteState();
}

void CheckpointFolder::RemoveOthers() const {
  for (const fs::path& file : EntriesOf(folder_, WriteError)) {
    const std::string name = file.filename().string();
    const bool kept = std::any_of(entries_.begin(), entries_.end(),
                                  [&](const CheckpointEntry& entry) { return entry.file == name; });
    if (name.starts_with("step-") && !kept) Remove(file);
  }
}

NamedTensors CheckpointFolder::LoadTensors(const CheckpointEntry& entry, NamedTensors& tensors) const {
  const fs::path file = folder_ / entry.file;
  if (!Exists(file)) throw Damaged(file, "is missing");
  if (Sha256OfFile(file) != entry.sha256)
    throw Damaged(file, "is damaged: its hash is not the one noted when it was saved");
  NamedTensors saved = ReadTensors(file);
  for (const auto& [name, tensor] : tensors) {
    const auto found = saved.find(name);
    if (found == saved.end() || found->second.sizes() != tensor.sizes() ||
        found->second.scalar_type() != tensor.scalar_type())
      throw Damaged(file, Cat("has no tensor ", Quoted(name), " of the shape and type wanted"));
  }
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : tensors) tensor.copy_(saved.at(name));
  return saved;
}

CheckpointEntry CheckpointFolder::Load(NamedTensors& tensors, std::vector<std::string>& warnings,
                                       NamedTensors* all) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    try {
      NamedTensors loaded = LoadTensors(entries_[i], tensors);
      if (all != nullptr) *all = std::move(loaded);
      return entries_[i];
    } catch (const Error& error) {
      if (i + 1 == entries_.size() || error.kind() != ErrorKind::kBadInput) throw;
      warnings.push_back(error.Line() + "; the previous one is used");
    }
  }
  throw Error(ErrorKind::kInternal, "checkpoint.none", "there is no checkpoint").InFile(folder_);
}

}  // namespace f4s
