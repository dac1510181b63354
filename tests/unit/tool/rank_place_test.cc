// Which rank a process is, by the variables of torchrun and Slurm.

#include "libfuse4seg/tool/rank_place.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/expect_error.h"

namespace f4s {
namespace {

using Variables = std::map<std::string, std::string>;

RankPlace PlaceOf(const Variables& variables) {
  return RankPlace::From([&](const char* name) -> std::string {
    const auto found = variables.find(name);
    return found == variables.end() ? "" : found->second;
  });
}

const Variables kTorchrun = {{"RANK", "3"},         {"WORLD_SIZE", "4"},
                             {"LOCAL_RANK", "1"},   {"LOCAL_WORLD_SIZE", "2"},
                             {"MASTER_ADDR", "h1"}, {"MASTER_PORT", "29500"}};
const Variables kSlurm = {{"SLURM_PROCID", "2"},   {"SLURM_STEP_NUM_TASKS", "5"},
                          {"SLURM_LOCALID", "0"},  {"SLURM_STEP_TASKS_PER_NODE", "2(x2),1"},
                          {"SLURM_NODEID", "1"},   {"SLURM_STEP_NODELIST", "n[08-09,11]"},
                          {"SLURM_JOB_ID", "123"}, {"SLURM_STEP_ID", "4"}};

Variables With(Variables variables, const std::string& name, const std::string& value) {
  variables[name] = value;
  return variables;
}

TEST(RankPlaces, OfNobodyIsAlone) {
  EXPECT_EQ(PlaceOf({}).size, 1);
  EXPECT_EQ(PlaceOf({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}).size, 1) << "a batch script is no task";
  EXPECT_EQ(PlaceOf({{"RANK", "0"}, {"WORLD_SIZE", "1"}}).size, 1);
}

TEST(RankPlaces, OfTorchrun) {
  const RankPlace place = PlaceOf(
      With(With(kTorchrun, "TORCHELASTIC_USE_AGENT_STORE", "True"), "TORCHELASTIC_RESTART_COUNT", "2"));
  EXPECT_EQ(place.rank, 3);
  EXPECT_EQ(place.size, 4);
  EXPECT_EQ(place.local_rank, 1);
  EXPECT_EQ(place.local_size, 2);
  EXPECT_EQ(place.address, "h1");
  EXPECT_EQ(place.port, 29500);
  EXPECT_TRUE(place.store_is_launchers);
  EXPECT_EQ(place.attempt, "2");
}

TEST(RankPlaces, OfSlurm) {
  const RankPlace place = PlaceOf(kSlurm);
  EXPECT_EQ(place.rank, 2);
  EXPECT_EQ(place.size, 5);
  EXPECT_EQ(place.local_size, 2);
  EXPECT_EQ(place.address, "n08");
  EXPECT_EQ(place.port, 20000 + 123 * 17 + 4);
  EXPECT_EQ(PlaceOf(With(kSlurm, "SLURM_NODEID", "2")).local_size, 1);
  EXPECT_EQ(PlaceOf(With(kSlurm, "MASTER_PORT", "777")).port, 777);
  EXPECT_EQ(PlaceOf(With(kSlurm, "MASTER_ADDR", "10.0.0.1")).address, "10.0.0.1");
  EXPECT_EQ(PlaceOf(With(kSlurm, "SLURM_STEP_NUM_TASKS", "1")).size, 1);
}

TEST(RankPlaces, RefuseWhatDoesNotGoTogether) {
  const auto refused = [](const Variables& variables, const std::string& named) {
    EXPECT_F4S_ERROR(PlaceOf(variables), ErrorKind::kUsage, "ranks.environment");
    try {
      static_cast<void>(PlaceOf(variables));
    } catch (const Error& error) {
      EXPECT_NE(error.message().find(named), std::string::npos) << error.message();
    }
  };
  refused({{"RANK", "0"}}, "WORLD_SIZE is not");
  refused({{"WORLD_SIZE", "2"}}, "RANK is not");
  refused(With(kTorchrun, "RANK", "4"), "RANK is '4': wanted a whole number from 0 to 3");
  refused(With(kTorchrun, "RANK", "1x"), "'1x'");
  refused(With(kTorchrun, "WORLD_SIZE", "-2"), "'-2'");
  refused(With(kTorchrun, "LOCAL_RANK", ""), "LOCAL_RANK is not set");
  refused(With(kTorchrun, "MASTER_ADDR", ""), "MASTER_ADDR is not");
  refused(With(kTorchrun, "MASTER_PORT", ""), "MASTER_PORT is not set");
  refused(With(kTorchrun, "MASTER_PORT", "70000"), "65535");
  refused(With(kSlurm, "WORLD_SIZE", "7"), "WORLD_SIZE is 7");
  refused(With(kSlurm, "SLURM_STEP_TASKS_PER_NODE", "2(y"), "2(y");
  refused(With(kSlurm, "SLURM_STEP_NODELIST", "n["), "SLURM_STEP_NODELIST");
}

TEST(RankPlaces, FirstHostOfSlurmsLists) {
  EXPECT_EQ(FirstHostOf("a"), "a");
  EXPECT_EQ(FirstHostOf("a,b[1-2]"), "a");
  EXPECT_EQ(FirstHostOf("node[003-010,12],b"), "node003");
  EXPECT_EQ(FirstHostOf("rack1-n[7]-ib,b"), "rack1-n7-ib");
}

}  // namespace
}  // namespace f4s
