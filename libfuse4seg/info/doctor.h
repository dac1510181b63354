// What of the libraries that the suite opens at run time is here, and what brings the rest: `f4s doctor`.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

inline constexpr const char* kDoctorSchema = "f4s.doctor/1";

/// The parts by name, in the order in which they are told: "digests", "registration", ...
[[nodiscard]] std::vector<std::string> DoctorParts();

/// The suite's version and folder, the processor, the C library, the models; schema f4s.doctor/1, `kind`
/// "machine".
[[nodiscard]] Json ExamineMachine();

/// @throws Error(kUsage, "usage.part") naming a part that is none.
void CheckDoctorPart(const std::string& name);

/// A part, `kind` "part": `name`, `status`, `library` with `version` and `file` where it is there, `for`
/// (what needs it), `reason` and `remedy` where it is not.  It is opened as the programs open it.  `status`:
///   ok        it works here
///   absent    it was not installed, or, of the GPU, there is none
///   broken    it was installed, and does not work: `reason` is the loader's
/// @throws as CheckDoctorPart().
[[nodiscard]] Json ExaminePart(const std::string& name);

/// For people: the machine in lines of a name and a value; a part in one or two lines.
[[nodiscard]] std::string DoctorText(const Json& machine, const std::vector<Json>& parts);

}  // namespace f4s
