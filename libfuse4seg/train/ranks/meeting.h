// How the ranks of a run find each other: a store that rank 0 or the launcher serves, and Gloo's connections
// between all of them.

#pragma once

#include <memory>

#include "libfuse4seg/tool/run.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

/// Whom to wait for, and how long.
struct MeetingPlan {
  RankPlace place;
  double timeout_s = 600;  ///< for a rank that does not come, or does not answer later
};

/// Waits for all ranks and joins them; alone where the place is one of one.
/// @throws Error(kUnavailable): "ranks.port" when the port is taken or rank 0 cannot be reached,
///         "ranks.missing" naming the ranks that did not come, "ranks.version" when one is of another
///         version, "ranks.gloo" when numbers do not come over; Error(kUsage, "ranks.environment") when two
///         say that they are the same rank, or know of other numbers of ranks; Error(kInterrupted) after a
///         signal.
[[nodiscard]] std::unique_ptr<Ranks> MeetRanks(const MeetingPlan& plan, RunContext& run);

/// Calls `work` as a rank of the run, with the others told when it fails.
void AsRank(const MeetingPlan& plan, RunContext& run, const std::function<void()>& work);

}  // namespace f4s
