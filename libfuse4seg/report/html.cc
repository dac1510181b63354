#include "libfuse4seg/report/html.h"

#include <algorithm>

#include "libfuse4seg/drawing/svg.h"

namespace f4s {

std::string Element(const std::string& name, const std::string& attributes, const std::string& html) {
  return "<" + name + (attributes.empty() ? "" : " " + attributes) + ">" + html + "</" + name + ">";
}

std::string TextElement(const std::string& name, const std::string& attributes, const std::string& text) {
  return Element(name, attributes, MarkupOf(text));
}

std::string HtmlTable(const TextTable& table) {
  std::string head, body;
  for (size_t x = 0; x < table.header.size(); ++x)
    head += TextElement("th", x < table.num_names ? "scope=\"col\"" : "scope=\"col\" class=\"n\"",
                        table.header[x]);
  for (size_t y = 0; y < table.rows.size(); ++y) {
    std::string row;
    for (size_t x = 0; x < table.rows[y].size(); ++x) {
      const std::string look = table.best.contains({y, x}) ? "n best" : "n";
      row += x == 0 && table.num_names > 0 ? TextElement("th", "scope=\"row\"", table.rows[y][x])
             : x < table.num_names         ? TextElement("td", "", table.rows[y][x])
                                           : TextElement("td", "class=\"" + look + "\"", table.rows[y][x]);
    }
    body += Element("tr", "", row) + "\n";
  }
  const std::string caption = table.title.empty() ? "" : TextElement("caption", "", table.title);
  const std::string whole =
      Element("table", "class=\"data\"",
              caption + Element("thead", "", Element("tr", "", head)) + "\n" + Element("tbody", "", body));
  const std::string label = table.title.empty() ? "table" : table.title;
  return Element("div",
                 "class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" + MarkupOf(label) + "\"",
                 whole) +
         "\n";
}

std::string Details(const std::string& summary, const std::string& html, bool is_open) {
  return Element("details", is_open ? "open" : "", TextElement("summary", "", summary) + "\n" + html) + "\n";
}

std::string Section(const std::string& id, const std::string& heading, const std::string& html) {
  return Element("section", "id=\"" + id + "\" aria-labelledby=\"h-" + id + "\"",
                 "\n" + TextElement("h2", "id=\"h-" + id + "\"", heading) + "\n" + html) +
         "\n";
}

std::string HtmlOfJson(const Json& json) {
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  std::string lines;  // MarkupOf() escapes ends of lines, which stay here
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines += MarkupOf(text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return Element("pre", "tabindex=\"0\"", lines);
}

}  // namespace f4s
