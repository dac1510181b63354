// Parameters, declared once: name, default, range, unit and help.
//
// A module's option struct lists its fields in one function; flags, JSON keys, range
// checks, the effective configuration, --help, man pages and completions are all made
// from that list.
//
//     struct LaplacianOptions {
//       int64_t levels = 4;
//       void Declare(Parameters& p) { p.Integer("levels", levels, AtLeast(1), "pyramid levels"); }
//     };
//
// A field that is a Setting<> may be left open.  Flags, configurations and records say so by a word or number
// of its own ("profile", 0, -1): the first word of a choice, the number apart of a range or else its lowest.
// Layers of values, the one laid first going before the next, then say what is in force.

#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/tool/setting.h"

namespace f4s {

/// The numbers that a parameter may take.
struct Range {
  std::optional<double> low, high;
  bool low_is_open = false;
  std::optional<double> apart = std::nullopt;  ///< one more number, which has a meaning of its own
  [[nodiscard]] bool Contains(double value) const;
  /// "must be at least 0 and at most 1"; ", or -1" for one apart.
  [[nodiscard]] std::string Rule() const;
};
[[nodiscard]] inline Range AtLeast(double low) { return {low, std::nullopt, false}; }
[[nodiscard]] inline Range MoreThan(double low) { return {low, std::nullopt, true}; }
[[nodiscard]] inline Range Between(double low, double high) { return {low, high, false}; }
[[nodiscard]] inline Range Or(double apart, Range range) { return range.apart = apart, range; }

/// A value of a few bytes, mostly of an enumeration, by its words.  It is known by its bytes, since a type of
/// its own for each enumeration would be some ten symbols for the loader to look up at every start.
struct WordTarget {
  void* value = nullptr;
  size_t num_bytes = 0;
  std::vector<std::pair<std::string, std::optional<uint32_t>>> words;

  [[nodiscard]] std::string Get() const;  ///< empty where it is none of them
  void Set(const std::string& text) const;
};

/// Where a parameter's value lives.  A list is given with commas, or as a JSON array.
using ParameterTarget = std::variant<bool*, int64_t*, double*, std::string*, std::filesystem::path*,
                                     std::vector<std::string>*, WordTarget>;

/// A word of a choice, and the value that it stands for; without one, it leaves the setting open.
template <class Value>
struct Word {
  const char* text;
  std::optional<Value> value = std::nullopt;
};

/// One parameter.  The setters return it, to be chained at its declaration.
struct Parameter {
  std::string name;         ///< snake_case: the JSON key; the flag has dashes instead
  std::string help;         ///< one clause, no full stop
  std::string placeholder;  ///< what stands for the value in usage: N, FILE, A,B
  ParameterTarget target;
  Range range;
  std::vector<std::string> choices;
  std::function<void(const std::string&)> check;  ///< throws Error on text that it refuses
  std::string short_flag;                         ///< "-o", or nothing
  std::string group;                              ///< heading in the help
  Json default_value;
  bool* decided = nullptr;  ///< of a Setting: whether it has a value
  Json open;                ///< of a Setting: what stands for its having none
  std::string defaults;     ///< of a Setting: what then holds, for the help: "tiny 8, small 16, base 64"
  bool required = false;
  const bool* excused = nullptr;  ///< where it points to true, the parameter is not required after all
  bool repeatable = false;        ///< a list whose flag may stand several times, one value each
  bool in_config = true;          ///< can stand in --config and in the run record's `config`
  bool hidden = false;            ///< works, but is not in the help
  bool advanced = false;          ///< in --help-all, not in --help
  bool given = false;             ///< set by flag or configuration file
  bool is_flagged = false;        ///< set by flag

  Parameter& Short(const std::string& flag) { return short_flag = flag, *this; }
  Parameter& Required() { return required = true, *this; }
  Parameter& Unless(const bool& flag) { return excused = &flag, *this; }
  Parameter& NotInConfig() { return in_config = false, *this; }
  Parameter& Hidden() { return hidden = true, *this; }
  Parameter& Checked(std::function<void(const std::string&)> by) { return check = std::move(by), *this; }

  [[nodiscard]] std::string flag() const;  ///< "--nsd-tolerance"
  [[nodiscard]] bool is_flag() const { return std::holds_alternative<bool*>(target); }
  [[nodiscard]] bool is_open() const { return decided != nullptr && !*decided; }
  [[nodiscard]] Json value() const;
  /// As a flag would have it; lists with commas.
  [[nodiscard]] std::string text() const;
  /// For the help: "4", "0.9 (unet 0.99)", "tiny 8, small 16, base 64", or nothing.
  [[nodiscard]] std::string DefaultText() const;
  /// For the help: the range's rule, without the number that leaves a Setting open; or nothing.
  [[nodiscard]] std::string RuleText() const;

  /// @throws Error(kUsage, "parameter.value") naming the flag, the value and the rule.
  void SetFromText(const std::string& text);
  /// The default is no news: `given` stays as it is.
  /// @throws Error(kConfig, "parameter.value") likewise.
  void SetFromJson(const Json& json);

 private:
  [[nodiscard]] Json TargetValue() const;
  void SetTarget(const std::string& text);
};

/// The list of a tool's parameters, in the order of the help.
class Parameters {
 public:
  Parameter& Flag(const std::string& name, bool& target, const std::string& help);
  Parameter& Integer(const std::string& name, int64_t& target, const Range& range, const std::string& help);
  Parameter& Real(const std::string& name, double& target, const Range& range, const std::string& help);
  Parameter& Integer(const std::string& name, Setting<int64_t>& target, const Range& range,
                     const std::string& help);
  Parameter& Real(const std::string& name, Setting<double>& target, const Range& range,
                  const std::string& help);
  Parameter& Text(const std::string& name, std::string& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& Choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
                    const std::string& help);
  template <class Value>
  Parameter& Choice(const std::string& name, Value& target,
                    std::initializer_list<Word<std::type_identity_t<Value>>> words, const std::string& help) {
    return AddChoice(name, TargetOf<Value>(target, words), help);
  }
  /// The names of all enumerators, in their order.
  template <class Value>
  requires std::is_enum_v<Value> Parameter& Choice(const std::string& name, Value& target,
                                                   const std::vector<std::string>& names,
                                                   const std::string& help) {
    std::vector<Word<Value>> words;
    for (const std::string& text : names) words.push_back({text.c_str(), static_cast<Value>(words.size())});
    return AddChoice(name, TargetOf(target, words), help);
  }
  template <class Value>
  Parameter& Choice(const std::string& name, Setting<Value>& target,
                    std::initializer_list<Word<std::type_identity_t<Value>>> words, const std::string& help) {
    Parameter& p = AddChoice(name, TargetOf<Value>(target.value, words), help);
    return Open(p, target.given, p.choices.front());
  }
  Parameter& Path(const std::string& name, std::filesystem::path& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& List(const std::string& name, std::vector<std::string>& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& Repeated(const std::string& name, std::vector<std::string>& target,
                      const std::string& placeholder, const std::string& help);

  /// Parameters declared after this stand under `group` in the help.
  void Group(const std::string& group) { group_ = group; }

  /// Of all that are declared so far and may be left out, --help shows these alone; the rest is advanced.
  /// @param names  with blanks between
  void ShowInHelp(const std::string& names);

  [[nodiscard]] std::vector<Parameter>& all() { return all_; }
  [[nodiscard]] const std::vector<Parameter>& all() const { return all_; }
  /// Or nullptr.
  [[nodiscard]] Parameter* Find(const std::string& name);

  /// Lays `layer`, values by name, under what is given: they decide what is still open.  Names that are not
  /// declared are passed over, since one layer serves several tools.  A value is a JSON value or a rule:
  ///     {"by": NAME, WORD: VALUE, ..., "else": VALUE}        as another parameter, which is decided, says
  ///     {"of": NAME, "share": [A, B], "least": N}            A/B of a whole number, rounded down; N at least
  void Under(const Json& layer);
  /// Likewise, but over what is given.
  void Over(const Json& layer);

  /// Names of those that were set by flags.
  [[nodiscard]] std::vector<std::string> Flagged() const;
  /// The values in force, by name: can be fed back through --config.
  [[nodiscard]] Json Effective() const;

  /// Sets what `file` names and no flag has set: a JSON object of parameters, or a run record of `tool`, of
  /// which `config` counts.  Keys may have dashes, as flags have.
  /// @throws Error(kConfig) naming file, line and key: unknown key, one that stands twice, wrong type or
  /// range,
  ///         another tool's record; Error(kMissingInput) when there is no such file.
  void ReadConfig(const std::filesystem::path& file, const std::string& tool);

 private:
  Parameter& Add(const std::string& name, ParameterTarget target, const std::string& placeholder,
                 const std::string& help);
  Parameter& AddChoice(const std::string& name, WordTarget target, const std::string& help);
  /// The parameter of a key of a configuration.  @throws Error(kConfig, "config.unknown_key").
  [[nodiscard]] Parameter& OfKey(const std::string& key);
  static Parameter& Open(Parameter& p, bool& given, Json open);
  /// What a layer's value comes to; null where it says nothing.
  [[nodiscard]] Json Settled(const Json& rule);

  template <class Value>
  static WordTarget TargetOf(Value& target, const std::vector<Word<Value>>& words) {
    static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(uint32_t));
    WordTarget by_word = {&target, sizeof(Value), {}};
    for (const Word<Value>& word : words) {
      std::optional<uint32_t> bytes;
      if (word.value) std::memcpy(&bytes.emplace(0), &*word.value, sizeof(Value));
      by_word.words.emplace_back(word.text, bytes);
    }
    return by_word;
  }

  std::vector<Parameter> all_;
  std::string group_;
};

/// The parameters of an option struct by name.
template <class Options>
[[nodiscard]] Json ParametersOf(Options options) {
  Parameters p;
  options.Declare(p);
  return p.Effective();
}

}  // namespace f4s
