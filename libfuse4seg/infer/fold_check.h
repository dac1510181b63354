// Whether a fold's cases are those that a model of cross-validation did not learn from.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {

/// Warns of models that learned with another fold, or with none.
/// @param cases  as they were opened with that fold
/// @throws Error(kBadInput, "cases.fold") where the same fold holds out other subjects of these cases than it
/// did
///         in training: of a data set that is a part of that one, or has grown, or of raw studies, which do
///         not say which of them were kept for testing.
void RequireHeldOut(const std::vector<ModelFile>& models, const std::string& fold, const CaseSource& cases,
                    RunContext& run);

}  // namespace f4s
