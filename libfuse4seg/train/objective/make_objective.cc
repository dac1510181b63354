#include "libfuse4seg/train/objective/make_objective.h"

#include <map>
#include <string>

#include "libfuse4seg/train/objective/inversion.h"

namespace f4s {
namespace {

template <class Kind>
std::unique_ptr<Objective> MakeOwn(const ObjectiveParts& parts) {
  return std::make_unique<Kind>(parts.network, parts.options, parts.facts, parts.device, parts.threads);
}

/// Of the methods that have one of their own.
const std::map<std::string, std::unique_ptr<Objective> (*)(const ObjectiveParts&)> kOwn = {
    {"fusioninn", MakeOwn<Inversion>},
};

}  // namespace

std::unique_ptr<Objective> MakeObjective(const ObjectiveParts& parts) {
  const auto own = kOwn.find(parts.options.method);
  return own == kOwn.end() ? MakeOwn<Cooperation>(parts) : own->second(parts);
}

}  // namespace f4s
