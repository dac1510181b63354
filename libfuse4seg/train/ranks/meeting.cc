#include "libfuse4seg/train/ranks/meeting.h"

#include <arpa/inet.h>
#include <c10/util/Logging.h>
#include <netdb.h>
#include <sys/socket.h>
#include <torch/torch.h>
#include <unistd.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>

#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/train/ranks/gloo.h"
#include "libfuse4seg/train/ranks/nccl_ranks.h"

namespace f4s {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenTries(50), kLastLook(2000);
constexpr std::chrono::seconds kBeforeWord(10), kOneTry(1);

std::chrono::milliseconds Milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

void HeedStop() {
  if (StopRequested())
    throw Error(ErrorKind::kInterrupted, "interrupted", "stopped by a signal before training began");
}

std::string PlaceText(const RankPlace& place) { return Cat(place.address, ":", place.port); }

/// The address of this machine from which `host` is reached: nothing is sent.
std::string OwnAddressTowards(const std::string& host) {
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  if (::getaddrinfo(host.c_str(), "1", &hints, &found) != 0) return "";
  std::string own;
  for (const addrinfo* one = found; one != nullptr && own.empty(); one = one->ai_next) {
    const int descriptor = ::socket(one->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_storage address = {};
    socklen_t bytes = sizeof address;
    std::array<char, NI_MAXHOST> text{};
    if (descriptor >= 0 && ::connect(descriptor, one->ai_addr, one->ai_addrlen) == 0 &&
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &bytes) == 0 &&
        ::getnameinfo(reinterpret_cast<sockaddr*>(&address), bytes, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0)
      own = text.data();
    if (descriptor >= 0) ::close(descriptor);
  }
  ::freeaddrinfo(found);
  return own;
}

bool IsLoopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

Error PortTaken(const RankPlace& place, const std::string& why) {
  return {ErrorKind::kUnavailable, "ranks.port",
          Cat("rank 0 cannot serve the ranks' meeting place ", PlaceText(place), ": ", FirstLine(why),
              " (MASTER_PORT names another port)")};
}

/// Rank 0's, or the launcher's: what all ranks write to.  Tried again while nobody answers.
RankStore OpenStore(const MeetingPlan& plan) {
  const RankPlace& place = plan.place;
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(place.port);
  options.isServer = place.first() && !place.store_is_launchers;
  options.waitWorkers = false;
  if (options.isServer && place.listening >= 0) options.masterListenFd = place.listening;
  if (!options.isServer && place.listening >= 0) ::close(place.listening);
  const auto end = Clock::now() + Milliseconds(plan.timeout_s);
  for (;;) {
    HeedStop();
    options.timeout = options.isServer ? Milliseconds(plan.timeout_s) : std::chrono::milliseconds(kOneTry);
    try {
      auto store = c10::make_intrusive<c10d::TCPStore>(place.address, options);
      store->setTimeout(Milliseconds(plan.timeout_s));
      return c10::make_intrusive<c10d::PrefixStore>("f4s/" + place.attempt, store);
    } catch (const std::exception& thrown) {
      if (options.isServer) throw PortTaken(place, thrown.what());
      if (Clock::now() >= end)
        throw Error(ErrorKind::kUnavailable, "ranks.missing",
                    Cat("rank ", place.rank, " of ", place.size, " waited ", plan.timeout_s, " s for ",
                        place.store_is_launchers ? "the launcher" : "rank 0", ", who did not answer at ",
                        PlaceText(place)));
      std::this_thread::sleep_for(kBetweenTries);
    }
  }
}

/// What a rank says of itself as it comes.
Json Introduction(const RankPlace& place, const std::string& address) {
  return {{"version", kVersion}, {"size", place.size}, {"address", address}};
}

/// Writes itself into the store, and reads all others there, as they come.
std::vector<Json> Arrive(const MeetingPlan& plan, const RankStore& store, const std::string& address,
                         RunContext& run) {
  const RankPlace& place = plan.place;
  const auto notes = NotesIn(store);
  if (store->add(Cat("claim/", place.rank), 1) > 1)
    throw Error(ErrorKind::kUsage, "ranks.environment",
                Cat("two processes say that they are rank ", place.rank));
  notes->Put(Cat("here/", place.rank), ToLine(Introduction(place, address)));
  const auto begin = Clock::now();
  bool said = false;
  std::vector<Json> all(static_cast<size_t>(place.size));
  for (;;) {
    HeedStop();
    std::vector<int64_t> missing;
    for (int64_t rank = 0; rank < place.size; ++rank) {
      Json& one = all[static_cast<size_t>(rank)];
      if (!one.is_null()) continue;
      if (const std::string text = notes->Get(Cat("here/", rank)); !text.empty())
        one = Json::parse(text);
      else
        missing.push_back(rank);
    }
    if (missing.empty()) return all;
    const std::string who = Joined(missing, ", ", [](int64_t rank) { return std::to_string(rank); });
    const auto waited = Clock::now() - begin;
    if (waited > Milliseconds(plan.timeout_s))
      throw Error(ErrorKind::kUnavailable, "ranks.missing",
                  Cat("waited ", plan.timeout_s, " s at ", PlaceText(place), " for rank ", who, " of ",
                      place.size, ", which did not come"));
    if (place.first() && waited > kBeforeWord && !std::exchange(said, true))
      run.Warn(Cat("still waiting at ", PlaceText(place), " for rank ", who, " of ", place.size));
    std::this_thread::sleep_for(kBetweenTries);
  }
}

void RequireOneKind(const std::vector<Json>& all) {
  for (size_t rank = 1; rank < all.size(); ++rank)
    for (const char* key : {"version", "size"})
      if (all[rank].at(key) != all[0].at(key))
        throw Error(
            std::string(key) == "version" ? ErrorKind::kUnavailable : ErrorKind::kUsage,
            std::string(key) == "version" ? "ranks.version" : "ranks.environment",
            Cat("the ranks disagree: ", std::string(key) == "version" ? "version" : "the number of ranks",
                " is ", ToLine(all[0].at(key)), " on rank 0 and ", ToLine(all[rank].at(key)), " on rank ",
                rank));
}

/// Where this rank listens for the others.
struct Listening {
  std::string address;
  bool is_interface = false;
};

/// GLOO_SOCKET_IFNAME's interface; else the address from which rank 0 was reached, or, of ranks that reach it
/// within one machine, that from which they reach a rank of another.
Listening WhereToListen(const std::string& address, const std::vector<Json>& all) {
  if (const char* const interface = std::getenv("GLOO_SOCKET_IFNAME"))
    if (const auto names = SplitList(interface); !names.empty()) return {names.front(), true};
  if (!IsLoopback(address)) return {address};
  for (const Json& other : all)
    if (const std::string theirs = other.at("address"); !IsLoopback(theirs))
      return {OwnAddressTowards(theirs)};
  return {address};
}

/// Gloo's headers are of the system, its code is LibTorch's: a sum that must come out right, and from all.
void TestTransport(RankTransport& transport, const RankPlace& place, const torch::Device& device,
                   const std::string& library) {
  const torch::Tensor numbers = torch::arange(5, torch::dtype(torch::kFloat32).device(device));
  torch::Tensor sum = numbers + static_cast<double>(place.rank);
  transport.Sum(sum);
  const auto n = static_cast<double>(place.size);
  if (!sum.equal(numbers * n + n * (n - 1) / 2))
    throw Error(ErrorKind::kUnavailable, "ranks." + library,
                Cat("numbers of the ranks do not add up: ", library, " is broken here"));
}

/// Opens NCCL, for the GPUs of the ranks that have met in the store.
std::function<DeviceJoin()> NcclFor(const MeetingPlan& plan, const RankStore& store) {
  return [=]() -> DeviceJoin {
    const NcclRanks& nccl = OpenNccl();
    return [=, &nccl](const torch::Device& device) {
      auto joined = nccl.Join(store, plan.place.rank, plan.place.size, device, plan.timeout_s);
      TestTransport(*joined, plan.place, device, "nccl");
      return joined;
    };
  };
}

}  // namespace

std::unique_ptr<Ranks> MeetRanks(const MeetingPlan& plan, RunContext& run) {
  const RankPlace& place = plan.place;
  if (place.size == 1) return std::make_unique<Ranks>();
  c10::initLogging();  // heeds TORCH_CPP_LOG_LEVEL: a store that is gone is told of by us
  const RankStore store = OpenStore(plan);
  try {
    const std::string address = OwnAddressTowards(place.address);
    const std::vector<Json> all = Arrive(plan, store, address, run);
    RequireOneKind(all);
    const Listening listening = WhereToListen(address, all);
    auto transport = GlooTransport(store, place.rank, place.size, listening.address, listening.is_interface,
                                   plan.timeout_s);
    TestTransport(*transport, place, torch::kCPU, "gloo");
    run.Note(Cat("rank ", place.rank, " of ", place.size, ", started by ", place.launcher, ", listens at ",
                 listening.address));
    return std::make_unique<Ranks>(place.rank, place.size, std::move(transport), NotesIn(store),
                                   NcclFor(plan, store));
  } catch (const Error&) {
    // The store ends with rank 0: the others are to come to the same end by what stands there.
    if (place.first() && !place.store_is_launchers) std::this_thread::sleep_for(kLastLook);
    throw;
  } catch (const std::exception& thrown) {
    HeedStop();
    throw Error(ErrorKind::kUnavailable, "ranks.gloo",
                Cat("rank ", place.rank, " cannot join the others at ", PlaceText(place), ": ",
                    FirstLine(thrown.what())));
  }
}

void AsRank(const MeetingPlan& plan, RunContext& run, const std::function<void()>& work) {
  const std::unique_ptr<Ranks> ranks = MeetRanks(plan, run);
  const Ranks::Scope here(*ranks);
  try {
    work();
  } catch (const std::exception& thrown) {
    ranks->Fail(AsError(thrown));
    throw;
  }
}

}  // namespace f4s
