// f4s-prep --check: the whole run of it.

#pragma once

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// Checks every case of `selection` (CheckCase()), in parallel, and goes on after each that is at fault.
/// Cases whose name another has, and those that their source cannot give, are at fault too.
///
/// stdout gets the records with their findings, or a table of case, severity, code and text; the run
/// record's summary.findings has for each code its severity, the cases and how often.  Nothing is written.
/// Cases whose labels mean different things cannot be one dataset: summary.classes lists what they mean.
/// @throws Error(kBadInput, "check.findings") at the end, when a finding was an error; "dataset.classes" when
///         none was, and classes differ.
void RunCheck(const CaseSelection& selection, const PrepareOptions& options, RunContext& run);

}  // namespace f4s
