// Completions for bash, zsh and fish, made from a tool's declaration.

#include <algorithm>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/tool/tool_text.h"

namespace f4s {
namespace {

enum class ValueKind { kNone, kChoice, kFile, kFolder, kText };

/// The words to choose from: the choices, or what a placeholder such as auto|cpu|cuda|cuda:N
/// says literally, without capitals.
std::vector<std::string> WordsFor(const Parameter& p) {
  if (!p.choices.empty()) return p.choices;
  std::vector<std::string> words;
  for (const std::string& word : SplitList(p.placeholder, '|'))
    if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos) words.push_back(word);
  return words;
}

ValueKind KindOf(const Parameter& p) {
  if (p.is_flag()) return ValueKind::kNone;
  if (p.placeholder == "DIR" || p.placeholder == "FOLDER") return ValueKind::kFolder;
  const bool is_path = std::holds_alternative<std::filesystem::path*>(p.target);
  if (is_path || p.placeholder.rfind("FILE", 0) == 0) return ValueKind::kFile;
  return WordsFor(p).empty() ? ValueKind::kText : ValueKind::kChoice;
}

std::vector<const Parameter*> Completed(const CommandLine& cl) {
  std::vector<const Parameter*> shown;
  for (const Parameter& p : cl.parameters.all())
    if (!p.hidden) shown.push_back(&p);
  return shown;
}

std::string Identifier(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// What bash does with a word that is no flag.
std::string BashWords(const CommandLine& cl) {
  const std::string files = "  else\n    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n  fi\n}\n";
  if (cl.commands.empty()) return files;
  return "  elif [[ $COMP_CWORD = 1 ]]; then\n    mapfile -t COMPREPLY < <(compgen -W '" +
         Joined(cl.commands, " ") + "' -- \"$word\")\n" + files;
}

/// One line of bash's case over the previous word.
std::string BashValueCase(const Parameter& p) {
  const std::string flags = p.short_flag.empty() ? p.flag() : p.short_flag + "|" + p.flag();
  const auto line = [&](const std::string& from) {
    return "    " + flags + ") mapfile -t COMPREPLY < <(compgen " + from + " -- \"$word\"); return ;;\n";
  };
  switch (KindOf(p)) {
    case ValueKind::kChoice: return line("-W '" + Joined(WordsFor(p), " ") + "'");
    case ValueKind::kFile: return line("-f");
    case ValueKind::kFolder: return line("-d");
    case ValueKind::kText: return "    " + flags + ") return ;;\n";
    case ValueKind::kNone: break;
  }
  return "";
}

std::string Bash(const ToolPage& page, const CommandLine& cl) {
  const std::string function = "_" + Identifier(page.name);
  std::vector<std::string> flags;
  std::string cases;
  for (const Parameter* p : Completed(cl)) {
    flags.push_back(p->flag());
    if (!p->short_flag.empty()) flags.push_back(p->short_flag);
    cases += BashValueCase(*p);
  }
  std::ostringstream out;
  out << "# Made by " << page.name << " --print-completion bash; do not edit.\n"
      << function << "() {\n  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      << "  # --flag=VALUE and NAME=FILE come in three words.\n"
      << "  if [[ $word == = ]]; then\n    word=\n"
      << "  elif [[ $previous == = ]]; then\n    previous=${COMP_WORDS[COMP_CWORD-2]}\n  fi\n"
      << "  case $previous in\n"
      << cases << "  esac\n"
      << "  if [[ $word == -* ]]; then\n    mapfile -t COMPREPLY < <(compgen -W '" << Joined(flags, " ")
      << "' -- \"$word\")\n"
      << BashWords(cl) << "complete -o filenames -F " << function << " " << page.name << "\n";
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
    case ValueKind::kChoice: return ":value:(" + Joined(WordsFor(p), " ") + ")";
    case ValueKind::kFile: return ":file:_files";
    case ValueKind::kFolder: return ":folder:_files -/";
    case ValueKind::kText: return ":" + ZshText(p.placeholder) + ": ";
    case ValueKind::kNone: break;
  }
  return "";
}

/// The part of a zsh specification before the help: both spellings, each shutting out the other.
std::string ZshFlags(const Parameter& p) {
  const std::string name = p.is_flag() ? p.flag() : p.flag() + "=";  // its value may follow "="
  if (p.repeatable) return "'*" + name;
  if (p.short_flag.empty()) return "'" + name;
  return "'(" + p.short_flag + " " + p.flag() + ")'{" + p.short_flag + "," + name + "}'";
}

std::string Zsh(const ToolPage& page, const CommandLine& cl) {
  std::ostringstream out;
  out << "#compdef " << page.name << "\n# Made by " << page.name
      << " --print-completion zsh; do not edit.\n_arguments -s -S";
  for (const Parameter* p : Completed(cl))
    out << " \\\n  " << ZshFlags(*p) << "[" << ZshText(p->help) << "]" << ZshAction(*p) << "'";
  if (!cl.commands.empty()) out << " \\\n  '1:command:(" << Joined(cl.commands, " ") << ")'";
  if (cl.words != nullptr)  // a file, or NAME=FILE
    out << " \\\n  '*:" << ZshText(cl.words_placeholder) << ":{compset -P \"*=\"; _files}'";
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
  if (!cl.commands.empty())
    out << "complete -c " << page.name << " -n __fish_use_subcommand -f -a "
        << FishText(Joined(cl.commands, " ")) << "\n";
  for (const Parameter* p : Completed(cl)) {
    out << "complete -c " << page.name << " -l " << p->flag().substr(2);
    if (!p->short_flag.empty()) out << " -s " << p->short_flag.substr(1);
    switch (KindOf(*p)) {
      case ValueKind::kChoice: out << " -x -a " << FishText(Joined(WordsFor(*p), " ")); break;
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
  throw Error(ErrorKind::kUsage, "completion.shell", Cat(Quoted(shell), " is not one of bash zsh fish"));
}

}  // namespace f4s
