// What a class is, in codes that other programs know.

#pragma once

#include <string>

namespace f4s {

/// A coded concept (PS3.3, 8.8): value, designator of the scheme that it is from, meaning.
struct DicomCode {
  std::string value, scheme, meaning;
};

/// Segmented Property Category and Type (CID 7150, 7151) of a segment.
struct SegmentCodes {
  DicomCode category, type;
};

/// The codes of a class by its name, SNOMED CT's and the NCI Thesaurus's where it is one of those that are
/// known (necrosis, oedema, enhancing, brain, liver ...; case does not count).  Any other name is itself the
/// meaning of a code of the scheme 99FUSE4SEG, whose value is the beginning of the name's SHA-256, in the
/// category of tissues: a reader sees the name, and no concept is claimed that may be wrong.
[[nodiscard]] SegmentCodes CodesOfClass(const std::string& name);

}  // namespace f4s
