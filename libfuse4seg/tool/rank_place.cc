#include "libfuse4seg/tool/rank_place.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr int64_t kMostRanks = 65536;
constexpr int64_t kFirstPort = 20000, kNumPorts = 12000;  // below those that Linux gives to clients

using Variables = std::function<std::string(const char*)>;

Error Wrong(const std::string& why) { return {ErrorKind::kUsage, "ranks.environment", why}; }

int64_t WholeNumber(const Variables& variable, const char* name, int64_t least, int64_t most) {
  const std::string text = variable(name);
  const auto value = NumberIn<int64_t>(text);
  if (!value || *value < least || *value > most)
    throw Wrong(Cat("the variable ", name, " is ", text.empty() ? "not set" : Quoted(text),
                    ": wanted a whole number from ", least, " to ", most));
  return *value;
}

void TakeMeetingPlace(const Variables& variable, RankPlace& place) {
  place.address = variable("MASTER_ADDR");
  if (place.address.empty())
    throw Wrong(Cat("RANK and WORLD_SIZE ", place.size,
                    " are set, MASTER_ADDR is not: the ranks would not find each other"));
  place.port = WholeNumber(variable, "MASTER_PORT", 1, 65535);
}

RankPlace OfTorchrun(const Variables& variable) {
  for (const auto& [one, other] : {std::pair("RANK", "WORLD_SIZE"), {"WORLD_SIZE", "RANK"}})
    if (variable(one).empty())
      throw Wrong(Cat("the variable ", other, " is set, ", one,
                      " is not: torchrun sets RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT"));
  RankPlace place;
  place.size = WholeNumber(variable, "WORLD_SIZE", 1, kMostRanks);
  place.rank = WholeNumber(variable, "RANK", 0, place.size - 1);
  place.launcher = variable("F4S_RANKS_SOCKET").empty() ? "torchrun" : "--ranks";
  if (place.size == 1) return place;
  place.local_size =
      variable("LOCAL_WORLD_SIZE").empty() ? 1 : WholeNumber(variable, "LOCAL_WORLD_SIZE", 1, place.size);
  place.local_rank = WholeNumber(variable, "LOCAL_RANK", 0, place.size - 1);
  TakeMeetingPlace(variable, place);
  place.store_is_launchers = variable("TORCHELASTIC_USE_AGENT_STORE") == "True";
  if (!variable("TORCHELASTIC_RESTART_COUNT").empty()) place.attempt = variable("TORCHELASTIC_RESTART_COUNT");
  if (place.launcher == "--ranks")
    place.listening = static_cast<int>(WholeNumber(variable, "F4S_RANKS_SOCKET", 0, kMostRanks));
  return place;
}

/// "2(x3),1" -> {2,2,2,1}: the tasks of each machine of a step.
std::vector<int64_t> TasksOfNodes(const std::string& text) {
  std::vector<int64_t> tasks;
  for (const std::string& word : SplitList(text)) {
    const size_t bracket = std::min(word.find("(x"), word.size());
    const auto count = NumberIn<int64_t>(word.substr(0, bracket));
    const auto times = bracket == word.size() ? std::optional<int64_t>(1)
                       : word.back() == ')'
                           ? NumberIn<int64_t>(word.substr(bracket + 2, word.size() - bracket - 3))
                           : std::nullopt;
    if (!count || !times || *times < 1 || *times > kMostRanks)
      throw Wrong(
          Cat("the variable SLURM_STEP_TASKS_PER_NODE is ", Quoted(text), ": wanted such as '2(x3),1'"));
    tasks.insert(tasks.end(), static_cast<size_t>(*times), *count);
  }
  return tasks;
}

RankPlace OfSlurm(const Variables& variable) {
  RankPlace place;
  place.size = WholeNumber(variable, "SLURM_STEP_NUM_TASKS", 1, kMostRanks);
  if (place.size == 1) return {};
  place.launcher = "srun";
  place.rank = WholeNumber(variable, "SLURM_PROCID", 0, place.size - 1);
  place.local_rank = WholeNumber(variable, "SLURM_LOCALID", 0, place.size - 1);
  if (!variable("WORLD_SIZE").empty() && WholeNumber(variable, "WORLD_SIZE", 1, kMostRanks) != place.size)
    throw Wrong(Cat("the variable WORLD_SIZE is ", variable("WORLD_SIZE"), ", and srun started ", place.size,
                    " tasks"));
  const auto tasks = TasksOfNodes(variable("SLURM_STEP_TASKS_PER_NODE"));
  const int64_t node = WholeNumber(variable, "SLURM_NODEID", 0, kMostRanks);
  place.local_size = node < std::ssize(tasks) ? tasks[static_cast<size_t>(node)] : 1;
  place.address = variable("MASTER_ADDR");
  if (place.address.empty()) place.address = FirstHostOf(variable("SLURM_STEP_NODELIST"));
  // Two jobs on one machine, and two steps of a job, must not meet.
  const int64_t job = WholeNumber(variable, "SLURM_JOB_ID", 0, INT64_MAX / 64),
                step = WholeNumber(variable, "SLURM_STEP_ID", 0, INT32_MAX);
  place.port = variable("MASTER_PORT").empty() ? kFirstPort + (job * 17 + step) % kNumPorts
                                               : WholeNumber(variable, "MASTER_PORT", 1, 65535);
  place.attempt = Cat(job, ".", step);
  return place;
}

}  // namespace

RankPlace RankPlace::From(const Variables& variable) {
  if (!variable("RANK").empty()) return OfTorchrun(variable);
  // Not SLURM_NTASKS, which a batch script has too, where this is one process.
  if (!variable("SLURM_PROCID").empty() && !variable("SLURM_STEP_NUM_TASKS").empty())
    return OfSlurm(variable);
  if (!variable("WORLD_SIZE").empty()) return OfTorchrun(variable);
  return {};
}

RankPlace RankPlace::OfThisProcess() {
  return From([](const char* name) -> std::string {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
  });
}

std::string FirstHostOf(const std::string& slurm_list) {
  const size_t end = slurm_list.find_first_of("[,");
  const std::string name = slurm_list.substr(0, end);
  if (end == std::string::npos || slurm_list[end] == ',') {
    if (name.empty()) throw Wrong("the variable SLURM_STEP_NODELIST names no machine");
    return name;
  }
  const size_t digits = std::min(slurm_list.find_first_not_of("0123456789", end + 1), slurm_list.size());
  const size_t bracket = slurm_list.find(']', digits);
  if (bracket == std::string::npos || digits == end + 1)
    throw Wrong(
        Cat("the variable SLURM_STEP_NODELIST is ", Quoted(slurm_list), ": wanted such as 'node[01-04]'"));
  const size_t next = std::min(slurm_list.find(',', bracket), slurm_list.size());
  return name + slurm_list.substr(end + 1, digits - end - 1) +
         slurm_list.substr(bracket + 1, next - bracket - 1);
}

}  // namespace f4s
