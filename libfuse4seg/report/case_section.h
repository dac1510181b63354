// Cases in pictures: the part of the page that shows them, and the one picture of a case.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/report/case_view.h"

namespace f4s {

/// A case as <article>, of no more bytes than asked for where pictures of 128 pixels allow that.
/// @param anchor   its id in the page
/// @param set      which input it came with; "" where there is one
/// @param problem  takes what could not be shown, or stays empty
[[nodiscard]] std::string CaseArticle(const Case& record, const std::string& anchor, const std::string& set,
                                      size_t most_bytes, std::string& problem);

/// Modalities, fused image, reference and prediction in one row, for a slide or a paper.
/// @param file  .png (300 dpi) or .svg: written whole.
/// @throws Error where an image cannot be read.
void WriteCaseFigure(const Case& record, const std::filesystem::path& file);

/// The colours of the classes, as a list.
[[nodiscard]] std::string ClassLegend(const Classes& classes);

}  // namespace f4s
