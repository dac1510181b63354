#include "libfuse4seg/metric/report/checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <sstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/metric/report/method_run.h"
#include "libfuse4seg/tool/did_you_mean.h"

namespace f4s {
namespace {

void ListNumbers(const Json& json, const std::string& path, std::vector<NamedNumber>& numbers) {
  if (json.is_number()) numbers.push_back({path, json.get<double>()});
  if (json.is_null()) numbers.push_back({path, std::nullopt});
  if (!json.is_structured()) return;
  for (const auto& [name, member] : json.items())
    ListNumbers(member, path.empty() ? name : path + "." + name, numbers);
}

bool Holds(double value, const std::string& op, double number) {
  if (op == ">=") return value >= number;
  if (op == ">") return value > number;
  if (op == "<=") return value <= number;
  if (op == "<") return value < number;
  if (op == "==") return value == number;
  return value != number;
}

/// The numbers that a check may name: those of the summary and of the counts of cases.
std::vector<NamedNumber> NumbersOfOutcome(const Json& outcome) {
  std::vector<NamedNumber> numbers;
  for (const char* member : {"summary", "cases"})
    if (outcome.contains(member))
      ListNumbers(outcome[member], std::string(member) == "cases" ? "cases" : "", numbers);
  return numbers;
}

/// "; below it are 'a', 'b', 'c' and others", or what resembles `path`.
std::string Suggestion(const std::string& path, const std::vector<NamedNumber>& numbers) {
  std::vector<std::string> below, all;
  for (const NamedNumber& number : numbers) {
    all.push_back(number.path);
    if (number.path.starts_with(path + ".")) below.push_back(number.path);
  }
  if (below.empty()) return DidYouMean(path, all);
  constexpr size_t kShown = 3;
  const size_t more = below.size() - std::min(below.size(), kShown);
  below.resize(below.size() - more);
  return "; below it are " + Joined(below, ", ", Quoted) + (more > 0 ? Cat(" and ", more, " more") : "");
}

/// The shortest text that reads back as the number.
std::string Number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string NumberOrNull(const std::optional<double>& value) { return value ? Number(*value) : "null"; }

Json ValueOrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

}  // namespace

std::vector<NamedNumber> NumbersOf(const Json& json) {
  std::vector<NamedNumber> numbers;
  ListNumbers(json, "", numbers);
  return numbers;
}

Check ParseCheck(const std::string& text) {
  const auto begin = text.find_first_of("<>=!");
  const auto end = begin == std::string::npos ? begin : text.find_first_not_of("<>=!", begin);
  if (end != std::string::npos) {
    const Check check{text, Trimmed(text.substr(0, begin)), text.substr(begin, end - begin), 0};
    const auto number = NumberIn<double>(Trimmed(text.substr(end)));
    const auto ops = {">=", ">", "<=", "<", "==", "!="};
    if (!check.path.empty() && number && std::isfinite(*number) &&
        std::find(ops.begin(), ops.end(), check.op) != ops.end())
      return {check.text, check.path, check.op, *number};
  }
  throw Error(ErrorKind::kUsage, "check.syntax",
              Cat(Quoted(text), " is not a check: wanted PATH OP NUMBER, OP one of >= > <= < == !="));
}

CheckResult Evaluate(const Check& check, const Json& outcome) {
  const std::vector<NamedNumber> numbers = NumbersOfOutcome(outcome);
  const auto found = std::find_if(numbers.begin(), numbers.end(),
                                  [&](const NamedNumber& number) { return number.path == check.path; });
  if (found == numbers.end())
    throw Error(ErrorKind::kUsage, "check.path",
                Cat("check ", Quoted(check.text), ": no number at ", Quoted(check.path),
                    Suggestion(check.path, numbers)));
  return {check, found->value, found->value && Holds(*found->value, check.op, check.number)};
}

Json ToJson(const CheckResult& result) {
  return {{"check", result.check.text}, {"value", ValueOrNull(result.value)}, {"met", result.met}};
}

std::string Describe(const CheckResult& result) {
  return Cat("check ", Quoted(result.check.text), result.met ? " met: " : " not met: ", result.check.path,
             " is ", NumberOrNull(result.value));
}

namespace {

/// Whether a text holds several run records of f4s-metrics, one a line, as shards that were put together.
bool HoldsRuns(const std::string& text) {
  int runs = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    runs += static_cast<int>(line.starts_with("{\"schema\":\"f4s.run/1\",\"tool\":\"f4s-metrics\""));
  return runs > 1;
}

}  // namespace

Json ReadBaseline(const std::filesystem::path& path, uint64_t seed) {
  std::string text = ReadFile(path);
  if (HoldsRuns(text)) return ReadMethod("baseline=" + path.string(), seed).summary;  // shards
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  const auto line = text.rfind('\n');
  const auto refused = [&](const std::string& why) {
    return Error(ErrorKind::kBadInput, "baseline.record",
                 "its last line is not a run record of f4s-metrics with a summary" + why)
        .InFile(path);
  };
  Json record;
  try {
    record = ParseJson(line == std::string::npos ? text : text.substr(line + 1), path);
  } catch (const Error& error) {
    throw refused(": it " + error.message());
  }
  const auto is = [&](const char* key, const char* value) {
    return record.contains(key) && record[key] == value;
  };
  if (!record.is_object() || !is("schema", "f4s.run/1") || !is("tool", "f4s-metrics") ||
      !record.contains("summary") || !record["summary"].is_object())
    throw refused("");
  for (const char* status : {"failed", "interrupted"})
    if (is("status", status))
      throw refused(
          Cat(": it is of a run that ", status == std::string("failed") ? "failed" : "was interrupted"));
  return record["summary"];
}

BaselineResult CompareWithBaseline(const Json& old_summary, const Json& new_summary, double tolerance) {
  std::map<std::string, std::optional<double>> now;
  for (const NamedNumber& number : NumbersOf(new_summary)) now[number.path] = number.value;
  BaselineResult result{tolerance, 0, {}};
  for (const auto& [path, old_value] : NumbersOf(old_summary)) {
    if (!old_value) continue;
    ++result.num_compared;
    const auto found = now.find(path);
    const std::optional<double> new_value = found == now.end() ? std::nullopt : found->second;
    const double limit = tolerance * std::max(std::abs(*old_value), 1e-12);
    if (!new_value || !(std::abs(*new_value - *old_value) <= limit))
      result.shortfalls.push_back({path, *old_value, new_value, limit});
  }
  return result;
}

Json ToJson(const BaselineResult& result) {
  return {{"check", "baseline"},
          {"tolerance", result.tolerance},
          {"compared", result.num_compared},
          {"fell_short", result.shortfalls.size()},
          {"met", result.met()}};
}

std::string Describe(const Shortfall& shortfall) {
  return Cat("baseline not met: ", shortfall.path, " was ", Number(shortfall.old_value), ", is ",
             shortfall.new_value ? Number(*shortfall.new_value) : "missing", ", may differ by ",
             shortfall.limit);
}

}  // namespace f4s
