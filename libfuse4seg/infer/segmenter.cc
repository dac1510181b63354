#include "libfuse4seg/infer/segmenter.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/infer/fuser.h"
#include "libfuse4seg/infer/plane_stretch.h"

namespace f4s {
namespace {

Error DoesNotFit(const ModelFile& model, const std::string& why) {
  return Error(ErrorKind::kBadInput, "model.input",
               Cat(why, ": the model takes ", model.TakesText(), " and gives ", model.GivesText()))
      .InFile(model.path);
}

/// The slots that no image was given for, where images were given at all.
std::vector<std::string> MissingOf(const ModelDescription& model, const std::vector<int64_t>& given) {
  std::vector<std::string> missing;
  if (given.empty()) return missing;
  int64_t slot = 0;
  for (const std::string& name : model.SlotNames())
    if (std::find(given.begin(), given.end(), slot++) == given.end()) missing.push_back(name);
  return missing;
}

}  // namespace

struct Segmenter::Input {
  Grid grid;                               ///< of the case
  std::filesystem::path file;              ///< that has it
  Grid seen;                               ///< the slices: W, H, D
  std::vector<Image<float>> images;        ///< as networks see them
  std::optional<Image<float>> fused;       ///< likewise, where the network sees it
  std::vector<int64_t> slots;              ///< of the images
  std::vector<int64_t> given;              ///< the same, of those that it fuses too
  bool fuses = false;                      ///< the images are still to be fused
  std::vector<std::string> names;          ///< of the images
  std::vector<Image<float>> sources;       ///< with --fused: the images as they are, for their colour
  std::optional<Image<uint16_t>> written;  ///< with --fused, on the grid of the case
  FileNotes notes;

  /// One slice of the images.
  [[nodiscard]] Views<const float> PlanesAt(int64_t z) const {
    Views<const float> planes;
    for (const Image<float>& image : images) planes.push_back(image.plane(z));
    return planes;
  }
  [[nodiscard]] View<const float> FusedAt(int64_t z) const {
    return fused ? fused->plane(z) : View<const float>();
  }
};

struct Segmenter::Planes {
  std::vector<uint16_t> labels, uncertainty;         ///< [D,H,W]
  std::vector<std::vector<uint16_t>> probabilities;  ///< [K-1] of [D,H,W]
};

Segmenter Segmenter::Load(const SegmenterOptions& options, const std::string& device) {
  if (options.models.empty())
    throw Error(ErrorKind::kUsage, "usage.missing", "--model FILE|NAME is missing; see --help");
  if (options.overlay) RequireDrawing("--overlay");
  if (options.dicom_sc) RequireDrawing("--dicom-sc");
  Segmenter segmenter(options);
  for (const std::string& word : options.models) {
    segmenter.members_.push_back({FindModel(word), nullptr, ""});
    segmenter.RequireFits(segmenter.members_.back());
  }
  if (options.fused) segmenter.RequireFused();
  segmenter.ChoosePostprocess();
  segmenter.device_ = DeviceFor(options.engine, device, &segmenter.device_warning_);
  if (options.calibrate && (options.models.size() > 1 || options.int8))
    throw Error(
        ErrorKind::kUsage, "calibrate.models",
        "--calibrate is for one model, which computes in float32: give one --model, and no --precision int8");
  if (options.calibrate) segmenter.calibration_ = std::make_shared<Int8Calibration>();
  for (Member& member : segmenter.members_) {
    const DeviceUse use = {.device = segmenter.device_,
                           .batch_bytes = static_cast<int64_t>(options.device_memory)};
    auto opened = OpenNetwork(member.file, options.engine, use,
                              options.fused ? NetworkUse::kBoth : NetworkUse::kSegment,
                              {options.int8, segmenter.calibration_});
    member.network = std::move(opened.network), member.engine = std::move(opened.engine);
  }
  return segmenter;
}

void Segmenter::RequireFused() const {
  if (members_.size() > 1)
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--fused is for one --model: several have a fused image each");
  if (options_.input == SegmenterInput::kFused)
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--fused and --input fused: a fused image that is read is not fused here");
  if (!members_.front().file.Gives("fused"))
    throw DoesNotFit(members_.front().file, "has no fused image to write with --fused");
}

void Segmenter::WriteCalibrated(const std::filesystem::path& file) const {
  calibration_->Write(members_.front().file.path, file);
}

void Segmenter::ChoosePostprocess() {
  postprocess_ = members_.front().file.description.postprocess;
  const Postprocess given = Postprocess::FromWords(options_.min_volume, options_.largest);
  given.RequireRegions(regions());
  for (const Member& member : members_)
    if (const Postprocess& own = member.file.description.postprocess;
        (options_.min_volume.empty() && own.min_volume_ml != postprocess_.min_volume_ml) ||
        (options_.largest.empty() && own.largest != postprocess_.largest))
      throw Error(ErrorKind::kBadInput, "model.postprocess",
                  Cat("recommends other post-processing of its label maps than ",
                      members_.front().file.path.filename().string(), ": give --min-volume and --largest"))
          .InFile(member.file.path);
  if (!options_.min_volume.empty()) postprocess_.min_volume_ml = given.min_volume_ml;
  if (!options_.largest.empty()) postprocess_.largest = given.largest;
}

bool Segmenter::knows_needs() const {
  return std::none_of(members_.begin(), members_.end(),
                      [](const Member& member) { return member.file.description.needs.empty(); });
}

void Segmenter::RequireFits(const Member& member) const {
  if (!member.file.Gives("prediction")) throw DoesNotFit(member.file, "does not segment");
  const char* const wanted = options_.input == SegmenterInput::kFused ? "fused" : "images";
  if (options_.input != SegmenterInput::kAuto && !member.file.Takes(wanted))
    throw DoesNotFit(member.file, Cat("does not take ", wanted));
  const ModelFile& first = members_.front().file;
  if (member.file.description.classes != classes() || member.file.description.regions != regions())
    throw Error(ErrorKind::kBadInput, "model.classes",
                Cat("its classes and regions are ", ToLine(member.file.description.ToJson()["classes"]), " ",
                    ToLine(member.file.description.ToJson()["regions"]), ", those of ",
                    first.path.filename().string(), " ", ToLine(first.description.ToJson()["classes"]), " ",
                    ToLine(first.description.ToJson()["regions"]), ": all models must agree"))
        .InFile(member.file.path);
}

std::vector<ModelFile> Segmenter::models() const {
  std::vector<ModelFile> files;
  for (const Member& member : members_) files.push_back(member.file);
  return files;
}

Json Segmenter::ModelRecord() const {
  if (members_.size() == 1) return members_.front().file.ForRecord();
  Json records = Json::array();
  for (const Member& member : members_) records.push_back(member.file.ForRecord());
  return records;
}

Json Segmenter::Digests() const {
  if (members_.size() == 1) return members_.front().file.sha256;
  Json digests = Json::array();
  for (const Member& member : members_) digests.push_back(member.file.sha256);
  return digests;
}

Json Segmenter::EngineRecord() const {
  Json engines = Json::array();
  bool same = true;
  for (const Member& member : members_) {
    engines.push_back(member.engine);
    same = same && member.engine == members_.front().engine;
  }
  return same ? engines.front() : engines;
}

bool Segmenter::ReadsFused(const Member& member, const Case& record) const {
  if (!member.network->sees_fused() || options_.fused) return false;
  if (options_.input != SegmenterInput::kAuto) return options_.input == SegmenterInput::kFused;
  return member.file.Takes("fused") && record.file("fused").has_value();
}

Segmenter::Input Segmenter::InputFor(const Member& member, const Case& record, const Input* first) const {
  const LoadedNetwork& network = *member.network;
  const ModelDescription& model = member.file.description;
  const bool from_file = ReadsFused(member, record);
  Input input;
  input.fuses = (network.sees_fused() && !from_file) || options_.fused;
  if (input.fuses && !network.fuses())
    throw DoesNotFit(member.file, Cat("case ", Quoted(record.id()), " has no fused image"));
  std::vector<std::string> names;
  if (input.fuses || network.sees_images()) {
    const auto matches = options_.modalities.empty() ? model.MatchByName(record.modalities())
                                                     : model.MatchInOrder(options_.modalities);
    for (const SlotMatch& match : matches) {
      names.push_back(match.modality);
      input.slots.push_back(match.slot);
    }
  }
  input.given = input.slots;
  input.names = names;
  CaseImageOptions options = {.fused = from_file};
  if (first != nullptr) options.onto = {first->grid, first->file};
  CaseImages read = ReadCaseImages(record, names, options);
  input.notes = std::move(read.notes);
  input.grid = read.grid();
  input.file = read.images.empty() ? *record.file("fused") : record.image(names.front());
  for (const Image<float>& image : read.images) input.images.push_back(AsSeen(LumaOf(image)));
  if (from_file) input.fused = AsSeen(LumaOf(*read.fused));
  if (options_.fused && !options_.volumes) input.sources = std::move(read.images);
  input.seen = input.images.empty() ? input.fused->grid : input.images.front().grid;
  return input;
}

void Segmenter::FuseInputs(const Member& member, std::vector<Input>& inputs) const {
  std::vector<FuseInput> slices;
  std::vector<std::vector<float>*> wanted;
  const auto at_once = static_cast<size_t>(std::max<int64_t>(1, pictures_at_once()));
  const auto fuse = [&] {
    const auto made = member.network->FuseEach(slices);
    for (size_t i = 0; i < made.size(); ++i)
      wanted[i]->insert(wanted[i]->end(), made[i].begin(), made[i].end());
    slices.clear(), wanted.clear();
  };
  for (Input& input : inputs) {
    if (!input.fuses) continue;
    input.fused = Image<float>{input.seen, 1, {}};
    for (int64_t z = 0; z < input.seen.size[2]; ++z) {
      slices.push_back({input.PlanesAt(z), input.slots});
      wanted.push_back(&input.fused->samples);
      if (slices.size() == at_once) fuse();
    }
  }
  if (!slices.empty()) fuse();
  for (Input& input : inputs) {
    if (!input.fuses) continue;
    if (options_.fused) KeepFused(member, input);
    if (member.file.description.stretch == "image") StretchToFullScale(input.fused->samples);
    if (!member.network->sees_fused()) input.fused.reset();
  }
}

void Segmenter::KeepFused(const Member& member, Input& input) const {
  std::vector<float> fused = input.fused->samples;
  ApplyGain(member.file.description.gain, fused);
  if (member.file.description.stretch == "image") StretchToFullScale(fused);
  const Image<float> image = WithColourOf(input.sources, AsStored(std::move(fused), input.grid));
  input.written = Image<uint16_t>{image.grid, image.channels, Quantize(image.samples, 8)};
  input.sources.clear();
}

std::vector<Segmenter::Input> Segmenter::InputsFor(const Member& member, std::span<const Case> records,
                                                   const std::vector<Input>* first) const {
  std::vector<Input> inputs;
  for (size_t i = 0; i < records.size(); ++i)
    inputs.push_back(InputFor(member, records[i], first == nullptr ? nullptr : &(*first)[i]));
  FuseInputs(member, inputs);
  if (member.network->sees_images()) return inputs;
  for (Input& input : inputs) {
    input.images.clear();
    input.slots.clear();
  }
  return inputs;
}

std::vector<std::vector<float>> Segmenter::SumsAt(const std::vector<Place>& places,
                                                  const std::vector<std::vector<Input>>& inputs) const {
  std::vector<std::vector<float>> sums(places.size());
  for (size_t m = 0; m < members_.size(); ++m) {
    std::vector<SegmentInput> pictures;
    for (const auto& [record, slice] : places) {
      const Input& input = inputs[m][record];
      pictures.push_back({input.PlanesAt(slice), input.slots, input.FusedAt(slice)});
    }
    const auto made = members_[m].network->ProbabilitiesOfEach(pictures, options_.tta);
    for (size_t p = 0; p < places.size(); ++p) {
      if (sums[p].empty()) sums[p].assign(made[p].size(), 0);
      for (size_t i = 0; i < made[p].size(); ++i) sums[p][i] += made[p][i];
    }
  }
  return sums;
}

/// @param sum  [K,H,W] of all models
void Segmenter::Decide(const std::vector<float>& sum, Planes& planes) const {
  const size_t pixels = sum.size() / (classes().size() + 1), begin = planes.labels.size();
  std::vector<float> greatest(sum.begin(), sum.begin() + static_cast<std::ptrdiff_t>(pixels));
  const auto models = static_cast<float>(members_.size());
  planes.labels.resize(begin + pixels, 0);
  size_t of_class = 0;
  for (const auto& [value, name] : classes()) {
    const float* const probable = sum.data() + (of_class + 1) * pixels;
    for (size_t i = 0; i < pixels; ++i) {
      if (!planes.probabilities.empty())
        planes.probabilities[of_class].push_back(Quantize(probable[i] / models, 16));
      if (!(probable[i] > greatest[i])) continue;
      greatest[i] = probable[i];
      planes.labels[begin + i] = value;
    }
    ++of_class;
  }
}

double Uncertainty(std::span<const double> p) {
  double entropy = 0;
  for (const double one : p)
    if (one > 0) entropy -= one * std::log(one);
  return std::max(0.0, entropy / std::log(static_cast<double>(p.size())));
}

void Segmenter::AddUncertainty(const std::vector<float>& sum, Planes& planes) const {
  std::vector<double> p(classes().size() + 1);
  const size_t pixels = sum.size() / p.size();
  for (size_t i = 0; i < pixels; ++i) {
    for (size_t k = 0; k < p.size(); ++k)
      p[k] = double{sum[k * pixels + i]} / static_cast<double>(members_.size());
    planes.uncertainty.push_back(Quantize(static_cast<float>(Uncertainty(p)), 16));
  }
}

int64_t Segmenter::pictures_at_once() const {
  int64_t most = 0;
  for (const Member& member : members_) most = std::max(most, member.network->pictures_at_once());
  return most;
}

Prediction Segmenter::Segment(const Case& record) const {
  return std::move(SegmentEach({&record, 1}).front());
}

std::vector<Prediction> Segmenter::SegmentEach(std::span<const Case> records) const {
  std::vector<std::vector<Input>> inputs;
  for (const Member& member : members_)
    inputs.push_back(InputsFor(member, records, inputs.empty() ? nullptr : &inputs.front()));
  std::vector<Planes> planes(records.size());
  std::vector<Place> places;
  for (size_t r = 0; r < records.size(); ++r) {
    if (options_.probabilities) planes[r].probabilities.resize(classes().size());
    for (int64_t z = 0; z < inputs.front()[r].seen.size[2]; ++z) places.push_back({r, z});
  }
  const auto at_once = static_cast<size_t>(std::max<int64_t>(1, pictures_at_once()));
  for (size_t begin = 0; begin < places.size(); begin += at_once) {
    const auto first = places.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto count = static_cast<std::ptrdiff_t>(std::min(at_once, places.size() - begin));
    const std::vector<Place> some(first, first + count);
    const auto sums = SumsAt(some, inputs);
    for (size_t p = 0; p < some.size(); ++p) {
      Decide(sums[p], planes[some[p].record]);
      if (options_.uncertainty) AddUncertainty(sums[p], planes[some[p].record]);
    }
  }
  std::vector<Prediction> predictions;
  for (size_t r = 0; r < records.size(); ++r) {
    std::vector<const Input*> of_members;
    for (const auto& of_member : inputs) of_members.push_back(&of_member[r]);
    predictions.push_back(Whole(of_members, std::move(planes[r])));
  }
  return predictions;
}

Prediction Segmenter::Whole(const std::vector<const Input*>& of_members, Planes planes) const {
  const Input& first = *of_members.front();
  Prediction prediction;
  for (const Input* input : of_members)
    prediction.notes.insert(prediction.notes.end(), input->notes.begin(), input->notes.end());
  prediction.labels = AsStored(std::move(planes.labels), first.grid);
  for (auto& levels : planes.probabilities)
    prediction.probabilities.push_back(AsStored(std::move(levels), first.grid));
  prediction.fused = first.written, prediction.fused_from = first.names;
  if (options_.uncertainty) prediction.uncertainty = AsStored(std::move(planes.uncertainty), first.grid);
  if (options_.overlay || options_.dicom_sc) {
    const Image<float>& shown = first.fused ? *first.fused : first.images.front();
    prediction.shown = AsStored(Quantize(shown.samples, 16), first.grid);
  }
  for (size_t i = 0; i < members_.size(); ++i)
    for (const std::string& slot : MissingOf(members_[i].file.description, of_members[i]->given))
      if (std::find(prediction.missing.begin(), prediction.missing.end(), slot) == prediction.missing.end())
        prediction.missing.push_back(slot);
  return prediction;
}

}  // namespace f4s
