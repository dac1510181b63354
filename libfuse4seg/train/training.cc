#include "libfuse4seg/train/learning.h"

#include <torch/torch.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/model/options_without_effect.h"
#include "libfuse4seg/nn/model_bundle.h"
#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/tool/parameters.h"
#include "libfuse4seg/train/graph/with_graphs.h"
#include "libfuse4seg/train/loop/session.h"
#include "libfuse4seg/train/objective/make_objective.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "libfuse4seg/train/objective/validation.h"
#include "libfuse4seg/train/ranks/meeting.h"

namespace f4s {
namespace {

/// The run's parameters with nothing left to the profile.
template <class Options>
Json ConfigOf(const Options& resolved, const RunContext& run) {
  Json config = run.identity().config;
  const Json values = ParametersOf(resolved);
  for (const auto& [key, value] : values.items())
    if (config.contains(key)) config[key] = value;
  return config;
}

ModelDescription Describe(const std::string& method, const NetworkOptions& network,
                          const TrainingData& data) {
  ModelDescription d;
  d.method = method;
  d.profile = network.profile;
  d.network = network.ToJson();
  d.modalities = data.cases.slots;
  d.takes = {"images"};
  d.normalization = data.normalization;
  d.plane = data.cases.plane;
  d.spacing_mm = data.cases.spacing_mm;
  return d;
}

/// What a model needs that learned to do without the rest.
std::vector<std::vector<std::string>> NeedsOf(const SamplingOptions& sampling, const ModalitySlots& slots) {
  std::vector<std::vector<std::string>> needs;
  for (const auto& set : SetsOfSlots(sampling.needs, slots)) {
    needs.emplace_back();
    for (const size_t slot : set) needs.back().push_back(slots[slot].front());
  }
  if (needs.empty() && sampling.modality_dropout > 0)
    for (const auto& slot : slots) needs.push_back({slot.front()});
  return needs;
}

/// Of what f4s-train makes.
/// @param carries  there is a fusion network, in use or not
ModelDescription DescribeTrained(const TrainOptions& options, const TrainingData& data, bool carries) {
  ModelDescription d = Describe(options.method, options.network, data);
  d.needs = NeedsOf(options.sampling, data.cases.slots);
  if (carries) d.gives.push_back("fused");
  d.gain = options.gain;
  if (options.fuses() && options.network.fusion.fuser == FuserKind::kInn)
    d.gives.insert(d.gives.end(), {"latent", "decomposed"});
  if (!options.segments()) return d;
  d.gives.push_back("prediction");
  if (options.network.input == NetworkInput::kFused || options.network.input == NetworkInput::kBoth)
    d.takes.push_back("fused");
  d.classes = data.cases.classes;
  d.regions = data.cases.regions;
  d.ignore = data.cases.ignore;
  d.postprocess = Postprocess::FromWords(options.min_volume, options.largest);
  d.postprocess.RequireRegions(d.regions);
  return d;
}

void RequireSources(const TrainOptions& options, const TrainingData& data) {
  if (options.fuses() && data.cases.slots.size() < 2)
    throw Error(ErrorKind::kBadInput, "train.modalities",
                "fusion needs 2 to 4 modalities, and there is one (--method "
                "fuse4seg --task segmentation --input images works with one)");
  if (options.segments() && options.network.segmentation.segmenter == SegmenterKind::kCsad &&
      data.cases.slots.size() < 2)
    throw Error(ErrorKind::kBadInput, "train.modalities",
                "--segmenter csad needs 2 to 4 modalities, and there is one (--method unet works with one)");
}

/// @param side  of the squares that are cut from slices
void RequireWindows(const TrainOptions& options, int64_t side) {
  if (options.fuses() && options.fusion_loss.vif_weight > 0 && side < kLeastVifSide)
    throw Error(
        ErrorKind::kUsage, "train.crop",
        Cat("--vif-weight compares squares of at least ", kLeastVifSide, " pixels, and ",
            options.sampling.crop < kLeastVifSide ? "these have " : "the slices have ", side, ": wanted ",
            options.sampling.crop < kLeastVifSide ? "a larger --crop, or " : "", "--vif-weight 0"));
}

/// What goes into the network, so that what is saved is where it belongs.
Network Build(ModelDescription& description, const torch::Device& device, RunContext& run) {
  Network network = BuildNetwork(description, run.seed());
  description.multiple_of = network->multiple_of();
  MoveTo(*network, device);
  return network;
}

/// What --contrast adds to each class, by class number.
std::vector<double> ContrastOfClasses(const TrainOptions& options, const Classes& classes) {
  const auto levels = ParseContrast(options.fusion_loss.contrast);
  if (levels.empty()) return {};
  if (!options.segments())
    throw Error(ErrorKind::kUsage, "train.contrast", "--contrast needs labels: --task both");
  std::vector<double> offsets(classes.size() + 1);
  for (const auto& [value, level] : levels) {
    const auto found = classes.find(value);
    if (value != 0 && found == classes.end())
      throw Error(ErrorKind::kBadInput, "train.contrast",
                  Cat("--contrast ", value, "=", level, ": no class of the data has that value"));
    offsets[value == 0 ? 0 : static_cast<size_t>(std::distance(classes.begin(), found)) + 1] = level;
  }
  return offsets;
}

CooperationFacts FactsFor(const TrainOptions& options, const ModelDescription& description,
                          const TrainingData& data, int64_t side, const std::optional<InitialModel>& init,
                          const RunContext& run) {
  return {.regions = RegionsOfClasses(description.classes, description.regions),
          .unions = data.cases.codes.unions(),
          .classes = static_cast<int64_t>(description.classes.size()) + 1,
          .pretrained = init.has_value(),
          .validation_slices = options.stage.validation_slices,
          .modalities = static_cast<int64_t>(data.cases.slots.size()),
          .side = side,
          .seed = run.seed(),
          .contrast = ContrastOfClasses(options, description.classes)};
}

/// Where it was left to the device: as the run has it that goes on in `folder`, else by what the device has.
std::string PrecisionOn(const torch::Device& device, const std::string& asked,
                        const std::filesystem::path& folder, const RunContext& run) {
  if (asked != "auto") return asked;
  if (const Json known = ConfigOfRun(folder, run.options()); known.contains("precision"))
    return known.at("precision").get<std::string>();
  return device.is_cuda() && ComputesBfloat16(device) ? "bfloat16" : "float32";
}

/// Sets the precision too.
torch::Device DeviceFor(StageOptions& stage, const std::filesystem::path& folder, RunContext& run) {
  std::string why_not;
  const torch::Device device =
      OpenTorchDevice(run.options().device, &why_not, RankPlace::OfThisProcess().own_gpu());
  if (!why_not.empty()) run.Warn(why_not);
  run.Set("device", device.str());
  RequireGraphs(stage.cuda_graphs, device);
  MakeTorchDeterministic();
  stage.precision = PrecisionOn(device, stage.precision, folder, run);
  if (stage.precision == "tf32" && device.is_cuda()) AllowTf32();
  if (stage.precision == "bfloat16" && device.is_cpu() && !ComputesBfloat16())
    run.Warn(
        "--precision bfloat16: this processor has neither AVX512-BF16 nor AMX and imitates it, which "
        "takes several times as long as float32; it saves memory alone");
  return device;
}

/// Whether fusion stays as --init has it: where segmentation learns from fused images, or beside it, so that
/// one file fuses and segments.
bool FusionIsFrozen(const TrainOptions& options, const std::optional<InitialModel>& init) {
  if (options.task != Task::kSegmentation) return false;
  const auto gives = init ? init->description.gives : std::vector<std::string>();
  return options.fuses() || std::find(gives.begin(), gives.end(), "fused") != gives.end();
}

/// The fusion network fuses what is there; images of zeros in the place of others it would take for images.
void RequireNoFusionWithDropout(const TrainOptions& options) {
  if (options.sampling.modality_dropout > 0 && options.fuses())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--modality-dropout is of segmentation from the modalities: give --task segmentation --input "
                "images (with --init the model keeps that model's fusion)");
}

/// A model that never saw a case without the rest does not know what it can do without; but a fusion network
/// fuses what is there, and gives one image alone back as it is.
void RequireDropoutForNeeds(const TrainOptions& options) {
  const bool fuses_what_is_there =
      options.task == Task::kFusion && options.network.fusion.fuser != FuserKind::kInn;
  if (!options.sampling.needs.empty() && options.sampling.modality_dropout == 0 && !fuses_what_is_there)
    throw Error(
        ErrorKind::kUsage, "usage.conflict",
        "--needs says what a model needs that learned to do without the rest: give --modality-dropout, "
        "by which it does");
}

/// A fusion network that stays as it is is --init's, whatever its shape: its file must hold the weights of
/// it, so that a description of a few bytes does not ask for gigabytes.
void TakeFrozenFusion(const std::optional<InitialModel>& init, TrainOptions& options) {
  if (!FusionIsFrozen(options, init)) return;
  if (!init)
    throw Error(
        ErrorKind::kUsage, "train.init",
        "--task segmentation on fused images needs the model that fuses them: --init, or --input images");
  static_cast<void>(LoadModel(init->file, torch::kCPU));
  options.network.fusion = NetworkOptions::FromJson(init->description.network).Resolved().fusion;
}

}  // namespace

namespace {

/// What --force takes away would be the model to begin with.
void RequireInitElsewhere(const std::optional<InitialModel>& init, const std::filesystem::path& run_folder) {
  if (!init) return;
  const std::string from = Absolute(init->file).string(), to = (Absolute(run_folder) / "").string();
  if (from.starts_with(to))
    throw Error(ErrorKind::kCannotCreate, "output.input", "is in the folder that is written: give another -o")
        .InFile(init->file);
}

void Pretrain(PretrainOptions options, RunContext& run) {
  const torch::Device device = DeviceFor(options.stage, options.run_folder, run);
  const auto init = OpenInitialModel(options.stage.init);
  RequireInitElsewhere(init, options.run_folder);
  const TrainingData data = ReadTrainingData(options.cases, options.sampling, init, false, run);
  NetworkOptions shape;
  shape.profile = options.profile;
  shape.fusion = options.network;
  ModelDescription description = Describe("fuse4seg", shape.Resolved(), data);
  description.gives = {"fused"};
  Network network = Build(description, device, run);
  Json taken;
  if (init) taken = TakeWeights(network, description, *init, options.stage.transfer, "", run);
  const int64_t side = SquareSide(options.sampling.crop, network->multiple_of(), *data.train);
  Adversary adversary(options.adversary, static_cast<int64_t>(data.cases.slots.size()), side, run.seed(),
                      device);
  const auto objective = WithGraphs(std::make_unique<Reconstruction>(network, options, std::move(adversary),
                                                                     device, run.options().num_threads()),
                                    options.stage.cuda_graphs, device, run);
  Learn(options.run_folder,
        {.stage = options.stage,
         .sampling = options.sampling,
         .config = ConfigOf(options, run),
         .description = description,
         .objective = *objective,
         .data = data,
         .side = side,
         .init = init,
         .init_record = taken,
         .device = device},
        run);
}

void Train(TrainOptions options, RunContext& run) {
  for (const std::string& text : OptionsWithoutEffect(options, options.flags)) run.Warn(text);
  const torch::Device device = DeviceFor(options.stage, options.run_folder, run);
  const auto init = OpenInitialModel(options.stage.init);
  RequireInitElsewhere(init, options.run_folder);
  RequireNoFusionWithDropout(options);
  RequireDropoutForNeeds(options);
  TakeFrozenFusion(init, options);
  const TrainingData data = ReadTrainingData(options.cases, options.sampling, init, options.segments(), run);
  RequireSources(options, data);
  ModelDescription description =
      DescribeTrained(options, data, options.fuses() || FusionIsFrozen(options, init));
  Network network = Build(description, device, run);
  Json taken;
  if (init)
    taken = TakeWeights(network, description, *init, options.stage.transfer,
                        FusionIsFrozen(options, init) ? "fusion." : "", run);
  const int64_t side = SquareSide(options.sampling.crop, network->multiple_of(), *data.train);
  RequireWindows(options, side);
  const auto objective =
      WithGraphs(MakeObjective({.network = network,
                                .options = options,
                                .facts = FactsFor(options, description, data, side, init, run),
                                .device = device,
                                .threads = run.options().num_threads()}),
                 options.stage.cuda_graphs, device, run);
  Learn(options.run_folder,
        {.stage = options.stage,
         .sampling = options.sampling,
         .config = ConfigOf(options, run),
         .description = description,
         .objective = *objective,
         .data = data,
         .side = side,
         .init = init,
         .init_record = taken,
         .device = device},
        run);
}

/// @param parts  of a batch, of which each has to do without the images of the others
void InRanks(const StageOptions& stage, const CaseSelection& cases, int64_t batch_size, int64_t parts,
             RunContext& run, const std::function<void()>& work) {
  const RankPlace place = RankPlace::OfThisProcess();
  if (place.size > 1 && cases.words == std::vector<std::string>{"-"})
    throw Error(ErrorKind::kUsage, "ranks.stdin",
                Cat("there are ", place.size, " ranks, and one standard input: give the cases as a file"));
  if (batch_size / parts < place.size)
    throw Error(ErrorKind::kUsage, "train.batch_size",
                Cat("--batch-size ", batch_size, " with ", place.size,
                    " ranks: each needs a slice at least of every ",
                    parts == 1 ? "batch" : "half of a batch (--bilevel gauss-newton)"));
  AsRank({place, stage.rank_timeout_s}, run, work);
}

}  // namespace

void RunPretraining(const PretrainOptions& given, RunContext& run) {
  const PretrainOptions options = given.Resolved();
  InRanks(options.stage, options.cases, options.sampling.batch_size, 1, run, [&] { Pretrain(options, run); });
}

void RunTraining(const TrainOptions& given, RunContext& run) {
  const TrainOptions options = given.Resolved();
  const bool halves = options.task == Task::kBoth && options.bilevel == BilevelMode::kGaussNewton;
  InRanks(options.stage, options.cases, options.sampling.batch_size, halves ? 2 : 1, run,
          [&] { Train(options, run); });
}

}  // namespace f4s
