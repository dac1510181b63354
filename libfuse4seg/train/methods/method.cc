#include "libfuse4seg/train/methods/method.h"

#include <map>

namespace f4s {

Method MethodOf(const std::string& name) {
  static const std::map<std::string, Method (*)()> table = {
#define F4S_METHOD(function, name, help) {name, function},
#include "libfuse4seg/train/methods/methods.inc"
#undef F4S_METHOD
  };
  return table.at(name)();  // the flag knows no other
}

std::unique_ptr<Objective> CooperativeObjective(const ObjectiveParts& parts) {
  return std::make_unique<Cooperation>(parts.network, parts.options, parts.facts, parts.device,
                                       parts.threads);
}

}  // namespace f4s
