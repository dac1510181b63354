// Flags of a training that its other flags leave without effect.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/model/train_options.h"

namespace f4s {

/// A sentence for each reason, with the flags that it concerns and what they would need.
/// @param options  resolved.  @param flags  names of parameters, as they were given
[[nodiscard]] std::vector<std::string> OptionsWithoutEffect(const TrainOptions& options,
                                                            const std::vector<std::string>& flags);

/// Names of all parameters that can be without effect.
[[nodiscard]] std::vector<std::string> ConditionalOptions();

}  // namespace f4s
