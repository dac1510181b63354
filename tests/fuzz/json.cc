// JSON of anybody.

#include "libfuse4seg/base/json.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::JsonText(std::string_view bytes) {
  OnText([&] {
    const Json json = ParseJson(std::string(bytes), "text");
    const std::string line = ToLine(json);
    Require(line.find('\n') == std::string::npos, "one line");
    Require(ToLine(ParseJson(line, "text")) == line, "JSON that comes back from its line");
  });
}
