#include "libfuse4seg/infer/net/torch_network.h"

#include <torch/torch.h>

#include <functional>
#include <mutex>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/peak_bytes.h"
#include "libfuse4seg/nn/torch_device.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kTogether = 32;  // pictures in a batch at most

/// Held by who computes a batch, and by who measures one: no other may take memory meanwhile, whatever its
/// model.
std::recursive_mutex computing;

/// Each thread of ours is the only one of its computation.  With more, some sums would be taken in
/// another order, and the results would depend on how many cores there are.
void UseThisThreadAlone() {
  thread_local const bool once = (at::set_num_threads(1), true);
  static_cast<void>(once);
}

Error Translated(const c10::Error& error) {
  const std::string text = FirstLine(error.what_without_backtrace());
  if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr)
    return {
        ErrorKind::kOutOfMemory, "memory",
        Cat("out of memory: ", text, ": with a smaller --device-memory fewer pictures are computed at once")};
  const Error known = AsError(error);
  return known.kind() == ErrorKind::kOutOfMemory ? known : Error(ErrorKind::kInternal, "model.torch", text);
}

std::vector<float> Values(const Tensor& tensor, const char* what) {
  if (!torch::isfinite(tensor).all().item<bool>())
    throw Error(ErrorKind::kInternal, "model.not_finite", Cat("the network's ", what, " is not finite"));
  const Tensor flat = tensor.to(torch::kCPU).contiguous();
  return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

std::vector<double> Doubles(const Tensor& tensor) {
  const Tensor flat = tensor.to(torch::kCPU).contiguous();
  return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

/// [1,C,rows,columns] of float64, whatever C.
Tensor FromDoubles(std::span<const double> values, int64_t rows, int64_t columns,
                   const torch::Device& device) {
  // from_blob wants a pointer to change; clone() copies.
  return torch::from_blob(const_cast<double*>(values.data()),
                          {1, std::ssize(values) / (rows * columns), rows, columns}, torch::kFloat64)
      .clone()
      .to(device);
}

/// Of one case.
AttentionPlanes PlanesOf(const AttentionMaps& maps) {
  AttentionPlanes planes = {.keys = maps.keys,
                            .received = {},
                            .entropy = Values(maps.entropy, "entropy of attention"),
                            .base_contribution = Values(maps.base_contribution, "contribution"),
                            .detail_contribution = Values(maps.detail_contribution, "contribution")};
  for (const Tensor& received : maps.received.unbind(1))
    planes.received.push_back(Values(received, "attention"));
  return planes;
}

/// Runs `work` on this thread alone, without the means to train.
template <class Work>
auto ForInference(const Work& work) {
  UseThisThreadAlone();
  const c10::InferenceMode inference;
  try {
    return work();
  } catch (const c10::Error& error) {
    throw Translated(error);
  }
}

std::vector<float> Compute(const char* what, const std::function<Tensor()>& work) {
  return ForInference([&] { return Values(work(), what); });
}

/// [M,H,W].
Tensor OnHost(const Views<const float>& planes) {
  std::vector<Tensor> tensors;
  for (const View<const float>& plane : planes)
    // from_blob wants a pointer to change; stack() below copies.
    tensors.push_back(torch::from_blob(const_cast<float*>(plane.data), {plane.height, plane.width}));
  return torch::stack(tensors);
}

Tensor Flipped(const Tensor& x, const std::vector<int64_t>& axes) {
  return x.defined() && !axes.empty() ? x.flip(axes) : x;
}

LoadedModel LoadedOn(const std::filesystem::path& file, const torch::Device& device) {
  UseThisThreadAlone();
  try {
    return LoadModel(file, device);
  } catch (const c10::Error& error) {
    throw Translated(error).InFile(file);
  }
}

}  // namespace

TorchNetwork::TorchNetwork(const std::filesystem::path& file, const DeviceUse& use)
    : device_(OpenTorchDevice(use.device)),
      batches_(!device_.is_cpu() || use.batches_on_cpu),
      network_(LoadedOn(file, device_).network),
      batcher_(kTogether, use.batch_bytes > 0 ? use.batch_bytes : kBatchBytes,
               [device = device_](const auto& run) {
                 const std::lock_guard alone(computing);
                 return PeakBytes(device, run);
               }) {
  if (!inverts()) return;
  exact_ = LoadedOn(file, device_).network->fusion;
  exact_->to(torch::kFloat64);
}

int64_t TorchNetwork::pictures_at_once() const { return batches_ ? 2 * kTogether : 0; }

Tensor TorchNetwork::OnDevice(const Views<const float>& planes) const {
  return planes.empty() ? Tensor() : OnHost(planes).unsqueeze(0).to(device_);  // [1,M,H,W]
}

std::vector<std::vector<float>> TorchNetwork::ComputeEach(const char* what, size_t count,
                                                          const std::function<Call(size_t)>& call) const {
  return ForInference([&] {
    std::vector<std::vector<float>> results;
    for (size_t begin = 0; begin < count;) {
      const Call first = call(begin);
      std::vector<Tensor> pictures = {first.planes}, made;
      for (++begin; batches_ && begin < count && std::ssize(pictures) < kTogether; ++begin) {
        Call next = call(begin);
        if (next.kind != first.kind || next.planes.sizes() != first.planes.sizes()) break;
        pictures.push_back(std::move(next.planes));
      }
      if (batches_)
        made = batcher_.Call(first.kind, pictures, [&](const Tensor& batch) {
          const std::lock_guard alone(computing);
          return first.work(Uploaded(batch, device_)).to(torch::kCPU);  // one fetch for all of them
        });
      else
        made = {first.work(first.planes.unsqueeze(0))};
      for (const Tensor& one : made) results.push_back(Values(one, what));
    }
    return results;
  });
}

TorchNetwork::Call TorchNetwork::ToFuse(const FuseInput& picture) const {
  F4S_CHECK_EQ(fuses() && picture.images.size() == picture.slots.size(), true);
  return {OnHost(picture.images),
          [this, slots = picture.slots](const Tensor& given) {
            return network_->fusion->forward(given, slots).fused.clamp(0, 1);
          },
          Cat("fuse ", Joined(picture.slots, " "))};
}

std::vector<std::vector<float>> TorchNetwork::FuseEach(const std::vector<FuseInput>& pictures) const {
  return ComputeEach("fused image", pictures.size(), [&](size_t i) { return ToFuse(pictures[i]); });
}

std::vector<float> TorchNetwork::Fuse(const Views<const float>& images, const std::vector<int64_t>& slots,
                                      AttentionPlanes* planes) const {
  if (planes == nullptr) return FuseEach({{images, slots}}).front();
  F4S_CHECK_EQ(fuses() && images.size() == slots.size(), true);
  return Compute("fused image", [&] {
    AttentionMaps maps;
    const Tensor fused = network_->fusion->forward(OnDevice(images), slots, &maps).fused;
    *planes = PlanesOf(maps);
    return fused.clamp(0, 1);
  });
}

std::vector<float> TorchNetwork::FuseAndKeep(const Views<const float>& images,
                                             const std::vector<int64_t>& slots, LatentPlanes& latent) const {
  F4S_CHECK_EQ(inverts() && images.size() == slots.size(), true);
  return Compute("fused image", [&] {
    const Tensor given = OnDevice(images);
    AnyFusionNet exact = exact_;
    const FusionOutput output = exact->forward(given.to(torch::kFloat64), slots);
    latent = {.y = Doubles(output.y), .z = Doubles(output.z)};
    return network_->fusion->forward(given, slots).fused.clamp(0, 1);  // the same bits as Fuse()
  });
}

std::vector<float> TorchNetwork::RawOf(const View<const float>& fused) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("fused image", [&] { return network_->fusion->RawOf(OnDevice({fused})); });
}

std::vector<float> TorchNetwork::TakeApart(const View<const float>& fused, std::span<const double> z,
                                           std::span<const double> rest) const {
  F4S_CHECK_EQ(inverts(), true);
  return Compute("decomposed images", [&] {
    const Tensor image = OnDevice({fused}), raw = network_->fusion->RawOf(image);
    const int64_t rows = raw.size(2), columns = raw.size(3);
    const Tensor latent = FromDoubles(z, rows, columns, device_);
    if (rest.empty()) return network_->fusion->Decompose(image, latent.to(torch::kFloat32)).clamp(0, 1);
    AnyFusionNet exact = exact_;
    const Tensor y = raw.to(torch::kFloat64) + FromDoubles(rest, rows, columns, device_);
    const Tensor images = exact->Inverse(y, latent);
    return Crop(images, fused.height, fused.width).to(torch::kFloat32).clamp(0, 1);
  });
}

TorchNetwork::Call TorchNetwork::ToSegment(const SegmentInput& picture, bool flips) const {
  const auto& [images, slots, fused] = picture;
  F4S_CHECK_EQ(segments() && sees_fused() == (fused.data != nullptr), true);
  F4S_CHECK_EQ(sees_images() == !images.empty() && images.size() == slots.size(), true);
  Views<const float> planes = images;
  if (fused.data != nullptr) planes.push_back(fused);
  const auto count = std::ssize(images);
  return {OnHost(planes),
          [this, slots = picture.slots, count, flips](const Tensor& given) {
            return Segmented(count == 0 ? Tensor() : given.narrow(1, 0, count), slots,
                             given.size(1) > count ? given.narrow(1, count, 1) : Tensor(), flips);
          },
          Cat("segment ", flips, planes.size() > images.size(), " ", Joined(slots, " "))};
}

std::vector<std::vector<float>> TorchNetwork::ProbabilitiesOfEach(const std::vector<SegmentInput>& pictures,
                                                                  bool flips) const {
  return ComputeEach("segmentation", pictures.size(),
                     [&](size_t i) { return ToSegment(pictures[i], flips); });
}

std::vector<float> TorchNetwork::Probabilities(const Views<const float>& images,
                                               const std::vector<int64_t>& slots,
                                               const View<const float>& fused, bool flips) const {
  return ProbabilitiesOfEach({{images, slots, fused}}, flips).front();
}

Tensor TorchNetwork::Probable(const Tensor& images, const std::vector<int64_t>& slots,
                              const Tensor& fused) const {
  FusionOutput output;
  if (network_->options().sees_features())
    output = network_->fusion->forward(images, slots);
  else
    output.fused = fused;
  const Tensor input = network_->SegmentationInput(images, slots, output);
  return torch::softmax(network_->segmentation->forward(input, slots), 1);
}

Tensor TorchNetwork::Segmented(const Tensor& images, const std::vector<int64_t>& slots, const Tensor& fused,
                               bool flips) const {
  if (!flips) return Probable(images, slots, fused);
  const std::vector<std::vector<int64_t>> ways = {{}, {3}, {2}, {2, 3}};
  std::vector<Tensor> of_ways;
  if (batches_) {
    const auto all = [&](const Tensor& x) {
      std::vector<Tensor> flipped;
      for (const auto& axes : ways) flipped.push_back(Flipped(x, axes));
      return x.defined() ? torch::cat(flipped) : x;
    };
    of_ways = Probable(all(images), slots, all(fused)).chunk(std::ssize(ways));
  } else {
    for (const auto& axes : ways)
      of_ways.push_back(Probable(Flipped(images, axes), slots, Flipped(fused, axes)));
  }
  Tensor sum = of_ways.front();
  for (size_t i = 1; i < ways.size(); ++i) sum = sum + Flipped(of_ways[i], ways[i]);
  return sum / static_cast<double>(ways.size());
}

namespace {

class TorchNetworks final : public Networks {
 public:
  [[nodiscard]] std::string DeviceFor(const std::string& wanted, std::string* why_not) const override {
    return OpenTorchDevice(wanted, why_not).str();
  }
  [[nodiscard]] std::shared_ptr<const LoadedNetwork> Load(const std::filesystem::path& file,
                                                          const DeviceUse& use) const override {
    return std::make_shared<TorchNetwork>(file, use);
  }
};

}  // namespace

}  // namespace f4s
F4S_OPENED_OBJECT(f4s::Networks, f4s::TorchNetworks)