#include "libfuse4seg/train/ranks/ranks.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr std::chrono::milliseconds kBetweenLooks(20);
constexpr int kMostLooks = 150;  // for the others to hear why this rank ends

thread_local const Ranks* g_here = nullptr;

Json AsJson(const Error& error) {
  return {{"kind", error.exit_code()},
          {"code", error.code()},
          {"message", error.message()},
          {"file", error.file()},
          {"case", error.case_id()}};
}

/// What another rank said.
Error ErrorFromJson(const Json& json, int64_t rank) {
  Error error(static_cast<ErrorKind>(json.at("kind").get<int>()), json.at("code"),
              Cat("rank ", rank, ": ", json.at("message").get<std::string>()));
  if (const std::string file = json.at("file"); !file.empty())
    static_cast<void>(std::move(error).InFile(file));
  if (const std::string id = json.at("case"); !id.empty()) error.SetCase(id);
  return error;
}

/// "[/source/of/gloo/pair.cc:547] Connection closed" -> "Connection closed"
std::string WithoutPlace(const std::string& text) {
  const size_t end = text.find("] ");
  return text.starts_with('[') && end != std::string::npos ? text.substr(end + 2) : text;
}

Tensor AsBytes(const std::string& text, int64_t size) {
  const Tensor bytes = torch::zeros({size}, torch::kUInt8);
  std::copy(text.begin(), text.end(), bytes.data_ptr<uint8_t>());
  return bytes;
}

/// Calls `work` where its scope is left by an exception.
template <class Work>
class WhenThrown {
 public:
  explicit WhenThrown(Work work) : work_(std::move(work)) {}
  ~WhenThrown() {
    if (std::uncaught_exceptions() > before_) work_();
  }
  WhenThrown(const WhenThrown&) = delete;
  WhenThrown& operator=(const WhenThrown&) = delete;

 private:
  Work work_;
  int before_ = std::uncaught_exceptions();
};

/// One vector of all tensors, as floats (or doubles, where one is).
Tensor Flat(const std::vector<Tensor>& tensors) {
  auto type = torch::kFloat32;
  for (const Tensor& tensor : tensors)
    if (tensor.scalar_type() == torch::kFloat64) type = torch::kFloat64;
  std::vector<Tensor> parts;
  for (const Tensor& tensor : tensors) parts.push_back(tensor.detach().reshape({-1}).to(type));
  return torch::cat(parts);
}

}  // namespace

Ranks::Ranks(int64_t rank, int64_t size, std::unique_ptr<RankTransport> host,
             std::shared_ptr<RankNotes> notes, std::function<DeviceJoin()> open)
    : rank_(rank), size_(size), host_(std::move(host)), notes_(std::move(notes)), open_(std::move(open)) {}

const Ranks& Ranks::Here() {
  static const Ranks alone;
  return g_here != nullptr ? *g_here : alone;
}

Ranks::Scope::Scope(const Ranks& ranks) : before_(g_here) { g_here = &ranks; }
Ranks::Scope::~Scope() { g_here = before_; }

Error Ranks::Lost(const std::exception& thrown) const {
  try {
    if (const std::string text = notes_->Get(kFailureNote); !text.empty()) {
      const Json said = Json::parse(text);
      notes_->Put(Cat(kFailureNote, "/heard/", rank_), "1");
      return ErrorFromJson(said, said.at("rank"));
    }
  } catch (const std::exception&) {  // rank 0 is gone, and the store with it
  }
  if (StopRequested())
    return {ErrorKind::kInterrupted, "interrupted",
            "stopped by a signal: run the same command again to continue"};
  return {ErrorKind::kInterrupted, "ranks.lost",
          Cat("another rank is gone, or was silent for too long (", WithoutPlace(FirstLine(thrown.what())),
              "): run the same command again to go on from the last checkpoint")};
}

template <class Work>
auto Ranks::Asking(const Work& work) const {
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& thrown) {
    throw Lost(thrown);
  }
}

RankTransport& Ranks::TransportFor(const Tensor& tensor) const {
  return tensor.is_cpu() || device_ == nullptr ? *host_ : *device_;
}

std::string Ranks::JoinDevices(const torch::Device& device) const {
  if (alone() || device.is_cpu() || !open_) return "";
  DeviceJoin join;
  std::string why_not;
  try {
    join = open_();
  } catch (const Error& error) {
    why_not = error.message();
  }
  const std::vector<std::string> all = Exchange(why_not);
  for (size_t rank = 0; rank < all.size(); ++rank)
    if (!all[rank].empty()) return Cat("rank ", rank, ": ", all[rank]);
  device_ = Asking([&] { return join(device); });
  return "";
}

void Ranks::SumInPlace(Tensor& flat) const {
  Asking([&] {
    if (flat.is_cpu() || device_ != nullptr) return TransportFor(flat).Sum(flat);
    Tensor on_host = flat.cpu();
    host_->Sum(on_host);
    flat.copy_(on_host);
  });
}

std::vector<Tensor> Ranks::Sums(const std::vector<Tensor>& tensors) const {
  if (alone() || tensors.empty()) return tensors;
  const torch::NoGradGuard no_grad;
  Tensor flat = Flat(tensors);
  SumInPlace(flat);
  std::vector<Tensor> sums;
  int64_t begin = 0;
  for (const Tensor& tensor : tensors) {
    sums.push_back(
        flat.narrow(0, begin, tensor.numel()).view(tensor.sizes()).to(tensor.scalar_type(), false, true));
    begin += tensor.numel();
  }
  return sums;
}

// One message, not c10d::Reducer's buckets: those fill as gradients come to the parameters' accumulators, and
// here none do.  The backward pass goes shard by shard on threads and adds up in the order of the shards
// (objective/sharded_pass.h), so that threads change no bit; a bucket would wait for the last shard all the
// same.  Losses travel along, so that what is judged and recorded is the whole batch's.
void Ranks::SumGradients(const std::vector<Tensor>& gradients,
                         std::vector<std::pair<std::string, Tensor>>& scalars) const {
  if (alone()) return;
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> all;
  for (const Tensor& vector : gradients)
    if (vector.defined()) all.push_back(vector);
  const size_t num_vectors = all.size();
  for (const auto& [name, scalar] : scalars)
    all.push_back(scalar.to(all.empty() ? scalar.device() : all.front().device()));
  const std::vector<Tensor> sums = Sums(all);
  for (size_t i = 0; i < num_vectors; ++i) all[i].copy_(sums[i]);
  for (size_t i = 0; i < scalars.size(); ++i) scalars[i].second = sums[num_vectors + i];
}

Tensor Ranks::Rows(const Tensor& own, int64_t count, int64_t turn) const {
  if (alone()) return own;
  const torch::NoGradGuard no_grad;
  const int64_t most = (count + size_ - 1) / size_;
  auto sizes = own.sizes().vec();
  sizes[0] = most;
  Tensor padded = torch::zeros(sizes, own.options());
  padded.narrow(0, 0, own.size(0)).copy_(own);
  auto parts = Asking([&] {
    if (own.is_cpu() || device_ != nullptr) return TransportFor(own).Gather(padded);
    auto gathered = host_->Gather(padded.cpu());
    for (Tensor& part : gathered) part = part.to(own.device());
    return gathered;
  });
  std::rotate(parts.begin(), parts.begin() + turn, parts.end());
  return torch::stack(parts, 1).flatten(0, 1).narrow(0, 0, count);
}

std::vector<double> Ranks::Sums(std::vector<double> numbers) const {
  if (alone()) return numbers;
  const auto count = static_cast<int64_t>(numbers.size());
  const Tensor mine = torch::from_blob(numbers.data(), {count}, torch::kFloat64).clone();
  const auto all = Asking([&] { return host_->Gather(mine); });
  Tensor sum = torch::zeros({count}, torch::kFloat64);
  for (const Tensor& one : all) sum += one;
  std::copy_n(sum.data_ptr<double>(), count, numbers.begin());
  return numbers;
}

int64_t Ranks::Least(int64_t mine) const {
  int64_t least = mine;
  for (const std::string& one : Exchange(std::to_string(mine)))
    least = std::min<int64_t>(least, std::stoll(one));
  return least;
}

bool Ranks::Any(bool mine) const {
  if (alone()) return mine;
  return Sums(std::vector<double>{mine ? 1.0 : 0.0}).front() > 0;
}

std::vector<std::string> Ranks::Exchange(const std::string& mine) const {
  if (alone()) return {mine};
  return Asking([&] {
    std::vector<int64_t> lengths;
    for (const Tensor& one : host_->Gather(torch::tensor({static_cast<int64_t>(mine.size())})))
      lengths.push_back(one.item<int64_t>());
    const int64_t most = std::max<int64_t>(1, *std::max_element(lengths.begin(), lengths.end()));
    std::vector<std::string> texts;
    for (const Tensor& bytes : host_->Gather(AsBytes(mine, most))) {
      const auto* const first = reinterpret_cast<const char*>(bytes.const_data_ptr<uint8_t>());
      texts.emplace_back(first, static_cast<size_t>(lengths[texts.size()]));
    }
    return texts;
  });
}

Json Ranks::Spread(const Json& json) const {
  if (alone()) return json;
  return Json::parse(Exchange(first() ? ToLine(json) : "").front());
}

void Ranks::Spread(std::map<std::string, Tensor>& tensors) const {
  if (alone()) return;
  Json kinds = Json::array();
  for (const auto& [name, tensor] : tensors)
    kinds.push_back(
        {{"name", name}, {"sizes", tensor.sizes().vec()}, {"type", static_cast<int>(tensor.scalar_type())}});
  kinds = Spread(kinds);
  if (!first()) tensors.clear();
  Asking([&] {
    for (const Json& kind : kinds) {
      const std::string name = kind.at("name");
      Tensor one = first() ? tensors.at(name).detach().cpu().contiguous()
                           : torch::empty(kind.at("sizes").get<std::vector<int64_t>>(),
                                          static_cast<torch::ScalarType>(kind.at("type").get<int>()));
      Tensor bytes = one.view({-1}).view(torch::kUInt8);  // whatever its type
      if (one.numel() > 0) host_->Spread(bytes);
      if (!first()) tensors[name] = one;
    }
  });
}

void Ranks::Together(const std::function<void()>& work) const {
  if (alone()) return work();
  std::exception_ptr failure;
  Json said;
  try {
    work();
  } catch (const std::exception& thrown) {
    failure = std::current_exception();
    said = AsJson(AsError(thrown));
  }
  const std::vector<std::string> all = Exchange(ToLine(said));
  const WhenThrown known([this] { told_ = true; });
  if (failure) std::rethrow_exception(failure);
  for (size_t rank = 0; rank < all.size(); ++rank)
    if (const Json other = Json::parse(all[rank]); !other.is_null())
      throw ErrorFromJson(other, static_cast<int64_t>(rank));
}

namespace {

/// "batch_size is 4 on rank 0 and 8 on rank 1", of the first member in which they differ.
std::string DifferenceOf(const std::string& name, const Json& a, const Json& b, int64_t rank) {
  if (a.is_object() && b.is_object())
    for (const auto& [key, value] : a.items())
      if (!b.contains(key) || b.at(key) != value)
        return DifferenceOf(Cat(name, ".", key), value, b.contains(key) ? b.at(key) : Json(), rank);
  return Cat(name, " is ", Shown(ToLine(a)), " on rank 0 and ", Shown(ToLine(b)), " on rank ", rank);
}

}  // namespace

void Ranks::Agree(const Json& facts) const {
  if (alone()) return;
  agreed_ = true;
  std::vector<Json> all;
  Json mine = Json::object();
  mine["facts"] = facts;
  for (const std::string& text : Exchange(ToLine(mine))) all.push_back(Json::parse(text));
  const WhenThrown known([this] { told_ = true; });
  for (size_t rank = 0; rank < all.size(); ++rank)
    if (all[rank].contains("kind")) throw ErrorFromJson(all[rank], static_cast<int64_t>(rank));
  const Json& wanted = all.front().at("facts");
  for (const auto& [key, value] : wanted.items())
    for (size_t rank = 1; rank < all.size(); ++rank)
      if (const Json& one = all[rank].at("facts"); !one.contains(key) || one.at(key) != value) {
        const bool of_machine = key == "version" || key == "device";
        throw Error(
            of_machine ? ErrorKind::kUnavailable : ErrorKind::kBadInput, "ranks." + key,
            Cat("the ranks disagree: ", DifferenceOf(key, value, one.contains(key) ? one.at(key) : Json(),
                                                     static_cast<int64_t>(rank))));
      }
}

void Ranks::RequireOwnGpus(const std::string& gpu) const {
  if (alone()) return;
  const std::vector<std::string> all = Exchange(gpu);
  const WhenThrown known([this] { told_ = true; });
  for (size_t b = 1; b < all.size(); ++b)
    for (size_t a = 0; a < b; ++a)
      if (!all[a].empty() && all[a] == all[b])
        throw Error(
            ErrorKind::kUnavailable, "ranks.gpu",
            Cat("ranks ", a, " and ", b, " would compute on one GPU, ", all[a],
                ": start no more ranks on a machine than it has GPUs, and give --device without a number"));
}

void Ranks::Fail(const Error& error) const {
  if (alone() || told_ || error.code() == "ranks.lost") return;
  try {
    if (!agreed_) {
      agreed_ = true;
      static_cast<void>(Exchange(ToLine(AsJson(error))));
      return;
    }
    if (error.kind() == ErrorKind::kInterrupted) return;
    if (!notes_->Get(kFailureNote).empty()) return notes_->Put(Cat(kFailureNote, "/heard/", rank_), "1");
    Json said = AsJson(error);
    said["rank"] = rank_;
    notes_->Put(kFailureNote, ToLine(said));
    host_.reset();  // they notice by that
    device_.reset();
    int64_t heard = 0;
    for (int look = 0; look < kMostLooks && heard < size_ - 1; ++look, heard = 0) {
      std::this_thread::sleep_for(kBetweenLooks);
      for (int64_t other = 0; other < size_; ++other)
        heard += notes_->Get(Cat(kFailureNote, "/heard/", other)).empty() ? 0 : 1;
    }
  } catch (const std::exception&) {  // they are gone: nobody is left to be told
  }
}

}  // namespace f4s
