// Fusion of 2 to 4 registered images into one.
//
// Shapes: planes [H,W] of float, row by row, values in 0..1; images as in image/image.h.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/infer/fuser_options.h"
#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {

/// Fuses by one rule or one model on one device.  Safe to use from many threads.
///
/// `slots` gives the model's slot of each source; a rule ignores it.
/// `maps`, where given, are set by a model that attends: [H,W], or as the voxels of the volume.
/// `latent`, where given, is set by a model that inverts: of all slices as networks see them, one after
/// another, y [D,H',W'] and z [D,S-1,H',W'].
class Fuser {
 public:
  /// @param device  "auto", "cpu", "cuda" or "cuda:N".  auto: for a model the first GPU, where there is
  ///                one; for a rule the CPU, which is faster than the way to a GPU and back.
  /// @throws Error(kUsage) unless there is either a method or a model, Error(kUnavailable) when the
  ///         device or model is not there, Error(kBadInput) when the model does not fuse, or
  ///         cannot do what else the options ask for.
  static Fuser Load(const FuserOptions& options, const std::string& device);

  /// `fused_by`: the rule, or the model's sha256.
  [[nodiscard]] const std::string& name() const { return model_ ? model_->sha256 : options_.method; }
  [[nodiscard]] const std::string& device() const { return device_; }  ///< cpu, cuda or cuda:N
  /// Why --device auto is not the GPU that somebody may expect, or nothing.
  [[nodiscard]] const std::string& device_warning() const { return device_warning_; }
  [[nodiscard]] const std::string& engine() const { return engine_; }  ///< plan or torch; empty for a rule
  [[nodiscard]] const std::optional<ModelFile>& model() const { return model_; }
  [[nodiscard]] bool inverts() const { return network_ && network_->inverts(); }
  [[nodiscard]] bool stretches() const;  ///< fused images to full scale
  [[nodiscard]] double gain() const;     ///< of fused images, before they are cut to 0..1
  /// Whether a source alone is the fused image.  Not of models that segment too: their segmentation network
  /// learned on what the fusion network makes of such a source.
  [[nodiscard]] bool gives_back() const;
  /// The model's network.  Not of a rule.
  [[nodiscard]] const LoadedNetwork& network() const { return *network_; }
  [[nodiscard]] int bits() const { return options_.bits; }  ///< of a pixel

  /// One plane from several of one size; values in 0..1.  Where gives_back(), and there is one source alone
  /// or all others are 0 everywhere, it is that one.
  [[nodiscard]] std::vector<float> FusePlanes(const Views<const float>& sources,
                                              const std::vector<int64_t>& slots,
                                              AttentionPlanes* maps = nullptr,
                                              LatentPlanes* latent = nullptr) const;

  /// The same of each of several pictures, without maps: on a GPU in batches.
  [[nodiscard]] std::vector<std::vector<float>> FuseEach(const std::vector<FuseInput>& pictures) const;
  /// LoadedNetwork::pictures_at_once(); 0 of a rule, and where pictures are computed one by one.
  [[nodiscard]] int64_t pictures_at_once() const;

  /// One image from several on one grid, grey or RGB, values in 0..1.  A volume is fused in
  /// axial slices (volume_planes.h).  Luma is fused; the
  /// chroma of the colour sources is kept (weighted by its distance from grey where several have some: Li and
  /// Wu, DenseFuse, IEEE TIP 28(5), 2019, after Prabhakar et al., DeepFuse, ICCV 2017, eq. 6), so PET and
  /// SPECT come out in colour.
  [[nodiscard]] Image<float> Fuse(const std::vector<Image<float>>& sources, const std::vector<int64_t>& slots,
                                  AttentionPlanes* maps = nullptr, LatentPlanes* latent = nullptr) const;

 private:
  explicit Fuser(FuserOptions options) : options_(std::move(options)) {}
  void LoadRule(const std::string& device);
  void LoadModel(const std::string& device);
  void RequireRequestedOutputs() const;
  [[nodiscard]] std::vector<float> FuseByRule(const Views<const float>& sources) const;
  /// With the gain, and cut to 0..1.
  [[nodiscard]] std::vector<float> Finished(std::vector<float> fused) const;
  [[nodiscard]] Image<float> FuseLumas(const std::vector<Image<float>>& sources,
                                       const std::vector<int64_t>& slots, AttentionPlanes* maps,
                                       LatentPlanes* latent) const;

  FuserOptions options_;
  std::string device_, device_warning_, engine_;
  const FusionRule* rule_ = nullptr;
  const FusionKernels* kernels_ = nullptr;  ///< of the rule
  std::optional<ModelFile> model_;
  std::shared_ptr<const LoadedNetwork> network_;
};

/// What f4s-fuse does to what a network fused: the gain, then values cut to 0..1.
void ApplyGain(double gain, std::vector<float>& fused);

}  // namespace f4s
