#include "libfuse4seg/infer/plan/plan_network.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/fusion_plan.h"
#include "libfuse4seg/infer/plan/inn_plan.h"
#include "libfuse4seg/infer/plan/segmentation_plan.h"

namespace f4s {
namespace {

bool Makes(const ModelDescription& model, const char* what) {
  return std::find(model.gives.begin(), model.gives.end(), what) != model.gives.end();
}

NetworkOptions OptionsOf(const ModelDescription& model) {
  try {
    return NetworkOptions::FromJson(model.network).Resolved();
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kConfig) throw;
    throw Error(ErrorKind::kBadInput, "model.network", e.reason());
  }
}

bool SeesFused(const NetworkOptions& options) {
  return options.input == NetworkInput::kFused || options.input == NetworkInput::kBoth;
}

/// Whether the fusion network is part of what is used.
bool UsesFusion(const ModelDescription& model, const NetworkOptions& options, NetworkUse use) {
  return Makes(model, "fused") && (use != NetworkUse::kSegment || SeesFused(options));
}

int64_t InputChannels(const NetworkOptions& options, int64_t slots) {
  return options.input == NetworkInput::kFused ? 1 : options.input == NetworkInput::kBoth ? 1 + slots : slots;
}

void RequireFinite(const std::vector<float>& values, const char* what) {
  if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); }))
    throw Error(ErrorKind::kInternal, "model.not_finite", Cat("the network's ", what, " is not finite"));
}

/// Finite, and cut to 0..1.
std::vector<float> Finished(std::vector<float> image, const char* what) {
  RequireFinite(image, what);
  for (float& value : image) value = std::clamp(value, 0.0F, 1.0F);
  return image;
}

/// A plane [rows,columns] mirrored top to bottom, left to right, or both.
void Flip(const float* from, int64_t rows, int64_t columns, bool down, bool across, float* to) {
  for (int64_t y = 0; y < rows; ++y) {
    const float* const row = from + (down ? rows - 1 - y : y) * columns;
    if (across)
      std::reverse_copy(row, row + columns, to + y * columns);
    else
      std::copy(row, row + columns, to + y * columns);
  }
}

void RequireInt8(const PlanWeights& weights, const std::filesystem::path& file) {
  if (!CanConvolveInt8())
    throw Error(ErrorKind::kUnavailable, "precision.int8",
                "--precision int8 is for processors with AVX-512 VNNI, which this one has not: --precision "
                "float32 gives labels that differ by less than what is lost to 8 bits");
  if (!weights.HasInt8())
    throw Error(ErrorKind::kBadInput, "model.int8",
                Cat("has no second set for --precision int8, which is calibrated on the training data: "
                    "f4s-segment DATASET --split train -o int8 --calibrate --model ",
                    file.string(), " writes int8/model.safetensors, which has"));
}

class PlanNetwork final : public LoadedNetwork {
 public:
  PlanNetwork(const std::filesystem::path& file, const ModelDescription& model, NetworkUse use,
              const PlanUse& how)
      : options_(OptionsOf(model)),
        slots_(std::ssize(model.modalities)),
        classes_(std::ssize(model.classes) + 1) {
    PlanWeights weights(file, how);
    if (how.int8) RequireInt8(weights, file);
    if (UsesFusion(model, options_, use)) {
      if (options_.fusion.fuser == FuserKind::kInn)
        inn_ = std::make_unique<InnPlan>(options_.fusion, slots_, weights);
      else
        fusion_ = std::make_unique<FusionPlan>(options_.fusion, slots_, weights);
      weights.RequireAllTaken("fusion.");
    }
    if (use == NetworkUse::kFuse) return;
    segmentation_ =
        PlanSegmentation(options_.segmentation, InputChannels(options_, slots_), classes_, weights);
    weights.RequireAllTaken("segmentation.");
    if (how.int8) weights.RequireAllTaken(kInt8Prefix);
  }

  [[nodiscard]] bool fuses() const override { return fusion_ || inn_; }
  [[nodiscard]] bool attends() const override { return fusion_ && fusion_->attends(); }
  [[nodiscard]] bool inverts() const override { return inn_ != nullptr; }
  [[nodiscard]] bool segments() const override { return segmentation_ != nullptr; }
  [[nodiscard]] bool sees_images() const override { return options_.input != NetworkInput::kFused; }
  [[nodiscard]] bool sees_fused() const override { return SeesFused(options_); }

  [[nodiscard]] std::vector<float> Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                        AttentionPlanes* maps) const override {
    F4S_CHECK_EQ(fuses() && images.size() == slots.size(), true);
    if (maps != nullptr && (!attends() || images.size() == 1))
      throw Error(
          ErrorKind::kBadInput, "model.attention",
          attends() ? "one modality: attention needs two or more" : "the model has no cross-attention");
    return Finished(inn_ ? inn_->Fuse(images, slots) : fusion_->Fuse(images, slots, maps), "fused image");
  }

  [[nodiscard]] std::vector<float> FuseAndKeep(const Views<const float>& images,
                                               const std::vector<int64_t>& slots,
                                               LatentPlanes& latent) const override {
    F4S_CHECK_EQ(inverts() && images.size() == slots.size(), true);
    latent = inn_->Latent(images, slots);
    return Fuse(images, slots, nullptr);
  }

  [[nodiscard]] std::vector<float> RawOf(const View<const float>& fused) const override {
    F4S_CHECK_EQ(inverts(), true);
    std::vector<float> raw = inn_->RawOf(fused);
    RequireFinite(raw, "fused image");
    return raw;
  }

  [[nodiscard]] std::vector<float> TakeApart(const View<const float>& fused, std::span<const double> z,
                                             std::span<const double> rest) const override {
    F4S_CHECK_EQ(inverts(), true);
    return Finished(inn_->TakeApart(fused, z, rest), "decomposed images");
  }

  [[nodiscard]] std::vector<float> Probabilities(const Views<const float>& images,
                                                 const std::vector<int64_t>& slots,
                                                 const View<const float>& fused, bool flips) const override {
    F4S_CHECK_EQ(segments() && sees_fused() == (fused.data != nullptr), true);
    F4S_CHECK_EQ(sees_images() == !images.empty() && images.size() == slots.size(), true);
    std::vector<const float*> planes;
    if (sees_fused()) planes.push_back(fused.data);
    const size_t first = planes.size();
    if (sees_images()) planes.resize(first + static_cast<size_t>(slots_), nullptr);
    for (size_t i = 0; i < images.size(); ++i)
      planes.at(first + static_cast<size_t>(slots[i])) = images[i].data;
    const View<const float>& any = sees_fused() ? fused : images.front();
    std::vector<float> result = flips ? OverFlips(planes, slots, any.height, any.width)
                                      : Softmax(planes, slots, any.height, any.width);
    RequireFinite(result, "segmentation");
    return result;
  }

 private:
  using Planes = std::vector<const float*>;

  [[nodiscard]] std::vector<float> Softmax(const Planes& planes, const std::vector<int64_t>& slots,
                                           int64_t rows, int64_t columns) const {
    std::vector<float> result(static_cast<size_t>(classes_ * rows * columns));
    segmentation_->Run(planes, slots, rows, columns, result.data());
    return result;
  }

  /// The mean over the planes as they are, mirrored left to right, top to bottom, and both.
  [[nodiscard]] std::vector<float> OverFlips(const Planes& planes, const std::vector<int64_t>& slots,
                                             int64_t rows, int64_t columns) const {
    const int64_t pixels = rows * columns;
    std::vector<float> sum, mirrored(planes.size() * static_cast<size_t>(pixels)),
        back(static_cast<size_t>(pixels));
    for (int way = 0; way < 4; ++way) {
      const bool across = way % 2 == 1, down = way >= 2;
      Planes seen(planes.size(), nullptr);
      for (size_t i = 0; i < planes.size(); ++i) {
        if (planes[i] == nullptr) continue;
        float* const to = mirrored.data() + static_cast<int64_t>(i) * pixels;
        Flip(planes[i], rows, columns, down, across, to);
        seen[i] = to;
      }
      const std::vector<float> one = Softmax(seen, slots, rows, columns);
      if (sum.empty()) sum.assign(one.size(), 0);
      for (int64_t k = 0; k < classes_; ++k) {
        Flip(one.data() + k * pixels, rows, columns, down, across, back.data());
        for (int64_t i = 0; i < pixels; ++i)
          sum[static_cast<size_t>(k * pixels + i)] += back[static_cast<size_t>(i)];
      }
    }
    for (float& value : sum) value /= 4;
    return sum;
  }

  NetworkOptions options_;
  int64_t slots_, classes_;
  std::unique_ptr<FusionPlan> fusion_;
  std::unique_ptr<InnPlan> inn_;
  std::unique_ptr<SegmentationPlan> segmentation_;
};

}  // namespace

std::string WhyNoPlan(const ModelDescription& model, NetworkUse use) {
  const NetworkOptions options = OptionsOf(model);
  if (UsesFusion(model, options, use) && options.fusion.fuser == FuserKind::kDecomposing)
    if (std::string why = FusionPlan::WhyNone(options.fusion); !why.empty()) return why;
  if (use == NetworkUse::kFuse) return "";
  const char* const input = options.input == NetworkInput::kFeatures       ? "input = features"
                            : options.input == NetworkInput::kConcatenated ? "input = concatenated"
                                                                           : "";
  return *input != '\0' ? input : WhyNoSegmentationPlan(options.segmentation);
}

std::shared_ptr<const LoadedNetwork> LoadPlan(const std::filesystem::path& file,
                                              const ModelDescription& model, NetworkUse use,
                                              const PlanUse& how) {
  F4S_CHECK_EQ(WhyNoPlan(model, use), "");
  try {
    return std::make_shared<PlanNetwork>(file, model, use, how);
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

}  // namespace f4s
