#include "libfuse4seg/report/run_section.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/report/case_section.h"
#include "libfuse4seg/report/html.h"
#include "libfuse4seg/report/score_section.h"

namespace f4s {
namespace {

constexpr size_t kMostCurves = 6;  ///< in one plot
constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr size_t kWeakestBytes = 150'000;  ///< of a case in pictures
constexpr size_t kNameWidth = 30, kLeastCurve = 20, kMostCurve = 80;

struct KindTitle {
  const char *kind, *title, *y_label;
  bool wants_log;
};
constexpr KindTitle kTitles[] = {{"losses", "Losses", "loss", true},
                                 {"score", "Validation score, higher is better", "score", false},
                                 {"validation", "Validation", "metric", false},
                                 {"learning_rates", "Learning rates", "learning rate", true},
                                 {"gradient_norms", "Gradient norms", "norm", true},
                                 {"bilevel", "Bilevel terms", "value", false},
                                 {"speed", "Images a second", "images/s", false},
                                 {"waited", "Share of time that waited for data", "share", false},
                                 {"skipped", "Skipped steps", "steps", false}};

bool AllAreAbove0(const Plot& plot) {
  for (const PlotSeries& one : plot.series)
    for (const auto& [x, y] : one.points)
      if (y <= 0) return false;
  return true;
}

/// Of what shows nothing: no step was skipped.
bool AreAllZeros(const std::vector<std::pair<std::string, HistorySeries>>& series) {
  return std::all_of(series.begin(), series.end(), [](const auto& one) {
    return one.second.least().second == 0 && one.second.greatest().second == 0;
  });
}

/// Text as it is, all else as JSON.
std::string ValueText(const Json& value) {
  return value.is_string() ? value.get<std::string>() : ToLine(value);
}

/// Dice first, and no counts.
bool IsShownOfValidation(const std::string& name) {
  return name.ends_with(".dice") || name.starts_with("fusion.") || name.ends_with("SSIM") ||
         name.ends_with("PSNR") || name == "loss" || name == "total";
}

double BestEpoch(const RunHistory& run) {
  return run.best.contains("epoch") && run.best["epoch"].is_number() ? run.best["epoch"].get<double>() : 0;
}

/// Each of `count` parts of a curve by its mean, as a bar.
std::string Sparkline(const std::vector<std::pair<double, double>>& points, size_t count) {
  count = std::min(count, points.size());
  std::vector<double> means;
  for (size_t i = 0; i < count; ++i) {
    const size_t begin = i * points.size() / count, end = (i + 1) * points.size() / count;
    double sum = 0;
    for (size_t k = begin; k < end; ++k) sum += points[k].second;
    means.push_back(sum / static_cast<double>(end - begin));
  }
  const auto [low, high] = std::minmax_element(means.begin(), means.end());
  std::string line;
  for (const double mean : means)
    line += kBars[*high > *low ? static_cast<size_t>(std::min(7.0, (mean - *low) / (*high - *low) * 8)) : 0];
  return line;
}

std::string Padded(std::string text, size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string FactsHtml(const RunHistory& run) {
  TextTable table{"What it was told and what it ran on", {"what", "value"}, {}, 2};
  for (const auto& [name, value] : run.start.items())
    if (name != "event" && name != "time" && !value.is_structured())
      table.rows.push_back({name, ValueText(value)});
  for (const char* key : {"method", "profile", "seed", "epochs", "batch_size", "fold", "modalities"})
    if (run.config.contains(key) && !run.start.contains(key))
      table.rows.push_back({key, ValueText(run.config[key])});
  std::string html = HtmlTable(table) + Details("Configuration", HtmlOfJson(run.config));
  if (!run.start.empty()) html += Details("First event", HtmlOfJson(run.start));
  return html;
}

/// The scores of the weakest subjects, all slices of each.
TextTable WeakestTable(const RunHistory& run) {
  TextTable table{"The weakest subjects of the best network's validation", {"subject", "slice shown"}, {}, 2};
  for (const Case& record : run.weakest) {
    TableRow row = {record.subject(), record.id()};
    const Json* regions = FindPath(record.json(), "validation.subject.segmentation");
    const Json* vif = FindPath(record.json(), "validation.subject.fusion.VIF");
    std::vector<std::pair<std::string, Json>> scores;
    if (regions != nullptr && regions->is_object())
      for (const auto& [name, region] : regions->items())
        scores.emplace_back("Dice " + name, region.is_object() ? region.value("dice", Json()) : Json());
    else if (vif != nullptr)
      scores.emplace_back("VIF of the slice", *vif);
    for (const auto& [name, value] : scores) {
      const auto column = std::find(table.header.begin(), table.header.end(), name) - table.header.begin();
      if (column == std::ssize(table.header)) table.header.push_back(name);
      row.resize(std::max(row.size(), static_cast<size_t>(column) + 1), "-");
      row[static_cast<size_t>(column)] = Rounded(value);
    }
    table.rows.push_back(std::move(row));
  }
  for (TableRow& row : table.rows) row.resize(table.header.size(), "-");
  return table;
}

std::string WeakestHtml(const RunHistory& run, const std::string& anchor,
                        std::vector<std::string>& problems) {
  if (run.weakest.empty()) return "";
  std::string articles;
  for (size_t i = 0; i < run.weakest.size(); ++i) {
    std::string problem;
    articles += CaseArticle(run.weakest[i], Cat(anchor, "-case-", i + 1), "", kWeakestBytes, problem);
    if (!problem.empty()) problems.push_back("case " + Quoted(run.weakest[i].id()) + ": " + problem);
  }
  return TextElement("h3", "", "Where validation is weakest") + HtmlTable(WeakestTable(run)) +
         TextElement(
             "p", "class=\"note\"",
             "Of each subject the slice with the most wrong pixels. Prediction solid, reference dashed.") +
         Element("div", "class=\"cases\"", "\n" + articles);
}

}  // namespace

std::string StateText(const RunHistory& run) {
  const int64_t wanted = run.epochs_wanted();
  std::string text = run.by_steps ? Cat("step ", run.steps, ", before the end of the first epoch")
                                  : Cat("epoch ", run.epochs_done, wanted > 0 ? Cat(" of ", wanted) : "",
                                        ", step ", run.steps);
  text += run.is_finished ? "; finished" : "; not finished: at work, or stopped";
  if (BestEpoch(run) > 0)
    text += Cat("; the best network is of epoch ", BestEpoch(run), " (", TextAt(run.best, "best_by"), " ",
                Rounded(run.best.contains("score") ? run.best["score"] : Json()), ")");
  if (run.skipped_steps > 0)
    text += Cat("; ", run.skipped_steps, " steps skipped",
                run.restored > 0 ? Cat(", ", run.restored, " times restored") : "");
  return text;
}

std::vector<Plot> RunPlots(const RunHistory& run) {
  std::vector<Plot> plots;
  for (const KindTitle& kind : kTitles) {
    const auto* series = run.Kind(kind.kind);
    if (series == nullptr || AreAllZeros(*series)) continue;
    std::vector<Plot> of_kind;
    for (const auto& [name, one] : *series) {
      if (std::string(kind.kind) == "validation" && !IsShownOfValidation(name)) continue;
      const std::string part = series->size() > kMostCurves ? name.substr(0, name.find('.')) : "";
      const std::string title = Cat(kind.title, part.empty() ? "" : ", ", part);
      auto plot = std::find_if(of_kind.begin(), of_kind.end(), [&](const Plot& known) {
        return known.title == title && known.series.size() < kMostCurves;
      });
      if (plot == of_kind.end())
        plot = of_kind.insert(of_kind.end(), {title, run.by_steps ? "step" : "epoch", kind.y_label});
      plot->series.push_back({name, one.points()});
    }
    for (Plot& plot : of_kind) {
      plot.has_log_y = kind.wants_log && AllAreAbove0(plot);
      if (BestEpoch(run) > 0) plot.rules = {{PlotRule::Kind::kVertical, BestEpoch(run), "best"}};
      plots.push_back(std::move(plot));
    }
  }
  return plots;
}

TextTable RunTable(const RunHistory& run) {
  const std::string at = run.by_steps ? "step" : "epoch";
  TextTable table{"Curves in numbers",
                  {"of", "name", "first", "last", "least", "at " + at, "greatest", "at " + at},
                  {},
                  2};
  for (const auto& [kind, all] : run.series)
    for (const auto& [name, one] : all)
      table.rows.push_back({kind, name, Rounded(one.points().front().second), Rounded(one.last()),
                            Rounded(one.least().second), Rounded(one.least().first),
                            Rounded(one.greatest().second), Rounded(one.greatest().first)});
  return table;
}

std::string RunHtml(const RunHistory& run, const std::string& anchor, std::vector<std::string>& problems) {
  std::string html = TextElement("p", "", StateText(run));
  for (const std::string& warning : run.warnings) html += TextElement("p", "class=\"problem\"", warning);
  return html + PlotsHtml(RunPlots(run)) + Details("Curves in numbers", HtmlTable(RunTable(run))) +
         WeakestHtml(run, anchor, problems) + FactsHtml(run);
}

std::string RunText(const RunHistory& run, size_t width) {
  std::string text = Cat(Shown(run.name), ": ", StateText(run), "\n");
  for (const KindTitle& kind : kTitles) {
    const auto* series = run.Kind(kind.kind);
    if (series == nullptr) continue;
    std::string lines;
    for (const auto& [name, one] : *series) {
      if (std::string(kind.kind) == "validation" && !IsShownOfValidation(name)) continue;
      const std::string numbers =
          Cat(Rounded(one.points().front().second), " -> ", Rounded(one.last()), ", least ",
              Rounded(one.least().second), " (", one.least().first, "), greatest ",
              Rounded(one.greatest().second), " (", one.greatest().first, ")");
      const size_t room =
          width > kNameWidth + numbers.size() + 4 ? width - kNameWidth - numbers.size() - 4 : kLeastCurve;
      lines += "  " + Padded(Shown(name), kNameWidth - 2) + " " +
               Sparkline(one.points(), std::clamp(room, kLeastCurve, kMostCurve)) + "  " + numbers + "\n";
    }
    if (!lines.empty()) text += Cat(kind.title, run.by_steps ? ", by step" : ", by epoch", "\n") + lines;
  }
  return text;
}

}  // namespace f4s
