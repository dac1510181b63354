// The names of the methods, for the command line.  No tensor library is needed.

#pragma once

#include <string>
#include <vector>

namespace f4s {

[[nodiscard]] inline std::vector<std::string> MethodNames() {
  return {
#define F4S_METHOD(function, name, help) name,
#include "libfuse4seg/model/methods.inc"
#undef F4S_METHOD
  };
}

/// "NAME: what it does; ...", for --help.
[[nodiscard]] inline std::string MethodsHelp() {
  std::string text;
#define F4S_METHOD(function, name, help) \
  text += (text.empty() ? "" : "; ") + std::string(name) + ": " + (help);
#include "libfuse4seg/model/methods.inc"
#undef F4S_METHOD
  return text;
}

}  // namespace f4s
