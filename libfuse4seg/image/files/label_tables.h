// Tables of classes that stand beside label maps: what each value means and its colour, as programs that show
// label maps read them.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/region.h"

namespace f4s {

/// index, name and color (#rrggbb) of each class: BIDS 1.10, "Segmentations", dseg.tsv.
[[nodiscard]] std::string DsegTable(const Classes& classes);
/// Label descriptions of ITK-SNAP 3 and 4: IDX R G B A VIS MSH "LABEL", with the background.
[[nodiscard]] std::string ItkSnapLabels(const Classes& classes);
/// A colour table of 3D Slicer: VALUE NAME R G B A, with the background; blanks in names become '_'.
[[nodiscard]] std::string SlicerColours(const Classes& classes);

/// Writes dseg.tsv, itksnap.label and slicer.ctbl into `folder`.  @throws Error(kIo) or Error(kCannotCreate).
void WriteLabelTables(const std::filesystem::path& folder, const Classes& classes);

}  // namespace f4s
