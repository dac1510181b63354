// How ranks find each other, on this machine.

#include "libfuse4seg/train/ranks/meeting.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <torch/torch.h>
#include <unistd.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <algorithm>
#include <future>
#include <string>
#include <vector>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

class Meeting : public testing::Test {
 protected:
  /// A place of this machine where nobody listens.
  static RankPlace Place(int64_t rank, int64_t size, int64_t port) {
    RankPlace place;
    place.rank = place.local_rank = rank;
    place.size = place.local_size = size;
    place.launcher = "torchrun";
    place.address = "127.0.0.1";
    place.port = port;
    return place;
  }
  static int64_t FreePort() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t bytes = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(descriptor, raw, bytes), 0);
    EXPECT_EQ(::getsockname(descriptor, raw, &bytes), 0);
    ::close(descriptor);
    return ntohs(address.sin_port);
  }
  /// What comes of a rank: the sum of all ranks' numbers plus one, or its error.
  static std::string EndOf(const RankPlace& place, double timeout_s = 20) {
    RunContext run({"test", {}, Json::object()}, {});
    try {
      const auto ranks = MeetRanks({place, timeout_s}, run);
      return std::to_string(ranks->Sums(std::vector<double>{static_cast<double>(place.rank) + 1}).front());
    } catch (const Error& error) {
      return Cat(error.exit_code(), " ", error.Line());
    }
  }
  /// A rank 0 of another build, that has come and says this of itself.
  static c10::intrusive_ptr<c10d::Store> Stranger(int64_t port, const Json& introduction) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = true;
    options.waitWorkers = false;
    const auto server = c10::make_intrusive<c10d::TCPStore>("127.0.0.1", options);
    const std::string text = ToLine(introduction);
    c10d::PrefixStore("f4s/0", server).set("here/0", std::vector<uint8_t>(text.begin(), text.end()));
    return server;
  }
};

TEST_F(Meeting, JoinsAllRanks) {
  const int64_t port = FreePort();
  std::vector<std::future<std::string>> ends;
  for (const int64_t rank : {2, 0, 1})
    ends.push_back(std::async(std::launch::async, [=] { return EndOf(Place(rank, 3, port)); }));
  for (auto& end : ends) EXPECT_EQ(end.get(), std::to_string(6.0));
}

TEST_F(Meeting, RefusesAnotherVersionAndAnotherNumberOfRanks) {
  const int64_t port = FreePort();
  const auto server = Stranger(port, {{"version", "0.0.9"}, {"size", 2}, {"address", "127.0.0.1"}});
  EXPECT_EQ(EndOf(Place(1, 2, port)), Cat("69 the ranks disagree: version is \"0.0.9\" on rank 0 and \"",
                                          kVersion, "\" on rank 1 [ranks.version]"));
  const int64_t other = FreePort();
  const auto second = Stranger(other, {{"version", kVersion}, {"size", 4}, {"address", "127.0.0.1"}});
  EXPECT_EQ(EndOf(Place(1, 2, other)),
            "2 the ranks disagree: the number of ranks is 4 on rank 0 and 2 on rank 1 [ranks.environment]");
}

TEST_F(Meeting, RefusesTwoOfOneNumber) {
  const int64_t port = FreePort();
  const auto server = Stranger(port, {{"version", kVersion}, {"size", 3}, {"address", "127.0.0.1"}});
  auto first = std::async(std::launch::async, [=] { return EndOf(Place(1, 3, port), 1.5); });
  auto second = std::async(std::launch::async, [=] { return EndOf(Place(1, 3, port), 1.5); });
  const std::vector<std::string> ends = {first.get(), second.get()};
  const std::string twice = "2 two processes say that they are rank 1 [ranks.environment]";
  EXPECT_EQ(std::count(ends.begin(), ends.end(), twice), 1) << ends[0] << '\n' << ends[1];
}

TEST_F(Meeting, SaysWhoWasWaitedForAndHowLong) {
  const int64_t port = FreePort();
  EXPECT_EQ(EndOf(Place(0, 3, port), 1), Cat("69 waited 1 s at 127.0.0.1:", port,
                                             " for rank 1, 2 of 3, which did not come [ranks.missing]"));
}

}  // namespace
}  // namespace f4s
