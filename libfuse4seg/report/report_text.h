// The report for a terminal.

#pragma once

#include <string>

#include "libfuse4seg/report/report_page.h"

namespace f4s {

/// Curves of training in lines of text; of cases what failed, the summary and the weakest.
[[nodiscard]] std::string ReportText(ReportInput& input);

}  // namespace f4s
