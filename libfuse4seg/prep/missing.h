// Modalities that some cases have and others lack.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// What `asked_for` names, or, where it is empty, all that some case of the source has: t1, t1ce, t2 and
/// flair first, then the others as they come.  Empty where the source does not know.
[[nodiscard]] std::vector<std::string> WantedModalities(const std::vector<std::string>& asked_for,
                                                        const std::optional<std::vector<CaseName>>& names);

/// Those of `wanted` that a case has, in the same order.
[[nodiscard]] std::vector<std::string> PresentOf(const Case& record, const std::vector<std::string>& wanted);

/// Applies --missing to a case: with kZero and kLeave it gets a finding "modality.missing" for each
/// that it lacks.
/// @return  the modalities that are prepared: with kLeave those that the case has, else all that are wanted
/// @throws Error(kBadInput, "case.modality") with kError, and with kLeave where the case has none of them;
///         SkippedCase with kSkip.
[[nodiscard]] std::vector<std::string> ApplyMissingRule(Case& record, const std::vector<std::string>& wanted,
                                                        MissingRule rule);

/// Puts an image of zeros in the place of each modality of `wanted` that the case lacks, on its grid.
void FillMissing(CaseImages& read, const std::vector<std::string>& wanted);

}  // namespace f4s
