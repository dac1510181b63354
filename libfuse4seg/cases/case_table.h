// Cases as rows of a table, CSV or TSV.
//
//     id,subject,split,t1,dwi,label
//     a_01,a,train,a/t1.nii.gz,a/dwi.nii.gz,a/lesion.nii.gz

#pragma once

#include <filesystem>
#include <memory>

#include "libfuse4seg/cases/case_source.h"

namespace f4s {

/// Whether a file's name is that of a table of cases: .csv or .tsv.
[[nodiscard]] bool IsCaseTable(const std::filesystem::path& file);

/// One case a row.  The heading names the columns: id (else the name of the row's first image), subject,
/// split, label, mask and the other reserved names; every other column is a modality.  Files are relative
/// to the table; an empty field is absent.  A file that is not there is an error of its case.
/// @throws Error(kBadInput, "cases.table") naming the line and the rule; Error(kMissingInput) or Error(kIo).
[[nodiscard]] std::unique_ptr<CaseSource> CasesOfTable(const std::filesystem::path& file);

}  // namespace f4s
