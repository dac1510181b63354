// A method: what it sets where nothing else is asked for, and what it minimises.  Data, batches, the loop,
// checkpoints, events and the model file are the same for all.
//
// To add one: methods/NAME.cc with a function that gives its Method, and its line in methods.inc.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/train/objective/cooperation.h"

namespace f4s {

/// What an objective is made of.
struct ObjectiveParts {
  Network network;              ///< on `device`
  const TrainOptions& options;  ///< resolved
  CooperationFacts facts;
  torch::Device device;
  int threads = 1;
};

struct Method {
  /// Fills in what is still left to the method or profile; the profile's values come after it.
  /// @throws Error(kUsage, "train.method") when something is asked for that the method cannot do.
  void (*resolve)(TrainOptions& options);
  std::unique_ptr<Objective> (*objective)(const ObjectiveParts& parts);
};

#define F4S_METHOD(function, name, help) [[nodiscard]] Method function();
#include "libfuse4seg/model/methods.inc"
#undef F4S_METHOD

/// @param name  of MethodNames()
[[nodiscard]] Method MethodOf(const std::string& name);

/// Of most methods: fusion, segmentation or both, as the options say.
[[nodiscard]] std::unique_ptr<Objective> CooperativeObjective(const ObjectiveParts& parts);

/// `value` becomes the one word that the method can have.
/// @param value   "method" and "profile" leave it to the method
/// @throws Error(kUsage, "train.method") when another was asked for.
void Demand(std::string& value, const std::string& wanted, const char* flag, const TrainOptions& options);

/// A weight of a loss that the method does not have.
struct ForeignWeight {
  const char* flag;
  double value;
};

/// @throws Error(kUsage, "train.method") when one of them is more than 0.
void RefuseWeights(const std::vector<ForeignWeight>& weights, const TrainOptions& options);

/// `value`, where it is unset, becomes what the method or profile says.
template <class Number>
void TakeUnset(Number& value, Number unset, Number from) {
  if (value == unset) value = from;
}

}  // namespace f4s
