// Exit codes of runs that ended without an error of their own: those of errors are ErrorKind's
// (base/error.h).

#pragma once

namespace f4s {

inline constexpr int kCheckNotMet = 1;      ///< a figure is not what was demanded
inline constexpr int kSomeCasesFailed = 8;  ///< here under --keep-going, or upstream

}  // namespace f4s
