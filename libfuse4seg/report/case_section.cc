#include "libfuse4seg/report/case_section.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/drawing/embedded.h"
#include "libfuse4seg/drawing/svg.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/metric/report/metric_values.h"
#include "libfuse4seg/report/case_survey.h"
#include "libfuse4seg/report/html.h"

namespace f4s {
namespace {

constexpr int kSides[] = {448, 352, 272, 208, 160, 128};  ///< of pictures: the first that fits is taken
constexpr int kFigureSide = 1200, kFigureDpi = 300;
constexpr size_t kMostPngBytes = 6000;

/// How pictures are put into the page.
struct Rendering {
  int side;
  int quality;
};

/// Smaller, where it is larger.
Image<float> AtMost(const Image<float>& picture, int side) {
  const int longest = std::max(picture.width(), picture.height());
  if (longest <= side) return picture;
  const auto scaled = [&](int length) { return std::max(1, (length * side + longest / 2) / longest); };
  return TheArtist().Resized(picture, scaled(picture.width()), scaled(picture.height()));
}

std::string AltText(const Case& record, const SliceView& view, const ViewPicture& one) {
  std::string text = one.name + " of " + record.id() + (view.name.empty() ? "" : ", " + view.name);
  if (one.kind == PictureKind::kErrors) text += ": where prediction and reference differ";
  return text;
}

/// The outlines of a slice, once; every picture refers to them.
std::string OutlineDefinitions(const SliceView& view, const std::string& name) {
  std::string html;
  if (view.labels)
    html += "<g id=\"" + name + "-p\">" + OutlinePaths(*view.labels, OutlineLook::kWhole) + "</g>";
  if (view.reference)
    html += "<g id=\"" + name + "-r\">" + OutlinePaths(*view.reference, OutlineLook::kDashed) + "</g>";
  return html.empty() ? "" : "<svg class=\"defs\" aria-hidden=\"true\"><defs>" + html + "</defs></svg>\n";
}

std::string PictureHtml(const Case& record, const SliceView& view, const ViewPicture& one,
                        const std::string& name, const Rendering& how, const std::string& caption) {
  std::string html = "<figure><div class=\"pic\"><img alt=\"" + MarkupOf(AltText(record, view, one)) +
                     "\" src=\"" + PictureUrl(AtMost(one.picture, how.side), kMostPngBytes, how.quality) +
                     "\">";
  if (one.kind != PictureKind::kErrors && (view.labels || view.reference)) {
    html += Cat("<svg aria-hidden=\"true\" preserveAspectRatio=\"none\" viewBox=\"0 0 ", one.picture.width(),
                " ", one.picture.height(), "\">");
    if (view.labels) html += "<use class=\"pred\" href=\"#" + name + "-p\"/>";
    if (view.reference) html += "<use class=\"ref\" href=\"#" + name + "-r\"/>";
    html += "</svg>";
  }
  if (!view.left_side.empty())
    html += TextElement("span", "class=\"side\" aria-hidden=\"true\"", view.left_side);
  return html + "</div>" + TextElement("figcaption", "", caption) + "</figure>\n";
}

std::string RowHtml(const Case& record, const SliceView& view, const std::string& name, const Rendering& how,
                    bool named_by_slice) {
  std::string html = OutlineDefinitions(view, name);
  for (const ViewPicture& one : view.pictures)
    html += PictureHtml(record, view, one, name, how, named_by_slice ? view.name : one.name);
  return html;
}

std::string PicturesHtml(const Case& record, const CaseView& view, const std::string& anchor,
                         const Rendering& how) {
  const auto row = [](const char* look, size_t pictures, const std::string& html) {
    return Cat("<div class=\"", look, "\" style=\"--n:", pictures, "\">\n", html, "</div>\n");
  };
  std::string html =
      row("row swipe", view.main.pictures.size(), RowHtml(record, view.main, anchor + "m", how, false));
  const Rendering small = {how.side * 2 / 3, how.quality};
  if (!view.planes.empty()) {
    std::string planes;
    for (size_t i = 0; i < view.planes.size(); ++i)
      planes += RowHtml(record, view.planes[i], Cat(anchor, "o", i), how, true);
    html += "<h4>The other planes</h4>\n" + row("row", view.planes.size(), planes);
  }
  if (view.strip.size() > 1) {
    std::string strip;
    for (size_t i = 0; i < view.strip.size(); ++i)
      strip += RowHtml(record, view.strip[i], Cat(anchor, "s", i), small, true);
    html += "<h4>Slices</h4>\n<div class=\"strip\" tabindex=\"0\" role=\"group\" aria-label=\"slices of " +
            MarkupOf(record.id()) + "\">\n" + strip + "</div>\n";
  }
  return html;
}

/// A length or volume, two places; "-" for null.
std::string Measured(const Json& value, const char* unit = "") {
  if (!value.is_number()) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.2f%s", value.get<double>(), unit);
  return text;
}

/// Dice and distances by region; volumes beside them.
std::string ScoresHtml(const Case& record) {
  TextTable table{"", {"region", "Dice", "HD95", "reference, ml", "prediction, ml", "difference, ml"}, {}, 1};
  const Json* regions = FindPath(record.json(), "metrics.segmentation");
  const Json* volumes = FindPath(record.json(), "metrics.volumes");
  if (regions != nullptr && regions->is_object())
    for (const auto& [name, region] : regions->items()) {
      const auto member = [](const Json* of, const char* key) {
        return of != nullptr && of->is_object() && of->contains(key) ? (*of)[key] : Json();
      };
      const Json* volume = volumes != nullptr && volumes->contains(name) ? &(*volumes)[name] : nullptr;
      const bool in_mm = region.is_object() && region.contains("hd95_mm");
      table.rows.push_back({name, Rounded(member(&region, "dice")),
                            Measured(member(&region, in_mm ? "hd95_mm" : "hd95_px"), in_mm ? " mm" : " px"),
                            Measured(member(volume, "reference_ml")),
                            Measured(member(volume, "prediction_ml")),
                            Measured(member(volume, "difference_ml"))});
    }
  std::string html = table.rows.empty() ? "" : HtmlTable(table);
  if (const Json* fusion = FindPath(record.json(), "metrics.fusion");
      fusion != nullptr && fusion->is_object()) {
    TextTable of_fusion{"", {}, {{}}, 0};
    for (const auto& [name, value] : fusion->items())
      if (!value.is_object()) of_fusion.header.push_back(name), of_fusion.rows[0].push_back(Rounded(value));
    if (!of_fusion.header.empty()) html += HtmlTable(of_fusion);
  }
  return html;
}

/// What f4s-segment says of volumes, where there are no scores.
std::string VolumesHtml(const Case& record) {
  const Json* volumes = FindPath(record.json(), "volumes_ml");
  if (volumes == nullptr || !volumes->is_object() || FindPath(record.json(), "metrics.volumes") != nullptr)
    return "";
  TextTable table{"", {"labelled", "ml"}, {}, 1};
  for (const auto& [name, ml] : volumes->items()) table.rows.push_back({name, Measured(ml)});
  return HtmlTable(table);
}

/// "120x144x24 voxels of 1.5x1.5x6 mm, slice 17; the patient's right is on the left"
std::string PlaceText(const CaseView& view) {
  std::string text = view.geometry + (view.main.name.empty() ? "" : ", " + view.main.name);
  if (view.main.left_side == "R") text += "; R: the patient's right is on the left";
  if (view.main.left_side == "A") text += "; A: the front is on the left";
  return text;
}

std::string FindingsHtml(const Case& record) {
  std::string items[2];  // warnings, and notes that are none
  int64_t counts[2] = {};
  for (const Json& finding : record.findings()) {
    const size_t kind = TextAt(finding, "severity") == "info" ? 1 : 0;
    ++counts[kind];
    items[kind] += Element(
        "li", "", TextElement("code", "", TextAt(finding, "code")) + " " + MarkupOf(TextAt(finding, "text")));
  }
  std::string html;
  for (const auto& [kind, name] : {std::pair(0, "warning"), {1, "note"}})
    if (counts[kind] > 0)
      html += Details(Cat(counts[kind], " ", name, counts[kind] == 1 ? "" : "s", " in the record"),
                      Element("ul", "", items[kind]));
  return html;
}

std::string HeadHtml(const Case& record, const std::string& anchor, const std::string& set) {
  std::string badges;
  const auto badge = [&](const std::string& text) {
    badges += " " + TextElement("span", "class=\"badge\"", text);
  };
  if (!set.empty()) badge(set);
  if (!record.split().empty()) badge(record.split());
  if (const auto score = CaseScore(record)) badge(Cat(score->name, " ", Rounded(score->value)));
  return Element("h3", "id=\"" + anchor + "\"", MarkupOf(record.id()) + badges) + "\n";
}

}  // namespace

std::string ClassLegend(const Classes& classes) {
  std::string items;
  for (const auto& [value, name] : classes)
    items += Element("li", "",
                     "<span class=\"key\" style=\"background:" + HexColour(LabelColour(value)) +
                         "\"></span>" + MarkupOf(name.empty() ? Cat("label ", value) : name));
  return items.empty() ? "" : Element("ul", "class=\"legend\"", items) + "\n";
}

std::string CaseArticle(const Case& record, const std::string& anchor, const std::string& set,
                        size_t most_bytes, std::string& problem) {
  std::string head = HeadHtml(record, anchor, set),
              tail = ScoresHtml(record) + VolumesHtml(record) + FindingsHtml(record);
  std::string pictures;
  try {
    const CaseView view = ViewOf(record, {.most_side = kSides[0]});
    if (!view.problems.empty()) problem = Listed(view.problems, 3, "; ");
    head += TextElement("p", "class=\"note\"", PlaceText(view));
    for (const int side : kSides) {
      pictures = PicturesHtml(record, view, anchor, {side, side >= 272 ? 85 : 75});
      if (pictures.size() + head.size() + tail.size() <= most_bytes) break;
    }
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInterrupted || error.kind() == ErrorKind::kOutOfMemory ||
        error.kind() == ErrorKind::kUnavailable)
      throw;
    problem = error.Line();
  }
  if (!problem.empty())
    head += Element("p", "class=\"problem\"",
                    TextElement("strong", "", "Not all of it can be shown: ") + MarkupOf(problem));
  return Element("article", "class=\"case\" aria-labelledby=\"" + anchor + "\"",
                 "\n" + head + pictures + ClassLegend(record.classes()) + tail) +
         "\n";
}

void WriteCaseFigure(const Case& record, const std::filesystem::path& file) {
  CaseView view = ViewOf(record, {.most_side = kFigureSide, .is_whole = false});
  if (!view.problems.empty())
    throw Error(ErrorKind::kBadInput, "report.case", view.problems.front()).InCase(record.id());
  Page page;
  page.is_figure = true;
  page.pixel_mm = view.main.pixel_mm;
  page.left_side = view.main.left_side;
  for (ViewPicture& one : view.main.pictures)
    page.panels.push_back({one.picture, one.name, std::nullopt, std::nullopt});
  const Image<float> base = page.panels.back().picture;
  if (view.main.reference) page.panels.push_back({base, "reference", view.main.reference, std::nullopt});
  if (view.main.labels) page.panels.push_back({base, "prediction", view.main.labels, std::nullopt});
  page.columns = static_cast<int>(page.panels.size());
  page.legend = LegendOf(page.panels, record.classes());
  WriteNamedFile(
      file,
      LowerCase(file.extension().string()) == ".svg" ? SvgOf(page) : EncodePng(Draw(page), 8, kFigureDpi),
      Links::kReplaced);
}

}  // namespace f4s
