#include "libfuse4seg/model/defaults.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {

// Made of the files by CMake.
extern const char* const kProfilesJson;
extern const char* const kMethodsJson;

namespace {

const Json& Profiles() {
  static const Json json = Json::parse(kProfilesJson);
  return json;
}

const Json& Methods() {
  static const Json json = Json::parse(kMethodsJson);
  return json;
}

std::vector<std::string> NamesOf(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

const Json& Member(const Json& object, const std::string& name) {
  static const Json nothing = Json::object();
  return object.contains(name) ? object.at(name) : nothing;
}

/// What a profile says of a parameter; null: nothing.
Json OfProfile(const Json& profile, const std::string& name, const std::string& stage) {
  return Member(profile, stage).value(name, profile.value(name, Json()));
}

std::string TextOf(const Json& value) { return value.is_string() ? value.get<std::string>() : ToLine(value); }

std::string FlagOf(const std::string& name) {
  Parameter p;
  p.name = name;
  return p.flag();
}

void Append(std::string& text, const char* separator, const std::string& more) {
  text += (text.empty() ? "" : separator) + more;
}

/// "with --segmenter unet", "without --init", "otherwise".
std::string Condition(const std::string& other, const std::string& word) {
  if (word == "else") return "otherwise";
  if (word.empty()) return "without " + FlagOf(other);
  return "with " + FlagOf(other) + (word == "true" ? "" : " " + word);
}

/// The cases of a rule in a row; of a plain value that alone.
std::string RuleText(const Json& rule) {
  if (!rule.is_object()) return TextOf(rule);
  if (rule.contains("of")) {
    const std::string times = rule["share"][0] == 1 ? "" : TextOf(rule["share"][0]) + " x ";
    return times + FlagOf(rule["of"]) + " / " + TextOf(rule["share"][1]);
  }
  std::string text;
  for (const auto& [word, value] : rule.items())
    if (word != "by") Append(text, ", ", TextOf(value) + " " + Condition(rule["by"], word));
  return text;
}

/// "tiny 8, small 16, base 64", or one value where all say the same.
std::string ByProfile(const std::vector<std::pair<std::string, Json>>& values) {
  std::string text;
  bool same = true;
  for (const auto& [profile, value] : values) {
    Append(text, ", ", profile + " " + TextOf(value));
    same = same && value == values.front().second;
  }
  return same ? TextOf(values.front().second) : text;
}

/// What the profiles say, where they say the same cases.
std::string ProfilesText(const std::string& name, const std::string& stage) {
  std::vector<std::pair<std::string, Json>> rules;
  for (const auto& [profile, values] : Profiles()["profiles"].items())
    if (const Json rule = OfProfile(values, name, stage); !rule.is_null()) rules.emplace_back(profile, rule);
  if (rules.empty()) return "";
  const Json& first = rules.front().second;
  if (!first.is_object()) return ByProfile(rules);
  std::string text;
  for (const std::string& word : NamesOf(first)) {
    if (word == "by") continue;
    std::vector<std::pair<std::string, Json>> values;
    for (const auto& [profile, rule] : rules) values.emplace_back(profile, rule.at(word));
    Append(text, "; ", ByProfile(values) + " " + Condition(first["by"], word));
  }
  return text;
}

/// What --paper-strict makes of a parameter where nothing is given; null: nothing.
Json StrictDefault(const Json& entry, const std::string& name) {
  const Json& strict = Member(entry, "strict");
  if (const Json allowed = Member(strict, "only").value(name, Json()); !allowed.is_null()) return allowed[0];
  return Member(strict, "values").value(name, Json());
}

/// What the methods say: "unet 0.99; fusioninn 0".
/// @param otherwise  the default where no method says one: --paper-strict is named where it makes another.
std::string MethodsText(const std::string& name, const std::string& otherwise) {
  std::string text;
  for (const auto& [method, entry] : Methods().items()) {
    std::string usual = otherwise;
    for (const char* layer : {"only", "values"})
      if (const Json rule = Member(entry, layer).value(name, Json()); !rule.is_null()) {
        usual = RuleText(rule);
        Append(text, "; ", method + " " + usual);
      }
    if (const Json strict = StrictDefault(entry, name); !strict.is_null() && TextOf(strict) != usual)
      Append(text, "; ", method + " " + TextOf(strict) + " with --paper-strict");
  }
  return text;
}

/// "permutation alone", "joint or gauss-newton", "none".
std::string AllowedText(const Json& allowed) {
  if (allowed.size() == 1 && (allowed[0] == 0 || allowed[0] == "")) return "none";
  return Joined(allowed, " or ", TextOf) + (allowed.size() == 1 ? " alone" : "");
}

}  // namespace

std::vector<std::string> ProfileNames() { return NamesOf(Profiles()["profiles"]); }

std::vector<std::string> MethodNames() { return NamesOf(Methods()); }

std::string MethodsHelp() {
  std::string text;
  for (const auto& [name, entry] : Methods().items()) Append(text, "; ", name + ": " + TextOf(entry["help"]));
  return text;
}

const Json& MethodEntry(const std::string& name) { return Methods().at(name); }

void LayMethod(const Json& entry, const std::string& name, Parameters& p) {
  const auto refuse = [&](const Parameter& q, const std::string& value, const std::string& why) {
    throw Error(ErrorKind::kUsage, "train.method",
                Cat(q.flag(), " ", value, " with --method ", name, ": it ", why));
  };
  const Json& only = Member(entry, "only");
  p.Under(only);
  for (const auto& [key, value] : only.items())
    if (const Parameter* const q = p.Find(key); q->value() != value)
      refuse(*q, q->text(), "can have " + TextOf(value) + " alone");
  p.Under(Member(entry, "values"));
  for (const Json& key : entry.value("without", Json::array()))
    if (const Parameter* const q = p.Find(key); !q->is_open() && q->value() > 0)
      refuse(*q, Cat(q->value().get<double>()), "has no such loss");
  p.Over(Member(entry, "always"));
}

void LayStrict(const Json& entry, const std::string& name, Parameters& p) {
  const Parameter* const asked = p.Find("paper_strict");
  if (asked == nullptr || asked->value() != true) return;
  const auto refuse = [&](const std::string& what, const std::string& why) {
    throw Error(ErrorKind::kUsage, "train.paper_strict", Cat(what, " with --paper-strict: ", why));
  };
  if (!entry.contains("strict")) refuse("--method " + name, "it follows no paper to the letter");
  const Json& strict = entry["strict"];
  for (const auto& [key, allowed] : Member(strict, "only").items()) {
    Parameter* const q = p.Find(key);
    if (q == nullptr) continue;
    const Json value = q->value();
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) continue;
    if (q->given || (q->decided != nullptr && !q->is_open()))
      refuse(Cat(q->flag(), " ", q->text()), "the paper has " + AllowedText(allowed));
    q->SetFromJson(allowed[0]);
  }
  for (const Json& key : strict.value("with", Json::array()))
    if (const Parameter* const q = p.Find(key); !q->is_open() && q->value() == 0)
      refuse(Cat(q->flag(), " 0"), "the paper has that loss");
  p.Under(Member(strict, "values"));
}

void LayDefaults(const std::string& profile, Parameters& p, const std::string& stage) {
  const Json& profiles = Profiles()["profiles"];
  if (!profiles.contains(profile))
    throw Error(ErrorKind::kConfig, "network.profile",
                Cat("profile = ", Quoted(profile), ": must be one of ", Joined(ProfileNames(), ", ")));
  p.Under(Member(profiles[profile], stage));
  p.Under(profiles[profile]);
  p.Under(Profiles()["every"]);
}

void DescribeDefaults(Parameters& p, const std::string& stage) {
  for (Parameter& q : p.all()) {
    if (q.decided == nullptr) continue;
    std::string text = ProfilesText(q.name, stage);
    if (const Json rule = Profiles()["every"].value(q.name, Json()); !rule.is_null())
      Append(text, "; ", RuleText(rule));
    const std::string otherwise = text.empty() ? q.DefaultText() : text;
    const std::string others =
        stage.empty() ? MethodsText(q.name, otherwise) : "";  // methods are f4s-train's
    if (text.empty() && !others.empty()) text = q.DefaultText();
    q.defaults = others.empty() ? text : Cat(text, " (", others, ")");
  }
}

}  // namespace f4s
