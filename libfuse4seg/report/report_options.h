// f4s-report's parameters.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct ReportOptions {
  std::filesystem::path output, figure;
  std::string format = "html";  ///< html, mqc or text
  std::string title;
  int64_t pictures = 50;

  void Declare(Parameters& p) {
    p.Text("title", title, "TEXT", "heading of the page (default: the names of what it is of)");
    p.Integer("pictures", pictures, Between(0, 500),
              "cases that are shown in pictures: the worst, the median and the best, then evenly spread");
    p.Path("figure", figure, "FILE.png|svg",
           "also a picture of the one case that is given, for a slide or a paper, 300 dpi")
        .NotInConfig();
  }

  /// Refuses what does not go together, before any work.
  /// @throws Error(kUsage, "report.output") without -o where it is wanted; "report.figure" for another
  /// extension.
  void Require() const;
  [[nodiscard]] bool wants_page() const { return format != "text" && !output.empty(); }
};

}  // namespace f4s
