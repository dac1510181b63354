// Who made a BIDS data set: people, or a program.

#pragma once

#include <filesystem>
#include <string>

namespace f4s {

/// The program that made a data set, in small letters: of a derivative by GeneratedBy in its
/// dataset_description.json (until BIDS 1.4 PipelineDescription), or by the name of its folder below
/// derivatives.  Empty where people drew it, as GeneratedBy may say too, and where nobody says.
[[nodiscard]] std::string ProgramOf(const std::filesystem::path& data_set);

/// Whether a program is known for label maps of healthy tissue and of parcels, which nobody takes for a
/// lesion's.
[[nodiscard]] bool IsTissueProgram(const std::string& program);

}  // namespace f4s
