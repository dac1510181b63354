// Volumes of prediction and reference: scatter, Bland-Altman, and what the summary says of them.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/drawing/plot.h"
#include "libfuse4seg/report/case_survey.h"

namespace f4s {

/// Of each region, four at most: predicted over reference volume, and their difference over their mean with
/// the limits of agreement (Bland and Altman, Lancet 327, 1986).
[[nodiscard]] std::vector<Plot> VolumePlots(const CaseSet& set);

/// `agreement` of a summary as a table; "" without.
[[nodiscard]] std::string AgreementHtml(const Json& summary);

}  // namespace f4s
