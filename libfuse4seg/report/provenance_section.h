// What made it all: the run records, theirs upstream, and what they say.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Run records with those that they name upstream, the latest first.
[[nodiscard]] std::vector<const Json*> AllRuns(const std::vector<Json>& upstream);

/// "f4s-segment failed: ... (exit 65)", of those that did not end well.
[[nodiscard]] std::vector<std::string> RunProblems(const std::vector<Json>& upstream);

/// "Made by f4s-segment, f4s-metrics; model glioma (sha256 0123456789ab)", in their order; "" where nobody
/// says.
[[nodiscard]] std::string ChainText(const std::vector<Json>& upstream);

/// A table of the programs, and their configurations; "" where nobody says.
[[nodiscard]] std::string ProvenanceHtml(const std::vector<Json>& upstream);

}  // namespace f4s
