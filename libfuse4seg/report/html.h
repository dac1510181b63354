// Pieces of HTML.  Text is escaped here and nowhere else: what is called `html` is markup already.

#pragma once

#include <string>

#include "libfuse4seg/metric/report/text_table.h"

namespace f4s {

/// <NAME ATTRIBUTES>HTML</NAME>
[[nodiscard]] std::string Element(const std::string& name, const std::string& attributes,
                                  const std::string& html);
/// Likewise, of text.
[[nodiscard]] std::string TextElement(const std::string& name, const std::string& attributes,
                                      const std::string& text);

/// A table that scripts can sort and filter; its title is the caption, names are headings of their rows.
[[nodiscard]] std::string HtmlTable(const TextTable& table);

/// What is shown when its summary is clicked.
[[nodiscard]] std::string Details(const std::string& summary, const std::string& html, bool is_open = false);

/// A part of the page: <section> with a heading.
[[nodiscard]] std::string Section(const std::string& id, const std::string& heading, const std::string& html);

/// JSON, indented, as it stands in a record.
[[nodiscard]] std::string HtmlOfJson(const Json& json);

}  // namespace f4s
