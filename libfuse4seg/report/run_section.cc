#include "libfuse4seg/report/run_section.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/report/html.h"

namespace f4s {
namespace {

constexpr size_t kMostCurves = 6;  ///< in one plot
constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
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
  TextTable table{"What it was told and what it ran on", {"what", ""}, {}, 2};
  for (const auto& [name, value] : run.start.items())
    if (name != "event" && name != "time" && !value.is_structured())
      table.rows.push_back({name, value.is_string() ? value.get<std::string>() : ToLine(value)});
  for (const char* key : {"method", "profile", "seed", "epochs", "batch_size", "fold", "modalities"})
    if (run.config.contains(key) && !run.start.contains(key))
      table.rows.push_back({key, ToLine(run.config[key])});
  std::string html = HtmlTable(table) + Details("Configuration", HtmlOfJson(run.config));
  if (!run.start.empty()) html += Details("First event", HtmlOfJson(run.start));
  return html;
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
    if (series == nullptr) continue;
    Plot plot{kind.title, run.by_steps ? "step" : "epoch", kind.y_label};
    for (const auto& [name, one] : *series) {
      if (std::string(kind.kind) == "validation" && !IsShownOfValidation(name)) continue;
      if (plot.series.size() == kMostCurves)
        plots.push_back(plot), plot.series.clear(), plot.title = Cat(kind.title, ", more");
      plot.series.push_back({name, one.points()});
    }
    if (BestEpoch(run) > 0) plot.rules = {{PlotRule::Kind::kVertical, BestEpoch(run), "best"}};
    if (!plot.series.empty()) plots.push_back(std::move(plot));
    for (Plot& one : plots)
      if (kind.wants_log && one.y_label == kind.y_label) {
        one.has_log_y = AllAreAbove0(one);
        if (BestEpoch(run) > 0) one.rules = {{PlotRule::Kind::kVertical, BestEpoch(run), "best"}};
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

std::string RunHtml(const RunHistory& run) {
  std::string html = TextElement("p", "", StateText(run)), plots;
  for (const std::string& warning : run.warnings) html += TextElement("p", "class=\"problem\"", warning);
  for (const Plot& plot : RunPlots(run))
    plots += Element("figure", "", TextElement("figcaption", "", plot.title) + "\n" + SvgOf(plot)) + "\n";
  return html + Element("div", "class=\"plots\"", plots) +
         Details("Curves in numbers", HtmlTable(RunTable(run))) + FactsHtml(run);
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
