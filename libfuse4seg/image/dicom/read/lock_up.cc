#include "libfuse4seg/image/dicom/read/lock_up.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <new>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/sanitized.h"

namespace f4s {
namespace {

/// What it had may be less: then that stays.
void Limit(__rlimit_resource resource, rlim_t most) {
  rlimit had = {};
  if (::getrlimit(resource, &had) != 0) std::_Exit(70);
  most = std::min(most, had.rlim_max);
  const rlimit limit = {most, most};
  if (::setrlimit(resource, &limit) != 0) std::_Exit(70);
}

void LockUp(uint64_t memory_bytes, uint64_t cpu_seconds) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // a core goes nowhere, not even to a program that collects them
  ::close_range(3, ~0U, 0);
#ifdef F4S_SANITIZED
  memory_bytes = 0;
#endif
  if (memory_bytes > 0) Limit(RLIMIT_AS, memory_bytes);
  if (cpu_seconds > 0) Limit(RLIMIT_CPU, cpu_seconds);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NPROC, 0);
}

}  // namespace

int ServeLockedUp(int argc, char** argv, int (*serve)()) {
  if (argc != 3) return kBadRequest;
  LockUp(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10));
  try {
    return serve();
  } catch (const std::bad_alloc&) {
    std::_Exit(71);
  } catch (...) {
    std::_Exit(70);
  }
}

std::string RefusalLine(const Error& error) {
  return ToLine({{"error", error.code()}, {"message", error.reason()}});
}

}  // namespace f4s
