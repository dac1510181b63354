// A text that many things share, as the split of many cases: 8 bytes for each.

#pragma once

#include <string>

namespace f4s {

/// Each text is kept once, for as long as the process runs: for texts of which there are few.  Thread-safe.
class Interned {
 public:
  Interned() : Interned(std::string()) {}
  Interned(const std::string& text);  // NOLINT(google-explicit-constructor): it stands wherever a text does
  Interned(const char* text) : Interned(std::string(text)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const std::string& text() const { return *text_; }
  [[nodiscard]] bool empty() const { return text_->empty(); }

 private:
  const std::string* text_;
};

}  // namespace f4s
