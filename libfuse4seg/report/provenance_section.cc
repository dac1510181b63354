#include "libfuse4seg/report/provenance_section.h"

#include <algorithm>
#include <filesystem>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/report/html.h"

namespace f4s {
namespace {

constexpr size_t kMostRunDepth = 8;

}  // namespace

std::vector<const Json*> AllRuns(const std::vector<Json>& upstream) {
  std::vector<const Json*> all, level;
  for (auto run = upstream.rbegin(); run != upstream.rend(); ++run) level.push_back(&*run);
  for (size_t depth = 0; depth < kMostRunDepth && !level.empty(); ++depth) {
    std::vector<const Json*> above;
    for (const Json* run : level) {
      all.push_back(run);
      const auto found = run->find("upstream");
      if (found != run->end() && found->is_array())
        for (const Json& one : *found)
          if (one.is_object()) above.push_back(&one);
    }
    level = std::move(above);
  }
  return all;
}

std::vector<std::string> RunProblems(const std::vector<Json>& upstream) {
  std::vector<std::string> problems;
  for (const Json* run : AllRuns(upstream)) {
    const std::string status = TextAt(*run, "status");
    if (status.empty() || status == "ok") continue;
    std::string text = TextAt(*run, "tool") + (status == "failed"    ? " failed"
                                               : status == "partial" ? " left cases out"
                                                                     : " was " + status);
    if (const std::string message = TextAt(*run, "error.message"); !message.empty()) text += ": " + message;
    if (const std::string file = TextAt(*run, "error.file"); !file.empty()) text += " (" + file + ")";
    const Json* code = FindPath(*run, "exit_code");
    problems.push_back(text +
                       (code != nullptr && code->is_number() ? Cat(", exit code ", ToLine(*code)) : ""));
  }
  return problems;
}

std::string ChainText(const std::vector<Json>& upstream) {
  std::vector<std::string> tools, models;
  const auto add = [](const std::string& text, std::vector<std::string>& texts) {
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end())
      texts.insert(texts.begin(), text);
  };
  for (const Json* run : AllRuns(upstream)) {
    add(TextAt(*run, "tool"), tools);
    const std::string sha = TextAt(*run, "model.sha256");
    const std::string name = std::filesystem::path(TextAt(*run, "model.path")).stem().string();
    if (!sha.empty()) add(name + " (sha256 " + sha.substr(0, 12) + ")", models);
  }
  if (tools.empty()) return "";
  return "Made by " + Joined(tools, ", ") + (models.empty() ? "" : "; model " + Listed(models, 4, ", "));
}

std::string ProvenanceHtml(const std::vector<Json>& upstream) {
  TextTable table{"Programs that made this, the last first",
                  {"program", "version", "status", "model", "cases", "failed", "seconds"},
                  {},
                  4};
  std::string records;
  for (const Json* run : AllRuns(upstream)) {
    const auto number = [&](const char* path) {
      const Json* found = FindPath(*run, path);
      return found != nullptr && found->is_number() ? Rounded(*found) : "-";
    };
    table.rows.push_back({TextAt(*run, "tool"), TextAt(*run, "version"), TextAt(*run, "status"),
                          TextAt(*run, "model.sha256").substr(0, 12), number("cases.ok"),
                          number("cases.failed"), number("seconds")});
    if (run->contains("config"))
      records += Details("Configuration of " + TextAt(*run, "tool"), HtmlOfJson((*run)["config"]));
  }
  return table.rows.empty() ? "" : HtmlTable(table) + records;
}

}  // namespace f4s
