// Methods side by side, as a paper's table has them: --table NAME=RUN...

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/report/text_table.h"

namespace f4s {

/// Methods as rows, metrics as columns.
class MethodTable {
 public:
  /// @param words    NAME=RUN; RUN is the output of f4s-metrics, a dataset folder whose records have metrics,
  /// a run
  ///                 record or its summary as JSON, or a flat JSON object of published figures,
  ///                 {"VIF":0.61,...}.
  /// @param columns  ShortNames(); none: the fusion metrics, dice and hd95 of each region; of figures alone,
  /// all.
  /// @param warn     is told of what does not go together but can be shown.
  /// @throws Error(kUsage, "table.word") for a word that is not NAME=RUN or a name that stands twice;
  /// kMissingInput;
  ///         kBadInput, "table.run" for what is none of these or has no metrics, "table.settings" for runs
  ///         whose metrics are not the same ones; and as FindColumns().
  MethodTable(const std::vector<std::string>& words, const std::vector<std::string>& columns, uint64_t seed,
              const std::function<void(const std::string&)>& warn);

  /// {NAME:{COLUMN:number or null}}
  [[nodiscard]] Json Values() const;
  /// For people with arrows for the direction, the best value of each column set off, and figures as they
  /// were published; for programs in full.
  [[nodiscard]] TextTable Table(TableFormat format) const;

 private:
  struct Column {
    std::string label;
    int direction = 0;  ///< 1: higher is better, -1: lower
  };
  struct Row {
    std::string name;
    bool is_published = false;
    std::vector<Json> values;  ///< of the columns
  };
  [[nodiscard]] bool IsBest(size_t row, size_t column) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace f4s
