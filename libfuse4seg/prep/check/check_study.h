// --check: everything that is wrong with a case, in one pass, without writing anything.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/prep/prepare_options.h"

namespace f4s {

/// Reads all files of a case, headers and voxels, and goes on after each that is at fault.
///
/// The result is the record with its findings, and with the classes of its label.  Errors are what
/// preparation would fail of: a file that cannot be read (with the code of the reader), geometry.grids,
/// case.modality, case.kinds, image.size, label.colour, label.value, prep.empty, prep.subject.  Warnings:
/// intensity.constant, brain.no_background, label.empty, modality.missing, and the notes of
/// image/files/header_notes.h.
///
/// Findings of its source, which `raw` has already, count as well.  A case with an error has the first of
/// them as its `error`, so that tools downstream pass it on.
/// At most one study is in memory.
/// @param wanted  modalities; empty: those of the case.
[[nodiscard]] Case CheckCase(const Case& raw, const std::vector<std::string>& wanted,
                             const PrepareRules& rules);

/// Adds an Error to a record's findings, once.
void AddErrorFinding(Case& record, const Error& error);

}  // namespace f4s
