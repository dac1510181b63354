// The ranks of a run: this process is one of them, or starts them.

#pragma once

#include <functional>

#include "libfuse4seg/tool/rank_place.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// Calls `work` in a process that is a rank of a run, or a run of its own.  With `count` above 1 and nobody
/// else to start them it starts that many processes of its own command line on this machine, passes signals
/// on, waits for their ends, and takes over rank 0's exit code; `work` is theirs then.
///
/// Rank 0 speaks for the run.  Of the others stderr has what ends them, and stdout nothing.
/// @throws Error(kUsage): "ranks.environment"; "ranks.twice" for --ranks under torchrun or srun;
///         Error(kInterrupted, "ranks.lost") when rank 0 was killed.
void InEachRank(int64_t count, RunContext& run, const std::function<void()>& work);

}  // namespace f4s
