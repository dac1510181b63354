// Files of "custom content" for MultiQC: https://docs.seqera.io/multiqc/custom_content

#pragma once

#include "libfuse4seg/report/report_page.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// FOLDER/f4s_SECTION_mqc.json: cases (a table), scores (box plots), volumes (scatter), curves of training
/// (lines).
void WriteMultiqc(ReportInput& input, const ReportOptions& options, RunContext& run);

}  // namespace f4s
