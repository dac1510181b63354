#include "libfuse4seg/base/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace f4s {
namespace {

std::atomic<int> g_stops = 0;
int g_pipe[2] = {-1, -1};

// Only what is safe in a handler: an atomic, write(2), _exit(2).
void OnStop(int signal_number) {
  if (g_stops.fetch_add(1) > 0) ::_exit(128 + signal_number);
  const ssize_t ignored = ::write(g_pipe[1], "", 1);
  static_cast<void>(ignored);
}

}  // namespace

void InstallSignalHandlers() {
  if (::pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0) g_pipe[0] = g_pipe[1] = -1;
  struct sigaction action = {};
  action.sa_handler = OnStop;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  struct sigaction hangup = {};
  ::sigaction(SIGHUP, nullptr, &hangup);
  if (hangup.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);  // nohup's wish holds
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

bool StopRequested() { return g_stops.load() > 0; }

int StopDescriptor() { return g_pipe[0]; }

}  // namespace f4s
