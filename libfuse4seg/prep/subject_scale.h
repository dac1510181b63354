// One scale of intensities for all slices of a subject that come as images.

#pragma once

#include <memory>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// `source`, whose cases that are images have the window of their subject with them: the intensities, in
/// 0..1, that become 0 and full scale, by the normalization of `rules` over all slices of the subject within
/// the brain. The slices of a subject follow one another; those of one subject are in memory at a time. Those
/// that come apart have a scale for each part, and the finding normalize.order: all of them where the source
/// knows its cases beforehand, else those that come late.
/// @return `source` itself where each image has a scale of its own: by --normalize-over, or by its
///         normalization (range, none).
/// @throws Error(kBadInput, "normalize.order") where they come apart and one scale was asked for: at once, or
///         from Next() where it is known then.
[[nodiscard]] std::unique_ptr<CaseSource> WithSubjectScale(std::unique_ptr<CaseSource> source,
                                                           const PrepareRules& rules);

/// The window of a modality that WithSubjectScale() gave to a case, as a Normalization; else that of `rules`.
[[nodiscard]] Normalization NormalizationOf(const Case& raw, const std::string& modality,
                                            const PrepareRules& rules);
/// Takes it out of a record.
void EraseSubjectScale(Case& record);

}  // namespace f4s
