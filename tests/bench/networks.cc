// What networks.sh measures of the suite's networks:
//
//     bench_networks make PROFILE MODEL.safetensors
//     bench_networks fuse|segment|train MODEL.safetensors HEIGHT WIDTH CASES RUNS DEVICE IMAGES OUTPUT
//
// The second form does and prints what networks_peer.py does, from the same files.

#include <sys/resource.h>
#include <time.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {
namespace {

using Numbers = std::vector<float>;

struct Arguments {
  std::string what, model;
  int height, width, cases, runs;
  std::string device, images, output;
};

/// Weights of training's start, with those that start at 0 a little away from it.
void Make(const std::string& profile, const std::string& file) {
  ModelDescription description;
  description.method = "fuse4seg", description.profile = profile;
  NetworkOptions options;
  options.profile = profile;
  description.network = options.Resolved().ToJson();
  description.modalities = {{"t1ce"}, {"flair"}};
  description.takes = {"images", "fused"}, description.gives = {"fused", "prediction"};
  description.normalization = "percentile", description.stretch = "none";
  description.classes = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}};
  Network network = BuildNetwork(description, 1);
  description.multiple_of = network->multiple_of();
  const torch::NoGradGuard no_grad;
  for (auto& [name, weight] : WeightsOf(*network))
    weight.add_(0.02 * torch::sin(torch::arange(weight.numel(), torch::kFloat32) * 2.4F).view_as(weight));
  SaveModel(file, description, *network);
}

Numbers Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  Numbers numbers(bytes.size() / sizeof(float));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(numbers.data()));
  return numbers;
}

double Seconds(bool on_gpu) {
  timespec time = {};
  clock_gettime(on_gpu ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// VmRSS or VmHWM, in bytes.
int64_t Resident(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(field)) return std::atoll(line.substr(line.find(':') + 1).c_str()) * 1024;
  return 0;
}

/// The work of one run, whose result it returns.
std::function<Numbers()> WorkOf(const Arguments& a, const LoadedNetwork& network, Network& trained,
                                Numbers& images) {
  const size_t pixels = static_cast<size_t>(a.height) * static_cast<size_t>(a.width);
  Views<const float> planes;
  std::vector<int64_t> slots;
  for (size_t i = 0; i * pixels < images.size(); ++i) {
    planes.push_back({images.data() + i * pixels, a.width, a.height, a.width});
    slots.push_back(static_cast<int64_t>(i));
  }
  if (a.what == "fuse") return [=, &network] { return network.Fuse(planes, slots, nullptr); };
  if (a.what == "segment")
    return [=, &network] {
      return network.sees_images()
                 ? network.Probabilities(planes, slots,
                                         network.sees_fused() ? planes[0] : View<const float>(), false)
                 : network.Probabilities({}, {}, planes[0], false);
    };
  const torch::Tensor batch =
      torch::from_blob(images.data(), {1, static_cast<int64_t>(slots.size()), a.height, a.width})
          .repeat({a.cases, 1, 1, 1})
          .to(torch::Device(a.device));
  return [=, &trained] {
    const FusionOutput output = trained->fusion(batch);
    torch::Tensor loss = output.fused.square().mean();
    if (!trained->segmentation.is_empty()) {
      const torch::Tensor input = trained->SegmentationInput(batch, {}, output);
      loss = loss + trained->segmentation->forward(input).square().mean();
    }
    trained->zero_grad(true);
    loss.backward();
    return Numbers{loss.item<float>()};
  };
}

void Measure(const Arguments& a) {
  at::set_num_threads(1);
  const bool on_gpu = a.device != "cpu", trains = a.what == "train";
  const auto network = TheNetworks().Load(a.model, {.device = TheNetworks().DeviceFor(a.device)});
  Network trained = LoadModel(a.model, torch::Device(a.device)).network;
  if (trains) trained->train();
  Numbers images = Read(a.images);
  const auto work = WorkOf(a, *network, trained, images);
  const int64_t before = Resident("VmRSS");
  std::ofstream("/proc/self/clear_refs") << "5";
  double seconds = std::numeric_limits<double>::infinity();
  Numbers result;
  for (int run = 0; run <= a.runs; ++run) {  // the first one warms up
    const double begin = Seconds(on_gpu);
    result = work();
    seconds = std::min(seconds, Seconds(on_gpu) - begin);
  }
  const int64_t peak = Resident("VmHWM") - before;
  std::ofstream(a.output, std::ios::binary)
      .write(reinterpret_cast<const char*>(result.data()),
             static_cast<std::streamsize>(result.size() * sizeof(float)));
  std::printf("{\"parameters\": %lld, \"seconds\": %.6f, \"peak_bytes\": %lld}\n",
              static_cast<long long>(NumParameters(*trained)), seconds, static_cast<long long>(peak));
}

int Run(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "make") return Make(argv[2], argv[3]), 0;
  if (argc != 10) return std::fprintf(stderr, "usage: see the head of networks.cc\n"), 2;
  Measure({argv[1], argv[2], std::atoi(argv[3]), std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6]),
           argv[7], argv[8], argv[9]});
  return 0;
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) {
  try {
    return f4s::Run(argc, argv);
  } catch (const std::exception& e) {
    return std::fprintf(stderr, "bench_networks: %s\n", e.what()), 1;
  }
}
