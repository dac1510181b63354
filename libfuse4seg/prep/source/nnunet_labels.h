// What the labels of nnU-Net's dataset.json mean.

#pragma once

#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/label_scheme.h"

namespace f4s {

/// Version 2, names -> a value, or the values of a region; "ignore" in any case is no class.  The background
/// is 0, and a value is one class's.
/// @throws BadNnunetJson()
[[nodiscard]] LabelScheme SchemeOfNames(const Json& labels);

/// Version 1, values -> names.  @throws BadNnunetJson()
[[nodiscard]] LabelScheme SchemeOfValues(const Json& labels);

/// Error(kBadInput, "nnunet.json") without its file.
[[nodiscard]] Error BadNnunetJson(const std::string& message);

}  // namespace f4s
