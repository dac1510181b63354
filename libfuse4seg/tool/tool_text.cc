#include "libfuse4seg/tool/tool_text.h"

#include <algorithm>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kWidth = 110;

/// `-j, --threads N`
std::string FlagText(const Parameter& p) {
  std::string text = p.short_flag.empty() ? "    " : p.short_flag + ", ";
  text += p.flag();
  return p.placeholder.empty() ? text : text + " " + p.placeholder;
}

using Listing = std::vector<const Parameter*>;

std::vector<std::string> Groups(const Listing& parameters) {
  std::vector<std::string> groups;
  for (const Parameter* p : parameters)
    if (std::find(groups.begin(), groups.end(), p->group) == groups.end()) groups.push_back(p->group);
  return groups;
}

std::string UsageLine(const ToolPage& page, const CommandLine& cl) {
  std::string line = page.name;
  if (cl.words != nullptr)
    line += " " + (cl.words_required ? cl.words_placeholder : "[" + cl.words_placeholder + "]");
  for (const Parameter& p : cl.parameters.all())
    if (p.required) line += " " + (p.short_flag.empty() ? p.flag() : p.short_flag) + " " + p.placeholder;
  return line + " [OPTION...]";
}

/// "; default 4; must be at least 1", "; default: tiny 8, base 16"
std::string Facts(const Parameter& p) {
  std::string text;
  const std::string value = p.DefaultText();
  const bool several = value.substr(0, value.find(" (")).find(", ") != std::string::npos;
  if (!value.empty()) text += (several ? "; default: " : "; default ") + value;
  if (const std::string rule = p.RuleText(); !rule.empty()) text += "; " + rule;
  return text;
}

std::string OptionText(const Parameter& p) {
  constexpr size_t kColumn = 34;
  std::string flag = "  " + FlagText(p);
  flag = flag.size() + 2 > kColumn ? flag + "\n" + std::string(kColumn, ' ')
                                   : flag + std::string(kColumn - flag.size(), ' ');
  return flag + Wrap(p.help + Facts(p), kColumn, kWidth) + "\n";
}

}  // namespace

const std::vector<ExitStatus>& ExitCodes() {
  static const std::vector<ExitStatus> codes = {
      {0, "done"},
      {1, "ran, but a check was not met"},
      {2, "wrong command line"},
      {8, "some cases failed under --keep-going"},
      {65, "input malformed or inconsistent, or its producer died"},
      {66, "input missing"},
      {69, "device, model or needed program unavailable"},
      {70, "internal error"},
      {71, "out of memory"},
      {73, "cannot create the output: it exists, or no permission"},
      {74, "input or output error, such as a full disk"},
      {75, "interrupted: run the same command again"},
      {78, "wrong configuration file"},
      {141, "the reader of stdout went away"},
  };
  return codes;
}

std::vector<std::string> Paragraphs(const std::string& page) {
  std::vector<std::string> paragraphs;
  std::istringstream lines(page);
  bool begins = true;
  for (std::string line; std::getline(lines, line);) {
    if (begins && !line.empty()) paragraphs.emplace_back();
    if (!line.empty()) paragraphs.back() += (begins ? "" : " ") + line;
    begins = line.empty();
  }
  return paragraphs;
}

std::string Wrap(const std::string& text, size_t indent, size_t width) {
  std::string out;
  size_t column = indent;
  for (const std::string& word : Words(text)) {
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string HelpText(const ToolPage& page, const CommandLine& cl, bool all) {
  std::ostringstream out;
  Listing shown;
  size_t num_advanced = 0;
  for (const Parameter& p : cl.parameters.all()) {
    if (p.advanced && !p.hidden && !all) ++num_advanced;
    if (!p.hidden && (all || !p.advanced)) shown.push_back(&p);
  }
  out << page.name << ": " << page.synopsis << "\n\nUsage: " << UsageLine(page, cl) << "\n\nExamples:\n";
  for (const Example& example : page.examples)
    out << "  " << example.command << "\n      " << example.what << "\n";
  out << "\n";
  for (const std::string& paragraph : Paragraphs(page.description))
    out << Wrap(paragraph, 0, kWidth) << "\n\n";
  if (cl.words != nullptr)
    out << cl.words_placeholder << "\n    " << Wrap(cl.words_help, 4, kWidth) << "\n\n";
  for (const std::string& group : Groups(shown)) {
    out << group << ":\n";
    for (const Parameter* p : shown)
      if (p->group == group) out << OptionText(*p);
    out << "\n";
  }
  out << "The man page " << page.name << "(1) has more; f4s(7) describes records, datasets and exit codes.\n";
  if (num_advanced > 0) out << num_advanced << " more options: --help-all.\n";
  return std::move(out).str();
}

Json UsageJson(const ToolPage& page, const CommandLine& cl) {
  std::string description;
  for (const std::string& paragraph : Paragraphs(page.description))
    description += (description.empty() ? "" : "\n\n") + paragraph;
  Json json = {{"schema", "f4s.usage/1"},      {"tool", page.name},
               {"version", kVersion},          {"synopsis", page.synopsis},
               {"usage", UsageLine(page, cl)}, {"description", description}};
  if (cl.words != nullptr)
    json["words"] = {
        {"placeholder", cl.words_placeholder}, {"help", cl.words_help}, {"required", cl.words_required}};
  for (const Parameter& p : cl.parameters.all()) {
    if (p.hidden) continue;
    Json option = {{"flag", p.flag()}, {"name", p.name}, {"group", p.group}, {"help", p.help}};
    if (!p.short_flag.empty()) option["short"] = p.short_flag;
    if (!p.is_flag()) option["placeholder"] = p.placeholder;
    option["default"] = p.default_value;
    if (!p.defaults.empty()) option["default_means"] = p.defaults;
    if (p.range.low) option[p.range.low_is_open ? "more_than" : "at_least"] = *p.range.low;
    if (p.range.high) option["at_most"] = *p.range.high;
    if (p.range.apart) option["or"] = *p.range.apart;
    if (!p.choices.empty()) option["choices"] = p.choices;
    option["required"] = p.required;
    option["repeatable"] = p.repeatable;
    option["in_config"] = p.in_config;
    json["options"].push_back(option);
  }
  for (const Example& example : page.examples)
    json["examples"].push_back({{"command", example.command}, {"what", example.what}});
  json["references"] = page.references;
  for (const ExitStatus& status : ExitCodes())
    json["exit_codes"][std::to_string(status.code)] = status.meaning;
  return json;
}

}  // namespace f4s
