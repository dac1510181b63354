#include "libfuse4seg/metric/report/score_table.h"

#include <cmath>
#include <map>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/metric/report/metric_columns.h"

namespace f4s {
namespace {

/// All metrics of all cases, as the first ones have them.
std::vector<MetricPath> AllPaths(const SummaryBuilder& cases) {
  std::vector<MetricPath> paths;
  std::set<std::string> known;
  const std::vector<MetricPath>* last = nullptr;
  cases.ForEach([&](const CaseMetrics&, const std::vector<MetricPath>& layout, const std::vector<double>&) {
    if (&layout == last) return;
    last = &layout;
    for (const MetricPath& path : layout)
      if (known.insert(KeyOf(path)).second) paths.push_back(path);
  });
  return paths;
}

/// The cells that name a case.
class CaseNames {
 public:
  explicit CaseNames(const SummaryBuilder& cases) {
    cases.ForEach([&](const CaseMetrics& about, const auto&, const auto&) {
      has_folder_ = has_folder_ || !about.folder.empty();
    });
  }
  [[nodiscard]] TableRow Header() const { return With("folder", {"id", "subject", "split"}); }
  [[nodiscard]] TableRow Of(const CaseMetrics& about) const {
    return With(about.folder.text(), {about.id, about.subject, about.split.text()});
  }

 private:
  [[nodiscard]] TableRow With(const std::string& folder, TableRow names) const {
    if (has_folder_) names.insert(names.begin() + 1, folder);
    return names;
  }
  bool has_folder_ = false;
};

}  // namespace

TextTable CaseTable(const SummaryBuilder& cases, const std::vector<std::string>& columns, bool is_long,
                    TableFormat format) {
  const std::vector<MetricPath> all = AllPaths(cases);
  const std::vector<MetricColumn> chosen = columns.empty() ? ColumnsOf(all) : FindColumns(columns, all);
  const bool for_programs = format == TableFormat::kTsv || format == TableFormat::kCsv;
  const CaseNames names(cases);
  TextTable table{"cases", names.Header(), {}};
  if (is_long)
    table.header.insert(table.header.end(), {"family", "group", "metric", "value"});
  else
    for (const MetricColumn& column : chosen)
      table.header.push_back(for_programs ? Joined(column.path, ".") : column.label);
  table.num_names = names.Header().size() + (is_long ? 3 : 0);
  cases.ForEach([&](const CaseMetrics& about, const std::vector<MetricPath>& layout,
                    const std::vector<double>& values) {
    std::map<std::string, double> by_path;
    for (size_t i = 0; i < layout.size(); ++i) by_path[KeyOf(layout[i])] = values[i];
    TableRow wide = names.Of(about);
    for (const MetricColumn& column : chosen) {
      const auto found = by_path.find(KeyOf(column.path));
      if (found == by_path.end() && is_long) continue;
      const Json value =
          found != by_path.end() && std::isfinite(found->second) ? Json(found->second) : Json();
      const std::string cell = for_programs ? ExactCell(value) : Rounded(value);
      if (!is_long) {
        wide.push_back(cell);
        continue;
      }
      const MetricLine line = LineOf(column.path);
      TableRow row = names.Of(about);
      row.insert(row.end(), {line.family, line.group, line.metric, cell});
      table.rows.push_back(std::move(row));
    }
    if (!is_long) table.rows.push_back(std::move(wide));
  });
  return table;
}

}  // namespace f4s
