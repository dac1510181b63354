// A tool's page as text: help, man page, completions, and the interface as data.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/tool/tool.h"

namespace f4s {

/// @param all  the advanced parameters too
[[nodiscard]] std::string HelpText(const ToolPage& page, const CommandLine& cl, bool all);
[[nodiscard]] std::string ManPage(const ToolPage& page, const CommandLine& cl);
/// @param shell  bash, zsh or fish.  @throws Error(kUsage) for another.
[[nodiscard]] std::string Completion(const std::string& shell, const ToolPage& page, const CommandLine& cl);
/// Schema f4s.usage/1.
[[nodiscard]] Json UsageJson(const ToolPage& page, const CommandLine& cl);

struct ExitStatus {
  int code;
  const char* meaning;
};
/// The suite's exit codes with what they mean, for the page.
[[nodiscard]] const std::vector<ExitStatus>& ExitCodes();

/// The paragraphs of a page, each in one line: separated by empty lines, and a single
/// newline is a space, so that a page can be a raw string.
[[nodiscard]] std::vector<std::string> Paragraphs(const std::string& page);

/// `text` broken at `width` columns, each line after the first begun with `indent` spaces.
[[nodiscard]] std::string Wrap(const std::string& text, size_t indent, size_t width);

}  // namespace f4s
