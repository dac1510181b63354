// What infer/ asks of the networks: a light header, so that programs start without LibTorch.
//
// Shapes:  planes [H,W] of float, row by row without gaps, H, W >= 1 of any size; M images given, S slots of
// the model, K classes with the background.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

/// Attention maps, as planes [H,W]: what FusionNet::forward() calls AttentionMaps.
struct AttentionPlanes {
  std::vector<int64_t> keys;                 ///< places among the images of those that were asked, ascending
  std::vector<std::vector<float>> received;  ///< of each of them; over all their cells it sums to 1
  std::vector<float> entropy;                ///< 0 to 1
  std::vector<float> base_contribution, detail_contribution;  ///< 0 to 1
};

/// What an invertible network has beside the fused image of one picture: FusionOutput's y and z.
/// In float64: the way back makes errors of z and y greater, by thousands where scales are large.
struct LatentPlanes {
  std::vector<double> y;  ///< [H',W'], H' and W' being H and W rounded up to even
  std::vector<double> z;  ///< [S-1,H',W']
};

/// What one picture is fused from.
struct FuseInput {
  Views<const float> images;   ///< M planes in 0..1
  std::vector<int64_t> slots;  ///< the model's slot of each of them
};

/// What one picture is segmented from.
struct SegmentInput {
  Views<const float> images;   ///< M planes in 0..1; none where the network does not see them
  std::vector<int64_t> slots;  ///< of them
  View<const float> fused;     ///< [H,W] in 0..1; View() where the network does not see it
};

/// How networks are computed on a device.
struct DeviceUse {
  std::string device = "cpu";  ///< as Networks::DeviceFor() gives it
  /// Bytes that a batch of pictures may take on a GPU while it is computed; 0: kBatchBytes.  The same number
  /// gives the same batches, and these the same bytes.
  int64_t batch_bytes = 0;
  bool batches_on_cpu = false;  ///< the CPU computes in batches too, as a GPU does: for tests
};
inline constexpr int64_t kBatchBytes = int64_t{4} << 30;

/// One model on one device.  Safe to use from many threads: each call computes on the thread that
/// makes it, with no further ones, so that a result depends on its input alone and not on how
/// many threads there are.
///
/// @throws (all)  Error(kOutOfMemory); Error(kInternal, "model.not_finite") when a result is NaN or
///                infinite.
class LoadedNetwork {
 public:
  virtual ~LoadedNetwork() = default;

  [[nodiscard]] virtual bool fuses() const = 0;        ///< Fuse() works
  [[nodiscard]] virtual bool attends() const = 0;      ///< Fuse() has maps to give
  [[nodiscard]] virtual bool inverts() const = 0;      ///< FuseAndKeep(), RawOf(), TakeApart() work
  [[nodiscard]] virtual bool segments() const = 0;     ///< Probabilities() works
  [[nodiscard]] virtual bool sees_images() const = 0;  ///< Probabilities() takes the images
  [[nodiscard]] virtual bool sees_fused() const = 0;   ///< Probabilities() takes the fused image

  /// The fused image, [H,W] in 0..1.
  /// @param images  M planes in 0..1
  /// @param slots   the model's slot of each of them
  /// @param maps    set, where the network attends, unless null; nothing else depends on that
  [[nodiscard]] virtual std::vector<float> Fuse(const Views<const float>& images,
                                                const std::vector<int64_t>& slots,
                                                AttentionPlanes* maps) const = 0;

  /// Fuse(), which gives the same, with what else an invertible network makes.
  [[nodiscard]] virtual std::vector<float> FuseAndKeep(const Views<const float>& images,
                                                       const std::vector<int64_t>& slots,
                                                       LatentPlanes& latent) const = 0;

  /// What y would be if the fused image said all of it: [H,W] in 0..1 -> [H',W'].
  [[nodiscard]] virtual std::vector<float> RawOf(const View<const float>& fused) const = 0;

  /// The images of all slots, in 0..1: [S,H,W].
  /// @param fused  [H,W] in 0..1, as it is stored
  /// @param z      [S-1,H',W']
  /// @param rest   [H',W'], y - RawOf(fused), with which they are exact; empty: what the stored image and z
  ///               say, 0 where the fused image is
  [[nodiscard]] virtual std::vector<float> TakeApart(const View<const float>& fused,
                                                     std::span<const double> z,
                                                     std::span<const double> rest) const = 0;

  /// Softmax over the classes, [K,H,W]: the background, then the model's classes in their order.
  /// @param images  as above; none where the network does not see them
  /// @param fused   [H,W] in 0..1; View() where the network does not see it
  /// @param flips   the mean over the planes as they are, mirrored left to right, top to bottom, and both
  [[nodiscard]] virtual std::vector<float> Probabilities(const Views<const float>& images,
                                                         const std::vector<int64_t>& slots,
                                                         const View<const float>& fused,
                                                         bool flips) const = 0;

  /// Fuse(), without maps, of each: on a GPU in batches, together with those of other threads.
  [[nodiscard]] virtual std::vector<std::vector<float>> FuseEach(
      const std::vector<FuseInput>& pictures) const {
    std::vector<std::vector<float>> fused;
    for (const FuseInput& one : pictures) fused.push_back(Fuse(one.images, one.slots, nullptr));
    return fused;
  }
  /// Probabilities() of each, likewise.
  [[nodiscard]] virtual std::vector<std::vector<float>> ProbabilitiesOfEach(
      const std::vector<SegmentInput>& pictures, bool flips) const {
    std::vector<std::vector<float>> probabilities;
    for (const SegmentInput& one : pictures)
      probabilities.push_back(Probabilities(one.images, one.slots, one.fused, flips));
    return probabilities;
  }
  /// How many pictures should wait for the device so that it is never without work; 0: one a thread is best.
  [[nodiscard]] virtual int64_t pictures_at_once() const { return 0; }
};

/// Implemented by the opened object `networks`; see base/opened_object.h.
class Networks {
 public:
  virtual ~Networks() = default;

  /// The device to compute on: "cpu" or "cuda:N".
  /// @param wanted  auto (the first GPU, where there is one), cpu, cuda or cuda:N.
  /// @param why_not  set where `auto` finds a driver and yet no GPU that can be used: a line for people
  /// @throws Error(kUnavailable, "device.cuda") with the reason, when a GPU is asked for and not available.
  [[nodiscard]] virtual std::string DeviceFor(const std::string& wanted,
                                              std::string* why_not = nullptr) const = 0;

  /// @throws Error(kMissingInput), Error(kBadInput) for a file that is no whole model; Error(kOutOfMemory).
  [[nodiscard]] virtual std::shared_ptr<const LoadedNetwork> Load(const std::filesystem::path& file,
                                                                  const DeviceUse& use) const = 0;
};

/// @throws Error(kUnavailable) when this build has no networks, or LibTorch cannot be loaded.
[[nodiscard]] const Networks& TheNetworks();

}  // namespace f4s
