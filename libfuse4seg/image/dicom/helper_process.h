// A program of the suite's own that does what a process should not do itself, and answers on a socket.

#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/process.h"

namespace f4s {

/// How a helper failed: the caller knows what it was asked, and says so.
enum class HelperFault { kTime, kMemory, kCrashed };

/// Thrown by HelperProcess; never leaves image/dicom.
struct HelperFailure {
  HelperFault fault = HelperFault::kCrashed;
  std::string how;  ///< "was ended by signal 11", for messages
};

/// A program with a socket as its standard input and output, standard error going nowhere.
class HelperProcess {
 public:
  /// @throws Error(kUnavailable, "helper.start") when it cannot be started.
  HelperProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments);
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;

  /// What Send(), ReceiveLine() and Receive() wait for together from now on, seconds.
  void SetDeadline(double seconds);
  /// @throws HelperFailure, as all that follow; the helper is dead then.
  void Send(const std::string& bytes);
  /// A line without its end.  A longer one than `most_bytes` counts as a crash.
  [[nodiscard]] std::string ReceiveLine(size_t most_bytes);
  void Receive(void* to, size_t bytes);

 private:
  int End(bool kill);
  void Await(short events);
  void Fill();
  [[noreturn]] void Fail(HelperFault fault, const std::string& how);
  [[noreturn]] void FailAsItEnded();

  std::optional<Process> process_;
  int socket_ = -1;
  ProcessClock::time_point deadline_;
  std::string buffer_;  ///< received, not yet asked for
  size_t taken_ = 0;    ///< of buffer_
};

/// The suite's helper programs stand in the folder fuse4seg beside its libraries.
/// @throws Error(kUnavailable, "helper.missing") when there is none of that name.
[[nodiscard]] std::filesystem::path HelperProgram(const std::string& name, const std::string& purpose);

}  // namespace f4s
