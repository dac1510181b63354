// At a glance: what failed, what the records warn of, how good it is.

#pragma once

#include <string>

#include "libfuse4seg/report/report_page.h"
#include "libfuse4seg/report/score_section.h"

namespace f4s {

[[nodiscard]] std::string OutcomeHtml(ReportInput& input, const CaseLinks& links);

}  // namespace f4s
