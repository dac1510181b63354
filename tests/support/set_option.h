// A field of an option struct by the name and words of its flag.

#pragma once

#include <string>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

template <class Options>
void Set(Options& options, const std::string& name, const std::string& text) {
  Parameters p;
  options.Declare(p);
  p.Find(name)->SetFromText(text);
}

}  // namespace f4s
