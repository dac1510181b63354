// A table of cases, CSV or TSV.

#include "libfuse4seg/cases/case_table.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Table(std::string_view bytes) {
  OnFile(bytes, "cases.csv", [](const Path& path) {
    const auto names = CasesOfTable(path)->Names();
    Require(names && !names->empty(), "a case for each row");
    for (const CaseName& name : *names) Require(!name.id.empty(), "an id");
  });
}
