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

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libfuse4seg/base/json.h"

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
[[nodiscard]] inline Range AnyNumber() { return {}; }
[[nodiscard]] inline Range AtLeast(double low) { return {low, std::nullopt, false}; }
[[nodiscard]] inline Range MoreThan(double low) { return {low, std::nullopt, true}; }
[[nodiscard]] inline Range Between(double low, double high) { return {low, high, false}; }
[[nodiscard]] inline Range Or(double apart, Range range) { return range.apart = apart, range; }

/// Where a parameter's value lives.  A list is given with commas, or as a JSON array.
using ParameterTarget =
    std::variant<bool*, int64_t*, double*, std::string*, std::filesystem::path*, std::vector<std::string>*>;

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
  bool required = false;
  const bool* excused = nullptr;  ///< where it points to true, the parameter is not required after all
  bool repeatable = false;        ///< a list whose flag may stand several times, one value each
  bool in_config = true;          ///< can stand in --config and in the run record's `config`
  bool hidden = false;            ///< works, but is not in the help
  bool given = false;             ///< set by flag or configuration file

  Parameter& Short(const std::string& flag) { return short_flag = flag, *this; }
  Parameter& Required() { return required = true, *this; }
  Parameter& Unless(const bool& flag) { return excused = &flag, *this; }
  Parameter& NotInConfig() { return in_config = false, *this; }
  Parameter& Hidden() { return hidden = true, *this; }
  Parameter& Checked(std::function<void(const std::string&)> by) { return check = std::move(by), *this; }

  [[nodiscard]] std::string flag() const;  ///< "--nsd-tolerance"
  [[nodiscard]] bool is_flag() const { return std::holds_alternative<bool*>(target); }
  [[nodiscard]] Json value() const;

  /// @throws Error(kUsage, "parameter.value") naming the flag, the value and the rule.
  void SetFromText(const std::string& text);
  /// The default is no news: `given` stays as it is.
  /// @throws Error(kConfig, "parameter.value") likewise.
  void SetFromJson(const Json& json);
};

/// The list of a tool's parameters, in the order of the help.
class Parameters {
 public:
  Parameter& Flag(const std::string& name, bool& target, const std::string& help);
  Parameter& Integer(const std::string& name, int64_t& target, const Range& range, const std::string& help);
  Parameter& Real(const std::string& name, double& target, const Range& range, const std::string& help);
  Parameter& Text(const std::string& name, std::string& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& Choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
                    const std::string& help);
  Parameter& Path(const std::string& name, std::filesystem::path& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& List(const std::string& name, std::vector<std::string>& target, const std::string& placeholder,
                  const std::string& help);
  Parameter& Repeated(const std::string& name, std::vector<std::string>& target,
                      const std::string& placeholder, const std::string& help);

  /// Parameters declared after this stand under `group` in the help.
  void Group(const std::string& group) { group_ = group; }

  [[nodiscard]] std::vector<Parameter>& all() { return all_; }
  [[nodiscard]] const std::vector<Parameter>& all() const { return all_; }

  /// The values in force, by name: can be fed back through --config.
  [[nodiscard]] Json Effective() const;

  /// Sets what `file` names and no flag has set.
  /// @throws Error(kConfig) naming file, line and key: unknown key, wrong type or range;
  ///         Error(kMissingInput) when there is no such file.
  void ReadConfig(const std::filesystem::path& file);

 private:
  Parameter& Add(const std::string& name, ParameterTarget target, const std::string& placeholder,
                 const std::string& help);
  std::vector<Parameter> all_;
  std::string group_;
};

}  // namespace f4s
