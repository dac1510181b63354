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
  Grid grid;                          ///< of the case
  std::filesystem::path file;         ///< that has it
  Grid seen;                          ///< the slices: W, H, D
  std::vector<Image<float>> images;   ///< as networks see them
  std::optional<Image<float>> fused;  ///< likewise, where the network sees it
  std::vector<int64_t> slots;         ///< of the images
  std::vector<int64_t> given;         ///< the same, of those that it fuses too
  FileNotes notes;

  /// One slice of the images.
  [[nodiscard]] Views<const float> PlanesAt(int64_t z) const {
    Views<const float> planes;
    for (const Image<float>& image : images) planes.push_back(image.plane(z));
    return planes;
  }

  /// The fused image as f4s-fuse makes it, but for the rounding to levels.
  void Fuse(const LoadedNetwork& network, const ModelDescription& model) {
    fused = Image<float>{seen, 1, {}};
    for (int64_t z = 0; z < seen.size[2]; ++z) {
      const std::vector<float> plane = network.Fuse(PlanesAt(z), slots, nullptr);
      fused->samples.insert(fused->samples.end(), plane.begin(), plane.end());
    }
    if (model.stretch == "image") StretchToFullScale(fused->samples);
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
  segmenter.ChoosePostprocess();
  segmenter.device_ = DeviceFor(options.engine, device, &segmenter.device_warning_);
  for (Member& member : segmenter.members_) {
    auto opened = OpenNetwork(member.file, options.engine, segmenter.device_, NetworkUse::kSegment);
    member.network = std::move(opened.network), member.engine = std::move(opened.engine);
  }
  return segmenter;
}

void Segmenter::ChoosePostprocess() {
  postprocess_ = members_.front().file.description.postprocess;
  const Postprocess given = Postprocess::FromWords(options_.min_volume, options_.largest);
  given.RequireRegions(regions());
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
  if (!member.network->sees_fused()) return false;
  if (options_.input != SegmenterInput::kAuto) return options_.input == SegmenterInput::kFused;
  return member.file.Takes("fused") && record.file("fused").has_value();
}

Segmenter::Input Segmenter::InputFor(const Member& member, const Case& record, const Input* first) const {
  const LoadedNetwork& network = *member.network;
  const ModelDescription& model = member.file.description;
  const bool from_file = ReadsFused(member, record);
  const bool fuses = network.sees_fused() && !from_file;
  if (fuses && !network.fuses())
    throw DoesNotFit(member.file, Cat("case ", Quoted(record.id()), " has no fused image"));
  Input input;
  std::vector<std::string> names;
  if (fuses || network.sees_images()) {
    const auto matches = options_.modalities.empty() ? model.MatchByName(record.modalities())
                                                     : model.MatchInOrder(options_.modalities);
    for (const SlotMatch& match : matches) {
      names.push_back(match.modality);
      input.slots.push_back(match.slot);
    }
  }
  input.given = input.slots;
  CaseImageOptions options = {.fused = from_file};
  if (first != nullptr) options.onto = {first->grid, first->file};
  CaseImages read = ReadCaseImages(record, names, options);
  input.notes = std::move(read.notes);
  input.grid = read.grid();
  input.file = read.images.empty() ? *record.file("fused") : record.image(names.front());
  for (const Image<float>& image : read.images) input.images.push_back(AsSeen(LumaOf(image)));
  if (from_file) input.fused = AsSeen(LumaOf(*read.fused));
  input.seen = input.images.empty() ? input.fused->grid : input.images.front().grid;
  if (fuses) input.Fuse(network, model);
  if (!network.sees_images()) {
    input.images.clear();
    input.slots.clear();
  }
  return input;
}

void Segmenter::AddProbabilities(const Member& member, const Input& input, int64_t slice,
                                 std::vector<float>& sum) const {
  const auto fused = input.fused ? input.fused->plane(slice) : View<const float>();
  const std::vector<float> one =
      member.network->Probabilities(input.PlanesAt(slice), input.slots, fused, options_.tta);
  if (sum.empty()) sum.assign(one.size(), 0);
  for (size_t i = 0; i < one.size(); ++i) sum[i] += one[i];
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

Prediction Segmenter::Segment(const Case& record) const {
  std::vector<Input> inputs;
  for (const Member& member : members_)
    inputs.push_back(InputFor(member, record, inputs.empty() ? nullptr : &inputs.front()));
  const Input& first = inputs.front();
  Planes planes;
  if (options_.probabilities) planes.probabilities.resize(classes().size());
  for (int64_t slice = 0; slice < first.seen.size[2]; ++slice) {
    std::vector<float> sum;
    for (size_t i = 0; i < members_.size(); ++i) AddProbabilities(members_[i], inputs[i], slice, sum);
    Decide(sum, planes);
    if (options_.uncertainty) AddUncertainty(sum, planes);
  }
  Prediction prediction;
  for (const Input& input : inputs)
    prediction.notes.insert(prediction.notes.end(), input.notes.begin(), input.notes.end());
  prediction.labels = AsStored(std::move(planes.labels), first.grid);
  for (auto& levels : planes.probabilities)
    prediction.probabilities.push_back(AsStored(std::move(levels), first.grid));
  if (options_.uncertainty) prediction.uncertainty = AsStored(std::move(planes.uncertainty), first.grid);
  if (options_.overlay || options_.dicom_sc) {
    const Image<float>& shown = first.fused ? *first.fused : first.images.front();
    prediction.shown = AsStored(Quantize(shown.samples, 16), first.grid);
  }
  for (size_t i = 0; i < members_.size(); ++i)
    for (const std::string& slot : MissingOf(members_[i].file.description, inputs[i].given))
      if (std::find(prediction.missing.begin(), prediction.missing.end(), slot) == prediction.missing.end())
        prediction.missing.push_back(slot);
  return prediction;
}

}  // namespace f4s
