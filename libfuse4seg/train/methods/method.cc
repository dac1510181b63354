#include "libfuse4seg/train/methods/method.h"

#include <map>

#include "libfuse4seg/base/error.h"

namespace f4s {

Method MethodOf(const std::string& name) {
  static const std::map<std::string, Method (*)()> table = {
#define F4S_METHOD(function, name, help) {name, function},
#include "libfuse4seg/model/methods.inc"
#undef F4S_METHOD
  };
  return table.at(name)();  // the flag knows no other
}

void Demand(std::string& value, const std::string& wanted, const char* flag, const TrainOptions& options) {
  if (value == "method" || value == "profile") value = wanted;
  if (value != wanted)
    throw Error(ErrorKind::kUsage, "train.method",
                Cat(flag, " ", value, " with --method ", options.method, ": it can have ", wanted, " alone"));
}

void RefuseWeights(const std::vector<ForeignWeight>& weights, const TrainOptions& options) {
  for (const auto& [flag, value] : weights)
    if (value > 0)
      throw Error(ErrorKind::kUsage, "train.method",
                  Cat(flag, " ", value, " with --method ", options.method, ": it has no such loss"));
}

std::unique_ptr<Objective> CooperativeObjective(const ObjectiveParts& parts) {
  return std::make_unique<Cooperation>(parts.network, parts.options, parts.facts, parts.device,
                                       parts.threads);
}

}  // namespace f4s
