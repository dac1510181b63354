// SIGINT and SIGTERM ask a run to stop; a second one ends it at once.

#pragma once

namespace f4s {

/// Installs the handlers; SIGPIPE and SIGXFSZ are ignored and come back as write errors.
void InstallSignalHandlers();

/// True once a stop was asked for.
[[nodiscard]] bool StopRequested();

/// A descriptor that becomes readable when a stop is asked for: for poll(2) beside a pipe.
[[nodiscard]] int StopDescriptor();

}  // namespace f4s
