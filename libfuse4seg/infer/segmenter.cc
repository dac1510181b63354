#include "libfuse4seg/infer/segmenter.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/infer/plane_stretch.h"

namespace f4s {
namespace {

Error DoesNotFit(const ModelFile& model, const std::string& why) {
  return Error(ErrorKind::kBadInput, "model.input",
               Cat(why, ": the model takes ", model.TakesText(), " and gives ", model.GivesText()))
      .InFile(model.path);
}

/// One slice of the images that a network is given.
SourcePlanes PlanesAt(const CaseImages& images, int slice) {
  SourcePlanes planes = {{}, images.height, images.width};
  for (const std::vector<float>& image : images.modalities)
    planes.planes.push_back(images.Slice(image, slice));
  return planes;
}

/// The fused image as f4s-fuse makes it, but for the rounding to levels.
std::vector<float> FusedBy(const LoadedNetwork& network, const ModelDescription& model,
                           const CaseImages& images, const std::vector<int64_t>& slots) {
  std::vector<float> fused;
  for (int slice = 0; slice < images.slices; ++slice) {
    const std::vector<float> plane = network.Fuse(PlanesAt(images, slice), slots, nullptr);
    fused.insert(fused.end(), plane.begin(), plane.end());
  }
  if (model.stretch == "image") StretchToFullScale(fused);
  return fused;
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
  CaseImages images;           ///< with `fused` where the network sees it
  std::vector<int64_t> slots;  ///< of the images' modalities
  std::vector<int64_t> given;  ///< the same, of those that it fuses too
};

Segmenter Segmenter::Load(const SegmenterOptions& options, const std::string& device) {
  if (options.models.empty())
    throw Error(ErrorKind::kUsage, "usage.missing", "--model FILE|NAME is missing; see --help");
  Segmenter segmenter(options);
  for (const std::string& word : options.models) {
    segmenter.members_.push_back({FindModel(word), nullptr});
    segmenter.RequireFits(segmenter.members_.back());
  }
  segmenter.device_ = TheNetworks().DeviceFor(device);
  for (Member& member : segmenter.members_)
    member.network = TheNetworks().Load(member.file.path, segmenter.device_);
  return segmenter;
}

void Segmenter::RequireFits(const Member& member) const {
  if (!member.file.Gives("prediction")) throw DoesNotFit(member.file, "does not segment");
  if (options_.input != "auto" && !member.file.Takes(options_.input))
    throw DoesNotFit(member.file, Cat("does not take ", options_.input));
  const ModelFile& first = members_.front().file;
  if (member.file.description.classes != classes() || member.file.description.regions != regions())
    throw Error(ErrorKind::kBadInput, "model.classes",
                Cat("its classes and regions are ", ToLine(member.file.description.ToJson()["classes"]), " ",
                    ToLine(member.file.description.ToJson()["regions"]), ", those of ",
                    first.path.filename().string(), " ", ToLine(first.description.ToJson()["classes"]), " ",
                    ToLine(first.description.ToJson()["regions"]), ": all models must agree"))
        .InFile(member.file.path);
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

bool Segmenter::ReadsFused(const Member& member, const Case& record) const {
  if (!member.network->sees_fused()) return false;
  if (options_.input != "auto") return options_.input == "fused";
  return member.file.Takes("fused") && record.file("fused").has_value();
}

Segmenter::Input Segmenter::InputFor(const Member& member, const Case& record) const {
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
  input.images = ReadCaseImages(record, names, from_file);
  if (fuses) input.images.fused = FusedBy(network, model, input.images, input.slots);
  if (!network.sees_images()) {
    input.images.modalities.clear();
    input.slots.clear();
  }
  return input;
}

void Segmenter::AddProbabilities(const Member& member, const Input& input, int slice,
                                 std::vector<float>& sum) const {
  const std::vector<float> one =
      member.network->Probabilities(PlanesAt(input.images, slice), input.slots,
                                    input.images.Slice(input.images.fused, slice), options_.tta);
  if (sum.empty()) sum.assign(one.size(), 0);
  for (size_t i = 0; i < one.size(); ++i) sum[i] += one[i];
}

/// @param sum  [K,H,W] of all models
void Segmenter::Decide(const std::vector<float>& sum, size_t slice, Prediction& prediction) const {
  const size_t pixels = sum.size() / (classes().size() + 1), begin = slice * pixels;
  std::vector<float> greatest(sum.begin(), sum.begin() + static_cast<std::ptrdiff_t>(pixels));
  const auto models = static_cast<float>(members_.size());
  size_t of_class = 0;
  for (const auto& [value, name] : classes()) {
    const float* const probable = sum.data() + (of_class + 1) * pixels;
    for (size_t i = 0; i < pixels; ++i) {
      if (!prediction.probabilities.empty())
        prediction.probabilities[of_class][begin + i] = Quantize(probable[i] / models, 16);
      if (!(probable[i] > greatest[i])) continue;
      greatest[i] = probable[i];
      prediction.labels[begin + i] = value;
    }
    ++of_class;
  }
}

Prediction Segmenter::Segment(const Case& record) const {
  std::vector<Input> inputs;
  for (const Member& member : members_) inputs.push_back(InputFor(member, record));
  const CaseImages& images = inputs.front().images;
  for (const Input& input : inputs)
    if (input.images.width != images.width || input.images.height != images.height ||
        input.images.slices != images.slices)
      throw Error(ErrorKind::kBadInput, "image.size", "its fused image has not the size of its other images")
          .InCase(record.id());
  Prediction prediction = {images.width, images.height, images.slices, images.geometry, {}, {}, {}};
  const size_t voxels = images.num_pixels() * static_cast<size_t>(images.slices);
  prediction.labels.assign(voxels, 0);
  if (options_.probabilities)
    prediction.probabilities.assign(classes().size(), std::vector<uint16_t>(voxels, 0));
  for (int slice = 0; slice < images.slices; ++slice) {
    std::vector<float> sum;
    for (size_t i = 0; i < members_.size(); ++i) AddProbabilities(members_[i], inputs[i], slice, sum);
    Decide(sum, static_cast<size_t>(slice), prediction);
  }
  if (prediction.geometry) {
    const Slicing slicing = NetworkSlicing(*prediction.geometry);
    prediction.labels = VoxelsOfPlanes(prediction.labels, slicing);
    for (auto& levels : prediction.probabilities) levels = VoxelsOfPlanes(levels, slicing);
  }
  for (size_t i = 0; i < members_.size(); ++i)
    for (const std::string& slot : MissingOf(members_[i].file.description, inputs[i].given))
      if (std::find(prediction.missing.begin(), prediction.missing.end(), slot) == prediction.missing.end())
        prediction.missing.push_back(slot);
  return prediction;
}

}  // namespace f4s
