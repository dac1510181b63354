// Completions for bash, zsh and fish, made from a tool's declaration.

#include <algorithm>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/tool_text.h"

namespace f4s {
namespace {

enum class ValueKind { kNone, kChoice, kFile, kFolder, kText };

ValueKind KindOf(const Parameter& p) {
  if (p.is_flag()) return ValueKind::kNone;
  if (!p.choices.empty()) return ValueKind::kChoice;
  if (!std::holds_alternative<std::filesystem::path*>(p.target)) return ValueKind::kText;
  return p.placeholder == "DIR" || p.placeholder == "FOLDER" ? ValueKind::kFolder : ValueKind::kFile;
}

std::string Joined(const std::vector<std::string>& words, const char* separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::vector<const Parameter*> Shown(const CommandLine& cl) {
  std::vector<const Parameter*> shown;
  for (const Parameter& p : cl.parameters.all())
    if (!p.hidden) shown.push_back(&p);
  return shown;
}

std::string Identifier(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// One line of bash's case over the previous word.
std::string BashValueCase(const Parameter& p) {
  const std::string flags = p.short_flag.empty() ? p.flag() : p.short_flag + "|" + p.flag();
  switch (KindOf(p)) {
    case ValueKind::kChoice:
      return "    " + flags + ") COMPREPLY=($(compgen -W '" + Joined(p.choices, " ") +
             "' -- \"$word\")); return ;;\n";
    case ValueKind::kFile: return "    " + flags + ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n";
    case ValueKind::kFolder: return "    " + flags + ") COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n";
    case ValueKind::kText: return "    " + flags + ") return ;;\n";
    case ValueKind::kNone: break;
  }
  return "";
}

std::string Bash(const ToolPage& page, const CommandLine& cl) {
  const std::string function = "_" + Identifier(page.name);
  std::vector<std::string> flags;
  std::string cases;
  for (const Parameter* p : Shown(cl)) {
    flags.push_back(p->flag());
    if (!p->short_flag.empty()) flags.push_back(p->short_flag);
    cases += BashValueCase(*p);
  }
  std::ostringstream out;
  out << "# Made by " << page.name << " --print-completion bash; do not edit.\n"
      << function << "() {\n  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      << "  case $previous in\n"
      << cases << "  esac\n"
      << "  if [[ $word == -* ]]; then\n    COMPREPLY=($(compgen -W '" << Joined(flags, " ")
      << "' -- \"$word\"))\n"
      << "  else\n    COMPREPLY=($(compgen -f -- \"$word\"))\n  fi\n}\n"
      << "complete -o filenames -F " << function << " " << page.name << "\n";
  return std::move(out).str();
}

/// Text within zsh's '...[help]:...' : quotes, brackets and colons escaped.
std::string ZshText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

std::string ZshAction(const Parameter& p) {
  switch (KindOf(p)) {
    case ValueKind::kChoice: return ":value:(" + Joined(p.choices, " ") + ")";
    case ValueKind::kFile: return ":file:_files";
    case ValueKind::kFolder: return ":folder:_files -/";
    case ValueKind::kText: return ":" + ZshText(p.placeholder) + ": ";
    case ValueKind::kNone: break;
  }
  return "";
}

std::string Zsh(const ToolPage& page, const CommandLine& cl) {
  std::ostringstream out;
  out << "#compdef " << page.name << "\n# Made by " << page.name
      << " --print-completion zsh; do not edit.\n_arguments -s -S";
  for (const Parameter* p : Shown(cl)) {
    const std::string rest = "[" + ZshText(p->help) + "]" + ZshAction(*p) + "'";
    const std::string again = p->repeatable ? "*" : "";
    out << " \\\n  '" << again << p->flag() << rest;
    if (!p->short_flag.empty()) out << " \\\n  '" << again << p->short_flag << rest;
  }
  if (cl.words != nullptr) out << " \\\n  '*:" << ZshText(cl.words_placeholder) << ":_files'";
  out << "\n";
  return std::move(out).str();
}

std::string FishText(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return "'" + out + "'";
}

std::string Fish(const ToolPage& page, const CommandLine& cl) {
  std::ostringstream out;
  out << "# Made by " << page.name << " --print-completion fish; do not edit.\n";
  for (const Parameter* p : Shown(cl)) {
    out << "complete -c " << page.name << " -l " << p->flag().substr(2);
    if (!p->short_flag.empty()) out << " -s " << p->short_flag.substr(1);
    switch (KindOf(*p)) {
      case ValueKind::kChoice: out << " -x -a " << FishText(Joined(p->choices, " ")); break;
      case ValueKind::kFile: out << " -r -F"; break;
      case ValueKind::kFolder: out << " -x -a '(__fish_complete_directories)'"; break;
      case ValueKind::kText: out << " -x"; break;
      case ValueKind::kNone: break;
    }
    out << " -d " << FishText(p->help) << "\n";
  }
  return std::move(out).str();
}

}  // namespace

std::string Completion(const std::string& shell, const ToolPage& page, const CommandLine& cl) {
  if (shell == "bash") return Bash(page, cl);
  if (shell == "zsh") return Zsh(page, cl);
  if (shell == "fish") return Fish(page, cl);
  throw Error(ErrorKind::kUsage, "completion.shell", Cat(Quoted(shell), " is none of bash zsh fish"));
}

}  // namespace f4s
