// What people's names of series and channels say of contrast agent.

#pragma once

#include <string>

namespace f4s {

enum class ContrastSaid {
  kNothing,
  kWith,     ///< "T1 post Gd", "t1 km", "T1+C"
  kWithout,  ///< "T1 pre", "T1 w/o Gd", "T1 nativ", "T1 oKM", "T1 KM-", "T1 contrast: no"
  kBoth,     ///< "brain without and with contrast", "T1 +/- C": the name of an examination, not of an image
  kUnclear,  ///< "T1 post something", "T1 delayed"
};

/// In English, German, French, Spanish and Italian; case and accents do not count.
[[nodiscard]] ContrastSaid ContrastOf(const std::string& text);

/// Whether the text of ContrastBolusAgent names one: it may say that there was none.
[[nodiscard]] bool IsAgent(const std::string& text);

}  // namespace f4s
