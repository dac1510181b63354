// What people's names of series and channels say of contrast agent.

#pragma once

#include <string>

namespace f4s {

enum class ContrastSaid {
  kNothing,
  kWith,     ///< "T1 post Gd", "t1 km", "T1+C"
  kWithout,  ///< "T1 pre", "T1 without contrast", "T1 w/o Gd", "T1 nativ", "T1 ohne KM"
  kBoth,     ///< "brain without and with contrast": the name of an examination, not of an image
};

/// In English, German, French, Spanish and Italian; case and punctuation do not count.
[[nodiscard]] ContrastSaid ContrastOf(const std::string& text);

/// Whether the text of ContrastBolusAgent names one: it may say that there was none.
[[nodiscard]] bool IsAgent(const std::string& text);

}  // namespace f4s
