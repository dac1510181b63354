// A tool's page in the man macros.

#include <algorithm>
#include <sstream>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/tool/tool_text.h"

namespace f4s {
namespace {

/// Text that troff prints as it stands: backslashes, hyphens that are minus signs, and
/// quotes and dots that would begin a request.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else
      out += c;
  }
  return out.rfind('.', 0) == 0 ? "\\&" + out : out;
}

/// A paragraph in lines of the width that the macros' manuals ask for.
std::string Filled(const std::string& text) {
  std::string out;
  std::istringstream lines(Wrap(text, 0, 78));
  for (std::string line; std::getline(lines, line);) out += Escaped(line) + "\n";
  return out;
}

std::string OptionTerm(const Parameter& p) {
  std::string term = p.short_flag.empty() ? "" : "\\fB" + Escaped(p.short_flag) + "\\fR, ";
  term += "\\fB" + Escaped(p.flag()) + "\\fR";
  return p.placeholder.empty() ? term : term + " \\fI" + Escaped(p.placeholder) + "\\fR";
}

void WriteOption(std::ostringstream& out, const Parameter& p) {
  out << ".TP\n" << OptionTerm(p) << "\n" << Filled(p.help + ".");
  if (const std::string value = p.DefaultText(); !value.empty()) out << Filled("Default: " + value + ".");
  if (const std::string rule = p.RuleText(); !rule.empty()) out << "It " << Escaped(rule) << ".\n";
  if (p.repeatable) out << "May be given several times.\n";
}

void WriteOptions(std::ostringstream& out, const CommandLine& cl) {
  std::vector<std::string> done;
  for (const Parameter& first : cl.parameters.all()) {
    if (first.hidden || std::find(done.begin(), done.end(), first.group) != done.end()) continue;
    done.push_back(first.group);
    out << ".SS " << Escaped(first.group) << "\n";
    for (const Parameter& p : cl.parameters.all())
      if (!p.hidden && p.group == first.group) WriteOption(out, p);
  }
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

void WriteSynopsis(std::ostringstream& out, const ToolPage& page, const CommandLine& cl) {
  out << ".SH SYNOPSIS\n\\fB" << Escaped(page.name) << "\\fR";
  if (cl.words != nullptr) out << " \\fI" << Escaped(cl.words_placeholder) << "\\fR";
  for (const Parameter& p : cl.parameters.all())
    if (p.required) out << " " << OptionTerm(p);
  out << " [\\fIOPTION\\fR...]\n";
}

}  // namespace

std::string ManPage(const ToolPage& page, const CommandLine& cl) {
  std::ostringstream out;
  out << ".\\\" Made by " << page.name << " --print-man; do not edit.\n"
      << ".TH " << Upper(page.name) << " 1 \"" << kReleaseDate << "\" \"fuse4seg " << kVersion
      << "\" \"fuse4seg manual\"\n"
      << ".SH NAME\n"
      << Escaped(page.name) << " \\- " << Escaped(page.synopsis) << "\n";
  WriteSynopsis(out, page, cl);
  out << ".SH DESCRIPTION\n";
  bool first = true;
  for (const std::string& paragraph : Paragraphs(page.description)) {
    out << (first ? "" : ".PP\n") << Filled(paragraph);
    first = false;
  }
  if (cl.words != nullptr)
    out << ".TP\n\\fI" << Escaped(cl.words_placeholder) << "\\fR\n" << Filled(cl.words_help + ".");
  out << ".SH OPTIONS\n";
  WriteOptions(out, cl);
  out << ".SH EXAMPLES\n";
  for (const Example& example : page.examples)
    out << ".TP\n\\fB" << Escaped(example.command) << "\\fR\n" << Filled(example.what + ".");
  out << ".SH EXIT STATUS\n";
  for (const ExitStatus& status : ExitCodes())
    out << ".TP\n\\fB" << status.code << "\\fR\n" << Escaped(status.meaning) << ".\n";
  if (!page.references.empty()) out << ".SH REFERENCES\n";
  for (const std::string& reference : page.references)
    out << (&reference == &page.references.front() ? "" : ".PP\n") << Filled(reference + ".");
  out << ".SH SEE ALSO\n";
  for (const std::string& other : page.see_also) out << "\\fB" << Escaped(other) << "\\fR(1), ";
  out << "\\fBf4s\\fR(7)\n";
  return std::move(out).str();
}

}  // namespace f4s
