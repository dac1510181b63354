// A run's cases as a table: --rows cases, --long.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/metric/report/summary.h"
#include "libfuse4seg/metric/report/text_table.h"

namespace f4s {

/// A row a case: its id, subject and split, then its metrics; as many decimals as there are for programs,
/// four for people, nothing or "-" for what is undefined.  A DICOM case whose id is a hash has its folder's
/// name too.  Regions that are values stand in every row, as they count in the summary.
/// @param cases    after Summary()
/// @param columns  the metrics that are shown, by ShortNames(); none: all
/// @param is_long  a row for each case and metric instead, with family, group, metric and value
/// @throws Error as FindColumns().
[[nodiscard]] TextTable CaseTable(const SummaryBuilder& cases, const std::vector<std::string>& columns,
                                  bool is_long, TableFormat format);

}  // namespace f4s
