#include "libfuse4seg/tool/rank_launch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"

extern char** environ;

namespace f4s {
namespace {

constexpr int kPollMs = 50;
constexpr double kGraceS = 10;   // for the others to notice that a rank is gone, and again after SIGTERM
constexpr double kEndingS = 60;  // for a checkpoint, where all were asked to stop
constexpr const char* kSocket = "F4S_RANKS_SOCKET";

/// A port of this machine that is ours before anybody knows of it, and passed on by exec.
class MeetingSocket {
 public:
  MeetingSocket() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t bytes = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (descriptor_ < 0 || ::bind(descriptor_, raw, bytes) != 0 || ::listen(descriptor_, SOMAXCONN) != 0 ||
        ::getsockname(descriptor_, raw, &bytes) != 0)
      throw Error(ErrorKind::kUnavailable, "ranks.port",
                  Cat("no port of this machine for the ranks to meet at: ", std::strerror(errno)));
    port_ = ntohs(address.sin_port);
  }
  ~MeetingSocket() { ::close(descriptor_); }
  MeetingSocket(const MeetingSocket&) = delete;
  MeetingSocket& operator=(const MeetingSocket&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] int port() const { return port_; }

 private:
  int descriptor_, port_ = 0;
};

/// This process's environment with a rank's variables in it.
std::vector<std::string> EnvironmentOf(int64_t rank, int64_t count, const MeetingSocket& meeting) {
  std::vector<std::string> all = {Cat("RANK=", rank),
                                  Cat("WORLD_SIZE=", count),
                                  Cat("LOCAL_RANK=", rank),
                                  Cat("LOCAL_WORLD_SIZE=", count),
                                  "MASTER_ADDR=127.0.0.1",
                                  Cat("MASTER_PORT=", meeting.port()),
                                  Cat(kSocket, "=", meeting.descriptor())};
  for (char** one = environ; *one != nullptr; ++one)
    if (!std::string_view(*one).starts_with("TORCHELASTIC_")) all.emplace_back(*one);
  return all;
}

/// The file of this program, whatever it was called by.
std::string OwnProgram() {
  std::array<char, 4096> path{};
  const ssize_t bytes = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
  return bytes > 0 ? std::string(path.data(), static_cast<size_t>(bytes)) : "/proc/self/exe";
}

class LocalRanks {
 public:
  LocalRanks(int64_t count, const std::vector<std::string>& argv) {
    const MeetingSocket meeting;
    std::vector<std::string> words = argv;
    words[0] = OwnProgram();
    for (int64_t rank = 0; rank < count; ++rank)
      ranks_.push_back(
          std::make_unique<Process>(words, ProcessStreams{-1, rank == 0 ? STDOUT_FILENO : -1, STDERR_FILENO},
                                    EnvironmentOf(rank, count, meeting)));
  }

  /// @return the wait status of each.
  std::vector<int> Wait() {
    std::optional<ProcessClock::time_point> deadline;
    int next_signal = SIGTERM;
    while (const int64_t running = NumRunning()) {
      pollfd waits[] = {{asked_to_stop_ ? -1 : StopDescriptor(), POLLIN, 0}};
      ::poll(waits, 1, kPollMs);
      if (StopRequested() && !std::exchange(asked_to_stop_, true)) {
        SignalAll(SIGTERM);
        next_signal = SIGKILL;
        deadline = After(kEndingS);
      }
      if (!deadline && running < std::ssize(ranks_)) deadline = After(kGraceS);
      if (!deadline || ProcessClock::now() < *deadline) continue;
      SignalAll(std::exchange(next_signal, SIGKILL));
      deadline = After(asked_to_stop_ ? kEndingS : kGraceS);
    }
    std::vector<int> ends;
    for (const auto& rank : ranks_) ends.push_back(rank->Wait());
    return ends;
  }

 private:
  int64_t NumRunning() {
    int64_t running = 0;
    for (const auto& rank : ranks_) running += rank->HasEnded() ? 0 : 1;
    return running;
  }
  void SignalAll(int signal_number) {
    for (const auto& rank : ranks_)
      if (!rank->HasEnded()) rank->Kill(signal_number);
  }

  std::vector<std::unique_ptr<Process>> ranks_;
  bool asked_to_stop_ = false;
};

/// The exit code of a run whose ranks ended so.
int OutcomeOf(const std::vector<int>& ends, RunContext& run) {
  int outcome = 0;
  for (size_t rank = 0; rank < ends.size(); ++rank) {
    if (WIFSIGNALED(ends[rank])) {
      const std::string how = Cat("rank ", rank, " was killed by signal ", WTERMSIG(ends[rank]));
      if (rank == 0)  // which has left no record of the run
        throw Error(ErrorKind::kInterrupted, "ranks.lost",
                    how + ": run the same command again to go on from the last checkpoint");
      run.Say(how);
    }
    const int code =
        WIFSIGNALED(ends[rank]) ? static_cast<int>(ErrorKind::kInterrupted) : WEXITSTATUS(ends[rank]);
    if (outcome == 0) outcome = code;
  }
  return outcome;
}

void Launch(int64_t count, RunContext& run) {
  std::vector<int> ends;
  try {
    ends = LocalRanks(count, run.identity().argv).Wait();
  } catch (const std::system_error& error) {
    throw Error(ErrorKind::kUnavailable, "ranks.start",
                Cat("cannot start ", count, " ranks: ", error.what()));
  }
  run.LeaveToOthers(OutcomeOf(ends, run));
}

}  // namespace

void InEachRank(int64_t count, RunContext& run, const std::function<void()>& work) {
  const RankPlace place = RankPlace::OfThisProcess();
  if (place.launcher.empty() && count > 1) return Launch(count, run);
  if (!place.launcher.empty() && place.launcher != "--ranks" && count > 1)
    throw Error(ErrorKind::kUsage, "ranks.twice",
                Cat("--ranks ", count, ": ", place.launcher, " has started ", place.size,
                    " ranks already; give one of the two"));
  if (place.size > 1) ::setenv("TORCH_CPP_LOG_LEVEL", "ERROR", 0);      // c10d tells of each try to connect
  if (place.launcher == "--ranks") ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // not left behind by who started it
  run.TakePart(place);
  work();
}

}  // namespace f4s
