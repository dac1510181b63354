#include "libfuse4seg/train/ranks/gloo.h"

#define USE_C10D_GLOO  // or the header is empty
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <chrono>

namespace f4s {
namespace {

using torch::Tensor;

class Gloo : public RankTransport {
 public:
  Gloo(const RankStore& store, int64_t rank, int64_t size, const std::string& address, bool is_interface,
       double timeout_s) {
    const auto options = c10d::ProcessGroupGloo::Options::create(
        std::chrono::milliseconds(static_cast<int64_t>(timeout_s * 1000)));
    options->devices = {is_interface ? c10d::ProcessGroupGloo::createDeviceForInterface(address)
                                     : c10d::ProcessGroupGloo::createDeviceForHostname(address)};
    group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(store, static_cast<int>(rank),
                                                         static_cast<int>(size), options);
  }

  void Sum(Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
    group_->allreduce(tensors)->wait();
  }
  void Spread(Tensor& tensor) override {
    std::vector<Tensor> tensors = {tensor};
    group_->broadcast(tensors)->wait();
  }
  std::vector<Tensor> Gather(const Tensor& tensor) override {
    std::vector<Tensor> own = {tensor};
    std::vector<std::vector<Tensor>> all(1);
    for (int i = 0; i < group_->getSize(); ++i) all[0].push_back(torch::empty_like(tensor));
    group_->allgather(all, own)->wait();
    return all[0];
  }

 private:
  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

class StoreNotes : public RankNotes {
 public:
  explicit StoreNotes(RankStore store) : store_(std::move(store)) {}
  void Put(const std::string& key, const std::string& text) override {
    store_->set(key, std::vector<uint8_t>(text.begin(), text.end()));
  }
  std::string Get(const std::string& key) override {
    if (!store_->check({key})) return "";
    const auto bytes = store_->get(key);
    return {bytes.begin(), bytes.end()};
  }

 private:
  RankStore store_;
};

}  // namespace

std::unique_ptr<RankTransport> GlooTransport(const RankStore& store, int64_t rank, int64_t size,
                                             const std::string& address, bool is_interface,
                                             double timeout_s) {
  return std::make_unique<Gloo>(store, rank, size, address, is_interface, timeout_s);
}

std::shared_ptr<RankNotes> NotesIn(const RankStore& store) { return std::make_shared<StoreNotes>(store); }

}  // namespace f4s
