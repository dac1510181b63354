// Ranks: processes that train one network together, as torchrun, srun or --ranks N start them; and which of
// them this one is, as their variables of the environment say.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace f4s {

/// This process among those of its run.
struct RankPlace {
  int64_t rank = 0, size = 1;              ///< from 0; of all machines
  int64_t local_rank = 0, local_size = 1;  ///< of this machine
  std::string launcher;                    ///< "torchrun", "srun" or "--ranks"; empty: nobody, and size is 1
  std::string address;                     ///< where the ranks meet: rank 0's machine
  int64_t port = 0;
  bool store_is_launchers = false;  ///< torchrun serves the store there; else rank 0 does
  int listening = -1;               ///< the socket of address and port, where the launcher has bound it
  std::string attempt = "0";  ///< tells the store's keys of a run from those of the run that failed before

  /// As `variable` gives them ("" where there is none):
  ///
  ///     torchrun  RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, MASTER_ADDR, MASTER_PORT,
  ///               TORCHELASTIC_USE_AGENT_STORE, TORCHELASTIC_RESTART_COUNT
  ///     srun      SLURM_PROCID, SLURM_STEP_NUM_TASKS, SLURM_LOCALID, SLURM_STEP_TASKS_PER_NODE,
  ///     SLURM_NODEID,
  ///               SLURM_STEP_NODELIST, SLURM_JOB_ID, SLURM_STEP_ID, where RANK is not set; MASTER_ADDR and
  ///               MASTER_PORT, where set, win over what follows from those
  ///     --ranks   as torchrun, and F4S_RANKS_SOCKET
  ///
  /// @throws Error(kUsage, "ranks.environment") naming the variable that is wrong or not there.
  [[nodiscard]] static RankPlace From(const std::function<std::string(const char*)>& variable);
  [[nodiscard]] static RankPlace OfThisProcess();

  [[nodiscard]] bool first() const { return rank == 0; }
  /// The GPU of this process among those that it sees: its own on a machine of several ranks.
  [[nodiscard]] int64_t own_gpu() const { return local_rank; }
};

/// The first machine of a list as Slurm writes it: "node[03-05,9],gpu1" -> "node03".
[[nodiscard]] std::string FirstHostOf(const std::string& slurm_list);

}  // namespace f4s
