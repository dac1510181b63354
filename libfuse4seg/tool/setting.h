// A value that somebody gives, or that is left to a layer of defaults: Parameters::Under().

#pragma once

namespace f4s {

template <class T>
struct Setting {
  Setting() = default;
  Setting(T given_value) : value(given_value), given(true) {}  // NOLINT: as good as the value
  operator T() const { return value; }                         // NOLINT

  T value{};           ///< where nobody has given it, the type's first
  bool given = false;  ///< by flag, configuration file, code, or a layer since
};

}  // namespace f4s
