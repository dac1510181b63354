#include "libfuse4seg/tool/last_words.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/sanitized.h"

namespace f4s {
namespace {

char g_tool[64] = "f4s";
std::atomic_flag g_said = ATOMIC_FLAG_INIT;
std::atomic<bool> g_error_said = false;

/// Ends the program, in one line whatever the number of threads that come here.  Safe in a signal's handler.
[[noreturn]] void End(ErrorKind kind, const char* why) {
  if (g_said.test_and_set())
    while (true) ::pause();
  for (const char* text : {static_cast<const char*>(g_tool), why}) {
    if (g_error_said) break;
    const ssize_t ignored = ::write(STDERR_FILENO, text, std::strlen(text));
    static_cast<void>(ignored);
  }
  ::_exit(static_cast<int>(kind));
}

constexpr const char* kOutOfMemoryLine = ": out of memory [memory]\n";

[[noreturn]] void OnUncaught() {
  try {
    if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    End(ErrorKind::kOutOfMemory, kOutOfMemoryLine);
  } catch (...) {
  }
  End(ErrorKind::kInternal, ": an exception that nobody caught [internal.exception]\n");
}

[[maybe_unused]] void OnNoMemoryThere(int signal_number) {
  constexpr size_t kProbe = size_t{32} << 20;
  void* const probe =
      ::mmap(nullptr, kProbe, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe == MAP_FAILED && errno == ENOMEM) End(ErrorKind::kOutOfMemory, kOutOfMemoryLine);
  ::signal(signal_number, SIG_DFL);  // and again, to the same end as without this
}

}  // namespace

void OpenStandardDescriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0) {
      const int opened = ::open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
      if (opened != descriptor) ::_exit(static_cast<int>(ErrorKind::kIo));
    }
}

void NoteErrorSaid() { g_error_said = true; }

void PrepareLastWords(const std::string& tool) {
  std::strncpy(g_tool, tool.c_str(), sizeof g_tool - 1);
  std::set_terminate(OnUncaught);
#ifndef F4S_SANITIZED
  static char stack[32 << 10];  // a stack that cannot grow is no place for a handler
  const stack_t own = {.ss_sp = stack, .ss_flags = 0, .ss_size = sizeof stack};
  ::sigaltstack(&own, nullptr);
  struct sigaction action = {};
  action.sa_handler = OnNoMemoryThere;
  action.sa_flags = SA_ONSTACK;
  ::sigaction(SIGSEGV, &action, nullptr);
#endif
}

}  // namespace f4s
