#include "libfuse4seg/image/dicom/read/lock_up.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace f4s {
namespace {

void Limit(__rlimit_resource resource, rlim_t most) {
  const rlimit limit = {most, most};
  if (::setrlimit(resource, &limit) != 0) std::_Exit(70);
}

}  // namespace

void LockUp(uint64_t memory_bytes, uint64_t cpu_seconds) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // a core goes nowhere, not even to a program that collects them
  ::close_range(3, ~0U, 0);
#ifdef __SANITIZE_ADDRESS__  // which reserves terabytes of addresses
  memory_bytes = 0;
#endif
  if (memory_bytes > 0) Limit(RLIMIT_AS, memory_bytes);
  if (cpu_seconds > 0) Limit(RLIMIT_CPU, cpu_seconds);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NPROC, 0);
}

}  // namespace f4s
