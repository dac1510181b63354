#include "libfuse4seg/tool/parameters.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/tool/did_you_mean.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Error Refused(const Parameter& p, const std::string& value, const std::string& rule) {
  return {ErrorKind::kUsage, "parameter.value", Cat(p.flag(), ": ", Quoted(value), " ", rule)};
}

/// All of `text` as a number; locale-independent.
template <class Number>
Number ParseNumber(const Parameter& p, const std::string& text) {
  const auto number = NumberIn<Number>(text);
  if (!number || !std::isfinite(static_cast<double>(*number)))
    throw Refused(p, text, std::is_integral_v<Number> ? "is not a whole number" : "is not a number");
  const Number value = *number;
  if constexpr (std::is_integral_v<Number>)  // 2^53 + 1 is not to be rounded to 2^53 first
    if (p.range.high && value > static_cast<Number>(*p.range.high)) throw Refused(p, text, p.range.Rule());
  if (!p.range.Contains(static_cast<double>(value))) throw Refused(p, text, p.range.Rule());
  return value;
}

void CheckText(const Parameter& p, const std::string& text) {
  if (!p.choices.empty() && std::find(p.choices.begin(), p.choices.end(), text) == p.choices.end())
    throw Refused(p, text, "is not one of " + Joined(p.choices, " ") + DidYouMean(text, p.choices));
  if (!p.check) return;
  try {
    p.check(text);
  } catch (const Error& e) {
    throw Error(ErrorKind::kUsage, e.code(), Cat(p.flag(), ": ", e.reason()));
  }
}

/// A JSON value as the flag's text would have it; lists join with commas.
std::string TextOf(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (!json.is_array()) return ToLine(json);
  return Joined(json, ",", TextOf);
}

std::string NumberText(double value) {
  return ToLine(Json(value == std::floor(value) && std::abs(value) < 1e16 ? Json(static_cast<int64_t>(value))
                                                                          : Json(value)));
}

/// The parameters in a configuration file: the object that it is, or the `config` of a run record of `tool`.
Json ConfigIn(const std::string& text, const std::filesystem::path& file, const std::string& tool) {
  const auto refused = [&](const char* code, const std::string& why) {
    return Error(ErrorKind::kConfig, code, why).InFile(file);
  };
  Json config;
  try {
    config = ParseJson(text, file);
  } catch (const Error& error) {
    throw refused("config.syntax", error.message());
  }
  if (!config.is_object()) throw refused("config.syntax", "is not a JSON object of parameters");
  if (TextAt(config, "schema") != kRunSchema) return config;
  if (const std::string of = TextAt(config, "tool"); of != tool)
    throw refused("config.tool", Cat("is the run record of ", of, ": wanted one of ", tool));
  return config.value("config", Json::object());
}

/// The first line of `text` that holds "key", from 1.
size_t LineOfKey(const std::string& text, const std::string& key) {
  const auto at = std::min(text.find("\"" + key + "\""), text.size());
  return 1 + static_cast<size_t>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

}  // namespace

bool Range::Contains(double value) const {
  if (value == apart) return true;
  if (low && (low_is_open ? value <= *low : value < *low)) return false;
  return !high || value <= *high;
}

std::string Range::Rule() const {
  std::string rule = "must be";
  if (low) rule += (low_is_open ? " greater than " : " at least ") + NumberText(*low);
  if (low && high) rule += " and";
  if (high) rule += " at most " + NumberText(*high);
  if (apart) rule += ", or " + NumberText(*apart);
  return rule;
}

std::string WordTarget::Get() const {
  uint32_t bytes = 0;
  std::memcpy(&bytes, value, num_bytes);
  for (const auto& [text, meaning] : words)
    if (meaning == bytes) return text;
  return "";
}

void WordTarget::Set(const std::string& text) const {
  for (const auto& [word, meaning] : words)
    if (meaning && word == text) std::memcpy(value, &*meaning, num_bytes);
}

std::string Parameter::flag() const {
  std::string text = "--" + name;
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

Json Parameter::TargetValue() const {
  return std::visit(Overloaded{[](const std::filesystem::path* path) { return Json(path->string()); },
                               [](const WordTarget& words) { return Json(words.Get()); },
                               [](const auto* other) { return Json(*other); }},
                    target);
}

Json Parameter::value() const { return is_open() ? open : TargetValue(); }

std::string Parameter::text() const { return TextOf(value()); }

std::string Parameter::DefaultText() const {
  const std::string text = is_flag() || default_value == Json::array() ? ""
                           : default_value.is_string()                 ? default_value.get<std::string>()
                                                                       : ToLine(default_value);
  return defaults.empty() ? text : defaults;
}

std::string Parameter::RuleText() const {
  if (!range.low && !range.high) return "";
  Range shown = range;
  if (!defaults.empty()) shown.apart.reset();
  return shown.Rule();
}

void Parameter::SetFromText(const std::string& text) {
  CheckText(*this, text);
  SetTarget(text);
  if (decided != nullptr) *decided = (open.is_string() ? Json(text) : TargetValue()) != open;
  given = true;
}

void Parameter::SetTarget(const std::string& text) {
  std::visit(Overloaded{[&](const WordTarget& words) { words.Set(text); },
                        [&](bool* flag) { *flag = text == "true"; },
                        [&](int64_t* number) { *number = ParseNumber<int64_t>(*this, text); },
                        [&](double* number) { *number = ParseNumber<double>(*this, text); },
                        [&](std::string* string) { *string = text; },
                        [&](std::filesystem::path* path) {
                          if (text.empty()) throw Refused(*this, text, "is not a path");
                          *path = text;
                        },
                        [&](std::vector<std::string>* list) {
                          if (!repeatable || !given) list->clear();
                          if (repeatable) return list->push_back(text);
                          *list = SplitList(text);
                          if (list->empty()) throw Refused(*this, text, "names nothing");
                          if (std::set<std::string>(list->begin(), list->end()).size() < list->size())
                            throw Refused(*this, text, "names something twice");
                        }},
             target);
}

void Parameter::SetFromJson(const Json& json) {
  if (json == default_value) return;  // a choice that nobody made is nothing, which is none of the choices
  const bool is_number = std::holds_alternative<int64_t*>(target) || std::holds_alternative<double*>(target);
  const bool is_list = std::holds_alternative<std::vector<std::string>*>(target);
  const bool fits = is_flag()   ? json.is_boolean()
                    : is_number ? json.is_number()
                                : json.is_string() || (is_list && json.is_array());
  try {
    if (!fits) throw Refused(*this, TextOf(json), is_flag() ? "is not true or false" : "has the wrong type");
    if (is_list && repeatable && json.is_array()) {
      for (const Json& item : json) SetFromText(TextOf(item));
      given = true;
    } else if (!(is_list && json.is_array() && json.empty())) {
      SetFromText(TextOf(json));
    }
  } catch (const Error& e) {
    throw Error(ErrorKind::kConfig, e.code(), e.reason());
  }
}

Parameter& Parameters::Add(const std::string& name, ParameterTarget target, const std::string& placeholder,
                           const std::string& help) {
  Parameter parameter;
  parameter.name = name;
  parameter.help = help;
  parameter.placeholder = placeholder;
  parameter.target = std::move(target);
  parameter.group = group_;
  parameter.default_value = parameter.value();
  all_.push_back(std::move(parameter));
  return all_.back();
}

Parameter& Parameters::Flag(const std::string& name, bool& target, const std::string& help) {
  return Add(name, &target, "", help);
}

Parameter& Parameters::Integer(const std::string& name, int64_t& target, const Range& range,
                               const std::string& help) {
  Parameter& p = Add(name, &target, "N", help);
  p.range = range;
  return p;
}

Parameter& Parameters::Real(const std::string& name, double& target, const Range& range,
                            const std::string& help) {
  Parameter& p = Add(name, &target, "X", help);
  p.range = range;
  return p;
}

std::vector<std::string> Parameters::Flagged() const {
  std::vector<std::string> names;
  for (const Parameter& p : all())
    if (p.is_flagged) names.push_back(p.name);
  return names;
}

Parameter& Parameters::Open(Parameter& p, bool& given, Json open) {
  p.decided = &given;
  p.open = std::move(open);
  p.default_value = p.value();
  return p;
}

Parameter& Parameters::Integer(const std::string& name, Setting<int64_t>& target, const Range& range,
                               const std::string& help) {
  return Open(Integer(name, target.value, range, help), target.given,
              static_cast<int64_t>(range.apart.value_or(range.low.value_or(0))));
}

Parameter& Parameters::Real(const std::string& name, Setting<double>& target, const Range& range,
                            const std::string& help) {
  return Open(Real(name, target.value, range, help), target.given,
              range.apart.value_or(range.low.value_or(0)));
}

Parameter& Parameters::Text(const std::string& name, std::string& target, const std::string& placeholder,
                            const std::string& help) {
  return Add(name, &target, placeholder, help);
}

Parameter& Parameters::Choice(const std::string& name, std::string& target,
                              const std::vector<std::string>& choices, const std::string& help) {
  Parameter& p = Add(name, &target, Joined(choices, "|"), help);
  p.choices = choices;
  return p;
}

Parameter& Parameters::AddChoice(const std::string& name, WordTarget target, const std::string& help) {
  std::vector<std::string> choices;
  for (const auto& [word, meaning] : target.words) choices.push_back(word);
  Parameter& p = Add(name, std::move(target), Joined(choices, "|"), help);
  p.choices = std::move(choices);
  return p;
}

Parameter& Parameters::Path(const std::string& name, std::filesystem::path& target,
                            const std::string& placeholder, const std::string& help) {
  return Add(name, &target, placeholder, help);
}

Parameter& Parameters::List(const std::string& name, std::vector<std::string>& target,
                            const std::string& placeholder, const std::string& help) {
  return Add(name, &target, placeholder, help);
}

Parameter& Parameters::Repeated(const std::string& name, std::vector<std::string>& target,
                                const std::string& placeholder, const std::string& help) {
  Parameter& p = Add(name, &target, placeholder, help);
  p.repeatable = true;
  return p;
}

void Parameters::ShowInHelp(const std::string& names) {
  const std::vector<std::string> shown = Words(names);
  for (Parameter& p : all_)
    p.advanced = !p.required && std::find(shown.begin(), shown.end(), p.name) == shown.end();
}

Parameter* Parameters::Find(const std::string& name) {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Parameter& p) { return p.name == name; });
  return found == all_.end() ? nullptr : &*found;
}

Json Parameters::Settled(const Json& rule) {
  if (!rule.is_object()) return rule;
  const bool by = rule.contains("by");
  const Parameter* const other = Find(rule.at(by ? "by" : "of").get<std::string>());
  if (other == nullptr || other->is_open()) return nullptr;
  if (by) {
    const std::string word = other->text();
    return word != "by" && rule.contains(word) ? rule[word] : rule.value("else", Json());
  }
  const Json& share = rule.at("share");
  return std::max(rule.at("least").get<int64_t>(),
                  share.at(0).get<int64_t>() * other->value().get<int64_t>() / share.at(1).get<int64_t>());
}

void Parameters::Under(const Json& layer) {
  for (const bool rules : {false, true})  // which look at what the others have decided
    for (const auto& [name, value] : layer.items()) {
      Parameter* const p = Find(name);
      if (p == nullptr || !p->is_open() || value.is_object() != rules) continue;
      if (const Json settled = Settled(value); !settled.is_null()) p->SetFromJson(settled);
    }
}

void Parameters::Over(const Json& layer) {
  for (const auto& [name, value] : layer.items())
    if (Parameter* const p = Find(name))
      if (const Json settled = Settled(value); !settled.is_null()) p->SetFromJson(settled);
}

Json Parameters::Effective() const {
  Json config = Json::object();
  for (const Parameter& p : all_)
    if (p.in_config) config[p.name] = p.value();
  return config;
}

Parameter& Parameters::OfKey(const std::string& key) {
  std::string name = key;
  std::replace(name.begin(), name.end(), '-', '_');
  if (Parameter* const p = Find(name)) {
    if (p->in_config) return *p;
    throw Error(ErrorKind::kConfig, "config.flag",
                Cat("key ", Quoted(key), ": a configuration says what is computed, and ", p->flag(),
                    " how: give it as a flag"));
  }
  std::vector<std::string> known;
  for (const Parameter& p : all_)
    if (p.in_config) known.push_back(p.name);
  throw Error(ErrorKind::kConfig, "config.unknown_key",
              Cat("unknown key ", Quoted(key), DidYouMean(name, known)));
}

void Parameters::ReadConfig(const std::filesystem::path& file, const std::string& tool) {
  const std::string text = ReadFile(file);
  const Json config = ConfigIn(text, file, tool);
  std::set<std::string> names;
  for (const auto& [key, value] : config.items()) {
    const Context context(Cat("line ", LineOfKey(text, key)));
    try {
      Parameter& p = OfKey(key);
      if (!names.insert(p.name).second)
        throw Error(ErrorKind::kConfig, "config.twice", Cat("key ", Quoted(p.name), " stands there twice"));
      if (!p.given) p.SetFromJson(value);  // a flag goes before the file
    } catch (Error& e) {
      throw std::move(e).InFile(file);
    }
  }
}

}  // namespace f4s
