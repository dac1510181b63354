// The one loop over cases: threads, order, failures, shards and signals for all tools.

#pragma once

#include <functional>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// Thrown by the work: the case is left out with a word and counted as skipped, and all else goes on.
struct SkippedCase {
  std::string why;
};

/// Makes the records that go on in place of one case; called on several threads at once.
using CaseWork = std::function<std::vector<Case>(const Case&)>;
/// Likewise for a group of cases.  @param position  of the first of them in the whole input.
using GroupWork = std::function<std::vector<Case>(const std::vector<Case>& group, int64_t position)>;

/// Work that waits for a device, which computes the pictures of many cases at once: so more cases are in hand
/// than there are threads to compute with.
struct Crowd {
  int64_t pictures = 0;  ///< that wait for the device at most; 0: a case a thread is in hand
  /// How many of them the cases of a call stand for; undefined: one a case, and a volume as many as there may
  /// be, so that no more than one a thread is in memory.
  std::function<int64_t(const std::vector<Case>&)> weight = {};
};

/// Runs `work` on each case of this shard, on all threads.  Records leave in the order in
/// which their cases came.  Records with an error of an upstream tool pass on untouched.
/// A record that the work gives an `error` counts as failed, without ending the loop.
/// The first failed case ends the loop with its Error, or, with --keep-going, passes on
/// with it.  At most a few cases a thread are in memory, whatever their number.
/// @param out  where the work writes, or null: cases that it has already are not done again.
/// @throws Error(kInterrupted) after a signal, when cases were left.
void ForEachCase(CaseSource& source, RunContext& run, DatasetWriter* out, const CaseWork& work,
                 const Crowd& crowd = {});

/// The same for groups of cases.  What failed upstream leaves after the group that it would belong to.
/// @throws Error(kBadInput, "cases.scattered") for a volume or subject whose cases do not follow one another.
void ForEachGroup(CaseSource& source, RunContext& run, DatasetWriter* out, Grouping grouping,
                  const GroupWork& work, const Crowd& crowd = {});

}  // namespace f4s
