// What f4s-report does: reads its inputs, passes their records on, writes the page.

#pragma once

#include <string>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/report/report_options.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

/// @param cases  its words are folders of training, datasets, files of records, "-", or NAME=FILE
/// @throws Error(kCannotCreate, "output.exists") for an output that is there, without --force; after the page
/// is
///         written, what ended the stream of cases.
void MakeReport(const CaseSelection& cases, const ReportOptions& options, RunContext& run);

}  // namespace f4s
