// Images whose names a model does not know, while it lacks some.

#pragma once

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/model/model_description.h"

namespace f4s {

/// The finding "model.unused" of a record that has such: what is made of the others is made without them.
void FindUnused(Case& record, const ModelDescription& model);

}  // namespace f4s
