#include "libfuse4seg/infer/fuser.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/drawing/page.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/infer/attention_maps.h"
#include "libfuse4seg/infer/plane_stretch.h"
#include "libfuse4seg/model/preparation.h"

namespace f4s {
namespace {

/// The only one with a pixel above 0, where there is no other; else none.
const View<const float>* LoneSource(const Views<const float>& sources) {
  const View<const float>* lone = nullptr;
  for (const View<const float>& source : sources) {
    if (std::ranges::all_of(source.pixels(), [](float value) { return value <= 0; })) continue;
    if (lone != nullptr) return nullptr;
    lone = &source;
  }
  return lone;
}

}  // namespace

void ApplyGain(double gain, std::vector<float>& fused) {
  if (const auto by = static_cast<float>(gain); by != 1)
    for (float& value : fused) value *= by;
  for (float& value : fused) value = std::clamp(value, 0.0F, 1.0F);
}

void FuserOptions::Declare(Parameters& p) {
  p.Text("model", model, "FILE|NAME", kModelHelp);
  p.Choice("method", method, FusionRuleNames(), "fuse by this rule instead of a model");
  p.List("modalities", modalities, "A,B[,C[,D]]",
         "the modalities to fuse, in this order; default: all of a case");
  p.List("combinations", combinations, "2,3,4",
         "fuse each combination of 2, 3 or 4 modalities; one record each (id ID+t1ce-flair)")
      .Checked([](const std::string& text) {
        for (const std::string& word : SplitList(text))
          if (word != "2" && word != "3" && word != "4")
            throw Error(ErrorKind::kUsage, "parameter.value", Cat(Quoted(word), " is not one of 2 3 4"));
      });
  p.Integer("levels", levels, Between(0, 16), "laplacian: number of pyramid levels; a small image has fewer");
  p.Choice("base", base, {{"average", BaseRule::kAverage}, {"maximum", BaseRule::kMaximum}},
           "laplacian: rule for the coarsest level");
  p.Choice(
      "stretch", stretch,
      {{"model", StretchChoice::kModel}, {"none", StretchChoice::kNone}, {"image", StretchChoice::kImage}},
      "image: map the smallest value of each fused image to 0, the largest "
      "to full scale; model: as the model was trained; with a rule: none");
  p.Real(
      "gain", gain, Or(-1, Between(0.1, 10)),
      "multiply fused images by this, and cut them at full scale; -1: as the model recommends; with a rule: "
      "1");
  DeclareEngine(p, engine);
  DeclareDeviceMemory(p, device_memory);
  p.Choice("bits", bits, {{"8", 8}, {"16", 16}}, "bits per pixel");
  p.Flag("attention", attention, "write the model's attention maps as images");
  p.Flag(
      "dicom_sc", dicom_sc,
      "also write fused volumes as DICOM secondary captures in the study of the DICOM series that they came from "
      "(dicom-sc/ID/0001.dcm ...)");
  p.Flag("montage", montage,
         "also draw the modalities and the fused image beside each other, as montage/ID.png; of a volume "
         "one slice");
  p.Flag("latent", latent,
         "write the information about the sources that the fused image does not hold, for --decompose");
  p.Flag("decompose", decompose,
         "reconstruct the modalities from the `fused` image of each record, by the model that fused it");
  p.Choice("decompose_from", decompose_from,
           {{"auto", DecomposeFrom::kAuto},
            {"exact", DecomposeFrom::kExact},
            {"levels", DecomposeFrom::kLevels},
            {"fused", DecomposeFrom::kFused}},
           "exact: from the fused image and all that --latent wrote; levels: without the "
           "residual of clipping and rounding; fused: from the fused image alone, with latent "
           "planes drawn from --seed; auto: exact where the record has `latent`, else fused");
  p.Flag("anyway", anyway, kAnywayHelp);
  p.Flag("describe", describe, "print the description of the model as JSON, and do nothing else")
      .NotInConfig();
}

namespace {

/// Of the flags that ask for more than a fused image.
void RequireNoConflict(const FuserOptions& options) {
  const char* const asked = options.decompose ? "--decompose" : "--latent";
  if (!options.decompose && !options.latent) {
    if (options.decompose_from == DecomposeFrom::kAuto) return;
    const auto from = ParametersOf(options)["decompose_from"].get<std::string>();
    throw Error(ErrorKind::kUsage, "usage.conflict",
                Cat("--decompose-from ", from, " says how: give --decompose too"));
  }
  const auto refuse = [&](const std::string& other, const char* why) {
    throw Error(ErrorKind::kUsage, "usage.conflict", Cat(asked, " and ", other, ": ", why));
  };
  if (options.model.empty())
    refuse("--method " + options.method, "a rule is not invertible; a model of --method fusioninn is");
  if (options.decompose && options.montage) refuse("--montage", "nothing is fused");
  if (options.decompose && options.dicom_sc) refuse("--dicom-sc", "nothing is fused");
  if (options.decompose && options.latent) refuse("--latent", "one decomposes, the other fuses");
  if (options.stretch == StretchChoice::kImage)
    refuse("--stretch image", "a stretched image is not what the model made");
  if (options.attention) refuse("--attention", "an invertible network has none");
  if (!options.combinations.empty()) refuse("--combinations", "such a model takes all its modalities");
}

}  // namespace

Fuser Fuser::Load(const FuserOptions& options, const std::string& device) {
  if (options.model.empty() && options.method.empty())
    throw Error(ErrorKind::kUsage, "usage.missing",
                "--method RULE or --model FILE|NAME is missing; see --help");
  if (!options.model.empty() && !options.method.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--method and --model are two ways to fuse: give one of them");
  if (options.attention && options.model.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                Cat("--attention shows a model's attention, but --method ", options.method,
                    " is a rule and has none: give --model FILE|NAME"));
  RequireNoConflict(options);
  if (options.montage) RequireDrawing("--montage");
  if (options.dicom_sc) RequireDicomWriter();
  Fuser fuser(options);
  if (!options.model.empty()) {
    fuser.LoadModel(device);
  } else {
    fuser.LoadRule(device);
  }
  return fuser;
}

void Fuser::LoadRule(const std::string& device) {
  device_ = device == "auto" ? "cpu" : device;
  rule_ = &FusionRuleOf(options_.method);
  if (device_ != "cpu" && !rule_->on_gpu)
    throw Error(ErrorKind::kUsage, "fusion.device",
                Cat("--method ", rule_->name, " runs on the CPU alone: leave --device out"));
  kernels_ = &KernelsFor(device_);
}

void Fuser::LoadModel(const std::string& device) {
  model_ = FindModel(options_.model);
  if (!model_->Gives("fused"))
    throw Error(ErrorKind::kBadInput, "model.gives",
                Cat("does not fuse: it gives ", model_->GivesText(), " from ", model_->TakesText()))
        .InFile(model_->path);
  device_ = DeviceFor(options_.engine, device, &device_warning_);
  const DeviceUse use = {.device = device_, .batch_bytes = static_cast<int64_t>(options_.device_memory)};
  auto opened = OpenNetwork(*model_, options_.engine, use, NetworkUse::kFuse);
  network_ = std::move(opened.network), engine_ = std::move(opened.engine);
  RequireRequestedOutputs();
}

void Fuser::RequireRequestedOutputs() const {
  const auto refuse = [&](const char* code, const std::string& what) {
    throw Error(ErrorKind::kBadInput, code,
                Cat(what, ": it gives ", model_->GivesText(), " from ", model_->TakesText()))
        .InFile(model_->path);
  };
  if (options_.attention && !network_->attends())
    throw Error(ErrorKind::kBadInput, "model.attention",
                Cat("has no cross-attention to show: it gives ", model_->GivesText(), " from ",
                    model_->TakesText(), "; one trained with --fusion-attention cross has"))
        .InFile(model_->path);
  if ((options_.latent || options_.decompose) && !inverts())
    refuse("model.gives", Cat(options_.latent ? "has no latent planes to keep" : "cannot decompose images",
                              ", which one trained with --method fusioninn can"));
  if ((options_.latent || options_.decompose) && stretches())
    refuse("model.stretch", "stretches its images, which can then not be decomposed");
  if ((options_.latent || options_.decompose) && gain() != 1)
    refuse("model.gain", Cat("multiplies its images by ", gain(), ", which can then not be decomposed"));
  if (inverts() && !options_.combinations.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                Cat("--combinations: ", model_->path.string(), " takes all its ",
                    model_->description.modalities.size(), " modalities (", model_->description.SlotsText(),
                    ") at once"));
}

bool Fuser::stretches() const {
  if (options_.stretch != StretchChoice::kModel) return options_.stretch == StretchChoice::kImage;
  return model_ && model_->description.stretch == "image";
}

double Fuser::gain() const {
  if (options_.gain > 0) return options_.gain;
  return model_ ? model_->description.gain : 1;
}

bool Fuser::gives_back() const { return model_ && !inverts() && !model_->Gives("prediction"); }

std::vector<float> Fuser::Finished(std::vector<float> fused) const {
  ApplyGain(gain(), fused);  // before any stretch: a few overshooting pixels must not darken all others
  return fused;
}

std::vector<float> Fuser::FuseByRule(const Views<const float>& sources) const {
  std::vector<float> fused(sources.front().pixels().size());
  const LaplacianOptions pyramid = {static_cast<int>(options_.levels), options_.base};
  rule_->fuse(sources, {pyramid}, fused, *kernels_);
  return fused;
}

std::vector<float> Fuser::FusePlanes(const Views<const float>& sources, const std::vector<int64_t>& slots,
                                     AttentionPlanes* maps, LatentPlanes* latent) const {
  if (latent != nullptr) return network_->FuseAndKeep(sources, slots, *latent);
  if (maps != nullptr) {
    std::vector<float> fused = network_->Fuse(sources, slots, maps);
    if (!gives_back() || LoneSource(sources) == nullptr) return Finished(std::move(fused));
  }
  return std::move(FuseEach({{sources, slots}}).front());
}

std::vector<std::vector<float>> Fuser::FuseEach(const std::vector<FuseInput>& pictures) const {
  std::vector<std::vector<float>> fused(pictures.size());
  std::vector<FuseInput> of_network;
  std::vector<size_t> places;
  for (size_t i = 0; i < pictures.size(); ++i) {
    const Views<const float>& sources = pictures[i].images;
    if (const auto* const lone = gives_back() ? LoneSource(sources) : nullptr; lone != nullptr) {
      fused[i].assign(lone->pixels().begin(), lone->pixels().end());
    } else if (network_) {
      of_network.push_back(pictures[i]);
      places.push_back(i);
    } else {
      fused[i] = Finished(FuseByRule(sources));
    }
  }
  if (of_network.empty()) return fused;
  auto made = network_->FuseEach(of_network);
  for (size_t k = 0; k < places.size(); ++k) fused[places[k]] = Finished(std::move(made[k]));
  return fused;
}

int64_t Fuser::pictures_at_once() const {
  // What else is asked for is computed picture by picture, each with memory of its own.
  const bool one_by_one = !network_ || options_.attention || options_.latent || options_.decompose;
  return one_by_one ? 0 : network_->pictures_at_once();
}

Image<float> Fuser::FuseLumas(const std::vector<Image<float>>& sources, const std::vector<int64_t>& slots,
                              AttentionPlanes* maps, LatentPlanes* latent) const {
  std::vector<Image<float>> made;
  made.reserve(sources.size());
  std::vector<const Image<float>*> lumas;
  for (const Image<float>& source : sources) {
    const bool as_it_is = source.grid.is_picture && source.channels == 1;
    if (!as_it_is) made.push_back(AsSeen(LumaOf(source)));
    lumas.push_back(as_it_is ? &source : &made.back());
  }
  const Image<float>& first = *lumas.front();
  std::vector<float> fused;
  fused.reserve(first.samples.size());
  const auto planes_at = [&](int64_t z) {
    Views<const float> planes;
    for (const Image<float>* luma : lumas) planes.push_back(luma->plane(z));
    return planes;
  };
  if (maps == nullptr && latent == nullptr) {
    const int64_t at_once = std::max<int64_t>(1, pictures_at_once());
    for (int64_t z = 0; z < first.depth();) {
      std::vector<FuseInput> slices;
      for (; z < first.depth() && std::ssize(slices) < at_once; ++z) slices.push_back({planes_at(z), slots});
      for (const std::vector<float>& plane : FuseEach(slices))
        fused.insert(fused.end(), plane.begin(), plane.end());
    }
    return AsStored(std::move(fused), sources.front().grid);
  }
  for (int z = 0; z < first.depth(); ++z) {
    AttentionPlanes slice;
    LatentPlanes kept;
    const std::vector<float> plane = FusePlanes(planes_at(z), slots, maps == nullptr ? nullptr : &slice,
                                                latent == nullptr ? nullptr : &kept);
    fused.insert(fused.end(), plane.begin(), plane.end());
    if (maps != nullptr) Append(*maps, slice);
    if (latent == nullptr) continue;
    latent->y.insert(latent->y.end(), kept.y.begin(), kept.y.end());
    latent->z.insert(latent->z.end(), kept.z.begin(), kept.z.end());
  }
  return AsStored(std::move(fused), sources.front().grid);
}

Image<float> Fuser::Fuse(const std::vector<Image<float>>& sources, const std::vector<int64_t>& slots,
                         AttentionPlanes* maps, LatentPlanes* latent) const {
  Image<float> fused = FuseLumas(sources, slots, maps, latent);
  if (stretches()) StretchToFullScale(fused.samples);
  return WithColourOf(sources, std::move(fused));
}

}  // namespace f4s
