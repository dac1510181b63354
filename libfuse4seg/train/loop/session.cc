#include "libfuse4seg/train/loop/session.h"

#include <torch/torch.h>

#include <algorithm>
#include <map>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/model/model_file.h"
#include "libfuse4seg/model/preparation.h"
#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/train/loop/training_findings.h"
#include "libfuse4seg/train/loop/weakest_slices.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// Parameters that do not decide the weights.
constexpr const char* kWithoutEffect[] = {"checkpoint_minutes", "log_every",    "memory_gib", "init",
                                          "tensorboard",        "device_memory"};
constexpr double kShareOfFree = 0.9;  // of a GPU's memory: the rest is for what libraries keep

/// Steps that are no graph's, and graphs, each have memory of their own.
double ShareFor(const StageOptions& stage) {
  return stage.cuda_graphs == CudaGraphs::kOff ? kShareOfFree : kShareOfFree / 2;
}

/// What the records say, else their dataset.
std::string KnownNormalization(const CaseSelection& selection, const TrainingCases& cases) {
  const std::string known =
      cases.normalization.empty() ? NormalizationOf(selection.words) : cases.normalization;
  return known.empty() ? kUnknownNormalization : known;
}

int64_t NumSubjects(const SliceDataset& slices) {
  std::set<std::string> subjects;
  for (int64_t i = 0; i < slices.size(); ++i) subjects.insert(slices.of(i).record.subject());
  return static_cast<int64_t>(subjects.size());
}

std::string SlotsText(const ModalitySlots& slots) {
  ModelDescription named;
  named.modalities = slots;
  return named.SlotsText();
}

std::string ClassesText(const Classes& classes) {
  if (classes.empty()) return "none";
  return Joined(classes, ", ", [](const auto& one) { return Cat(one.first, "=", one.second); });
}

/// What decides the weights, and what people may want to know.
Json WhatDecides(const Session& session, const RunContext& run) {
  Json config = session.config;
  for (const char* key : kWithoutEffect) config.erase(key);
  return {{"tool", run.identity().tool},
          {"version", kVersion},
          {"config", config},
          {"data", {{"train", session.data.train->digest()}, {"val", session.data.val->digest()}}},
          {"init", session.init ? Json(session.init->sha256) : Json()}};
}

Json FactsOf(const Json& what) { return {{"signature", Sha256Of(ToLine(what))}, {"data", what.at("data")}}; }

/// What the ranks must have in common.
Json WithDevice(Json what, const Session& session) {
  const auto device = session.objective.network()->parameters().front().device();
  what["device"] = device.is_cpu() ? "cpu" : "cuda";
  return what;
}

Json Provenance(const Session& session, const RunContext& run, const Json& data) {
  Json config = session.config;
  config.erase("init");
  Json json = {{"tool", run.identity().tool},
               {"version", kVersion},
               {"config", config},
               {"data",
                {{"train_slices", session.data.train->size()},
                 {"train_subjects", NumSubjects(*session.data.train)},
                 {"validation_slices", session.data.val->size()},
                 {"validation_subjects", NumSubjects(*session.data.val)},
                 {"sha256", data}}}};
  if (const std::string& held_out = session.data.cases.held_out; !held_out.empty())
    json["data"]["held_out"] = held_out;
  if (session.init) json["init"] = session.init->sha256;
  return json;
}

/// @param session, description  are referred to
LoopPlan PlanOf(const Session& session, const ModelDescription& description, int64_t steps_per_epoch) {
  LoopPlan plan;
  plan.stage = session.stage;
  plan.facts = {{"parameters", NumParameters(*session.objective.network())},
                {"train_slices", session.data.train->size()},
                {"validation_slices", session.data.val->size()},
                {"side", session.side},
                {"steps_per_epoch", steps_per_epoch},
                {"init", session.init_record}};
  plan.save_model = [&](const fs::path& file, const Json& metrics) {
    ModelDescription one = description;
    one.metrics = metrics;
    SaveModel(file, one, *session.objective.network());
  };
  plan.show_weakest = [&](const fs::path& place, const Validation& validation, int64_t epoch) {
    WriteWeakestSlices(place, *session.data.val, validation.weakest, epoch, description.classes,
                       session.objective);
  };
  return plan;
}

}  // namespace

namespace {

/// A file; or, where there is none of that name, that of the model which is called so.
fs::path FileOfInit(const fs::path& init) {
  const auto models = Exists(init) ? std::map<std::string, fs::path>() : NamedModels();
  const auto found = models.find(init.string());
  return found == models.end() ? init : found->second;
}

}  // namespace

std::optional<InitialModel> OpenInitialModel(const fs::path& init) {
  if (init.empty()) return std::nullopt;
  InitialModel model;
  model.file = IsFolder(init) ? init / "model.safetensors" : FileOfInit(init);
  model.description = ModelDescription::Read(model.file);
  model.sha256 = Sha256OfFile(model.file);
  return model;
}

ModalitySlots WantedSlots(const SamplingOptions& sampling, const std::optional<InitialModel>& init) {
  if (!sampling.modalities.empty()) return ParseSlots(sampling.modalities);
  return init ? init->description.modalities : ModalitySlots();
}

TrainingData ReadTrainingData(const CaseSelection& selection, const SamplingOptions& sampling,
                              const std::optional<InitialModel>& init, bool needs_labels, RunContext& run) {
  TrainingData data;
  data.cases = ReadTrainingCases(selection, ParseFold(sampling.fold), WantedSlots(sampling, init), run);
  if (needs_labels && !data.cases.unnamed.empty()) throw NoClassesError(data.cases.unnamed);
  if (needs_labels && data.cases.classes.empty())
    throw Error(ErrorKind::kBadInput, "train.no_label",
                "no case has a label, which segmentation is trained on: --task fusion trains fusion alone");
  RunFindings findings(run);
  WarnOfCases(data.cases, findings);
  const auto budget = static_cast<int64_t>(sampling.memory_gib * (1 << 30));
  const auto read = [&](std::vector<TrainingCase>& cases, int64_t bytes) {
    return std::make_unique<SliceDataset>(std::move(cases), data.cases.codes, needs_labels, bytes);
  };
  data.train = read(data.cases.train, budget);
  data.val = read(data.cases.val, budget - data.train->bytes_in_memory());
  data.normalization = KnownNormalization(selection, data.cases);
  if (init) WarnOfInit(*init, sampling.fold, data, findings);
  if (needs_labels) WarnOfLacks(data, findings);
  return data;
}

int64_t SquareSide(int64_t crop, int64_t multiple, const SliceDataset& slices) {
  if (crop % multiple != 0)
    throw Error(ErrorKind::kUsage, "train.crop",
                Cat("--crop ", crop, " is not a multiple of ", multiple, ", which the network needs"));
  return std::min(crop, (slices.largest_side() + multiple - 1) / multiple * multiple);
}

namespace {

/// What to type where a model's segmentation network sees something else than the run's; else nothing.
std::string OtherInput(const ModelDescription& given, const ModelDescription& wanted) {
  const auto input = [](const ModelDescription& model) {
    return NetworkOptions::FromJson(model.network).Resolved().ToJson()["input"].get<std::string>();
  };
  return input(given) == input(wanted) ? ""
                                       : Cat("; the model's segmentation network sees ", input(given),
                                             ": --input ", input(given), " goes on with it");
}

}  // namespace

Json TakeWeights(Network& network, const ModelDescription& wanted, const InitialModel& init, bool transfer,
                 const std::string& all_below, RunContext& run) {
  const auto refused = [&](const std::string& why) {
    return Error(ErrorKind::kBadInput, "train.init", why).InFile(init.file);
  };
  const ModelDescription& given = init.description;
  NamedTensors weights = ReadTensors(init.file);
  if (given.modalities != wanted.modalities) {
    if (!transfer)
      throw refused(Cat("is a model of ", SlotsText(given.modalities), ", the run is of ",
                        SlotsText(wanted.modalities),
                        ": give --modalities, or --transfer to take the weights that fit"));
    weights.erase("fusion.slot_embedding");  // its rows mean other modalities, and so do these statistics
    std::erase_if(weights, [](const auto& named) { return named.first.starts_with("fusion.norm."); });
  }
  if (!given.classes.empty() && !wanted.classes.empty() && given.classes != wanted.classes) {
    if (!transfer)
      throw refused(Cat("has classes ", ClassesText(given.classes), ", the data ",
                        ClassesText(wanted.classes), ": --transfer takes the weights that fit"));
    std::erase_if(weights, [](const auto& named) { return named.first.starts_with("segmentation.head."); });
  }
  PartialLoad load;
  try {
    load = SetMatchingWeights(*network, weights);
  } catch (Error& error) {
    throw std::move(error).InFile(init.file);
  }
  for (const auto* names : {&load.missing, &load.mismatched})
    for (const std::string& name : *names)
      if (!all_below.empty() && name.starts_with(all_below))
        throw refused(Cat("has no weight ", Quoted(name),
                          " that fits: --task segmentation needs a whole fusion network",
                          OtherInput(given, wanted)));
  const size_t all = load.loaded.size() + load.missing.size() + load.mismatched.size();
  if (!run.options().quiet)
    run.Say(Cat("--init: ", load.loaded.size(), " of ", all, " weights are from ", init.file.string()));
  for (const std::string& name : load.loaded) run.Note("from --init: " + name);
  return {{"path", init.file.string()}, {"sha256", init.sha256},         {"loaded", load.loaded},
          {"missing", load.missing},    {"mismatched", load.mismatched}, {"unexpected", load.unexpected}};
}

namespace {

BatchPlan PlanOfBatches(const Session& session, const RunContext& run) {
  SamplingOptions sampling = session.sampling;
  sampling.batch_size = sampling.batch_size * session.stage.accumulate;  // of one step
  return {*session.data.train,
          sampling,
          session.side,
          session.stage.steps_per_epoch,
          run.seed(),
          {sampling.modality_dropout, SetsOfSlots(sampling.needs, session.data.cases.slots)}};
}

/// The images of a batch that are here, as a batch of their own.
SliceBatch OwnImages(SliceBatch batch) {
  batch.indices.resize(static_cast<size_t>(batch.images.size(0)));
  batch.first = 0, batch.stride = 1;
  return batch;
}

/// Of a batch, at most, on each rank.
int64_t OwnShare(const Session& session) {
  const int64_t ranks = Ranks::Here().size();
  return (session.sampling.batch_size + ranks - 1) / ranks;
}

/// As many as the device's memory holds, on every rank; 0: there is no limit to keep to.
int64_t ImagesAtOnce(const fs::path& folder, const Session& session, RunContext& run) {
  const StageOptions& stage = session.stage;
  if (stage.images_at_once > 0) return stage.images_at_once;
  if (session.device.is_cpu() && stage.device_memory == 0) return 0;
  const Ranks& ranks = Ranks::Here();
  const Json known = ranks.Spread(ConfigOfRun(folder, run.options()));
  if (known.contains("images_at_once")) return known.at("images_at_once").get<int64_t>();
  const int threads = ThreadsOn(session.device, run.options().num_threads());
  const SliceBatch batch = OwnImages(PlanOfBatches(session, run).Make(0));
  const int64_t size = OwnShare(session);
  const PassCost cost = [&] {
    const Ranks alone;
    const Ranks::Scope here(alone);
    return PassCost::Of(session.objective, batch, session.device, threads);
  }();
  const double budget = stage.device_memory > 0
                            ? stage.device_memory
                            : ShareFor(stage) * static_cast<double>(FreeBytes(session.device));
  const int64_t most = cost.Most(size, static_cast<int64_t>(budget), threads);
  const int64_t bytes = cost.Bytes(size, most, most == size ? 1 : threads);
  run.Note(Cat("--device-memory: ", most, " of ", size, " images at once, by estimate ", bytes, " bytes"));
  if (static_cast<double>(bytes) > budget)
    run.Warn(Cat("--device-memory: one image at once takes ", bytes, " bytes by estimate, more than the ",
                 static_cast<int64_t>(budget), " there are"));
  return ranks.Least(most);
}

}  // namespace

void Learn(const fs::path& path, Session session, RunContext& run) {
  const Ranks& ranks = Ranks::Here();
  ranks.Agree(WithDevice(WhatDecides(session, run), session));
  ranks.RequireOwnGpus(GpuId(session.device));
  if (const std::string why_not = ranks.JoinDevices(session.device); !why_not.empty())
    run.Note(Cat("ranks send each other numbers by the host's memory: ", why_not));
  if (const int64_t at_once = ImagesAtOnce(path, session, run); at_once > 0) {
    session.config["images_at_once"] = at_once;
    session.objective.Shape(
        {.images_at_once = at_once, .recompute = session.stage.recompute || at_once < OwnShare(session)});
  }
  const Json facts = FactsOf(WhatDecides(session, run));
  std::optional<RunFolder> folder;
  ranks.Together([&] {
    if (ranks.first()) folder.emplace(path, facts, session.config, run.options());
  });
  const ModelDescription description = [&] {
    ModelDescription d = session.description;
    d.provenance = Provenance(session, run, facts.at("data"));
    return d;
  }();
  if (ranks.Any(folder && folder->finished())) {
    if (!run.options().quiet) run.Say(Cat(Absolute(path).string(), " is finished; --force trains it again"));
  } else {
    const BatchPlan batches = PlanOfBatches(session, run);
    LoopPlan plan = PlanOf(session, description, batches.steps_per_epoch());
    plan.folder = Absolute(path);
    TrainingLoop loop(session.objective, batches, *session.data.train, *session.data.val,
                      folder ? &*folder : nullptr, run, std::move(plan));
    try {
      static_cast<void>(loop.Run());
    } catch (const Error&) {
      if (folder && Exists(folder->replaced()))
        run.Say(Cat("the run that was there is in ", folder->replaced().string()));
      throw;
    }
  }
  if (!folder) return;
  const fs::path model = folder->folder() / "model.safetensors";
  run.Set("model", {{"path", model.string()}, {"sha256", Sha256OfFile(model)}});
  if (!session.init_record.is_null()) run.Set("init", session.init_record);
  run.Set("summary", folder->checkpoints().summary());
  if (!session.device.is_cpu()) run.Set("device_memory", {{"peak_bytes", PeakBytesOf(session.device)}});
}

}  // namespace f4s
